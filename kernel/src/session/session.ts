import type { MessagePort } from "node:worker_threads";
import { COMM_TARGET } from "../messages.ts";
import type { PageLanguage } from "../page-language.ts";
import { INTERRUPTED } from "../protocol/execution.ts";
import { answerPage } from "../requests/answer-page.ts";
import { pageHandlers } from "../requests/page-handlers.ts";
import { createActivity } from "./activity.ts";
import { createCell, KeyboardInterrupt } from "./cell.ts";
import type { Cell } from "./cell.ts";
import { createCellHost, isInterrupt } from "./cell-host.ts";
import { errorContent } from "./error-content.ts";
import type { Importer } from "./importer.ts";
import { FLAG } from "./link.ts";
import type { CommEvent, FromSession, Outcome, RunRequest, ToSession } from "./link.ts";
import { createMakers } from "./makers.ts";
import { createNotebookHost } from "./notebook-services.ts";
import { setNotebookHost } from "./notebook-host.ts";
import { createOutlet } from "./outlet.ts";
import { preludeSource } from "./prelude.ts";
import { createQuestions } from "./questions.ts";
import { runCell } from "./run-cell.ts";
import { createSessionComms } from "./session-comms.ts";
import { createCellSources } from "./stacks.ts";
import { captureStreams } from "./streams.ts";
import { installTaskHost } from "./task-host.ts";
import { wrapTimers } from "./timers.ts";
import { createTracker } from "./tracker.ts";
import { createTranscript } from "./transcript.ts";

/** Interrupted code that awaits has this long to end by itself. */
const WIND_DOWN_MS = 120;
const EXIT_WAIT_MS = 1500;

/** Runs user code on this thread, as the protocol worker asks. */
export function startSession(port: MessagePort, flags: Int32Array, importer: Importer): void {
  const exit = process.exit.bind(process);
  const tracker = createTracker();
  const transcript = createTranscript();
  const outlet = createOutlet((message: FromSession) => {
    transcript.note(message);
    port.postMessage(message);
  }, flags);
  const sources = createCellSources(process.cwd());
  const comms = createSessionComms(outlet, tracker);
  const questions = createQuestions(outlet);
  const activity = createActivity();
  const scope: Record<string, unknown> = {};
  const makers = createMakers(scope);
  let language: PageLanguage = "en";
  const notebook = createNotebookHost({
    ...{ outlet, tracker, comms, questions, activity, makers, transcript },
    language: () => language,
  });
  const host = createCellHost(importer, tracker);
  const cells = new Map<string, Cell>();
  let running: { readonly cell: Cell; readonly finish: (outcome: Outcome) => void } | undefined;
  let lastStarted = 0;
  let interruptedAt: number | undefined;

  const isInterrupted = (id: number): boolean => Atomics.load(flags, FLAG.interrupt) === id;
  const thrownBy = new WeakMap<object, Cell>();
  const setTimer = wrapTimers({
    tracker,
    isUnheard: (cell) => !cell.controller.signal.aborted && isInterrupted(cell.id),
    onThrow(error, cell) {
      if (cell && typeof error === "object" && error !== null) thrownBy.set(error, cell);
    },
  });
  captureStreams(outlet, tracker);
  setNotebookHost(notebook);
  comms.onOpen(
    COMM_TARGET,
    answerPage(pageHandlers, {
      load: (specifier) => importer.import(specifier),
      values: scope,
      spokenTo: (spoken) => (language = spoken),
    }),
  );
  installTaskHost(notebook);

  const makeCell = (request: Pick<RunRequest, "id" | "label" | "header" | "allowStdin">): Cell =>
    createCell(request, isInterrupted, (cell) => tracker.enter(cell));

  const start = (request: RunRequest): void => {
    if (request.id <= lastStarted) return;
    lastStarted = request.id;
    interruptedAt = undefined;
    outlet.post({ type: "started", id: request.id });
    const cell = makeCell(request);
    const finish = (outcome: Outcome): void => {
      if (running?.cell !== cell) return;
      running = undefined;
      activity.cellEnded();
      makers.note(request.label);
      const isStopped = cell.controller.signal.aborted;
      const stopped: Outcome = { status: "error", error: INTERRUPTED };
      const end = isStopped ? stopped : outcome;
      transcript.end(end);
      outlet.post({ type: "done", id: request.id, outcome: end });
    };
    running = { cell, finish };
    activity.cellStarted(request.label);
    transcript.begin(request);
    cells.set(request.label, cell);
    sources.add(request.label, request.source, request.sourceMap);
    tracker.setForeground(cell);
    void tracker
      .run(cell, () => runCell(request, cell, { scope, host, sources, outlet }))
      .then(finish);
  };

  /** Comes again and again until the run has ended: any of these calls may be cut short by a termination. */
  const interrupt = (id: number): void => {
    if (id > lastStarted) {
      lastStarted = id;
      const outcome: Outcome = { status: "error", error: INTERRUPTED };
      outlet.post({ type: "done", id, outcome });
      return;
    }
    if (running?.cell.id !== id) return;
    const { cell, finish } = running;
    const stopped: Outcome = { status: "error", error: INTERRUPTED };
    tracker.setForeground(cell);
    outlet.post({ type: "stopping", id });
    interruptedAt ??= performance.now();
    if (!cell.controller.signal.aborted) cell.controller.abort(new KeyboardInterrupt());
    const abandon = (): void => {
      cell.isAbandoned = true;
      finish(stopped);
    };
    if (performance.now() - interruptedAt > WIND_DOWN_MS) abandon();
    else setTimer(abandon, WIND_DOWN_MS);
  };

  const takeComm = (event: CommEvent): void => {
    const { header, token } = event;
    const cell = makeCell({ id: -token, label: "comm", header, allowStdin: false });
    try {
      tracker.run(cell, () => comms.receive(event));
    } catch (error) {
      reportUncaught(error, cell);
    }
    outlet.post({ type: "comm-done", token });
  };

  const reportUncaught = (error: unknown, cell: Cell | undefined): void => {
    if (isInterrupt(error)) return;
    const { traceback } = errorContent(error, sources);
    outlet.stream(cell, "stderr", `Uncaught ${traceback.join("\n")}\n`);
  };

  /** The cell whose code threw: the one that set the timer, else the outermost in the stack, else the last. */
  const cellOf = (error: unknown): Cell | undefined => {
    if (typeof error !== "object" || error === null) return tracker.current();
    const stack = (error as { stack?: unknown }).stack;
    const label = typeof stack === "string" ? sources.outermost(stack) : undefined;
    return thrownBy.get(error) ?? (label ? cells.get(label) : undefined) ?? tracker.current();
  };
  process.on("uncaughtException", (error) => reportUncaught(error, cellOf(error)));
  process.on("unhandledRejection", (error) => reportUncaught(error, cellOf(error)));
  process.on("SIGINT", () => outlet.post({ type: "interrupt-self" }));

  process.exit = (code?: number | string | null): never => {
    const status = Number(code ?? process.exitCode ?? 0);
    outlet.post({ type: "exiting", code: status });
    // The sockets must be closed before the process may end: ZeroMQ aborts otherwise.
    Atomics.wait(flags, FLAG.closed, 0, EXIT_WAIT_MS);
    return exit(status);
  };

  const preload = async (): Promise<void> => {
    const prelude = await preludeSource((specifier) => importer.import(specifier));
    outlet.post({ type: "preloaded", ...prelude });
  };

  port.on("message", (message: ToSession) => {
    switch (message.type) {
      case "run":
        start(message);
        break;
      case "interrupt":
        interrupt(message.id);
        break;
      case "fence":
        outlet.post({ type: "fenced", id: message.id });
        break;
      case "comm":
        takeComm(message);
        break;
      case "input-reply":
        questions.answer(message.id, message.value);
        break;
      case "preload":
        void preload();
        break;
      case "prepare-exit":
        outlet.post({ type: "leaving" });
        break;
      case "exit":
        exit(message.code);
    }
  });
}

import type { ConvertedCell } from "../language/backend.ts";
import type { ErrorContent, Outcome } from "../session/link.ts";
import type { KernelContext, Reply } from "./context.ts";
import { textOf } from "./context.ts";
import { describeDiagnostics, isSyntaxError, typeErrorContent } from "./type-errors.ts";
import type { Message } from "./wire.ts";

/** Runs cells one after the other, as they come. */
export interface Execution {
  submit(request: Message, reply: Reply): void;
  interrupt(): void;
  /** Header of the cell that runs now. */
  running(): Message["header"] | undefined;
  /** Says once, before the next cell, what the user must know about the session. */
  announce(text: string): void;
}

interface Waiting {
  readonly request: Message;
  readonly reply: Reply;
  aborted: boolean;
}

export const INTERRUPTED: ErrorContent = {
  ename: "KeyboardInterrupt",
  evalue: "The cell was interrupted. Names that already had a value keep it.",
  traceback: [
    "\u001b[31mKeyboardInterrupt\u001b[0m: The cell was interrupted. Names that already had a value keep it.",
  ],
};

const INTERRUPTED_OUTCOME: Outcome = { status: "error", error: INTERRUPTED };

/** Code that makes a plot, of the library or with vega-lite's own words. */
const PLOTS = /\bplot\s*\.|vega-?lite/i;

export function createExecution(context: KernelContext): Execution {
  const { output, session } = context;
  const queue: Waiting[] = [];
  let count = 0;
  let unstored = 0;
  let evaluations = 0;
  let conversions = 0;
  let working = false;
  let current: Message["header"] | undefined;
  let interrupted: (() => void) | undefined;
  const notices: string[] = [];

  const convertAndRun = async (
    request: Message,
    label: string,
    code: string,
    isExpression: boolean,
    isStopped: () => boolean,
  ): Promise<Outcome> => {
    const language = await context.preparedLanguage();
    const conversion = ++conversions;
    const cell = await language.convert(code, conversion);
    if (isStopped()) return INTERRUPTED_OUTCOME;
    const refusal = refuse(cell, label, code);
    if (refusal) return { status: "error", error: refusal };
    if (!isExpression) void language.commit(conversion);
    return session.run({
      label,
      source: code,
      javascript: cell.javascript,
      sourceMap: cell.sourceMap,
      header: request.header,
      cellId: textOf(request.metadata, "cellId") || undefined,
      silent: request.content["silent"] === true,
      allowStdin: request.content["allow_stdin"] !== false,
    });
  };

  /** The error that keeps a cell from running; warnings go to the cell's stderr. */
  const refuse = (cell: ConvertedCell, label: string, code: string): ErrorContent | undefined => {
    const errors = cell.diagnostics.filter(({ severity }) => severity === "error");
    const blocking = context.typeErrors === "warn" ? errors.filter(isSyntaxError) : errors;
    if (blocking.length > 0) return typeErrorContent(label, code, blocking);
    if (cell.diagnostics.length > 0) {
      const text = describeDiagnostics(label, code, cell.diagnostics).join("\n");
      output.stream("stderr", current, `${text}\n`);
    }
    return undefined;
  };

  /** Runs until done, or until interrupted while the language service works on it. */
  const runUnlessInterrupted = (
    work: (isStopped: () => boolean) => Promise<Outcome>,
  ): Promise<Outcome> => {
    let stopped = false;
    const stop = new Promise<Outcome>((resolve) => {
      interrupted = () => {
        stopped = true;
        resolve(INTERRUPTED_OUTCOME);
      };
    });
    return Promise.race([work(() => stopped), stop]).catch((error: unknown) => failureOf(error));
  };

  const evaluate = async (request: Message): Promise<Record<string, object>> => {
    const expressions = request.content["user_expressions"];
    const values: Record<string, object> = {};
    if (typeof expressions !== "object" || expressions === null) return values;
    for (const [name, code] of Object.entries(expressions as Record<string, unknown>)) {
      const label = `Expression ${++evaluations}`;
      const outcome = await runUnlessInterrupted((isStopped) =>
        convertAndRun(request, label, String(code), true, isStopped),
      );
      values[name] =
        outcome.status === "error"
          ? { status: "error", ...outcome.error }
          : { status: "ok", ...parseResult(outcome.result) };
    }
    return values;
  };

  const execute = async ({ request, reply, aborted }: Waiting): Promise<void> => {
    const { header, content } = request;
    const code = textOf(content, "code");
    const silent = content["silent"] === true;
    await output.status(header, "busy");
    if (aborted) {
      reply("execute_reply", { status: "aborted", execution_count: count });
      return;
    }
    const isEmpty = code.trim() === "";
    const stored = !silent && content["store_history"] !== false && !isEmpty;
    if (stored) context.history.add(++count, code);
    if (!silent) output.publish("execute_input", header, { code, execution_count: count });
    if (!silent) {
      for (const notice of notices.splice(0)) output.stream("stderr", header, notice);
    }
    if (!silent && PLOTS.test(code)) context.expectPlot();
    const label = stored ? `Cell ${count}` : `Unstored cell ${++unstored}`;
    const outcome = isEmpty
      ? ({ status: "ok" } as const)
      : await runUnlessInterrupted((isStopped) =>
          convertAndRun(request, label, code, false, isStopped),
        );
    if (outcome.status === "error") {
      if (!silent) output.publish("error", header, outcome.error);
      await output.settled(header);
      await abortWaiting(content["stop_on_error"] !== false);
      reply("execute_reply", { status: "error", execution_count: count, ...outcome.error });
      return;
    }
    const user_expressions = await evaluate(request);
    if (outcome.result !== undefined && !silent) {
      const { image, ...result } = parseResult(outcome.result);
      const message = JSON.stringify({ execution_count: count, ...result });
      output.relay({
        type: "output",
        messageType: "execute_result",
        header,
        content: message,
        metadata: {},
        buffers: [],
        image,
      });
      const text = result.data["text/plain"];
      if (typeof text === "string") context.history.setOutput(count, text);
    }
    await output.settled(header);
    reply("execute_reply", {
      status: "ok",
      execution_count: count,
      user_expressions,
      payload: [],
    });
  };

  /** Cells that were sent before this one failed do not run. */
  const abortWaiting = async (stop: boolean): Promise<void> => {
    // One turn, so that what has arrived is in the queue.
    await new Promise((resolve) => setImmediate(resolve));
    if (stop) for (const waiting of queue) waiting.aborted = true;
  };

  const work = async (): Promise<void> => {
    if (working) return;
    working = true;
    for (let next = queue.shift(); next; next = queue.shift()) {
      current = next.request.header;
      interrupted = undefined;
      await execute(next).catch((error: unknown) => {
        next.reply("execute_reply", { execution_count: count, ...failureOf(error).error });
      });
      await output.status(current, "idle");
      current = undefined;
    }
    working = false;
  };

  return {
    submit(request, reply) {
      queue.push({ request, reply, aborted: false });
      void work();
    },
    interrupt() {
      output.abandonImages();
      // While the session runs the cell, the session ends it; before that, nobody waits for the conversion.
      if (session.isRunning()) void session.interrupt();
      else interrupted?.();
    },
    running: () => current,
    announce: (text) => void notices.push(text),
  };
}

interface ParsedResult {
  readonly data: Record<string, unknown>;
  readonly metadata: Record<string, unknown>;
  readonly image?: object | undefined;
}

function parseResult(result: string | undefined): ParsedResult {
  return result === undefined ? { data: {}, metadata: {} } : (JSON.parse(result) as ParsedResult);
}

function failureOf(error: unknown): Outcome & { readonly status: "error" } {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  return {
    status: "error",
    error: { ename: name, evalue: message, traceback: (stack ?? message).split("\n") },
  };
}

import { workerData } from "node:worker_threads";
import { startLanguage } from "../language/client.ts";
import type { LanguageClient } from "../language/client.ts";
import { FLAG } from "../session/link.ts";
import type { FromSession, ProtocolWorkerData } from "../session/link.ts";
import { createComms } from "./comms.ts";
import { readConnection } from "./connection.ts";
import type { KernelContext } from "./context.ts";
import { replyTo } from "./context.ts";
import { createDispatch } from "./dispatch.ts";
import { createExecution } from "./execution.ts";
import { createHistory } from "./history.ts";
import { kernelInfo } from "./kernel-info.ts";
import { createOutput } from "./output.ts";
import { watchParent } from "./parent-watch.ts";
import { drawPlotImage, expectPlotImage } from "./plot-image.ts";
import { createSessionClient } from "./session-client.ts";
import { bindSockets } from "./sockets.ts";
import { createStdin } from "./stdin.ts";
import { createWire } from "./wire.ts";

/** Protocol worker: sockets first, then everything that may take its time. */

const KILL_AFTER_MS = 3000;
const TERMINATE_EVERY_MS = 50;

const data = workerData as ProtocolWorkerData;
const { flags, session: port } = data;

const connection = readConnection(data.connectionFile);
const wire = createWire(connection.key, connection.digest);
const sockets = await bindSockets(connection, wire);
const output = createOutput(sockets, drawPlotImage);
const session = createSessionClient(port, flags);
const info = kernelInfo();

let startPreload!: (source: string) => void;
const preloadSource = new Promise<string>((resolve) => (startPreload = resolve));
let language: LanguageClient | undefined;
const context: KernelContext = {
  sockets,
  output,
  session,
  language: () => (language ??= startLanguage({ backend: data.backend, cwd: data.cwd })),
  async preparedLanguage() {
    await ready;
    return context.language();
  },
  history: createHistory(),
  expectPlot: expectPlotImage,
  typeErrors: data.typeErrors,
};
const ready = preloadSource.then(runPrelude).catch((error: unknown) => {
  const reason = error instanceof Error ? error.message : String(error);
  execution.announce(`The preloaded names could not be loaded: ${reason}\n`);
});
const execution = createExecution(context);
const comms = createComms(session);
const stdin = createStdin(sockets, session);

/** Runs the imports that give a notebook its preloaded names, as cell 0. */
async function runPrelude(source: string): Promise<void> {
  const service = context.language();
  const cell = await service.convert(source, 0);
  await service.commit(0);
  const outcome = await session.run({
    label: "Cell 0",
    source,
    javascript: cell.javascript,
    sourceMap: cell.sourceMap,
    header: {
      msg_id: "prelude",
      session: "",
      username: "",
      date: "",
      msg_type: "execute_request",
      version: "",
    },
    silent: true,
    allowStdin: false,
  });
  if (outcome.status === "error") throw new Error(outcome.error.evalue);
}

let noteListening!: () => void;
const mainThreadListens = new Promise<void>((resolve) => (noteListening = resolve));
let leaving = false;
/** Closes the sockets and ends the process, whatever the main thread does. */
async function leave(code: number): Promise<void> {
  if (leaving) return;
  leaving = true;
  setTimeout(() => process.kill(process.pid, "SIGKILL"), KILL_AFTER_MS);
  await sockets.close();
  session.disconnect();
  Atomics.store(flags, FLAG.closed, 1);
  Atomics.notify(flags, FLAG.closed);
  session.post({ type: "prepare-exit" });
  const again = setInterval(() => {
    session.terminate();
    session.post({ type: "prepare-exit" });
  }, TERMINATE_EVERY_MS);
  await mainThreadListens;
  clearInterval(again);
  await session.terminated();
  // More than once: a termination that came late ends the first.
  setInterval(() => session.post({ type: "exit", code }), TERMINATE_EVERY_MS);
  session.post({ type: "exit", code });
}

function take(message: FromSession): void {
  switch (message.type) {
    case "output":
      Atomics.add(flags, FLAG.taken, 1);
      Atomics.notify(flags, FLAG.taken);
      comms.noteSent(message.messageType, message.content);
      output.relay(message);
      break;
    case "stream":
      Atomics.add(flags, FLAG.taken, 1);
      Atomics.notify(flags, FLAG.taken);
      output.stream(message.name, message.header, message.text);
      break;
    case "comm-done":
      comms.taken(message.token);
      break;
    case "input":
      stdin.ask(message);
      break;
    case "preloaded":
      if (message.missing) execution.announce(message.missing);
      startPreload(message.source);
      break;
    case "interrupt-self":
      execution.interrupt();
      break;
    case "leaving":
      noteListening();
      break;
    case "exiting":
      void announceExit(message.code);
      break;
    default:
      session.note(message);
  }
}

/** A cell called `process.exit()`: say so where it was called, then go. */
async function announceExit(code: number): Promise<void> {
  const running = execution.running();
  if (running) {
    const text = `process.exit(${code}) was called: the kernel ends, and its names are lost.\n`;
    output.stream("stderr", running, text);
    await output.status(running, "idle");
  }
  await leave(code);
}

port.on("message", take);
sockets.listen(
  createDispatch({
    context,
    execution,
    comms,
    stdin,
    kernelInfo: () => info,
    shutDown(channel, request) {
      void output.status(request.header, "busy");
      const restart = request.content["restart"] === true;
      replyTo(sockets, channel, request)("shutdown_reply", { status: "ok", restart });
      void output.status(request.header, "idle").then(() => leave(0));
    },
  }),
);
watchParent(data.parentPid, () => void leave(0));
void output.status({}, "starting");
session.post({ type: "preload" });
setImmediate(() => context.language());

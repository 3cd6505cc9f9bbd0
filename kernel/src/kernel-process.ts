import { writeSync } from "node:fs";
import { inspect } from "node:util";
import { MessageChannel, Worker } from "node:worker_threads";
import { FLAG_COUNT } from "./session/link.ts";
import type { ProtocolWorkerData } from "./session/link.ts";

/** Turns this process into a kernel. The sockets come first, in their own thread. */
export async function startKernelProcess(connectionFile: string): Promise<void> {
  const parentPid = Number(process.env["JPY_PARENT_PID"]);
  const flags = new Int32Array(new SharedArrayBuffer(FLAG_COUNT * Int32Array.BYTES_PER_ELEMENT));
  // Unlike a worker's own port, this one keeps what comes before this thread listens.
  const { port1: port, port2: session } = new MessageChannel();
  const workerData: ProtocolWorkerData = {
    session,
    connectionFile,
    backend: process.env["GENOBOOK_LANGUAGE"] === "tslab" ? "tslab" : "typescript",
    typeErrors: process.env["GENOBOOK_TYPE_ERRORS"] === "warn" ? "warn" : "block",
    cwd: process.cwd(),
    flags,
    parentPid: Number.isInteger(parentPid) && parentPid > 1 ? parentPid : undefined,
  };
  const worker = new Worker(new URL("./protocol/worker.js", import.meta.url), {
    workerData,
    transferList: [session],
  });
  const exit = process.exit.bind(process);
  worker.on("error", (error) => {
    writeSync(2, `The kernel's protocol thread failed: ${inspect(error)}\n`);
    exit(1);
  });
  const [{ startSession }, { createImporter }] = await Promise.all([
    import("./session/session.ts"),
    import("./session/modules.ts"),
  ]);
  startSession(port, flags, createImporter(process.cwd()));
}

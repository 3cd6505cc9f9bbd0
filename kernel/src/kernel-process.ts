import { Worker } from "node:worker_threads";
import { FLAG_COUNT } from "./session/link.ts";
import type { ProtocolWorkerData } from "./session/link.ts";

/** Turns this process into a kernel. The sockets come first, in their own thread. */
export async function startKernelProcess(connectionFile: string): Promise<void> {
  const parentPid = Number(process.env["JPY_PARENT_PID"]);
  const flags = new Int32Array(new SharedArrayBuffer(FLAG_COUNT * Int32Array.BYTES_PER_ELEMENT));
  const workerData: ProtocolWorkerData = {
    connectionFile,
    backend: process.env["GENOBOOK_LANGUAGE"] === "tslab" ? "tslab" : "typescript",
    typeErrors: process.env["GENOBOOK_TYPE_ERRORS"] === "warn" ? "warn" : "block",
    cwd: process.cwd(),
    flags,
    parentPid: Number.isInteger(parentPid) && parentPid > 1 ? parentPid : undefined,
  };
  const worker = new Worker(new URL("./protocol/worker.js", import.meta.url), { workerData });
  const [{ startSession }, { createImporter }] = await Promise.all([
    import("./session/session.ts"),
    import("./session/modules.ts"),
  ]);
  startSession(worker, flags, createImporter(process.cwd()));
}

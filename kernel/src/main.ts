import { Worker } from "node:worker_threads";
import { FLAG_COUNT } from "./session/link.ts";
import type { ProtocolWorkerData } from "./session/link.ts";

/** A kernel process: `node main.js <connection file>`. The sockets come first, in their own thread. */

const connectionFile = process.argv[2];
if (connectionFile === undefined) {
  process.stderr.write("Give the connection file: genobook kernel <connection-file>\n");
  process.exit(2);
}
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

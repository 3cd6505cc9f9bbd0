import { startKernelProcess } from "./kernel-process.ts";

/** What a kernelspec starts: `node main.js <connection file>`. */
const connectionFile = process.argv[2];
if (connectionFile === undefined) {
  process.stderr.write("Give the connection file: node main.js <connection file>\n");
  process.exitCode = 2;
} else {
  await startKernelProcess(connectionFile);
}

export { doctor } from "./doctor.ts";
export { release, threads, useThreads } from "./engine/pool.ts";
export { status } from "./status.ts";

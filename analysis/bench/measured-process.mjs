import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";

const MEASURE = fileURLToPath(new URL("measure.py", import.meta.url));

/**
 * Runs a whole process to its end on this many cores.
 *
 * @returns wall and CPU seconds (user and system, all threads and children), peak resident bytes, and what it printed
 */
export function measuredProcess(command, { threads, log }) {
  const { status, stdout, stderr } = spawnSync(
    "python3",
    [MEASURE, log, ...pinned(threads), ...command],
    { encoding: "utf8", env: { ...process.env, ...threadSettings(threads) } },
  );
  if (status !== 0) throw new Error(`python3 could not run ${command[0]}: ${stderr}`);
  const measured = JSON.parse(stdout);
  const printed = readFileSync(log, "utf8");
  if (measured.code !== 0) throw new Error(printed.slice(-1000));
  return { ...measured, printed };
}

// One BLAS thread is plink2's best setting: more cost it up to 2.5 times the CPU with missing calls.
function threadSettings(threads) {
  return { OPENBLAS_NUM_THREADS: "1", GENOBOOK_THREADS: String(threads) };
}

/** Both sides get the same cores where the machine has more than that. */
function pinned(threads) {
  if (availableParallelism() <= threads) return [];
  if (spawnSync("taskset", ["--version"]).status !== 0) return [];
  return ["taskset", "--cpu-list", `0-${threads - 1}`];
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

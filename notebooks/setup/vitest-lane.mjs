import { spawn } from "node:child_process";
import { join } from "node:path";
import { root } from "./steps.mjs";

/** Projects that run at the same time: browsers and kernels mostly wait, one file at a time; the others compute. */
export const LANES = [
  ["unit", "conformance", "extension"],
  ["kernel", "product"],
];

/**
 * One process of vitest; its exit code.
 *
 * @param {string[]} args
 * @param {string} results file of its JSON report
 * @param {Promise<unknown>} [turn] what it prints is kept until then
 * @returns {Promise<number>}
 */
export function runVitest(args, results, turn) {
  const isShownLater = turn !== undefined;
  const child = spawn(
    process.execPath,
    [
      join(root, "node_modules", "vitest", "vitest.mjs"),
      "run",
      ...(process.env.CI || isShownLater ? ["--reporter=dot"] : ["--reporter=default"]),
      // What a passing test prints is for those who run it alone.
      "--silent=passed-only",
      "--reporter=json",
      `--outputFile.json=${results}`,
      ...args,
    ],
    {
      cwd: root,
      stdio: ["ignore", isShownLater ? "pipe" : "inherit", isShownLater ? "pipe" : "inherit"],
      env: {
        ...process.env,
        // Cells import through an interface that Node 20 calls experimental, and says so in every process.
        NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ""} --disable-warning=ExperimentalWarning`,
        ...(process.env.CI ? { NO_COLOR: "1" } : {}),
      },
    },
  );
  if (isShownLater) showAfter(turn, child);
  return new Promise((done) => child.on("close", (exit) => done(exit ?? 1)));
}

/** @param {Promise<unknown>} turn @param {import("node:child_process").ChildProcess} child */
function showAfter(turn, child) {
  /** @type {Buffer[]} */
  let kept = [];
  let isShown = false;
  /** @param {Buffer} chunk */
  const show = (chunk) => (isShown ? process.stdout.write(chunk) : kept.push(chunk));
  child.stdout?.on("data", show);
  child.stderr?.on("data", show);
  void turn.then(() => {
    isShown = true;
    for (const chunk of kept) process.stdout.write(chunk);
    kept = [];
  });
}

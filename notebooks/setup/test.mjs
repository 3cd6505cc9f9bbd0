// npm test [-- vitest arguments]: sets everything up, then runs every test; says what was skipped and why.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { prepare } from "./environment.mjs";
import { root, runMain } from "./steps.mjs";
import { LANES, runVitest } from "./vitest-lane.mjs";

await runMain(async () => {
  process.stdout.write("Genobook: setting up (only what is new)\n");
  await prepare({ requirements: "requirements-test.txt" });
  const output = join(root, "output");
  mkdirSync(output, { recursive: true });
  const results = join(output, "test-results.json");
  rmSync(results, { force: true });
  const asked = process.argv.slice(2);
  const lanes =
    asked.length > 0 ? [asked] : LANES.map((names) => names.flatMap((name) => ["--project", name]));
  const parts = lanes.map((_, lane) => join(output, `test-results-${lane}.json`));
  // Each lane but the first is shown when those before it have ended.
  /** @type {Promise<unknown> | undefined} */
  let before;
  const runs = lanes.map((args, lane) => {
    rmSync(parts[lane], { force: true });
    const run = runVitest(args, parts[lane], before);
    before = Promise.all([before, run]);
    return run;
  });
  const codes = await Promise.all(runs);
  const reports = parts.flatMap(readReport);
  if (reports.length > 0) {
    const report = merged(reports);
    writeFileSync(results, JSON.stringify(report));
    for (const part of parts) rmSync(part, { force: true });
    summarise(report);
  }
  return Math.max(...codes);
});

/** @typedef {{ status: string, ancestorTitles: string[], title: string }} TestResult */
/** @typedef {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, testResults: { assertionResults: TestResult[] }[] }} Report */

/** @param {string} file @returns {Report[]} */
function readReport(file) {
  try {
    return [JSON.parse(readFileSync(file, "utf8"))];
  } catch {
    // A run that broke off leaves none, and its exit code says so.
    return [];
  }
}

/** @param {Report[]} reports @returns {Report} */
function merged(reports) {
  /** @param {"numPassedTests" | "numFailedTests" | "numPendingTests"} name */
  const total = (name) => reports.reduce((sum, report) => sum + report[name], 0);
  return {
    numPassedTests: total("numPassedTests"),
    numFailedTests: total("numFailedTests"),
    numPendingTests: total("numPendingTests"),
    testResults: reports.flatMap(({ testResults }) => testResults),
  };
}

/** @param {Report} results */
function summarise(results) {
  const skipped = new Map();
  for (const file of results.testResults) {
    for (const test of file.assertionResults) {
      if (test.status !== "skipped" && test.status !== "pending") continue;
      const group = test.ancestorTitles.join(" › ") || test.title;
      skipped.set(group, (skipped.get(group) ?? 0) + 1);
    }
  }
  for (const [group, count] of skipped) process.stdout.write(`skipped (${count}): ${group}\n`);
  process.stdout.write(
    `\n${results.numPassedTests} passed, ${results.numFailedTests} failed, ${results.numPendingTests} skipped\n`,
  );
}

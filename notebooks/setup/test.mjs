// npm test [-- vitest arguments]: sets everything up, then runs every test; says what was skipped and why.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { prepare } from "./environment.mjs";
import { root, runMain } from "./steps.mjs";

await runMain(async () => {
  process.stdout.write("Genobook: setting up (only what is new)\n");
  await prepare({ requirements: "requirements-test.txt" });
  const results = join(root, "output", "test-results.json");
  mkdirSync(join(root, "output"), { recursive: true });
  rmSync(results, { force: true });
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const code = await new Promise((done) => {
    const child = spawn(
      process.execPath,
      [
        vitest,
        "run",
        ...(process.env.CI ? ["--reporter=dot"] : ["--reporter=default"]),
        // What a passing test prints is for those who run it alone.
        "--silent=passed-only",
        "--reporter=json",
        `--outputFile.json=${results}`,
        ...process.argv.slice(2),
      ],
      {
        cwd: root,
        stdio: ["ignore", "inherit", "inherit"],
        env: {
          ...process.env,
          // Cells import through an interface that Node 20 calls experimental, and says so in every process.
          NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ""} --disable-warning=ExperimentalWarning`,
          ...(process.env.CI ? { NO_COLOR: "1" } : {}),
        },
      },
    );
    child.on("close", (exit) => done(exit ?? 1));
  });
  if (existsSync(results)) summarise(JSON.parse(readFileSync(results, "utf8")));
  return code;
});

/** @param {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, testResults: { assertionResults: { status: string, ancestorTitles: string[], title: string }[] }[] }} results */
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

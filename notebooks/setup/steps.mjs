// Plain JavaScript without dependencies: this runs before anything is installed.
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, createWriteStream } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const logFolder = join(root, "output");

/** A failure the user can act on; shown without a stack trace. */
export class SetupError extends Error {
  /**
   * @param {string} what
   * @param {string} remedy
   */
  constructor(what, remedy) {
    super(what);
    this.remedy = remedy;
  }
}

/**
 * Runs one step of the set-up, showing its name, a running clock and how it ended. Output goes to a log file; its end
 * is shown when the step fails.
 *
 * @param {string} title
 * @param {string} command
 * @param {string[]} args
 * @param {{ remedy: string, cwd?: string, env?: NodeJS.ProcessEnv }} options
 */
export async function step(title, command, args, options) {
  mkdirSync(logFolder, { recursive: true });
  const logFile = join(logFolder, "setup.log");
  const log = createWriteStream(logFile, { flags: "w" });
  const started = Date.now();
  const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
  const tty = process.stdout.isTTY;
  const clock = tty
    ? setInterval(() => process.stdout.write(`\r  … ${title} (${seconds()})`), 500)
    : undefined;
  if (!tty) process.stdout.write(`  … ${title}\n`);
  const code = await new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd ?? root,
      env: { ...process.env, ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32" && command === "npm",
    });
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    child.on("error", (error) => {
      log.write(String(error));
      resolve(-1);
    });
    child.on("close", resolve);
  });
  clearInterval(clock);
  await new Promise((resolve) => log.end(resolve));
  if (code !== 0) {
    const tail = readFileSync(logFile, "utf8").trimEnd().split("\n").slice(-25).join("\n");
    process.stdout.write(`${tty ? "\r" : ""}  ✗ ${title} failed after ${seconds()}\n\n${tail}\n\n`);
    throw new SetupError(
      `${title} failed; the whole output is in output/setup.log.`,
      options.remedy,
    );
  }
  process.stdout.write(`${tty ? "\r" : ""}  ✓ ${title} (${seconds()})\n`);
}

/**
 * Runs a command-line entry: a SetupError becomes two lines and exit code 1.
 *
 * @param {() => Promise<number | void>} main
 */
export async function runMain(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`\n${error.message}\n→ ${error.remedy}\n`);
    process.exitCode = 1;
  }
}

// Plain JavaScript without dependencies: this runs before anything is installed.
import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync } from "node:fs";
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

/** Steps that run now, by title, with the time each began; several may run at once. @type {Map<string, number>} */
const running = new Map();
/** @type {import("node:fs").WriteStream | undefined} */
let log;
/** @type {NodeJS.Timeout | undefined} */
let clock;

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
  log ??= createWriteStream(join(logFolder, "setup.log"), { flags: "w" });
  log.write(`${title}\n`);
  begin(title);
  const started = Date.now();
  let tail = "";
  /** @param {Buffer | Error} chunk */
  const note = (chunk) => {
    log?.write(String(chunk));
    tail = (tail + String(chunk)).slice(-10_000);
  };
  const code = await new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd ?? root,
      env: { ...process.env, ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32" && command === "npm",
    });
    child.stdout.on("data", note);
    child.stderr.on("data", note);
    child.on("error", (error) => {
      note(error);
      resolve(-1);
    });
    child.on("close", resolve);
  });
  const seconds = secondsSince(started);
  if (code !== 0) {
    const last = tail.trimEnd().split("\n").slice(-25).join("\n");
    end(title, `  ✗ ${title} failed after ${seconds}\n\n${last}\n`);
    throw new SetupError(
      `${title} failed; the whole output is in output/setup.log.`,
      options.remedy,
    );
  }
  end(title, `  ✓ ${title} (${seconds})`);
}

/** @param {string} title */
function begin(title) {
  running.set(title, Date.now());
  if (!process.stdout.isTTY) process.stdout.write(`  … ${title}\n`);
  else clock ??= setInterval(showClock, 500);
}

/** @param {string} title @param {string} outcome */
function end(title, outcome) {
  running.delete(title);
  process.stdout.write(`${process.stdout.isTTY ? CLEARED_LINE : ""}${outcome}\n`);
  if (running.size > 0) return;
  clearInterval(clock);
  clock = undefined;
}

const CLEARED_LINE = "\r\u001b[K";

/** One line for the step that has run longest. */
function showClock() {
  for (const [title, started] of running) {
    process.stdout.write(`${CLEARED_LINE}  … ${title} (${secondsSince(started)})`);
    return;
  }
}

/** @param {number} started */
function secondsSince(started) {
  return `${Math.round((Date.now() - started) / 1000)} s`;
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

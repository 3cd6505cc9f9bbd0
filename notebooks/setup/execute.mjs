// npm run notebooks [-- file …]: runs notebooks afresh in our kernel and saves their outputs.
import { execFile } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { prepare, python } from "./environment.mjs";
import { root, runMain, SetupError } from "./steps.mjs";

const ROOMS = ["learn", "how-to", "gallery"];

/** Every notebook of the documentation. */
export function listNotebooks() {
  return ROOMS.flatMap((room) => {
    try {
      return readdirSync(join(root, "notebooks", room))
        .filter((name) => name.endsWith(".ipynb"))
        .map((name) => join(root, "notebooks", room, name));
    } catch {
      return [];
    }
  });
}

/**
 * Runs a notebook in its own folder and returns it with fresh outputs; the file is not changed.
 *
 * @param {string} file
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<{ cells: { cell_type: string, source: string | string[], outputs?: Record<string, unknown>[] }[], metadata: object }>}
 */
export async function executeNotebook(file, env = {}) {
  const args = [
    "-m",
    "nbconvert",
    "--to",
    "notebook",
    "--execute",
    "--stdout",
    "--log-level=ERROR",
    file,
  ];
  try {
    const { stdout } = await promisify(execFile)(python, args, {
      env: { ...process.env, ...env },
      maxBuffer: 1 << 28,
    });
    return JSON.parse(stdout);
  } catch (error) {
    const printed = String(/** @type {{ stderr?: string }} */ (error).stderr ?? error).trim();
    throw new SetupError(
      `${file} did not run to its end.\n${printed.slice(-4000)}`,
      "Open it in JupyterLab and run the failing cell.",
    );
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await runMain(async () => {
    await prepare({ requirements: "requirements-test.txt" });
    const files =
      process.argv.length > 2
        ? process.argv.slice(2).map((file) => resolve(file))
        : listNotebooks();
    for (const file of files) {
      const fresh = await executeNotebook(file);
      writeFileSync(file, `${JSON.stringify(tidy(fresh), null, 1)}\n`);
      process.stdout.write(
        `  ✓ ${file.slice(root.length + 1)} (${(readFileSync(file).length / 1e6).toFixed(2)} MB)\n`,
      );
    }
  });
}

/** What changes from run to run and says nothing is left out. @param {Awaited<ReturnType<typeof executeNotebook>>} notebook */
function tidy(notebook) {
  for (const cell of notebook.cells) {
    const metadata = /** @type {{ metadata?: { execution?: unknown } }} */ (cell).metadata;
    if (metadata) delete metadata.execution;
  }
  return notebook;
}

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { checkNode, findPython } from "./prerequisites.mjs";
import { root, step } from "./steps.mjs";
import { registerTranslations } from "./translations.mjs";

const venv = join(root, ".venv");
const bin = join(venv, process.platform === "win32" ? "Scripts" : "bin");
export const python = join(bin, process.platform === "win32" ? "python.exe" : "python");

/** Everything both commands need, each step skipped when nothing it depends on has changed. */
export async function prepare({ requirements = "requirements.txt" } = {}) {
  checkNode();
  const systemPython = findPython();
  const halves = await Promise.allSettled([
    prepareNode(),
    preparePython(systemPython, requirements),
  ]);
  for (const half of halves) if (half.status === "rejected") throw half.reason;
  await step(
    "Register the kernel with JupyterLab",
    process.execPath,
    [join(root, "kernel", "dist", "cli.js"), "install", "--prefix", venv],
    { remedy: "Delete .venv and run the command again." },
  );
  linkExtension();
  writeDefaults();
  registerTranslations(pythonPackages());
}

/** The packages of Node, and what is built with them. */
async function prepareNode() {
  await whenChanged("node_modules/.genobook-packages", [join(root, "package-lock.json")], () =>
    step("Install the Node packages (about a minute)", "npm", ["ci", "--no-audit", "--no-fund"], {
      remedy: "Check the network and the free disk space (about 1 GB), then run the command again.",
    }),
  );
  const sources = ["analysis", "kernel", "extension"].flatMap((name) => [
    ...filesBelow(join(root, name, "src")),
    ...filesBelow(join(root, name, "assembly")),
    ...filesBelow(join(root, name, "style")),
    ...filesBelow(join(root, name, "schema")),
    join(root, name, "package.json"),
    join(root, name, "tsconfig.json"),
  ]);
  await whenChanged("node_modules/.genobook-build", sources, () =>
    step("Build the library, the kernel and the extension", "npm", ["run", "build"], {
      remedy:
        "If you changed code, mend what the compiler names; else delete node_modules and run it again.",
    }),
  );
}

/** @param {{ command: string, args: string[] }} system @param {string} requirements */
async function preparePython(system, requirements) {
  if (!existsSync(python)) {
    await step(
      "Make the Python environment .venv",
      system.command,
      [...system.args, "-m", "venv", venv],
      { remedy: "Delete the folder .venv and run the command again." },
    );
  }
  // JupyterLab's own scripts below .venv are CommonJS; our package.json says otherwise of everything under it.
  writeFileSync(join(venv, "package.json"), '{ "type": "commonjs" }\n');
  const requirementsFile = join(root, "notebooks", "setup", requirements);
  const dependencies = [join(root, "notebooks", "setup", "requirements.txt"), requirementsFile];
  await whenChanged(`.venv/.genobook-${requirements}`, dependencies, () =>
    step(
      "Install JupyterLab into .venv (about a minute)",
      python,
      ["-m", "pip", "install", "--disable-pip-version-check", "-r", requirementsFile],
      { remedy: "Check the network, then run the command again." },
    ),
  );
}

/** Where the environment keeps its Python packages. */
function pythonPackages() {
  const asked = 'import sysconfig; print(sysconfig.get_path("purelib"))';
  return execFileSync(python, ["-c", asked], { encoding: "utf8" }).trim();
}

/** The prebuilt extension is linked, so that a rebuild is seen at the next page load. */
function linkExtension() {
  const target = join(venv, "share", "jupyter", "labextensions", "@genobook", "extension");
  const built = join(root, "extension", "labextension");
  rmSync(target, { recursive: true, force: true });
  mkdirSync(dirname(target), { recursive: true });
  try {
    symlinkSync(built, target, "junction");
  } catch {
    cpSync(built, target, { recursive: true });
  }
}

/** JupyterLab asks a newcomer about its news, `news_url` or not, unless its settings answer; a user's own settings go first. */
function writeDefaults() {
  const file = join(venv, "share", "jupyter", "lab", "settings", "overrides.json");
  const others = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  const quiet = { fetchNews: "false", checkForUpdates: false };
  const defaults = { ...others, "@jupyterlab/apputils-extension:notification": quiet };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(defaults, null, 2) + "\n");
}

/**
 * Runs `work` unless the files are as they were when it last succeeded.
 *
 * @param {string} stamp
 * @param {string[]} files
 * @param {() => Promise<void>} work
 */
async function whenChanged(stamp, files, work) {
  const stampFile = join(root, stamp);
  const hash = createHash("sha256");
  for (const file of files) if (existsSync(file)) hash.update(file).update(readFileSync(file));
  const digest = hash.digest("hex");
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === digest) return;
  await work();
  writeFileSync(stampFile, digest);
}

/** @param {string} folder @returns {string[]} */
function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile())
    .sort();
}

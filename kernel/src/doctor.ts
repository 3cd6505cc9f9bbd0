import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { startKernel } from "./client/kernel-client.ts";
import { findPython, prefixDataFolder, runPython, userDataFolder } from "./jupyter-paths.ts";
import { KERNEL_NAMES } from "./kernelspec.ts";

/** What Genobook needs, one row each, and what to do about what is missing. */

export interface Finding {
  readonly name: string;
  readonly found: string;
  /** What to do; undefined when all is well. */
  readonly remedy?: string | undefined;
  /** True for what only some uses need. */
  readonly isOptional?: boolean | undefined;
}

const NODE_FLOOR = [20, 19] as const;
const LABEXTENSION = join("labextensions", "@genobook", "extension", "package.json");

export async function examine(): Promise<Finding[]> {
  const python = findPython();
  const folders = dataFolders(python);
  return [
    nodeVersion(process.versions.node),
    addon(),
    typescript(),
    await library(),
    pythonVersion(python),
    jupyterLab(python),
    ...KERNEL_NAMES.map((name) => kernelspec(name, folders)),
    labextension(folders),
    await kernelStart(),
  ];
}

export function report(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ name }) => name.length));
  const lines = findings.map(({ name, found, remedy, isOptional }) => {
    const mark = remedy === undefined ? "ok     " : isOptional ? "note   " : "problem";
    const row = `${mark}  ${name.padEnd(width)}  ${found}`;
    return remedy === undefined ? row : `${row}\n${" ".repeat(11 + width)}→ ${remedy}`;
  });
  return `${lines.join("\n")}\n`;
}

export function hasProblem(findings: readonly Finding[]): boolean {
  return findings.some(({ remedy, isOptional }) => remedy !== undefined && !isOptional);
}

export function nodeVersion(version: string): Finding {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [floorMajor, floorMinor] = NODE_FLOOR;
  const isEnough = major > floorMajor || (major === floorMajor && minor >= floorMinor);
  const remedy = isEnough ? undefined : `Install Node.js ${floorMajor}.${floorMinor} or newer.`;
  return { name: "Node.js", found: version, remedy };
}

function addon(): Finding {
  const name = "ZeroMQ";
  try {
    const zeromq = createRequire(import.meta.url)("zeromq") as { version: string };
    return { name, found: `${zeromq.version}, loads` };
  } catch (error) {
    const remedy = "Run npm install again; a binary for this system ships in the zeromq package.";
    return { name, found: reasonOf(error), remedy };
  }
}

function typescript(): Finding {
  const name = "TypeScript";
  try {
    const path = createRequire(import.meta.url).resolve("typescript/package.json");
    return { name, found: (JSON.parse(readFileSync(path, "utf8")) as { version: string }).version };
  } catch (error) {
    return { name, found: reasonOf(error), remedy: "Run npm install again." };
  }
}

async function library(): Promise<Finding> {
  const name = "Analysis library";
  try {
    const loaded = (await import("@genobook/analysis")) as object;
    return { name, found: Object.keys(loaded).slice(0, 12).join(", ") };
  } catch (error) {
    return { name, found: reasonOf(error), remedy: "Run npm run build." };
  }
}

function pythonVersion(python: string | undefined): Finding {
  const name = "Python";
  const version = python && runPython(python, "import platform; print(platform.python_version())");
  if (!version) {
    const remedy = "Install Python 3.10 or newer, or activate its environment.";
    return { name, found: "not found", remedy };
  }
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const isEnough = major > 3 || (major === 3 && minor >= 10);
  return {
    name,
    found: `${version} (${python})`,
    remedy: isEnough ? undefined : "JupyterLab 4.6 needs Python 3.10 or newer.",
  };
}

function jupyterLab(python: string | undefined): Finding {
  const name = "JupyterLab";
  const code = "import importlib.metadata as m; print(m.version('jupyterlab'))";
  const version = python && runPython(python, code);
  if (version) return { name, found: version };
  return { name, found: "not found", remedy: "Run npm start, or pip install jupyterlab." };
}

function dataFolders(python: string | undefined): string[] {
  const listed =
    python &&
    runPython(python, "import jupyter_core.paths as p, json; print(json.dumps(p.jupyter_path()))");
  if (listed) return JSON.parse(listed) as string[];
  return [userDataFolder(), prefixDataFolder("/usr/local"), prefixDataFolder("/usr")];
}

function kernelspec(kernel: string, folders: readonly string[]): Finding {
  const name = `Kernel ${kernel}`;
  const install = "Run genobook install --sys-prefix (or --user, or --prefix <folder>).";
  const path = folders
    .map((folder) => join(folder, "kernels", kernel, "kernel.json"))
    .find((candidate) => existsSync(candidate));
  if (!path) return { name, found: "no kernelspec", remedy: install };
  try {
    const { argv } = JSON.parse(readFileSync(path, "utf8")) as { argv: string[] };
    const missing = argv.filter((part) => part.startsWith("/") && !existsSync(part));
    return missing.length === 0
      ? { name, found: path }
      : { name, found: `${path} names ${missing.join(", ")}, which is gone`, remedy: install };
  } catch (error) {
    return { name, found: `${path}: ${reasonOf(error)}`, remedy: install };
  }
}

function labextension(folders: readonly string[]): Finding {
  const name = "Lab extension";
  const path = folders.map((folder) => join(folder, LABEXTENSION)).find((file) => existsSync(file));
  if (path) return { name, found: path };
  const remedy = "Run npm start, or install the genobook wheel; notebooks run without it.";
  return { name, found: "not installed", remedy };
}

async function kernelStart(): Promise<Finding> {
  const name = "Kernel start";
  const begun = performance.now();
  try {
    const kernel = await startKernel();
    const ready = performance.now() - begun;
    await kernel.request("shell", "kernel_info_request", {});
    await kernel.close();
    return { name, found: `answers after ${Math.round(ready)} ms` };
  } catch (error) {
    const remedy = "Run genobook kernel by hand, or report what stands here.";
    return { name, found: reasonOf(error), remedy };
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.split("\n", 1).join("") : String(error);
}

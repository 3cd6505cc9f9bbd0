import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Where Jupyter looks, and the Python it runs in. */

export function userDataFolder(
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
): string {
  if (env["JUPYTER_DATA_DIR"]) return env["JUPYTER_DATA_DIR"];
  if (platform === "darwin") return join(homedir(), "Library", "Jupyter");
  if (platform === "win32") {
    return join(env["APPDATA"] ?? join(homedir(), "AppData", "Roaming"), "jupyter");
  }
  return join(env["XDG_DATA_HOME"] ?? join(homedir(), ".local", "share"), "jupyter");
}

export function prefixDataFolder(prefix: string): string {
  return join(prefix, "share", "jupyter");
}

/** The active environment's Python, this project's, or the first on the path. */
export function findPython(): string | undefined {
  const inside = process.platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python"];
  const project = fileURLToPath(new URL("../../.venv", import.meta.url));
  const environments = [process.env["VIRTUAL_ENV"], process.env["CONDA_PREFIX"], project];
  const candidates = environments
    .filter((folder) => folder !== undefined)
    .map((folder) => join(folder, ...inside))
    .filter((path) => existsSync(path));
  return [...candidates, "python3", "python"].find((path) => runPython(path, "pass") !== undefined);
}

/** What a line of Python prints; undefined when it fails. */
export function runPython(python: string, code: string): string | undefined {
  try {
    return execFileSync(python, ["-c", code], {
      encoding: "utf8",
      timeout: 30_000,
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    return undefined;
  }
}

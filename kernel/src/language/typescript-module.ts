import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import vm from "node:vm";
import type typescript from "typescript";
import { requireFromKernel } from "./kernel-package.ts";

/**
 * The compiler, which `#typescript` in package.json leads to. `import "typescript"` costs 0.8 s more, in which Node
 * looks for the names it exports; V8's code of an earlier start saves another 0.3 s (2 cores, Node 20).
 */

type Wrapper = (
  exports: object,
  require: NodeJS.Require,
  module: { exports: object },
  filename: string,
  folder: string,
) => void;

const path = requireFromKernel.resolve("typescript");

/** Only its owner may write there: V8 runs what it finds. */
function cacheFolder(): string {
  if (process.platform === "darwin") return join(homedir(), "Library", "Caches", "genobook");
  if (process.platform === "win32") {
    return join(process.env["LOCALAPPDATA"] ?? join(homedir(), "AppData", "Local"), "genobook");
  }
  return join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "genobook");
}

function cacheFile(): string {
  const { size, mtimeMs } = statSync(path);
  const name = `typescript-${size}-${Math.trunc(mtimeMs)}-${process.version}-${process.arch}.v8`;
  return join(cacheFolder(), name);
}

function storedCode(): Buffer | undefined {
  try {
    return readFileSync(cacheFile());
  } catch {
    return undefined;
  }
}

const stored = storedCode();
const script = new vm.Script(
  `(function (exports, require, module, __filename, __dirname) {${readFileSync(path, "utf8")}\n})`,
  { filename: path, cachedData: stored },
);
const isStored = stored !== undefined && script.cachedDataRejected !== true;
const module = { exports: {} };
(script.runInThisContext() as Wrapper)(
  module.exports,
  createRequire(path),
  module,
  path,
  dirname(path),
);

/** Keeps V8's code of all functions called so far for the next start; a folder that cannot be written is no matter. */
export function storeCompiledCode(): void {
  if (isStored) return;
  try {
    const file = cacheFile();
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const temporary = `${file}.${process.pid}`;
    writeFileSync(temporary, script.createCachedData(), { mode: 0o600 });
    renameSync(temporary, file);
  } catch {
    return;
  }
}

export default module.exports as typeof typescript;

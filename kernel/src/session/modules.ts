import { existsSync, statSync } from "node:fs";
import { createRequire, isBuiltin, register } from "node:module";
import { dirname, isAbsolute, join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  KERNEL_FILE,
  isKernelPackage,
  requireFromKernel,
  tslabFacade,
} from "../language/kernel-package.ts";
import type { Importer } from "./importer.ts";
import type { CellImport, LoaderData } from "./ts-loader.ts";

/** An import that leads nowhere, told in the user's terms. */
class ModuleNotFoundError extends Error {
  override readonly name = "ModuleNotFoundError";
  readonly code = "ERR_MODULE_NOT_FOUND";
  readonly specifier: string;

  constructor(specifier: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.specifier = specifier;
  }
}

type Load = (url: string) => Promise<Record<string, unknown>>;

export interface ImporterOptions {
  /** The compiled `ts-loader`. */
  readonly loader?: URL | undefined;
  /** Node's own `import()`, for callers whose tools put another in its place. */
  readonly load?: Load | undefined;
}

let isRegistered = false;

/** The hooks cost a thread, so they wait for the first import that needs them. */
function registerLoader(loader: URL): void {
  if (isRegistered) return;
  isRegistered = true;
  const data: LoaderData = { kernelFile: KERNEL_FILE, tslab: tslabFacade("module") };
  register(loader.href, { data });
}

const packageName = (specifier: string): string =>
  /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;

const isPath = (specifier: string): boolean =>
  /^\.{0,2}\//.test(specifier) || isAbsolute(specifier);

function projectFolder(cwd: string): string {
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json"))) return folder;
    if (dirname(folder) === folder) return cwd;
  }
}

/** Whether what is missing is what the cell asked for, and not something further down. */
function isAskedFor(specifier: string, error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as NodeJS.ErrnoException;
  if (code !== "ERR_MODULE_NOT_FOUND" && code !== "MODULE_NOT_FOUND") return false;
  const missing = /Cannot find (?:package|module) '([^']+)'/.exec(error.message)?.[1];
  if (missing === undefined) return true;
  if (missing === specifier || missing === packageName(specifier)) return true;
  return /^[./]/.test(specifier) && missing.endsWith(specifier.replace(/^(\.{1,2}\/)+/, ""));
}

function notFound(specifier: string, cwd: string, cause: unknown): ModuleNotFoundError {
  if (isPath(specifier)) {
    const message = `There is no file "${specifier}" for the import, seen from ${cwd}; .ts, .tsx, .js and .json were tried too. Check the spelling and the notebook's folder.`;
    return new ModuleNotFoundError(specifier, message, { cause });
  }
  const name = packageName(specifier);
  const message = `The package "${name}" is not installed: it is neither in a node_modules folder from ${cwd} upward nor among the kernel's own. Install it with\n  npm install --prefix "${projectFolder(cwd)}" ${name}\nand run the cell again.`;
  return new ModuleNotFoundError(specifier, message, { cause });
}

const isPackaged = (file: string): boolean => /[\\/]node_modules[\\/]/.test(file);

function kernelFile(specifier: string): string {
  const facade = specifier === "tslab" ? tslabFacade("module") : undefined;
  return facade ?? requireFromKernel.resolve(specifier);
}

/** Drops CommonJS modules beside the notebook that were edited since they were loaded, with all that require them. */
function forgetEdited(cache: NodeJS.Dict<NodeJS.Module>, loaded: Map<string, number>): void {
  const known = new Map<string, boolean>();
  const isStale = (module: NodeJS.Module): boolean => {
    if (isPackaged(module.filename)) return false;
    const before = known.get(module.filename);
    if (before !== undefined) return before;
    known.set(module.filename, false);
    const now = statSync(module.filename, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    const own = (loaded.get(module.filename) ?? now) !== now;
    loaded.set(module.filename, now);
    const stale = module.children.map(isStale).includes(true) || own;
    known.set(module.filename, stale);
    return stale;
  };
  const modules = Object.values(cache).filter((each) => each !== undefined);
  for (const module of modules.filter(isStale)) {
    loaded.delete(module.filename);
    Reflect.deleteProperty(cache, module.filename);
  }
}

/**
 * Resolves what the cells of a notebook import: Node's builtins, files from the notebook's folder (TypeScript too, fresh
 * when edited), packages from there, then from the kernel's own; `@genobook/*` and `tslab` always from the kernel's.
 *
 * @param cwd - the notebook's folder
 * @throws ModuleNotFoundError from `import` and `require`, with what to do
 */
export function createImporter(
  cwd: string,
  {
    loader = new URL("./ts-loader.js", import.meta.url),
    load = (url) => import(url) as ReturnType<Load>,
  }: ImporterOptions = {},
): Importer {
  const home = join(cwd, "notebook.js");
  const from = pathToFileURL(home).href;
  const requireHere = createRequire(home);
  const loaded = new Map<string, number>();
  let serial = 0;

  const importModule = async (specifier: string): Promise<Record<string, unknown>> => {
    if (isBuiltin(specifier)) return load(specifier);
    if (isKernelPackage(specifier)) {
      return load(pathToFileURL(kernelFile(specifier)).href);
    }
    registerLoader(loader);
    forgetEdited(requireHere.cache, loaded);
    serial += 1;
    const asked: CellImport = { specifier, from, serial };
    try {
      // Node then keeps the maps of what it loads; enabled for good, each stack of any error would cost.
      if (isPath(specifier)) process.setSourceMapsEnabled(true);
      return await load(`genobook-cell:${JSON.stringify(asked)}`);
    } catch (error) {
      throw isAskedFor(specifier, error) ? notFound(specifier, cwd, error) : error;
    } finally {
      process.setSourceMapsEnabled(false);
      forgetEdited(requireHere.cache, loaded);
    }
  };

  const requireModule = (specifier: string): unknown => {
    if (isKernelPackage(specifier)) return requireFromKernel(kernelFile(specifier)) as unknown;
    forgetEdited(requireHere.cache, loaded);
    try {
      return requireHere(specifier) as unknown;
    } catch (error) {
      if (!isAskedFor(specifier, error)) throw error;
      if (/^[./]/.test(specifier)) throw notFound(specifier, cwd, error);
      try {
        return requireFromKernel(specifier) as unknown;
      } catch (again) {
        throw isAskedFor(specifier, again) ? notFound(specifier, cwd, error) : again;
      }
    } finally {
      forgetEdited(requireHere.cache, loaded);
    }
  };
  return {
    import: importModule,
    require: Object.assign(requireModule, {
      resolve: requireHere.resolve,
      cache: requireHere.cache,
      main: requireHere.main,
    }) as unknown as NodeJS.Require,
  };
}

import { existsSync, readFileSync, statSync } from "node:fs";
import { createRequire, isBuiltin, type LoadHook, type ResolveHook } from "node:module";
import { isAbsolute } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type typescript from "typescript";
import { isTracked, trackedUrl } from "./ts-loader-graph.ts";
import { isInstalled, mappedFiles, typeScriptFile } from "./ts-loader-paths.ts";

/** Hooks for Node's own module loader, in its own thread: what cells import, and TypeScript files below them. */

export interface LoaderData {
  /** A file in the kernel's package, and the module that is `tslab`. */
  readonly kernelFile: string;
  readonly tslab: string | undefined;
}

/** A cell's import reaches the hooks as `genobook-cell:` and this, as JSON; `serial` keeps Node from answering itself. */
export interface CellImport {
  readonly specifier: string;
  readonly from: string;
  readonly serial: number;
}

export const CELL_SCHEME = "genobook-cell:";

let data: LoaderData;

export function initialize(given: LoaderData): void {
  data = given;
}

type Next = Parameters<ResolveHook>[2];
type Context = Parameters<ResolveHook>[1];
type Resolved = Awaited<ReturnType<ResolveHook>>;

const isMissing = (error: unknown): boolean =>
  /^ERR_(MODULE_NOT_FOUND|UNSUPPORTED_DIR_IMPORT)$/.test(
    (error as NodeJS.ErrnoException)?.code ?? "",
  );

const isFile = (url: string): boolean =>
  statSync(fileURLToPath(url), { throwIfNoEntry: false })?.isFile() ?? false;

async function resolveFile(url: string, context: Context, next: Next): Promise<Resolved> {
  try {
    return await next(url, context);
  } catch (error) {
    const file = isMissing(error) ? typeScriptFile(url.replace(/[?#].*$/, "")) : undefined;
    if (file === undefined) throw error;
    return next(file, context);
  }
}

async function resolvePackage(specifier: string, context: Context, next: Next): Promise<Resolved> {
  const { parentURL } = context;
  for (const url of mappedFiles(specifier, parentURL!, data.kernelFile)) {
    const file = existsSync(fileURLToPath(url)) && isFile(url) ? url : typeScriptFile(url);
    if (file !== undefined) return next(file, context);
  }
  const kernelURL = pathToFileURL(data.kernelFile).href;
  if (isInstalled(specifier, parentURL!)) return next(specifier, context);
  if (isInstalled(specifier, kernelURL))
    return next(specifier, { ...context, parentURL: kernelURL });
  const message = `Cannot find package '${specifier}' imported from ${fileURLToPath(parentURL!)}`;
  throw Object.assign(new Error(message), { code: "ERR_MODULE_NOT_FOUND" });
}

export const resolve: ResolveHook = async (asked, context, next) => {
  const isCell = asked.startsWith(CELL_SCHEME);
  if (!isCell && !isTracked(context.parentURL)) return next(asked, context);
  const cell = isCell ? (JSON.parse(asked.slice(CELL_SCHEME.length)) as CellImport) : undefined;
  const specifier = cell?.specifier ?? asked;
  const parentURL = cell?.from ?? context.parentURL!.replace(/[?#].*$/, "");
  const here: Context = { ...context, parentURL };

  if (isBuiltin(specifier)) return next(specifier, here);
  if (specifier === "tslab" && data.tslab !== undefined) {
    return next(pathToFileURL(data.tslab).href, here);
  }
  if (/^(@genobook\/|tslab(\/|$))/.test(specifier)) {
    return next(specifier, { ...here, parentURL: pathToFileURL(data.kernelFile).href });
  }
  const isPath =
    /^\.{0,2}\//.test(specifier) || /^\.{1,2}$/.test(specifier) || isAbsolute(specifier);
  const url = isAbsolute(specifier)
    ? pathToFileURL(specifier).href
    : isPath
      ? new URL(specifier, parentURL).href
      : specifier;
  const resolved = url.startsWith("file:")
    ? await resolveFile(url, here, next)
    : await resolvePackage(specifier, here, next);
  if (!resolved.url.startsWith("file:") || resolved.url.includes("/node_modules/")) return resolved;
  const isPackage = !url.startsWith("file:") && !/\.[cm]?tsx?$/.test(resolved.url);
  if (isPackage) return resolved;
  return { ...resolved, url: trackedUrl(resolved.url, isCell ? undefined : context.parentURL) };
};

let compiler: typeof typescript | undefined;

function transpile(path: string, source: string): string {
  compiler ??= createRequire(data.kernelFile)("typescript") as typeof typescript;
  const ts = compiler;
  const { outputText, diagnostics } = ts.transpileModule(source, {
    fileName: path,
    reportDiagnostics: true,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: path.endsWith(".cts") ? ts.ModuleKind.CommonJS : ts.ModuleKind.ESNext,
      jsx: ts.JsxEmit.React,
      esModuleInterop: true,
      experimentalDecorators: false,
      inlineSourceMap: true,
      inlineSources: true,
    },
  });
  const [problem] = diagnostics ?? [];
  if (problem === undefined) return outputText;
  const { line, character } = ts.getLineAndCharacterOfPosition(problem.file!, problem.start!);
  const message = ts.flattenDiagnosticMessageText(problem.messageText, "\n");
  throw new SyntaxError(`${path}:${line + 1}:${character + 1}: ${message}`);
}

/** A JSON file as a module: the whole as default, its keys as names. */
function jsonModule(source: string): string {
  const value = JSON.parse(source) as unknown;
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  const keys = isObject ? Object.keys(value).filter((key) => key !== "default") : [];
  const text = (key: string): string => JSON.stringify(key);
  return [
    `const data = JSON.parse(${text(source)});`,
    "export default data;",
    ...keys.map(
      (key, index) => `const v${index} = data[${text(key)}]; export { v${index} as ${text(key)} };`,
    ),
  ].join("\n");
}

export const load: LoadHook = async (url, context, next) => {
  const path = url.startsWith("file:") ? url.replace(/[?#].*$/, "") : "";
  if (path === "" || path.includes("/node_modules/")) return next(url, context);
  if (
    path.endsWith(".json") &&
    context.importAttributes?.["type"] === undefined &&
    isTracked(url)
  ) {
    const source = jsonModule(readFileSync(fileURLToPath(path), "utf8"));
    return { format: "module", source, shortCircuit: true };
  }
  if (!/\.[cm]?tsx?$/.test(path)) return next(url, context);
  const file = fileURLToPath(path);
  const source = transpile(file, readFileSync(file, "utf8"));
  return { format: path.endsWith(".cts") ? "commonjs" : "module", source, shortCircuit: true };
};

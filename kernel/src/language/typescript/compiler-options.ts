import { dirname, join } from "node:path";
import ts from "#typescript";
import { requireFromKernel } from "../kernel-package.ts";

export interface CellOptions {
  readonly options: ts.CompilerOptions;
  /** What was wrong with the notebook's tsconfig.json, if anything. */
  readonly warnings: readonly string[];
}

/** Options of a notebook's tsconfig.json that change how a cell is checked but not how it runs. */
const HONOURED = [
  "allowJs",
  "allowUmdGlobalAccess",
  "checkJs",
  "customConditions",
  "emitDecoratorMetadata",
  "exactOptionalPropertyTypes",
  "experimentalDecorators",
  "jsx",
  "jsxFactory",
  "jsxFragmentFactory",
  "jsxImportSource",
  "noFallthroughCasesInSwitch",
  "noImplicitAny",
  "noImplicitOverride",
  "noImplicitThis",
  "noPropertyAccessFromIndexSignature",
  "noUncheckedIndexedAccess",
  "paths",
  "pathsBasePath",
  "strict",
  "strictBindCallApply",
  "strictBuiltinIteratorReturn",
  "strictFunctionTypes",
  "strictNullChecks",
  "strictPropertyInitialization",
  "typeRoots",
  "types",
  "useDefineForClassFields",
  "useUnknownInCatchVariables",
] as const;

// Not the browser's: half of all text to parse. @types/node declares fetch, URL, AbortController and the like.
const OWN_LIBS = ["lib.esnext.d.ts"];

function readConfig(cwd: string): CellOptions {
  const path = ts.findConfigFile(cwd, (file) => ts.sys.fileExists(file));
  if (path === undefined) return { options: {}, warnings: [] };
  const read = ts.readConfigFile(path, (file) => ts.sys.readFile(file));
  // No file of the notebook's project is wanted, so no folder is listed; 18003 complains about just that.
  const parsed = ts.parseJsonConfigFileContent(
    read.config ?? {},
    { ...ts.sys, readDirectory: () => [] },
    dirname(path),
    undefined,
    path,
  );
  const problems = [read.error, ...parsed.errors].filter(
    (problem) => problem !== undefined && problem.code !== 18003 && problem.code !== 18002,
  );
  const options: ts.CompilerOptions = Object.fromEntries(
    HONOURED.filter((name) => parsed.options[name] !== undefined).map((name) => [
      name,
      parsed.options[name],
    ]),
  );
  if (parsed.options.lib) options.lib = parsed.options.lib;
  const baseUrl: unknown = Reflect.get(parsed.options, "baseUrl");
  if (typeof baseUrl === "string") options["pathsBasePath"] = baseUrl;
  return {
    options,
    warnings: problems.map(
      (problem) =>
        `${path}: ${ts.flattenDiagnosticMessageText(problem!.messageText, "\n")} (cells ignore what is wrong in it)`,
    ),
  };
}

/**
 * Compiler options for the cells of a notebook: the kernel's own, over those of the nearest tsconfig.json upward.
 *
 * @param cwd - the notebook's folder
 * @param strict - unless the tsconfig.json has an opinion
 */
export function cellOptions(cwd: string, strict = true): CellOptions {
  const { options: theirs, warnings } = readConfig(cwd);
  const ownTypes = dirname(dirname(requireFromKernel.resolve("@types/node/package.json")));
  const nearTypes = ts.getEffectiveTypeRoots({}, { getCurrentDirectory: () => cwd }) ?? [];
  const options: ts.CompilerOptions = {
    strict,
    noImplicitAny: false,
    strictPropertyInitialization: false,
    jsx: ts.JsxEmit.React,
    allowJs: true,
    ...theirs,
    lib: [...new Set([...OWN_LIBS, ...(theirs.lib ?? [])])],
    types: [...new Set(["node", ...(theirs.types ?? [])])],
    typeRoots: [...new Set([...(theirs.typeRoots ?? []), ...nearTypes, ownTypes])],
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    moduleDetection: ts.ModuleDetectionKind.Force,
    allowImportingTsExtensions: true,
    allowSyntheticDefaultImports: true,
    esModuleInterop: true,
    resolveJsonModule: true,
    preserveConstEnums: true,
    skipLibCheck: true,
    skipDefaultLibCheck: true,
    sourceMap: true,
    newLine: ts.NewLineKind.LineFeed,
    outDir: join(cwd, "__genobook__"),
  };
  return { options, warnings };
}

import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import vm from "node:vm";
import ts from "typescript";
import type {
  BackendOptions,
  CellHost,
  ConvertedCell,
  LanguageBackend,
} from "../src/language/backend.ts";
import { createImporter } from "../src/session/modules.ts";

/** Node's own `import()`: the test runner's knows nothing of module hooks. */
const nativeImport = vm.runInThisContext("(url) => import(url)", {
  importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
}) as (url: string) => Promise<Record<string, unknown>>;

let compiled: URL | undefined;

/** The module hooks as JavaScript, from their sources: Node 20 cannot run TypeScript in the hooks' thread. */
function compiledLoader(): URL {
  if (compiled) return compiled;
  const folder = mkdtempSync(join(tmpdir(), "genobook-loader-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  for (const name of ["ts-loader", "ts-loader-graph", "ts-loader-paths"]) {
    const path = fileURLToPath(new URL(`../src/session/${name}.ts`, import.meta.url));
    const { outputText } = ts.transpileModule(readFileSync(path, "utf8"), {
      fileName: path,
      compilerOptions: {
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.ESNext,
        rewriteRelativeImportExtensions: true,
        verbatimModuleSyntax: true,
      },
    });
    writeFileSync(join(folder, `${name}.js`), outputText);
  }
  compiled = pathToFileURL(join(folder, "ts-loader.js"));
  return compiled;
}

export interface NotebookFolder {
  readonly cwd: string;
  write(path: string, text: string): void;
  importer(): ReturnType<typeof createImporter>;
  remove(): void;
}

/** A folder for one notebook, away from every node_modules. */
export function notebookFolder(files: Readonly<Record<string, string>> = {}): NotebookFolder {
  const cwd = realpathSync(mkdtempSync(join(tmpdir(), "genobook-notebook-")));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    writeFileSync(join(cwd, path), text);
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  return {
    cwd,
    write,
    importer: () => createImporter(cwd, { loader: compiledLoader(), load: nativeImport }),
    remove: () => rmSync(cwd, { recursive: true, force: true }),
  };
}

export interface TestNotebook extends NotebookFolder {
  readonly backend: LanguageBackend;
  readonly scope: Record<string, unknown>;
  /** What the cells printed. */
  readonly printed: unknown[][];
  /** Awaits that went through the host. */
  readonly resumed: unknown[];
  convert(code: string): ConvertedCell;
  /** Converts, commits and runs a cell; throws its first diagnostic, and what the cell throws. */
  run(code: string): Promise<unknown>;
}

/** A session in small: converts cells with a backend and runs them one after the other on one scope. */
export function openNotebook(
  create: (options: BackendOptions) => LanguageBackend,
  files: Readonly<Record<string, string>> = {},
): TestNotebook {
  const folder = notebookFolder(files);
  const backend = create({ cwd: folder.cwd });
  const importer = folder.importer();
  const printed: unknown[][] = [];
  const resumed: unknown[] = [];
  const scope: Record<string, unknown> = {};
  const host: CellHost = {
    ...importer,
    defaultOf: (module) => module["default"] ?? module,
    resume(value) {
      resumed.push(value);
      return value;
    },
    console: { ...console, log: (...values: unknown[]) => void printed.push(values) },
  };
  let cell = 0;
  const convert = (code: string): ConvertedCell => backend.convert(code, ++cell);
  return {
    ...folder,
    backend,
    scope,
    printed,
    resumed,
    convert,
    async run(code) {
      const converted = convert(code);
      const [problem] = converted.diagnostics.filter((each) => each.severity === "error");
      if (problem) throw new Error(`${problem.line}:${problem.column} ${problem.message}`);
      const run = vm.runInThisContext(`(${converted.javascript})`, {
        filename: `Cell ${cell}`,
      }) as (scope: unknown, host: CellHost) => Promise<unknown>;
      backend.commit(cell);
      return run(scope, host);
    },
  };
}

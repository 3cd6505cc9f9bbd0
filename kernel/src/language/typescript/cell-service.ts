import ts from "#typescript";
import { createDiskCache } from "./disk-cache.ts";
import { createModuleResolver } from "./module-resolution.ts";

/** A language service over one root, the cell at hand; committed cells are modules that it imports. */
export interface CellService {
  readonly service: ts.LanguageService;
  /** Path of the cell at hand. */
  readonly current: string;
  setCurrent(text: string): void;
  /** Keeps the text of a committed cell as the module `./__cell_<cell>`. */
  keep(cell: number, text: string): void;
  drop(cell: number): void;
  pathOf(cell: number): string;
  /** The checked program of the cell at hand, and its file in there. */
  program(): { readonly program: ts.Program; readonly file: ts.SourceFile };
}

interface VirtualFile {
  readonly version: number;
  readonly snapshot: ts.IScriptSnapshot;
  readonly text: string;
}

/** Parts of the host that the service reads although its type leaves them out. */
interface HiddenHost {
  /** Files whose imports are to be resolved again. */
  hasInvalidatedResolutions(path: string): boolean;
  getModuleResolutionCache(): ts.ModuleResolutionCache;
}

// Comments are read for who asks (see documentAt); JavaScript has its types in them.
const COMMENTS = ts.JSDocParsingMode.ParseForTypeInfo;

export function createCellService(cwd: string, options: ts.CompilerOptions): CellService {
  const folder = cwd.replaceAll("\\", "/").replace(/\/$/, "");
  const pathOf = (cell: number): string => `${folder}/__cell_${cell}.ts`;
  const current = `${folder}/__cell.ts`;
  const files = new Map<string, VirtualFile>();
  let version = 0;

  const put = (path: string, text: string): void => {
    if (files.get(path)?.text === text) return;
    version += 1;
    files.set(path, { version, text, snapshot: ts.ScriptSnapshot.fromString(text) });
  };
  put(current, "export {};\n");

  const disk = createDiskCache();
  const resolver = createModuleResolver(folder, options, disk, (path) => files.has(path));
  // Files beside the notebook that import what was not found; it may be there the next time.
  const unresolved = new Set<string>();

  const host: ts.LanguageServiceHost & HiddenHost = {
    getCompilationSettings: () => options,
    getScriptFileNames: () => [current],
    getScriptVersion: (path) => files.get(path)?.version.toString() ?? disk.version(path),
    getScriptSnapshot: (path) => files.get(path)?.snapshot ?? disk.snapshot(path),
    getCurrentDirectory: () => folder,
    getDefaultLibFileName: (settings) => ts.getDefaultLibFilePath(settings),
    fileExists: (path) => files.has(path) || disk.fileExists(path),
    readFile: (path) => files.get(path)?.text ?? disk.readFile(path),
    directoryExists: (path) => disk.directoryExists(path),
    getDirectories: (path) => disk.getDirectories(path),
    readDirectory: (...args) => ts.sys.readDirectory(...args),
    realpath: (path) => disk.realpath(path),
    jsDocParsingMode: COMMENTS,
    useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
    getModuleResolutionCache: () => resolver.cache(),
    hasInvalidatedResolutions: (path) => unresolved.has(path.toLowerCase()),
    resolveModuleNameLiterals(literals, from) {
      const resolutions = literals.map((literal) => resolver.resolve(literal.text, from));
      const isWhole = resolutions.every((each) => each.resolvedModule !== undefined);
      if (isWhole || from.includes("/node_modules/")) unresolved.delete(from.toLowerCase());
      else unresolved.add(from.toLowerCase());
      return resolutions;
    },
  };
  const service = ts.createLanguageService(
    host,
    ts.createDocumentRegistry(ts.sys.useCaseSensitiveFileNames, folder, COMMENTS),
  );

  return {
    service,
    current,
    pathOf,
    program() {
      const program = service.getProgram();
      const file = program?.getSourceFile(current);
      if (!program || !file) throw new Error("TypeScript made no program for the cell.");
      return { program, file };
    },
    setCurrent(text) {
      if (unresolved.size > 0) {
        disk.forget();
        resolver.refresh();
      }
      put(current, text);
    },
    keep: (cell, text) => put(pathOf(cell), text),
    drop: (cell) => void files.delete(pathOf(cell)),
  };
}

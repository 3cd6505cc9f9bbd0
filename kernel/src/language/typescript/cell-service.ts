import { statSync } from "node:fs";
import ts from "typescript";
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
  program(): ts.Program;
  currentFile(): ts.SourceFile;
}

interface VirtualFile {
  readonly version: number;
  readonly snapshot: ts.IScriptSnapshot;
  readonly text: string;
}

const slashes = (path: string): string => path.replaceAll("\\", "/");

/** Files of packages do not change under a running notebook; files beside it do. */
function versionOnDisk(path: string): string {
  if (path.includes("/node_modules/")) return "0";
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats ? `${stats.mtimeMs}-${stats.size}` : "gone";
}

export function createCellService(cwd: string, options: ts.CompilerOptions): CellService {
  const folder = slashes(cwd).replace(/\/$/, "");
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

  const disk: ts.ModuleResolutionHost = {
    fileExists: (path) => files.has(path) || ts.sys.fileExists(path),
    readFile: (path) => files.get(path)?.text ?? ts.sys.readFile(path),
    directoryExists: (path) => ts.sys.directoryExists(path),
    getDirectories: (path) => ts.sys.getDirectories(path),
    ...(ts.sys.realpath ? { realpath: ts.sys.realpath } : {}),
    getCurrentDirectory: () => folder,
    useCaseSensitiveFileNames: ts.sys.useCaseSensitiveFileNames,
  };
  const resolver = createModuleResolver(folder, options, disk, (path) => files.has(path));
  const unresolved = new Set<string>();

  const host: ts.LanguageServiceHost = {
    getCompilationSettings: () => options,
    getScriptFileNames: () => [current],
    getScriptVersion: (path) => files.get(path)?.version.toString() ?? versionOnDisk(path),
    getScriptSnapshot(path) {
      const text = files.get(path)?.snapshot ?? ts.sys.readFile(path);
      return typeof text === "string" ? ts.ScriptSnapshot.fromString(text) : text;
    },
    getCurrentDirectory: () => folder,
    getDefaultLibFileName: (settings) => ts.getDefaultLibFilePath(settings),
    fileExists: disk.fileExists,
    readFile: (path) => disk.readFile(path),
    directoryExists: (path) => ts.sys.directoryExists(path),
    getDirectories: (path) => ts.sys.getDirectories(path),
    readDirectory: (...args) => ts.sys.readDirectory(...args),
    ...(ts.sys.realpath ? { realpath: ts.sys.realpath } : {}),
    useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
    resolveModuleNameLiterals(literals, from) {
      const resolutions = literals.map((literal) => resolver.resolve(literal.text, from));
      const isComplete = resolutions.every((each) => each.resolvedModule !== undefined);
      if (isComplete) unresolved.delete(from.toLowerCase());
      else unresolved.add(from.toLowerCase());
      return resolutions;
    },
    // A file whose imports failed is resolved again; the service reads this, its type leaves it out.
    ...({
      hasInvalidatedResolutions: (path: string) => unresolved.has(path.toLowerCase()),
    } as object),
  };
  const service = ts.createLanguageService(host, ts.createDocumentRegistry());

  const program = (): ts.Program => {
    if (unresolved.size > 0) resolver.refresh();
    const made = service.getProgram();
    if (made === undefined) throw new Error("TypeScript made no program for the cell.");
    return made;
  };
  return {
    service,
    current,
    pathOf,
    program,
    setCurrent: (text) => put(current, text),
    keep: (cell, text) => put(pathOf(cell), text),
    drop: (cell) => void files.delete(pathOf(cell)),
    currentFile() {
      const file = program().getSourceFile(current);
      if (file === undefined) throw new Error("TypeScript lost the cell.");
      return file;
    },
  };
}

import { statSync } from "node:fs";
import ts from "#typescript";

/** The file system as the compiler asks for it, remembered: a program of 300 files asks thousands of times a cell. */
export interface DiskCache extends ts.ModuleResolutionHost {
  directoryExists(path: string): boolean;
  getDirectories(path: string): string[];
  realpath(path: string): string;
  /** Changes when the file does. */
  version(path: string): string;
  snapshot(path: string): ts.IScriptSnapshot | undefined;
  /** Forgets which files and folders there are. */
  forget(): void;
}

function remembered<T>(ask: (path: string) => T): ((path: string) => T) & { forget(): void } {
  const known = new Map<string, T>();
  const look = (path: string): T => {
    if (known.has(path)) return known.get(path)!;
    const answer = ask(path);
    known.set(path, answer);
    return answer;
  };
  return Object.assign(look, { forget: () => known.clear() });
}

const isPackaged = (path: string): boolean => path.includes("/node_modules/");

export function createDiskCache(): DiskCache {
  const fileExists = remembered((path) => ts.sys.fileExists(path));
  const directoryExists = remembered((path) => ts.sys.directoryExists(path));
  const getDirectories = remembered((path) => ts.sys.getDirectories(path));
  const realpath = remembered((path) => ts.sys.realpath?.(path) ?? path);
  const snapshots = new Map<string, { version: string; snapshot: ts.IScriptSnapshot }>();

  // Files of packages do not change under a running notebook; files beside it do.
  const version = (path: string): string => {
    if (isPackaged(path)) return "0";
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats ? `${stats.mtimeMs}-${stats.size}` : "gone";
  };
  return {
    fileExists,
    directoryExists,
    getDirectories,
    realpath,
    version,
    readFile: (path) => ts.sys.readFile(path),
    useCaseSensitiveFileNames: ts.sys.useCaseSensitiveFileNames,
    snapshot(path) {
      const now = version(path);
      const known = snapshots.get(path);
      if (known?.version === now) return known.snapshot;
      const text = ts.sys.readFile(path);
      if (text === undefined) return undefined;
      const snapshot = ts.ScriptSnapshot.fromString(text);
      snapshots.set(path, { version: now, snapshot });
      return snapshot;
    },
    forget() {
      for (const each of [fileExists, directoryExists, getDirectories, realpath]) each.forget();
    },
  };
}

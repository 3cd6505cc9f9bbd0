import { findSourceMap, SourceMap } from "node:module";
import type { SourceMapPayload } from "node:module";
import { pathToFileURL } from "node:url";
import { requireFromKernel } from "../language/kernel-package.ts";

/** What a stack may point into: the sources of all cells, by label. */
export interface CellSources {
  add(label: string, source: string, sourceMap: string): void;
  /** A stack's lines with places in cells, without the kernel's own frames. */
  clean(stack: string): string[];
  /** The line of the first place in a cell, with a caret under it. */
  excerpt(frames: readonly string[]): string[];
  /** Label of the outermost cell in a stack: the one that was run. */
  outermost(stack: string): string | undefined;
}

interface Source {
  readonly lines: readonly string[];
  readonly json: string;
  map?: SourceMap | undefined;
}

const PLACE = /((?:Cell|Unstored cell|Expression) \d+):(\d+):(\d+)/;
const PLACES = new RegExp(PLACE, "g");
const OWN_FOLDERS = [new URL("../", import.meta.url).href, analysisFolder()].filter(
  (folder) => folder !== undefined,
);
const INTERNAL = /^\s+at .*\(?node:|processTicksAndRejections/;
const FILE = /file:\/\/[^\s)]+?(?=:\d+:\d+\)?$)/;

/** Folder of the built analysis library, of which the bundle is a part, as stacks name it. */
function analysisFolder(): string | undefined {
  try {
    return new URL("../", pathToFileURL(requireFromKernel.resolve("@genobook/analysis"))).href;
  } catch {
    return undefined;
  }
}

const isOwn = (line: string): boolean => OWN_FOLDERS.some((folder) => line.includes(folder));

/** Files beside the notebook relative to it, files of packages by package; TypeScript by its own lines. */
function withShortFile(line: string, home: string): string {
  const url = FILE.exec(line)?.[0];
  if (url === undefined) return line;
  const [row = 1, column = 1] = line
    .slice(line.indexOf(url) + url.length + 1)
    .split(/[:)]/)
    .map(Number);
  const entry = findSourceMap(url)?.findEntry(row - 1, column - 1);
  const isMapped = entry && "originalLine" in entry && entry.originalLine !== undefined;
  const place = isMapped
    ? `:${entry.originalLine + 1}:${entry.originalColumn + 1}`
    : `:${row}:${column}`;
  const file = url.replace(/[?#].*$/, "");
  const packaged = file.lastIndexOf("/node_modules/");
  const path = packaged < 0 ? fromHome(file, home) : file.slice(packaged + 14);
  return line.replace(`${url}:${row}:${column}`, `${path}${place}`);
}

function fromHome(file: string, home: string): string {
  return file.startsWith(home) ? `./${decodeURI(file.slice(home.length))}` : file;
}

/** @param cwd - the notebook's folder */
export function createCellSources(cwd: string): CellSources {
  const sources = new Map<string, Source>();
  const home = `${pathToFileURL(cwd).href.replace(/\/$/, "")}/`;

  /** Undefined where the user wrote nothing: in what the kernel put around a cell. */
  const original = (label: string, line: number, column: number): string | undefined => {
    const source = sources.get(label);
    if (!source) return `${label}:${line}:${column}`;
    source.map ??= parseMap(source.json);
    const entry = source.map?.findEntry(line - 1, column - 1);
    if (!entry || !("originalLine" in entry) || entry.originalLine === undefined) return undefined;
    return `${label}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  };

  const inSources = (line: string): string[] => {
    let isWritten = true;
    const mapped = line.replace(PLACES, (_, label: string, row: string, column: string) => {
      const place = original(label, Number(row), Number(column));
      isWritten &&= place !== undefined;
      return place ?? "";
    });
    return isWritten ? [withShortFile(mapped, home)] : [];
  };

  return {
    add(label, source, sourceMap) {
      sources.set(label, { lines: source.split("\n"), json: sourceMap });
    },
    clean(stack) {
      return stack
        .split("\n")
        .filter((line) => !INTERNAL.test(line) && !isOwn(line))
        .flatMap(inSources);
    },
    excerpt(frames) {
      const place = frames.map((frame) => PLACE.exec(frame)).find((found) => found !== null);
      if (!place) return [];
      const line = Number(place[2]);
      const text = sources.get(place[1]!)?.lines[line - 1];
      if (text === undefined) return [];
      const gutter = " ".repeat(String(line).length);
      const indent = " ".repeat(Math.max(0, Number(place[3]) - 1));
      return ["", `${line} | ${text}`, `${gutter} | ${indent}^`];
    },
    outermost(stack) {
      return [...stack.matchAll(PLACES)].at(-1)?.[1];
    },
  };
}

function parseMap(json: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(json) as SourceMapPayload);
  } catch {
    return undefined;
  }
}

import { SourceMap } from "node:module";
import type { SourceMapPayload } from "node:module";

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
const OWN_FILES = new URL("../", import.meta.url).href;
const INTERNAL = /^\s+at .*\(?node:|processTicksAndRejections/;

export function createCellSources(): CellSources {
  const sources = new Map<string, Source>();

  const original = (label: string, line: number, column: number): string => {
    const source = sources.get(label);
    if (!source) return `${label}:${line}:${column}`;
    source.map ??= parseMap(source.json);
    const entry = source.map?.findEntry(line - 1, column - 1);
    if (!entry || !("originalLine" in entry) || entry.originalLine === undefined) {
      return `${label}:${line}:${column}`;
    }
    return `${label}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  };

  return {
    add(label, source, sourceMap) {
      sources.set(label, { lines: source.split("\n"), json: sourceMap });
    },
    clean(stack) {
      return stack
        .split("\n")
        .filter((line) => !INTERNAL.test(line) && !line.includes(OWN_FILES))
        .map((line) =>
          line.replace(PLACES, (_, label: string, row: string, column: string) =>
            original(label, Number(row), Number(column)),
          ),
        );
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

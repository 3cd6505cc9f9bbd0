import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type ts from "#typescript";
import type { CellName } from "./declarations.ts";
import { namesInCell } from "./names-in-cell.ts";
import { CELL_RUNTIME } from "./runtime.ts";
import { shiftSourceMap, type SourceMap } from "./source-map.ts";
import type { UsedNames } from "./expressions.ts";
import { cellTransformer } from "./transform.ts";

export interface EmittedCell {
  readonly javascript: string;
  readonly sourceMap: SourceMap;
}

export interface EmitOptions {
  readonly program: ts.Program;
  readonly file: ts.SourceFile;
  readonly cwd: string;
  /** Offsets, in the module, of the cell's own text. */
  readonly start: number;
  readonly end: number;
  readonly own: ReadonlyMap<string, CellName>;
  /** Names of earlier cells that the preamble brought in. */
  readonly earlier: ReadonlyMap<string, CellName>;
  readonly words: ReadonlySet<string>;
}

/** Globals of a CommonJS file, which a cell has unless it declares them. */
function ambientConstants(options: EmitOptions): string[] {
  const isFree = (name: string): boolean =>
    options.words.has(name) && !options.own.has(name) && !options.earlier.has(name);
  const constant = (name: string, value: string): string[] =>
    isFree(name) ? [`const ${name} = ${value};`] : [];
  const filename = join(options.cwd, "cell.ts");
  const meta = { url: pathToFileURL(filename).href, dirname: options.cwd, filename };
  return [
    ...constant("console", "__host.console"),
    ...constant("require", "__host.require"),
    ...constant("__dirname", JSON.stringify(options.cwd)),
    ...constant("__filename", JSON.stringify(filename)),
    ...(options.words.has("meta") ? [`const __meta = ${JSON.stringify(meta)};`] : []),
  ];
}

function header(options: EmitOptions, used: UsedNames): string {
  const text = JSON.stringify;
  const bindings = [
    ...[...used.boxed].map((name) => `const __own_${name} = __box();`),
    ...[...used.assigned].map((name) => `const __of_${name} = __written(${text(name)});`),
    ...[...used.earlier]
      .filter((name) => !used.assigned.has(name))
      .map((name) => `const __of_${name} = __earlier(${text(name)});`),
  ];
  const parts = ['"use strict";', CELL_RUNTIME, ...bindings, ...ambientConstants(options)];
  return `async (__scope, __host) => { ${parts.join(" ")}\n`;
}

/** Converts a type-checked cell to the expression that a session runs. */
export function emitCell(options: EmitOptions): EmittedCell {
  const { program, file, start, end } = options;
  const candidates = new Set<string>();
  for (const each of options.own.values()) if (each.reassignable) candidates.add(each.name);
  for (const each of options.earlier.values()) if (!each.ambient) candidates.add(each.name);
  const names = namesInCell(file, program.getTypeChecker(), start, candidates);
  const used: UsedNames = { boxed: new Set(), earlier: new Set(), assigned: new Set() };
  let javascript = "";
  let map = "";
  program.emit(
    file,
    (path, text) => {
      if (path.endsWith(".map")) map = text;
      else javascript = text;
    },
    undefined,
    false,
    { before: [cellTransformer({ names, start, end, used })] },
  );
  const body = javascript
    .replace(/^\/\/# sourceMappingURL=.*\n?/m, "")
    .replace(/^export \{\};\n?/gm, "");
  return {
    javascript: `${header(options, used)}${body}\n}`,
    sourceMap: shiftSourceMap(map, 1, 1),
  };
}

import ts from "#typescript";
import type {
  BackendOptions,
  ConvertedCell,
  Diagnostic,
  Inspection,
  LanguageBackend,
} from "../backend.ts";
import { cellOptions } from "../typescript/compiler-options.ts";
import { cellDeclarations } from "../typescript/declarations.ts";
import { describe, plain } from "../typescript/inspect-cell.ts";
import { isComplete } from "../typescript/is-complete.ts";
import { parseCell } from "../typescript/preamble.ts";
import { CELL_RUNTIME } from "../typescript/runtime.ts";
import { chainSourceMaps, shiftSourceMap } from "../typescript/source-map.ts";
import { loadTslabCompiler } from "./compiler-shim.ts";
import type { TslabDiagnostic } from "./tslab-converter.ts";

/** tslab gives a chain of messages as one diagnostic a link, all at one place. */
function cellDiagnostics(found: readonly TslabDiagnostic[]): Diagnostic[] {
  const merged: { first: TslabDiagnostic; lines: string[] }[] = [];
  for (const each of found) {
    const last = merged.at(-1);
    const isLink =
      last?.first.start.offset === each.start.offset && last.first.end.offset === each.end.offset;
    if (isLink) last.lines.push(`  ${each.messageText}`);
    else merged.push({ first: each, lines: [each.messageText] });
  }
  return merged.map(({ first, lines }) => ({
    line: first.start.line + 1,
    column: first.start.character + 1,
    length: Math.max(first.end.offset - first.start.offset, 1),
    code: first.code,
    message: lines.join("\n"),
    severity: "error",
  }));
}

/**
 * tslab's CommonJS in the form that a session runs. The scope is its `exports`: names land there one by one, so the line
 * that would first set them all to undefined, over older values, is dropped.
 */
function asCell(output: string, last: string | undefined): string {
  const body = output
    .replace(/^\/\/# sourceMappingURL=.*$/m, "")
    .replace(/^"use strict";$/m, "")
    .replace(/^Object\.defineProperty\(exports, "__esModule", \{ value: true \}\);$/m, "")
    .replace(/^(exports\.[\p{ID_Continue}$]+ = )+void 0;$/mu, "");
  const outer = `const exports = __scope, require = __host.require, console = __host.console;`;
  const value = last === undefined ? "undefined" : `__scope.${last}`;
  const end = `const __value = ${value}; ${last === undefined ? "" : `delete __scope.${last};`} return __last(__value);`;
  return `async (__scope, __host) => { "use strict"; ${CELL_RUNTIME} ${outer} await (async () => {\n${body}\n})(); ${end} }`;
}

/** tslab's converter, on the kernel's TypeScript, behind the kernel's interface. */
export function createTslabBackend({ cwd }: BackendOptions): LanguageBackend {
  const { options, warnings } = cellOptions(cwd, false);
  const compiler = loadTslabCompiler({ cwd, options });
  const converter = compiler.createConverter({ isJS: false, isBrowser: false });
  const pending = new Map<number, string>();
  let declarations = "";
  let unreported = warnings;

  return {
    name: "tslab",
    version: ts.version,
    convert(code, cell): ConvertedCell {
      compiler.notifyEdited();
      const converted = converter.convert(declarations, code);
      const diagnostics: Diagnostic[] = [
        ...unreported.map((message): Diagnostic => {
          return { line: 1, column: 1, length: 1, code: 0, message, severity: "warning" };
        }),
        ...cellDiagnostics(converted.diagnostics.filter((each) => each.fileName === undefined)),
      ];
      unreported = [];
      const declares = [...cellDeclarations(parseCell(code)).names.keys()];
      if (converted.output === undefined) {
        return { javascript: "", diagnostics, sourceMap: "", declares };
      }
      pending.clear();
      pending.set(cell, converted.declOutput ?? "");
      const { emitted, transpiled } = compiler.lastMaps();
      return {
        javascript: asCell(converted.output, converted.lastExpressionVar),
        diagnostics,
        sourceMap: JSON.stringify(shiftSourceMap(chainSourceMaps(transpiled, emitted), 1, 1)),
        declares,
      };
    },
    commit(cell) {
      declarations = pending.get(cell) ?? declarations;
      pending.delete(cell);
    },
    complete(code, offset) {
      const { start, end, candidates, original } = converter.complete(declarations, code, offset);
      const kinds = new Map(original?.entries.map((each) => [each.name, each.kind]));
      const prefix = code.slice(start, offset).toLowerCase();
      const items = candidates
        .filter((name) => name.toLowerCase().startsWith(prefix))
        .map((name) => ({ name, kind: kinds.get(name) ?? "" }));
      return { start, end, items };
    },
    inspect(code, offset): Inspection | undefined {
      const at = (position: number): ts.QuickInfo | undefined =>
        converter.inspect(declarations, code, position);
      const info = at(offset) ?? (offset > 0 ? at(offset - 1) : undefined);
      if (!info) return undefined;
      return describe(plain(info.displayParts), plain(info.documentation), info.tags ?? []);
    },
    isComplete,
  };
}

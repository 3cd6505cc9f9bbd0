import ts from "#typescript";
import type { BackendOptions, ConvertedCell, Diagnostic, LanguageBackend } from "../backend.ts";
import { createCellService } from "./cell-service.ts";
import { cellOptions } from "./compiler-options.ts";
import { completeCell, wordAt } from "./complete-cell.ts";
import { cellDeclarations, type CellDeclarations } from "./declarations.ts";
import { checkCell } from "./diagnostics.ts";
import { documentAt } from "./documentation.ts";
import { emitCell } from "./emit-cell.ts";
import { inspectCell } from "./inspect-cell.ts";
import { isComplete } from "./is-complete.ts";
import { epilogue, parseCell, preamble, wordsOf, type EarlierName } from "./preamble.ts";

interface Pending extends CellDeclarations {
  readonly text: string;
  /** Cells that its preamble imports. */
  readonly imports: readonly number[];
}

function importedCells(before: string): number[] {
  return [...before.matchAll(/"\.\/__cell_(\d+)"/g)].map((match) => Number(match[1]));
}

/** Converted cells that nobody committed are forgotten after so many. */
const PENDING_CELLS = 64;

/** TypeScript's own language service over one module a cell. */
export function createTypeScriptBackend(options: BackendOptions): LanguageBackend {
  const { cwd } = options;
  const { options: compilerOptions, warnings } = cellOptions(cwd);
  const cells = createCellService(cwd, compilerOptions);
  const earlier = new Map<string, EarlierName>();
  const pending = new Map<number, Pending>();
  const augmenting = new Set<number>();
  const kept = new Map<number, readonly number[]>();
  let unreported: readonly string[] = warnings;

  /** Puts the cell into the service and says where in its module it starts. */
  const open = (code: string, mentioned: Iterable<string> = []) => {
    const words = new Set([...wordsOf(code), ...mentioned]);
    const declared = cellDeclarations(parseCell(code));
    const before = preamble(earlier, declared.names, words, augmenting);
    const text = `${before}${code}${epilogue(declared.names)}`;
    cells.setCurrent(text);
    return { words, declared, text, start: before.length };
  };

  /** Forgets cells all of whose names were declared again, unless a cell that counts builds on them. */
  const dropUnreachable = (): void => {
    const live = new Set([...augmenting, ...[...earlier.values()].map((name) => name.cell)]);
    for (const cell of live) for (const next of kept.get(cell) ?? []) live.add(next);
    for (const cell of [...kept.keys()].filter((each) => !live.has(each))) {
      kept.delete(cell);
      cells.drop(cell);
    }
  };

  const configWarnings = (): Diagnostic[] => {
    const found = unreported.map((message): Diagnostic => {
      return { line: 1, column: 1, length: 1, code: 0, message, severity: "warning" };
    });
    unreported = [];
    return found;
  };

  const backend: LanguageBackend = {
    name: "typescript",
    version: ts.version,
    convert(code, cell): ConvertedCell {
      const { words, declared, text, start } = open(code);
      const { program, file } = cells.program();
      const { diagnostics, canRun } = checkCell(program, file, start, code.length);
      const declares = [...declared.names.keys()];
      const shown = [...configWarnings(), ...diagnostics];
      if (!canRun) return { javascript: "", diagnostics: shown, sourceMap: "", declares };
      pending.set(cell, { ...declared, text, imports: importedCells(text.slice(0, start)) });
      for (const old of pending.keys()) {
        if (pending.size <= PENDING_CELLS) break;
        pending.delete(old);
      }
      const brought = new Map(
        [...earlier].filter(([name]) => words.has(name) && !declared.names.has(name)),
      );
      const emitted = emitCell({
        program,
        file,
        cwd,
        start,
        end: start + code.length,
        own: declared.names,
        earlier: brought,
        words,
      });
      return {
        javascript: emitted.javascript,
        diagnostics: shown,
        sourceMap: JSON.stringify(emitted.sourceMap),
        declares,
      };
    },
    commit(cell) {
      const made = pending.get(cell);
      if (!made) return;
      pending.delete(cell);
      for (const name of made.names.values()) earlier.set(name.name, { ...name, cell });
      if (made.augments) augmenting.add(cell);
      if (!made.augments && made.names.size === 0) return;
      cells.keep(cell, made.text);
      kept.set(cell, made.imports);
      dropUnreachable();
    },
    complete(code, offset) {
      const typed = wordAt(code, offset);
      const prefix = code.slice(typed.start, offset).toLowerCase();
      const likely = [...earlier.keys()].filter((name) => name.toLowerCase().startsWith(prefix));
      // Every name would cost too much (0.4 s for 400), and none typed fits everywhere anyway.
      const { start } = open(code, prefix === "" ? [] : likely);
      return completeCell(cells.service, cells.current, code, offset, start, earlier);
    },
    inspect(code, offset, detail) {
      const { start, text } = open(code);
      // A reassignable name is declared again in the preamble, by a type that leads to the first declaration.
      const original = (name: string): ts.QuickInfo | undefined => {
        const place = text.slice(0, start).indexOf(`").${name};`);
        if (place < 0) return undefined;
        documentAt(cells.service, cells.current, place + 3);
        return cells.service.getQuickInfoAtPosition(cells.current, place + 3);
      };
      return inspectCell(cells.service, cells.current, offset + start, start, detail, original);
    },
    isComplete,
  };
  cells.program();
  return backend;
}

import ts from "#typescript";
import type { Diagnostic } from "../backend.ts";

/**
 * Not errors in a cell: `import x = require()` and `export =` in a module (the converter knows them).
 */
const ALLOWED = new Set([1202, 1203]);

/** A cell that has one of these cannot run, whatever its types: `return` outside of a function. */
const UNRUNNABLE = new Set([1108]);

/** What TypeScript adds where a promise stands and its value would do. */
const FORGOTTEN_AWAIT = 2773;

const withoutCellModules = (message: string): string =>
  message.replace(/import\("[^"]*\/__cell(_\d+)?"\)\./g, "");

export interface CheckedCell {
  readonly diagnostics: Diagnostic[];
  readonly canRun: boolean;
}

/**
 * Errors of the cell itself; the text that the kernel put around it has none to show.
 *
 * @param start - offset of the cell's text in the module, which is where its first line begins
 * @param length - of the cell's text
 */
export function checkCell(
  program: ts.Program,
  file: ts.SourceFile,
  start: number,
  length: number,
): CheckedCell {
  const syntactic = program.getSyntacticDiagnostics(file);
  const found = syntactic.length > 0 ? syntactic : program.getSemanticDiagnostics(file);
  const diagnostics: Diagnostic[] = [];
  let canRun = syntactic.length === 0;
  for (const each of found) {
    if (each.start === undefined || each.start < start || ALLOWED.has(each.code)) continue;
    if (UNRUNNABLE.has(each.code)) canRun = false;
    const isPastEnd = each.start >= start + length;
    if (isPastEnd && syntactic.length === 0) continue;
    const offset = Math.min(each.start, start + length);
    const place = file.getLineAndCharacterOfPosition(offset);
    diagnostics.push({
      // The preamble is one line, so lines counted from 0 in the module are lines counted from 1 in the cell.
      line: place.line,
      column: place.character + 1,
      length: Math.max(Math.min(each.length ?? 0, start + length - offset), 1),
      code: each.code,
      message: withoutCellModules(ts.flattenDiagnosticMessageText(each.messageText, "\n")),
      ...(each.relatedInformation?.some(({ code }) => code === FORGOTTEN_AWAIT) && {
        isAwaitMissing: true,
      }),
      severity: "error",
    });
  }
  return { diagnostics, canRun };
}

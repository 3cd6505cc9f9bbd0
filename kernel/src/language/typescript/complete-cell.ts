import ts from "#typescript";
import type { Completion, CompletionResult } from "../backend.ts";
import type { EarlierName } from "./preamble.ts";

const PART = /[\p{ID_Continue}$\u200c\u200d]/u;

/** Where the word around an offset begins and ends; surrogate pairs stay whole. */
export function wordAt(code: string, offset: number): { start: number; end: number } {
  let start = offset;
  for (;;) {
    const before = /[\uD800-\uDBFF][\uDC00-\uDFFF]$|[^]$/.exec(
      code.slice(Math.max(0, start - 2), start),
    );
    if (!before || !PART.test(before[0])) break;
    start -= before[0].length;
  }
  let end = offset;
  while (end < code.length) {
    const character = String.fromCodePoint(code.codePointAt(end)!);
    if (!PART.test(character)) break;
    end += character.length;
  }
  return { start, end };
}

const order = (left: ts.CompletionEntry, right: ts.CompletionEntry): number =>
  left.sortText < right.sortText
    ? -1
    : left.sortText > right.sortText
      ? 1
      : left.name.localeCompare(right.name);

/**
 * Names that fit at an offset of a cell.
 *
 * @param shift - offset of the cell's text in its module
 * @param earlier - names of earlier cells; the module has only those that the cell mentions
 */
export function completeCell(
  service: ts.LanguageService,
  file: string,
  code: string,
  offset: number,
  shift: number,
  earlier: ReadonlyMap<string, EarlierName>,
): CompletionResult {
  const found = service.getCompletionsAtPosition(file, offset + shift, {
    includeCompletionsForModuleExports: false,
    includeCompletionsWithInsertText: false,
  });
  if (!found) return { start: offset, end: offset, items: [] };
  const word = wordAt(code, offset);
  const span = found.optionalReplacementSpan ?? found.entries[0]?.replacementSpan;
  const isInString = found.entries.some((each) => each.replacementSpan !== undefined);
  const start = isInString && span ? span.start - shift : word.start;
  const end = isInString && span ? span.start + span.length - shift : word.end;
  const prefix = code.slice(start, offset).toLowerCase();
  const fits = (name: string): boolean => name.toLowerCase().startsWith(prefix);

  const items = new Map<string, Completion>();
  if (found.isGlobalCompletion) {
    const names = [...earlier.values()].filter((each) => fits(each.name));
    names.sort((left, right) => left.name.localeCompare(right.name));
    for (const { name, kind } of names) items.set(name, { name, kind });
  }
  const entries = found.entries.filter(
    (each) => fits(each.name) && !each.name.startsWith("__cell"),
  );
  const isEarlier = (entry: ts.CompletionEntry): boolean =>
    entry.kind === ts.ScriptElementKind.alias && earlier.has(entry.name);
  entries.sort(
    (left, right) => Number(isEarlier(right)) - Number(isEarlier(left)) || order(left, right),
  );
  for (const entry of entries) {
    const { name } = entry;
    const kind = isEarlier(entry) ? earlier.get(name)!.kind : entry.kind;
    if (!items.has(name)) items.set(name, { name, kind });
  }
  return { start, end, items: [...items.values()] };
}

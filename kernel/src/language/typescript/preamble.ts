import ts from "#typescript";
import type { CellName } from "./declarations.ts";

/** Where an earlier name comes from. */
export interface EarlierName extends CellName {
  readonly cell: number;
}

/** Every word of the code that may be a name, also inside templates, strings and comments. */
export function wordsOf(code: string): Set<string> {
  const words = new Set<string>();
  for (const [word] of code.matchAll(/[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/gu)) {
    words.add(word);
  }
  return words;
}

/**
 * The line that goes before a cell: brings in those earlier names that the cell mentions. A module can read an imported
 * name but not assign to it, so `let` and `var` come in as declarations of the same type.
 */
export function preamble(
  earlier: ReadonlyMap<string, EarlierName>,
  own: ReadonlyMap<string, unknown>,
  words: ReadonlySet<string>,
  augmenting: Iterable<number>,
): string {
  const imports = new Map<number, string[]>();
  const parts = ["export {};"];
  for (const cell of augmenting) parts.push(`import "./__cell_${cell}";`);
  for (const word of words) {
    const from = earlier.get(word);
    if (from === undefined || own.has(word)) continue;
    if (from.reassignable && !from.ambient) {
      parts.push(`declare let ${word}: typeof import("./__cell_${from.cell}").${word};`);
    } else {
      const list = imports.get(from.cell) ?? [];
      list.push(word);
      imports.set(from.cell, list);
    }
  }
  for (const [cell, names] of imports) {
    parts.push(`import { ${names.join(", ")} } from "./__cell_${cell}";`);
  }
  return `${parts.join(" ")}\n`;
}

/** What goes after a cell: exports its names, so that later cells can import them. */
export function epilogue(own: ReadonlyMap<string, CellName>): string {
  const names = [...own.values()].filter((each) => !each.exported).map((each) => each.name);
  return names.length > 0 ? `\nexport { ${names.join(", ")} };\n` : "\n";
}

/** Parses a cell alone, to see what it declares. */
export function parseCell(code: string): ts.SourceFile {
  return ts.createSourceFile("cell.ts", code, ts.ScriptTarget.Latest, false, ts.ScriptKind.TS);
}

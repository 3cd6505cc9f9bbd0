import type { Column, Columns } from "./table.ts";

/** Texts of a column that are strings only once somebody asks for all of them. */
export interface HeldTexts {
  readonly count: number;
  /** "" where one is missing. */
  at(row: number): string;
  /** All as strings, made anew. */
  strings(): string[];
}

const HELD = Symbol("texts that are held in another form");
const INSPECT = Symbol.for("nodejs.util.inspect.custom");

type Held = Readonly<Record<string, HeldTexts | undefined>>;

const made = new WeakMap<HeldTexts, readonly string[]>();

function stringsOf(texts: HeldTexts): readonly string[] {
  const strings = made.get(texts) ?? texts.strings();
  made.set(texts, strings);
  return strings;
}

/** Columns of a table whose texts become strings when their column is first looked at, and stay them then. */
export function columnsWithTexts(columns: Readonly<Record<string, Column | HeldTexts>>): Columns {
  const result: Record<string, Column> = {};
  const held: Record<string, HeldTexts> = {};
  for (const [name, column] of Object.entries(columns)) {
    if (!isHeld(column)) {
      result[name] = column;
      continue;
    }
    held[name] = column;
    Object.defineProperty(result, name, { get: () => stringsOf(column), enumerable: true });
  }
  // A console would show the getters, not the columns.
  return Object.defineProperties(result, {
    [HELD]: { value: held },
    [INSPECT]: { value: () => ({ ...result }) },
  });
}

/** The texts of a column that need no strings; undefined of other columns. */
export function heldTexts(columns: Columns, name: string): HeldTexts | undefined {
  return (columns as { readonly [HELD]?: Held })[HELD]?.[name];
}

/** A column without making its strings, where it has texts that are held. */
export function rawColumn(columns: Columns, name: string): Column | HeldTexts {
  return heldTexts(columns, name) ?? columns[name];
}

export function isHeld(column: Column | HeldTexts): column is HeldTexts {
  return !Array.isArray(column) && !ArrayBuffer.isView(column);
}

/** The first values of a column. */
export function firstValues(columns: Columns, name: string, count: number): Column {
  const column = rawColumn(columns, name);
  return isHeld(column) ? Array.from({ length: count }, (_, i) => column.at(i)) : column;
}

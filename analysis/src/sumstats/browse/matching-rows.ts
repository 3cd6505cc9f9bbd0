import { InvalidArgumentError } from "../../errors.ts";
import { summaryChromosomeCode } from "../../io/chromosome.ts";
import { isHeld, rawColumn, type HeldTexts } from "../../held-texts.ts";
import { ByteTexts } from "../../io/byte-texts.ts";
import { CodedTexts } from "../../io/coded-texts.ts";
import type { Column, Columns } from "../../table.ts";
import { stringsBetween, type TextTable } from "../../io/text-table.ts";
import { parseCondition, type Comparison, type Condition } from "./parse-condition.ts";
import type { Steps } from "./steps.ts";

/** Codes and positions for which 0 means that the file gives none. */
const ZERO_IS_MISSING: ReadonlySet<string> = new Set(["chromosome", "basePairLocation"]);

/** A condition is looked at for so many rows at a time. */
const PIECE_ROWS = 1 << 18;

/**
 * Rows of which a condition holds, ascending; missing values satisfy no comparison.
 *
 * @throws InvalidArgumentError for a condition that cannot be read, and for columns and values that do not fit
 */
export function* matchingRows(
  columns: Columns,
  rowCount: number,
  where: string,
): Steps<Uint32Array> {
  const condition = parseCondition(where);
  const pieces: Uint32Array[] = [];
  let count = 0;
  // Of no rows once, too: a condition that does not fit is refused all the same.
  for (let from = 0; from === 0 || from < rowCount; from += PIECE_ROWS) {
    const to = Math.min(rowCount, from + PIECE_ROWS);
    const marks = marksOf(condition, { columns, from, to });
    const rows = new Uint32Array(to - from);
    let k = 0;
    for (let i = from; i < to; i++) if (marks[i - from] === 1) rows[k++] = i;
    pieces.push(rows.slice(0, k));
    count += k;
    yield to / Math.max(1, rowCount);
  }
  const all = new Uint32Array(count);
  let at = 0;
  for (const rows of pieces) {
    all.set(rows, at);
    at += rows.length;
  }
  return all;
}

/** Rows of a table that are looked at together. */
interface Piece {
  readonly columns: Columns;
  readonly from: number;
  readonly to: number;
}

/** One byte a row: 1 where the condition holds. */
function marksOf(condition: Condition, piece: Piece): Uint8Array {
  const { columns, from, to } = piece;
  const size = to - from;
  switch (condition.is) {
    case "and":
    case "or": {
      const isAnd = condition.is === "and";
      const [first, ...others] = condition.parts.map((part) => marksOf(part, piece));
      for (const other of others) {
        if (isAnd) for (let k = 0; k < size; k++) first[k] &= other[k];
        else for (let k = 0; k < size; k++) first[k] |= other[k];
      }
      return first;
    }
    case "region": {
      const { start, end } = condition;
      const code = codeOf(condition.chromosome);
      const chromosome = named(columns, "chromosome") as Uint8Array;
      const position = named(columns, "basePairLocation") as Int32Array;
      const marks = new Uint8Array(size);
      for (let i = from; i < to; i++) {
        if (chromosome[i] === code && position[i] >= start && position[i] <= end) {
          marks[i - from] = 1;
        }
      }
      return marks;
    }
    case "missing": {
      const column = named(columns, condition.column);
      const isZero = ZERO_IS_MISSING.has(condition.column);
      const wanted = Number(condition.isMissing);
      const marks = new Uint8Array(size);
      const isMissing = isHeld(column)
        ? isEmptyIn(column)
        : (i: number) => {
            const value = column[i];
            return value === "" || value !== value || (isZero && value === 0);
          };
      for (let i = from; i < to; i++) marks[i - from] = Number(isMissing(i)) === wanted ? 1 : 0;
      return marks;
    }
    case "comparison":
      return compared(condition, piece);
  }
}

function compared(
  condition: Extract<Condition, { is: "comparison" }>,
  { columns, from, to }: Piece,
): Uint8Array {
  const { column: name, comparison, value } = condition;
  const column = named(columns, name);
  if (isHeld(column)) return comparedHeld(column, { from, to }, comparison, value);
  if (isTexts(column)) return comparedTexts(column.slice(from, to), comparison, value);
  if (comparison === "~") {
    throw misfit(`${name} ~ ${value}`, `${name} holds numbers, and ~ looks into text.`);
  }
  const number = name === "chromosome" ? codeOf(value) : Number(value);
  if (Number.isNaN(number)) {
    throw misfit(
      `${name} ${comparison} ${value}`,
      `${name} holds numbers, and "${value}" is none.`,
    );
  }
  const logs = columns["negLog10PValue"];
  // Below the smallest double only −log10 tells P values apart.
  if (
    name === "pValue" &&
    logs instanceof Float64Array &&
    comparison !== "=" &&
    comparison !== "!="
  ) {
    const threshold = negLog10Of(value);
    if (threshold > 300) {
      return comparedNumbers(logs.subarray(from, to), TURNED[comparison], threshold, false);
    }
  }
  const some = column.subarray(from, to);
  return comparedNumbers(some, comparison, number, ZERO_IS_MISSING.has(name));
}

const TURNED = { "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as const;

/** −log10 of a decimal number as it is written, however small; NaN for what is not positive. */
function negLog10Of(text: string): number {
  const [mantissa, exponent = "0"] = text.toLowerCase().split("e");
  return -Math.log10(Number(mantissa)) - Number(exponent);
}

function comparedNumbers(
  column: Exclude<Column, readonly string[]>,
  comparison: Exclude<Comparison, "~">,
  value: number,
  zeroIsMissing: boolean,
): Uint8Array {
  const m = column.length;
  const marks = new Uint8Array(m);
  switch (comparison) {
    case "=":
      for (let i = 0; i < m; i++) marks[i] = Number(column[i] === value);
      break;
    case "!=":
      for (let i = 0; i < m; i++) marks[i] = Number(column[i] < value || column[i] > value);
      break;
    case "<":
      for (let i = 0; i < m; i++) marks[i] = Number(column[i] < value);
      break;
    case "<=":
      for (let i = 0; i < m; i++) marks[i] = Number(column[i] <= value);
      break;
    case ">":
      for (let i = 0; i < m; i++) marks[i] = Number(column[i] > value);
      break;
    case ">=":
      for (let i = 0; i < m; i++) marks[i] = Number(column[i] >= value);
  }
  if (zeroIsMissing) for (let i = 0; i < m; i++) if (column[i] === 0) marks[i] = 0;
  return marks;
}

/** Whether the text of a row is missing. */
function isEmptyIn(column: HeldTexts): (row: number) => boolean {
  if (column instanceof CodedTexts) return (row) => column.codes[row] === 0;
  if (column instanceof ByteTexts) {
    const { starts } = column.table;
    return (row) => starts[row + 1] - starts[row] === 1;
  }
  return (row) => column.at(row) === "";
}

/** Strings are made of few different texts, and of others where they are not only told from one. */
function comparedHeld(
  column: HeldTexts,
  { from, to }: Pick<Piece, "from" | "to">,
  comparison: Comparison,
  value: string,
): Uint8Array {
  if (column instanceof CodedTexts) {
    const ofWords = comparedTexts(column.words.texts, comparison, value);
    const marks = new Uint8Array(to - from);
    for (let i = from; i < to; i++) marks[i - from] = ofWords[column.codes[i]];
    return marks;
  }
  if (column instanceof ByteTexts) {
    const { table } = column;
    if (comparison === "=" && value !== "") return equalBytes(table, from, to, value);
    return comparedTexts(stringsBetween(table, from, to), comparison, value);
  }
  const texts = Array.from({ length: to - from }, (_, k) => column.at(from + k));
  return comparedTexts(texts, comparison, value);
}

function equalBytes(
  { bytes, starts }: TextTable,
  from: number,
  to: number,
  text: string,
): Uint8Array {
  const wanted = new TextEncoder().encode(text);
  const marks = new Uint8Array(to - from);
  for (let i = from; i < to; i++) {
    const start = starts[i];
    if (starts[i + 1] - start - 1 !== wanted.length) continue;
    let k = wanted.length - 1;
    while (k >= 0 && bytes[start + k] === wanted[k]) k--;
    if (k < 0) marks[i - from] = 1;
  }
  return marks;
}

function comparedTexts(
  column: readonly string[],
  comparison: Comparison,
  value: string,
): Uint8Array {
  const wanted = value.toLowerCase();
  const holds: Readonly<Record<Comparison, (text: string) => boolean>> = {
    "=": (text) => text === value,
    "!=": (text) => text !== value,
    "<": (text) => text < value,
    "<=": (text) => text <= value,
    ">": (text) => text > value,
    ">=": (text) => text >= value,
    "~": (text) => text.toLowerCase().includes(wanted),
  };
  const isMatch = holds[comparison];
  const marks = new Uint8Array(column.length);
  for (let i = 0; i < column.length; i++) {
    const text = column[i];
    if (text !== "" && isMatch(text)) marks[i] = 1;
  }
  return marks;
}

function isTexts(column: Column): column is readonly string[] {
  return !ArrayBuffer.isView(column);
}

function codeOf(text: string): number {
  const code = summaryChromosomeCode(text);
  if (code > 0) return code;
  throw misfit(`chromosome ${text}`, "Chromosomes are 1 to 22, X, Y and MT.");
}

/** The column of this name, which must be there. */
export function named(columns: Columns, name: string): Column | HeldTexts {
  if (Object.hasOwn(columns, name)) return rawColumn(columns, name);
  throw new InvalidArgumentError("column", {
    what: `The table has no column ${name}.`,
    why: `Its columns are ${Object.keys(columns).join(", ")}.`,
    remedy: "Write the name of a column as it stands there.",
  });
}

function misfit(condition: string, why: string): InvalidArgumentError {
  return new InvalidArgumentError("where", {
    what: `The condition "${condition}" does not fit the table.`,
    why,
    remedy: "Compare a column of numbers with a number, and a column of text with text.",
  });
}

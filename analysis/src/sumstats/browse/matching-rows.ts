import { InvalidArgumentError } from "../../errors.ts";
import { summaryChromosomeCode } from "../../io/chromosome.ts";
import type { Column, Columns } from "../../table.ts";
import { parseCondition, type Comparison, type Condition } from "./parse-condition.ts";

/** Codes and positions for which 0 means that the file gives none. */
const ZERO_IS_MISSING: ReadonlySet<string> = new Set(["chromosome", "basePairLocation"]);

/**
 * Rows of which a condition holds, ascending; missing values satisfy no comparison.
 *
 * @throws InvalidArgumentError for a condition that cannot be read, and for columns and values that do not fit
 */
export function matchingRows(columns: Columns, rowCount: number, where: string): Uint32Array {
  const holds = marksOf(parseCondition(where), columns, rowCount);
  let count = 0;
  for (let i = 0; i < rowCount; i++) count += holds[i];
  const rows = new Uint32Array(count);
  for (let i = 0, k = 0; i < rowCount; i++) if (holds[i] === 1) rows[k++] = i;
  return rows;
}

/** One byte a row: 1 where the condition holds. */
function marksOf(condition: Condition, columns: Columns, rowCount: number): Uint8Array {
  switch (condition.is) {
    case "and":
    case "or": {
      const isAnd = condition.is === "and";
      const [first, ...others] = condition.parts.map((part) => marksOf(part, columns, rowCount));
      for (const other of others) {
        if (isAnd) for (let i = 0; i < rowCount; i++) first[i] &= other[i];
        else for (let i = 0; i < rowCount; i++) first[i] |= other[i];
      }
      return first;
    }
    case "region": {
      const { start, end } = condition;
      const code = codeOf(condition.chromosome);
      const chromosome = named(columns, "chromosome") as Uint8Array;
      const position = named(columns, "basePairLocation") as Int32Array;
      const marks = new Uint8Array(rowCount);
      for (let i = 0; i < rowCount; i++) {
        if (chromosome[i] === code && position[i] >= start && position[i] <= end) marks[i] = 1;
      }
      return marks;
    }
    case "missing": {
      const column = named(columns, condition.column);
      const isZero = ZERO_IS_MISSING.has(condition.column);
      const wanted = Number(condition.isMissing);
      const marks = new Uint8Array(rowCount);
      for (let i = 0; i < rowCount; i++) {
        const value = column[i];
        const isMissing = value === "" || value !== value || (isZero && value === 0);
        marks[i] = Number(isMissing) === wanted ? 1 : 0;
      }
      return marks;
    }
    case "comparison":
      return compared(columns, condition, rowCount);
  }
}

function compared(
  columns: Columns,
  condition: Extract<Condition, { is: "comparison" }>,
  rowCount: number,
): Uint8Array {
  const { column: name, comparison, value } = condition;
  const column = named(columns, name);
  if (isTexts(column)) return comparedTexts(column, comparison, value, rowCount);
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
    if (threshold > 300) return comparedNumbers(logs, TURNED[comparison], threshold, false);
  }
  return comparedNumbers(column, comparison, number, ZERO_IS_MISSING.has(name));
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

function comparedTexts(
  column: readonly string[],
  comparison: Comparison,
  value: string,
  rowCount: number,
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
  const marks = new Uint8Array(rowCount);
  for (let i = 0; i < rowCount; i++) {
    const text = column[i];
    if (text !== "" && isMatch(text)) marks[i] = 1;
  }
  return marks;
}

export function isTexts(column: Column): column is readonly string[] {
  return !ArrayBuffer.isView(column);
}

function codeOf(text: string): number {
  const code = summaryChromosomeCode(text);
  if (code > 0) return code;
  throw misfit(`chromosome ${text}`, "Chromosomes are 1 to 22, X, Y and MT.");
}

/** The column of this name, which must be there. */
export function named(columns: Columns, name: string): Column {
  const column = Object.hasOwn(columns, name) ? columns[name] : undefined;
  if (column) return column;
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

import { InvalidArgumentError } from "../errors.ts";
import { genomicControl } from "../stats/genomic-control.ts";
import type { Column, Columns, Provenance } from "../table.ts";
import { MissingColumnsError, NothingToPlotError } from "./plot-errors.ts";

/** What a plot of an association scan reads: a result of `gwas.*`, or any table with these column names. */
export interface AssociationTable {
  /** `negLog10PValue` or `pValue`; where a plot has a position axis also `chromosome` and `basePairLocation`. */
  readonly columns: Columns;
  readonly rowCount: number;
  readonly provenance?: Provenance | undefined;
  /** Genomic control of the whole scan; computed from the rows when absent. */
  readonly lambdaGC?: number | undefined;
}

/** The rows of a table that can be drawn. All columns keep the table's own length; `rows` says which count; plots share it. */
export interface Associations {
  readonly rows: Uint32Array;
  /** 1–25. */
  readonly chromosome: ArrayLike<number>;
  readonly position: ArrayLike<number>;
  /** −log10 P; at most 324 when it came from P values. The table's own column where nothing had to change. */
  readonly y: Float64Array;
  /** P values of zero, drawn at `Y_CAP`. */
  readonly cappedRows: ReadonlySet<number>;
  readonly total: number;
  readonly withoutP: number;
  readonly withoutPosition: number;
  readonly lambdaGC: number;
}

/** P = 0 in a file means below the smallest double, 4.9e-324. */
const Y_CAP = 324;

const CHROMOSOME_CODES = 25;

/**
 * Checks the columns and finds the rows with a P value and, if asked for, a place on chromosomes 1–25.
 *
 * @throws MissingColumnsError, NothingToPlotError
 */
export function readAssociations(
  table: AssociationTable,
  { positions }: { positions: boolean },
): Associations {
  if (typeof table !== "object" || table === null || typeof table.columns !== "object") {
    throw new InvalidArgumentError("result", {
      what: "The result is not a table.",
      why: `A plot reads named columns, not a ${typeof table}.`,
      remedy: "Pass what gwas.linear or gwas.logistic returned; await it first.",
    });
  }
  const { columns, rowCount: total } = table;
  requireColumns(columns, positions);
  let y = negLog10Column(columns, total);
  const errorCode = columns.errorCode as readonly string[] | undefined;
  const chromosome = numbersOf(columns, "chromosome");
  const position = numbersOf(columns, "basePairLocation");

  let rows = ascending(total);
  let areAll = true;
  const leaveOut = (): void => {
    if (areAll) rows = rows.slice();
    areAll = false;
  };
  const cappedRows = new Set<number>();
  let count = 0;
  let withoutP = 0;
  let withoutPosition = 0;
  for (let row = 0; row < total; row++) {
    const value = y[row];
    if (!(value >= 0) || (errorCode && !isSound(errorCode[row]))) {
      withoutP++;
      leaveOut();
    } else if (positions && !isPlaced(chromosome[row], position[row])) {
      withoutPosition++;
      leaveOut();
    } else {
      if (value === Infinity) {
        // The table stays as it is; ten million values are copied only where one has to change.
        if (y === columns.negLog10PValue) y = y.slice();
        y[row] = Y_CAP;
        cappedRows.add(row);
      }
      if (!areAll) rows[count] = row;
      count++;
    }
  }
  if (count === 0) throw nothingToPlot(total, withoutP, withoutPosition);
  const used = rows.subarray(0, count);
  const lambdaGC = table.lambdaGC ?? genomicControl(count === total ? y : valuesAt(y, used));
  const counts = { total, withoutP, withoutPosition };
  return { rows: used, chromosome, position, y, cappedRows, lambdaGC, ...counts };
}

let lastAscending: WeakRef<Uint32Array> | undefined;

/**
 * The numbers from 0, shared by all who ask and not to be changed: a list of ten million for each plot makes the collector
 * look through a notebook's tables at every second one.
 */
function ascending(length: number): Uint32Array {
  const known = lastAscending?.deref();
  if (known !== undefined && known.length >= length) return known.subarray(0, length);
  const made = new Uint32Array(length);
  for (let i = 0; i < length; i++) made[i] = i;
  lastAscending = new WeakRef(made);
  return made;
}

/** Not `Float64Array.from`, which makes a list of boxed numbers first: of ten million, for a second. */
function valuesAt(values: Float64Array, rows: Uint32Array): Float64Array {
  const taken = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) taken[i] = values[rows[i]];
  return taken;
}

function requireColumns(columns: Columns, positions: boolean): void {
  const missing = positions
    ? ["chromosome", "basePairLocation"].filter((name) => !(name in columns))
    : [];
  if (!("negLog10PValue" in columns) && !("pValue" in columns)) missing.push("negLog10PValue");
  const textual = ["chromosome", "basePairLocation", "negLog10PValue", "pValue"].filter((name) =>
    Array.isArray(columns[name]),
  );
  if (missing.length > 0) {
    throw new MissingColumnsError(missing, {
      what: `The table has no column ${missing.join(", ")}.`,
      why: `The plot needs it; the columns are ${Object.keys(columns).join(", ") || "none"}.`,
      remedy:
        "Rename the matching columns, for example new Table({ ...table.columns, chromosome: table.columns.CHR }).",
    });
  }
  if (textual.length > 0) {
    throw new InvalidArgumentError("result", {
      what: `Column ${textual.join(", ")} holds text.`,
      why: "The plot needs numbers; chromosomes are 1–22, X 23, Y 24, MT 25.",
      remedy: "Convert the column to a typed array, for example Uint8Array.from(column, Number).",
    });
  }
}

/** The table's own column where it has one. */
function negLog10Column(columns: Columns, total: number): Float64Array {
  const stored = columns.negLog10PValue as Exclude<Column, readonly string[]> | undefined;
  if (stored instanceof Float64Array) return stored;
  if (stored !== undefined) return new Float64Array(stored);
  const p = columns.pValue as Float64Array;
  const y = new Float64Array(total);
  for (let row = 0; row < total; row++) {
    const usable = p[row] >= 0 && p[row] <= 1;
    y[row] = usable ? Math.abs(Math.log10(p[row])) : NaN;
  }
  return y;
}

function numbersOf(columns: Columns, name: string): ArrayLike<number> {
  return (columns[name] as Exclude<Column, readonly string[]> | undefined) ?? [];
}

function isSound(errorCode: string): boolean {
  return errorCode === "." || errorCode === "";
}

function isPlaced(chromosome: number, position: number): boolean {
  return chromosome >= 1 && chromosome <= CHROMOSOME_CODES && position >= 0;
}

function nothingToPlot(
  total: number,
  withoutP: number,
  withoutPosition: number,
): NothingToPlotError {
  if (total === 0) {
    return new NothingToPlotError({
      what: "The table has no rows.",
      why: "A plot needs at least one variant with a P value.",
      remedy: "Look at the attrition table of the step before: what removed every variant?",
    });
  }
  return new NothingToPlotError({
    what: `None of the ${total} rows can be drawn.`,
    why: `${withoutP} have no P value or carry an error code; ${withoutPosition} have no place on chromosomes 1–25.`,
    remedy: "Print the errorCode and chromosome columns of the first rows to see why.",
  });
}

import type { Columns, Table } from "../../table.ts";
import { isHeld } from "../../held-texts.ts";
import { named } from "./matching-rows.ts";

export interface DescribeColumnOptions {
  /** Rows to describe; all when left out. */
  readonly rows?: Uint32Array | undefined;
  /** Look at so many rows at most, evenly spread; all when left out. */
  readonly atMost?: number | undefined;
}

/** What the values of a column are like. */
export type ColumnDescription = {
  /** Rows that were looked at. */
  readonly rowsSeen: number;
  readonly missing: number;
} & (
  | {
      readonly holds: "numbers";
      /** NaN where no row has a number. */
      readonly minimum: number;
      readonly maximum: number;
      readonly mean: number;
      readonly median: number;
      /** Equal steps from minimum to maximum; one for each value where there are few whole numbers. */
      readonly bars: readonly {
        readonly from: number;
        readonly to: number;
        readonly count: number;
      }[];
    }
  | {
      readonly holds: "texts";
      /** Different texts; at most `DISTINCT_LIMIT` are told apart. */
      readonly distinct: number;
      readonly top: readonly { readonly text: string; readonly count: number }[];
    }
);

const BARS = 20;
/** Codes and small counts get a bar each. */
const SINGLE_VALUES = 30;
const DISTINCT_LIMIT = 10_000;
const TOP = 5;

/**
 * Describes one column: of numbers range, mean, median and histogram; of text the commonest values.
 *
 * @throws InvalidArgumentError when there is no such column
 * @example
 * data.describeColumn(result, "effectAlleleFrequency", { atMost: 100_000 });
 */
export function describeColumn<C extends Columns>(
  table: Table<C>,
  name: string,
  { rows, atMost = Infinity }: DescribeColumnOptions = {},
): ColumnDescription {
  const column = named(table.columns, name);
  const count = rows?.length ?? table.rowCount;
  const rowsSeen = Math.min(count, Math.max(1, atMost));
  const step = count / rowsSeen;
  const rowAt = (k: number): number => {
    const place = Math.floor(k * step);
    return rows ? rows[place] : place;
  };
  if (isHeld(column)) return describeTexts((row) => column.at(row), rowsSeen, rowAt);
  if (!ArrayBuffer.isView(column)) return describeTexts((row) => column[row], rowsSeen, rowAt);
  const isZeroMissing = name === "chromosome" || name === "basePairLocation";
  return describeNumbers(column, rowsSeen, rowAt, isZeroMissing);
}

function describeNumbers(
  column: ArrayLike<number>,
  rowsSeen: number,
  rowAt: (k: number) => number,
  isZeroMissing: boolean,
): ColumnDescription {
  const values = new Float64Array(rowsSeen);
  let n = 0;
  let sum = 0;
  let minimum = Infinity;
  let maximum = -Infinity;
  let isWhole = true;
  for (let k = 0; k < rowsSeen; k++) {
    const value = column[rowAt(k)];
    if (!Number.isFinite(value) || (isZeroMissing && value === 0)) continue;
    values[n++] = value;
    sum += value;
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
    isWhole &&= Number.isInteger(value);
  }
  const missing = rowsSeen - n;
  if (n === 0) {
    const none = { minimum: NaN, maximum: NaN, mean: NaN, median: NaN };
    return { holds: "numbers", rowsSeen, missing, ...none, bars: [] };
  }
  const span = maximum - minimum;
  const isSingle = isWhole && span < SINGLE_VALUES;
  const barCount = isSingle ? span + 1 : BARS;
  const width = isSingle ? 1 : span / BARS || 1;
  const counts = new Array<number>(barCount).fill(0);
  for (let k = 0; k < n; k++) {
    counts[Math.min(barCount - 1, Math.floor((values[k] - minimum) / width))]++;
  }
  const bars = counts.map((barSize, b) => ({
    from: minimum + b * width,
    to: isSingle ? minimum + b : b === barCount - 1 ? maximum : minimum + (b + 1) * width,
    count: barSize,
  }));
  const sorted = values.subarray(0, n).sort();
  const median = (sorted[(n - 1) >> 1] + sorted[n >> 1]) / 2;
  return { holds: "numbers", rowsSeen, missing, minimum, maximum, mean: sum / n, median, bars };
}

function describeTexts(
  textAt: (row: number) => string,
  rowsSeen: number,
  rowAt: (k: number) => number,
): ColumnDescription {
  const counts = new Map<string, number>();
  let missing = 0;
  for (let k = 0; k < rowsSeen; k++) {
    const text = textAt(rowAt(k));
    if (text === "") {
      missing++;
      continue;
    }
    const known = counts.get(text);
    if (known !== undefined) counts.set(text, known + 1);
    else if (counts.size < DISTINCT_LIMIT) counts.set(text, 1);
  }
  const top = [...counts]
    .map(([text, count]) => ({ text, count }))
    .sort((a, b) => b.count - a.count || (a.text < b.text ? -1 : 1))
    .slice(0, TOP);
  return { holds: "texts", rowsSeen, missing, distinct: counts.size, top };
}

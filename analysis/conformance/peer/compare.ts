import { expect } from "vitest";
import type { TextTable } from "./text-table.ts";

/** How one column of ours differs from the peer's text. */
interface ColumnDifference {
  readonly column: string;
  readonly rows: number;
  readonly different: number;
  /** Largest difference in units of the last significant digit that the peer prints; Infinity where one is no number. */
  readonly maxUnits: number;
}

/** Compares every row of these columns as text. */
function compareText(
  peer: TextTable,
  ours: Readonly<Record<string, readonly string[]>>,
  bounds: Bounds,
  digits: number,
): ColumnDifference[] {
  return Object.entries(ours).map(([column, values]) => {
    const theirs = peer.columns[column] ?? [];
    expect(values.length, `rows of ${column}`).toBe(theirs.length);
    let different = 0;
    let maxUnits = 0;
    for (let i = 0; i < values.length; i++) {
      if (values[i] === theirs[i]) continue;
      different++;
      maxUnits = Math.max(
        maxUnits,
        unitsApart(theirs[i], values[i], digits, bounds[column]?.ofAtLeast),
      );
    }
    return { column, rows: values.length, different, maxUnits };
  });
}

function unitsApart(a: string, b: string, digits: number, ofAtLeast = 0): number {
  const [x, y] = [Number(a), Number(b)];
  if (Number.isNaN(x) || Number.isNaN(y)) return Infinity;
  const size = Math.max(Math.abs(x), Math.abs(y), ofAtLeast);
  return Math.abs(x - y) / 10 ** (Math.floor(Math.log10(size)) - digits + 1);
}

/** What a column may differ by; columns not named must be the peer's text in every row. */
export type Bounds = Readonly<Record<string, Bound>>;

export interface Bound {
  /** Of rows that may differ at all. */
  readonly share: number;
  readonly units: number;
  /** Units are those of numbers at least this large: for statistics around 0, whose error is absolute. */
  readonly ofAtLeast?: number;
}

const EQUAL: Bound = { share: 0, units: 0 };

/** Compares every row as text, says what differs column by column, and asserts the bounds. */
export function expectWithin(
  title: string,
  peer: TextTable,
  ours: Readonly<Record<string, readonly string[]>>,
  bounds: Bounds = {},
  digits = 6,
): void {
  const differences = compareText(peer, ours, bounds, digits);
  const summary = differences.map(
    ({ column, rows, different, maxUnits }) =>
      `${column} ${different === 0 ? "=" : `${different}/${rows} (≤ ${maxUnits.toPrecision(3)} units)`}`,
  );
  console.log(`${title}: ${summary.join(", ")}`);
  for (const { column, rows, different, maxUnits } of differences) {
    const { share, units } = bounds[column] ?? EQUAL;
    expect(different / rows, `${title}: share of rows whose ${column} differs`).toBeLessThanOrEqual(
      share,
    );
    expect(maxUnits, `${title}: units of the last digit of ${column}`).toBeLessThanOrEqual(
      units * 1.001,
    );
  }
}

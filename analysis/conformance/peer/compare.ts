import { expect } from "vitest";
import type { TextTable } from "./text-table.ts";

/** How one column of ours differs from the peer's text. */
export interface ColumnDifference {
  readonly column: string;
  readonly rows: number;
  readonly different: number;
  /** Largest difference in units of the last significant digit that the peer prints; Infinity where one is no number. */
  readonly maxUnits: number;
}

/** Compares every row of these columns as text. */
export function compareText(
  peer: TextTable,
  ours: Readonly<Record<string, readonly string[]>>,
  bounds: Bounds = {},
  digits = 6,
): ColumnDifference[] {
  return Object.entries(ours).map(([column, values]) => {
    const theirs = peer.columns[column] ?? [];
    expect(values.length, `rows of ${column}`).toBe(theirs.length);
    let different = 0;
    let maxUnits = 0;
    for (let i = 0; i < values.length; i++) {
      if (values[i] === theirs[i]) continue;
      different++;
      const least = bounds[column]?.ofAtLeast;
      const size = typeof least === "string" ? Number(peer.columns[least][i]) : least;
      maxUnits = Math.max(maxUnits, unitsApart(theirs[i], values[i], digits, size));
    }
    return { column, rows: values.length, different, maxUnits };
  });
}

// By exponents, because a P can be below the smallest double.
function unitsApart(a: string, b: string, digits: number, ofAtLeast = 0): number {
  const [x, y] = [decimal(a), decimal(b)];
  if (!x || !y) return Infinity;
  const top = Math.max(x.exponent, y.exponent, Math.floor(Math.log10(ofAtLeast)));
  const scaled = ({ value, exponent }: Decimal): number => value * 10 ** (exponent - top);
  return Math.abs(scaled(x) - scaled(y)) * 10 ** (digits - 1);
}

/** value × 10^exponent with 1 ≤ |value| < 10. */
interface Decimal {
  readonly value: number;
  readonly exponent: number;
}

function decimal(text: string): Decimal | undefined {
  const match = /^(-?[\d.]+)(?:e([-+]\d+))?$/.exec(text);
  if (!match) return undefined;
  const shown = Number(match[1]);
  if (shown === 0) return { value: 0, exponent: -Infinity };
  const shift = Math.floor(Math.log10(Math.abs(shown)));
  return { value: shown / 10 ** shift, exponent: shift + Number(match[2] ?? 0) };
}

/** What a column may differ by; columns not named must be the peer's text in every row. */
export type Bounds = Readonly<Record<string, Bound>>;

export interface Bound {
  /** Of rows that may differ at all. */
  readonly share: number;
  readonly units: number;
  /**
   * Units are those of numbers at least this large, or as the row's number in this column: for statistics around 0, whose
   * error is absolute.
   */
  readonly ofAtLeast?: number | string;
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

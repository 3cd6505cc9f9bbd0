import { counted, whole } from "../words.ts";
import { InvalidArgumentError } from "../errors.ts";

const MOST_ROWS = 60;
const LIMIT = 200;

/** @throws InvalidArgumentError */
export function mostRows(maxVariants: number = MOST_ROWS): number {
  if (Number.isInteger(maxVariants) && maxVariants >= 1 && maxVariants <= LIMIT) return maxVariants;
  throw new InvalidArgumentError("maxVariants", {
    what: `maxVariants ${maxVariants} is not possible.`,
    why: `A plot has one line a variant: a whole number from 1 to ${LIMIT}.`,
    remedy: "Leave it out for the 60 that matter most, or print the table to see all.",
  });
}

/** The rows with the largest values, in their own order. */
export function largestFirst<T>(
  rows: readonly T[],
  valueOf: (row: T) => number,
  most: number,
): T[] {
  const order = rows.map((_, i) => i).sort((a, b) => valueOf(rows[b]) - valueOf(rows[a]) || a - b);
  const kept = new Set(order.slice(0, most));
  return rows.filter((_, i) => kept.has(i));
}

/** `28 variants`, or `showing 60 of 400 variants, those of the largest weight`. */
export function shownOf(shown: number, of: number, which: string): string {
  return shown === of
    ? counted(of, "variant")
    : `showing ${whole(shown)} of ${counted(of, "variant")}, those ${which}`;
}

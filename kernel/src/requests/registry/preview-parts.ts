import type * as analysis from "@genobook/analysis";
import type { RequestContext } from "../handlers.ts";

export type Library = typeof analysis;

/** How a file is looked into. */
export interface Looking extends Pick<RequestContext, "signal" | "progress"> {
  /** Every row rather than the first, or a sample. */
  readonly isEvery: boolean;
}

/** Task options that tell the page how far the reading has come. */
export function taskOf({ signal, progress }: Omit<Looking, "isEvery">): analysis.TaskOptions {
  return { signal, onProgress: ({ title, done, total }) => progress(title, done, total) };
}

const FIRST_ROWS = 5;

/** The first rows of some columns, as texts. */
export function firstRows(
  holder: object,
  names: readonly string[],
  rowCount: number,
): { readonly header: readonly string[]; readonly rows: readonly (readonly string[])[] } {
  const columns = holder as Readonly<Record<string, ArrayLike<string | number> | undefined>>;
  const header = names.filter((name) => columns[name] !== undefined);
  const rows = Array.from({ length: Math.min(FIRST_ROWS, rowCount) }, (_, i) =>
    header.map((name) => cellText(columns[name]?.[i])),
  );
  return { header, rows };
}

/** Share of variants whose alleles are the same on both strands: A/T and C/G. */
export function palindromicShare(
  effect: ArrayLike<string>,
  other: ArrayLike<string>,
): number | null {
  let known = 0;
  let palindromic = 0;
  for (let i = 0; i < effect.length; i++) {
    const pair = `${effect[i] ?? ""}${other[i] ?? ""}`.toUpperCase();
    if (pair.length < 2) continue;
    known += 1;
    if (pair === "AT" || pair === "TA" || pair === "CG" || pair === "GC") palindromic += 1;
  }
  return known === 0 ? null : palindromic / known;
}

/** A P-value as text, however small. */
export function pText(negLog10: number): string {
  if (negLog10 < 3) return (10 ** -negLog10).toPrecision(2);
  const exponent = Math.ceil(negLog10);
  const mantissa = Math.round(10 * 10 ** (exponent - negLog10)) / 10;
  return mantissa >= 10 ? `1e-${exponent - 1}` : `${mantissa}e-${exponent}`;
}

/** How often each reason is given, the commonest first. */
export function countReasons(
  reasons: Iterable<string>,
  most = 6,
): readonly { readonly reason: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .map(([reason, count]) => ({ reason, count }))
    .sort((a, b) => b.count - a.count)
    .slice(0, most);
}

function cellText(value: string | number | undefined): string {
  if (typeof value !== "number") return value ?? "";
  if (Number.isNaN(value)) return "";
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}

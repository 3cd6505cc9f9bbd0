import { lnBetaCumulative } from "./beta.ts";
import { findRoot } from "./minimise.ts";

/**
 * ln P(X ≥ x) of the F distribution; finite far beyond where P itself underflows.
 *
 * @returns the natural logarithm; NaN for degrees of freedom that are not positive
 * @example
 * const negLog10P = -fLnP(10.4, 3, 996) / Math.LN10;
 * @see DLMF 8.17.22
 */
export function fLnP(x: number, numerator: number, denominator: number): number {
  if (Number.isNaN(x) || !(numerator > 0) || !(denominator > 0)) return NaN;
  if (x <= 0) return 0;
  const total = denominator + numerator * x;
  return lnBetaCumulative(
    denominator / total,
    denominator / 2,
    numerator / 2,
    (numerator * x) / total,
  );
}

/** The x with P(X ≤ x) = p of the F distribution, as R's `qf`; for p between 0 and 1. */
export function fQuantile(p: number, numerator: number, denominator: number): number {
  const lnUpper = Math.log1p(-p);
  const lnX = findRoot((u) => fLnP(Math.exp(u), numerator, denominator) - lnUpper, -300, 300);
  return Math.exp(lnX);
}

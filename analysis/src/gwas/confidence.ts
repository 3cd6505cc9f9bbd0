import { studentTTail } from "../stats/student-t.ts";
import { normalQuantileOfLnP } from "../stats/normal.ts";
import type { ScanColumns } from "./gwas-result.ts";

/** `ciLower` and `ciUpper` of beta at a confidence level; nothing when no level is asked for. */
export function confidenceColumns(
  scan: ScanColumns,
  confidenceLevel: number | undefined,
  degreesOfFreedom?: (v: number) => number,
): { ciLower?: Float64Array; ciUpper?: Float64Array } {
  if (confidenceLevel === undefined) return {};
  const lnP = Math.log1p(-confidenceLevel);
  const quantiles = new Map<number, number>();
  const quantile = (v: number): number => {
    if (!degreesOfFreedom) return normalQuantileOfLnP(lnP);
    const df = degreesOfFreedom(v);
    if (!quantiles.has(df)) quantiles.set(df, df > 0 ? studentTQuantile(lnP, df) : NaN);
    return quantiles.get(df)!;
  };
  const half = scan.standardError.map((se, v) => se * quantile(v));
  return {
    ciLower: scan.beta.map((beta, v) => beta - half[v]),
    ciUpper: scan.beta.map((beta, v) => beta + half[v]),
  };
}

/** The |t| whose two-sided tail has this logarithm, by bisection of t. */
function studentTQuantile(lnP: number, degreesOfFreedom: number): number {
  const tail = studentTTail(degreesOfFreedom);
  let low = 0;
  let high = 1;
  while (tail(high) > lnP) high *= 2;
  for (let i = 0; i < 200 && high - low > 1e-15 * high; i++) {
    const middle = (low + high) / 2;
    if (tail(middle) > lnP) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

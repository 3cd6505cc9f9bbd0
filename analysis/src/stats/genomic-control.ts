import { CHI_SQUARE_1_MEDIAN, chiSquare1QuantileOfLnP } from "./normal.ts";

/**
 * Genomic control: the median χ² with one degree of freedom over its expectation without any association.
 *
 * @param negLog10P - of the tested variants, none missing; unchanged
 * @returns NaN without any
 * @see Devlin & Roeder 1999, doi:10.1111/j.0006-341X.1999.00997.x
 */
export function genomicControl(negLog10P: Float64Array): number {
  if (negLog10P.length === 0) return NaN;
  const sorted = negLog10P.slice().sort();
  const chiSquare = (rank: number): number => chiSquare1QuantileOfLnP(-sorted[rank] * Math.LN10);
  const middle = sorted.length >> 1;
  const median =
    sorted.length % 2 === 1 ? chiSquare(middle) : (chiSquare(middle - 1) + chiSquare(middle)) / 2;
  return median / CHI_SQUARE_1_MEDIAN;
}

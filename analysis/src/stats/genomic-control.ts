import { CHI_SQUARE_1_MEDIAN, chiSquare1QuantileOfLnP } from "./normal.ts";

/**
 * Genomic control: the median χ² with one degree of freedom over its expectation without any association.
 *
 * @param negLog10P - of the tested variants, none missing or negative; unchanged
 * @returns NaN without any
 * @see Devlin & Roeder 1999, doi:10.1111/j.0006-341X.1999.00997.x
 */
export function genomicControl(negLog10P: Float64Array): number {
  if (negLog10P.length === 0) return NaN;
  const ranked = rankedOf(negLog10P);
  const chiSquare = (rank: number): number => chiSquare1QuantileOfLnP(-ranked(rank) * Math.LN10);
  const middle = negLog10P.length >> 1;
  const median =
    negLog10P.length % 2 === 1
      ? chiSquare(middle)
      : (chiSquare(middle - 1) + chiSquare(middle)) / 2;
  return median / CHI_SQUARE_1_MEDIAN;
}

const BINS = 1 << 16;

/**
 * The value that sorting would put at a place, of values none of which is negative.
 *
 * Counts them by the upper bits of their numbers, which ascend with the values, and selects in the one bin that holds the
 * place: ten million are neither copied nor moved.
 */
function rankedOf(values: Float64Array): (rank: number) => number {
  const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  const binOf = (i: number): number => (words[2 * i + 1] & 0x7fffffff) >>> 15;
  const count = new Uint32Array(BINS);
  for (let i = 0; i < values.length; i++) count[binOf(i)]++;
  let held = -1;
  let inside = new Float64Array(0);
  return (rank) => {
    let bin = 0;
    let first = 0;
    while (first + count[bin] <= rank) first += count[bin++];
    if (bin !== held) {
      held = bin;
      inside = new Float64Array(count[bin]);
      let next = 0;
      for (let i = 0; i < values.length; i++) if (binOf(i) === bin) inside[next++] = values[i];
    }
    return selected(inside, rank - first);
  };
}

/** Hoare's selection; `values` change their order. */
function selected(values: Float64Array, rank: number): number {
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

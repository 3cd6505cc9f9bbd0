import { selectMedian, selectWeightedMedian } from "./weighted-median.ts";

/** Standard errors of a median's rank to each side that the window reaches. */
const REACH = 1.6;
/** Part of the way to each median that the window's centre goes. */
const FOLLOWING = 0.1;

/**
 * Medians of many samples of k values that resemble each other: only what lies in a window around the medians so far is
 * sorted, in a third of the time of selecting among all. Where the median is not there, all are looked at.
 */
export class MedianWindow {
  readonly #reach: number;
  #centre: number;
  readonly #values: Float64Array;
  readonly #weights: Float64Array;

  /** @param first - k values, as they come */
  constructor(first: Float64Array) {
    const k = first.length;
    const sorted = first.slice().sort();
    const reach = Math.ceil((REACH / 2) * Math.sqrt(k));
    const low = sorted[Math.max(0, (k >> 1) - reach)];
    const high = sorted[Math.min(k - 1, (k >> 1) + reach)];
    this.#centre = (low + high) / 2;
    this.#reach = (high - low) / 2;
    this.#values = new Float64Array(k + 1);
    this.#weights = new Float64Array(k + 1);
  }

  /** The median of the k values from a place on, as R's `median`. */
  median(all: Float64Array, from: number): number {
    const values = this.#values;
    const k = values.length - 1;
    const low = this.#centre - this.#reach;
    const high = this.#centre + this.#reach;
    let below = 0;
    let count = 0;
    // Without branches, which nothing could foresee.
    for (let j = from; j < from + k; j++) {
      const value = all[j];
      values[count] = value;
      below += +(value < low);
      count += +(value >= low) & +(value <= high);
    }
    const rank = (k >> 1) - below;
    const isOdd = k % 2 === 1;
    if (rank >= count || rank < (isOdd ? 0 : 1)) {
      values.set(all.subarray(from, from + k));
      return this.#follow(selectMedian(values.subarray(0, k)));
    }
    sortFirst(values, count);
    return this.#follow(isOdd ? values[rank] : (values[rank - 1] + values[rank]) / 2);
  }

  /**
   * The weighted median of the k values from a place on.
   *
   * @param half - of the sum of the weights
   */
  weightedMedian(all: Float64Array, from: number, weights: Float64Array, half: number): number {
    const values = this.#values;
    const own = this.#weights;
    const k = weights.length;
    const low = this.#centre - this.#reach;
    const high = this.#centre + this.#reach;
    let before = 0;
    let count = 0;
    for (let j = 0; j < k; j++) {
      const value = all[from + j];
      const weight = weights[j];
      values[count] = value;
      own[count] = weight;
      before += weight * +(value < low);
      count += +(value >= low) & +(value <= high);
    }
    sortPairs(values, own, count);
    let position = NaN;
    for (let i = 0; i < count; i++) {
      const here = before + own[i] / 2;
      if (here >= half) {
        if (i === 0) break;
        const share = (half - position) / (here - position);
        return this.#follow(values[i - 1] + (values[i] - values[i - 1]) * share);
      }
      position = here;
      before += own[i];
    }
    own.set(weights);
    values.set(all.subarray(from, from + k));
    return this.#follow(selectWeightedMedian(values.subarray(0, k), own.subarray(0, k)));
  }

  #follow(median: number): number {
    this.#centre += FOLLOWING * (median - this.#centre);
    return median;
  }
}

/** Insertion sort of the first few. */
function sortFirst(values: Float64Array, count: number): void {
  for (let i = 1; i < count; i++) {
    const value = values[i];
    let j = i - 1;
    for (; j >= 0 && values[j] > value; j--) values[j + 1] = values[j];
    values[j + 1] = value;
  }
}

function sortPairs(values: Float64Array, weights: Float64Array, count: number): void {
  for (let i = 1; i < count; i++) {
    const value = values[i];
    const weight = weights[i];
    let j = i - 1;
    for (; j >= 0 && values[j] > value; j--) {
      values[j + 1] = values[j];
      weights[j + 1] = weights[j];
    }
    values[j + 1] = value;
    weights[j + 1] = weight;
  }
}

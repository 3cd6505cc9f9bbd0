import { MedianWindow } from "./median-window.ts";
import { medianOf, selectMedian } from "./weighted-median.ts";

/** Points of R's `density`. */
const POINTS = 512;
/** The normal distribution's standard deviation over its median absolute deviation, as R has it. */
const MAD_FACTOR = 1.4826;
/** Bandwidths beyond which a kernel is below the rounding of its peak. */
const KERNEL_REACH = 8.5;

/** The grid of R's `density` for values between two ends. */
interface Grid {
  /** First of the 512 places that values are shared between: seven bandwidths below the lowest. */
  readonly start: number;
  readonly step: number;
  /** First of the 512 points at which the density is read off, and their distance. */
  readonly from: number;
  readonly span: number;
}

function gridOf(low: number, high: number, bandwidth: number): Grid {
  const start = low - 7 * bandwidth;
  const from = low - 3 * bandwidth;
  return {
    start,
    step: (high + 7 * bandwidth - start) / (POINTS - 1),
    from,
    span: (high + 3 * bandwidth - from) / (POINTS - 1),
  };
}

/** How many of R's grid steps a bandwidth is; below 1 the grid, not the data, says where the mode is. */
export function stepsPerBandwidth(values: Float64Array, bandwidth: number): number {
  const { low, high } = endsOf(values);
  return bandwidth / gridOf(low, high, bandwidth).step;
}

/**
 * The bandwidth of Hartwig's rule: φ · 0.9 · min(standard deviation, scaled median absolute deviation) / k^⅕.
 *
 * @param scratch - k values, overwritten
 * @see Hartwig, Davey Smith & Bowden 2017, doi:10.1093/ije/dyx102
 */
export function modeBandwidth(values: Float64Array, phi: number, scratch: Float64Array): number {
  const k = values.length;
  let mean = 0;
  for (let j = 0; j < k; j++) mean += values[j];
  mean /= k;
  let sum = 0;
  for (let j = 0; j < k; j++) sum += (values[j] - mean) ** 2;
  const deviation = Math.sqrt(sum / (k - 1));
  const spread = Math.min(deviation, medianDeviation(values, scratch));
  return bandwidthOf(spread, phi * 0.9 * k ** -0.2, mean);
}

function bandwidthOf(spread: number, factor: number, mean: number): number {
  const bandwidth = factor * spread;
  // More than half of the ratios are equal: any narrow kernel finds them.
  return bandwidth > 0 ? bandwidth : 1e-8 * (Math.abs(mean) || 1);
}

/** The same rule for many samples of k values that resemble the first. */
export class BandwidthRule {
  readonly #factor: number;
  readonly #distances: Float64Array;
  readonly #medians: MedianWindow;
  readonly #deviations: MedianWindow;

  constructor(first: Float64Array, phi: number) {
    this.#factor = phi * 0.9 * first.length ** -0.2;
    const median = medianOf(first);
    this.#distances = first.map((value) => Math.abs(value - median));
    this.#medians = new MedianWindow(first);
    this.#deviations = new MedianWindow(this.#distances);
  }

  /** Of the k values from a place on. */
  of(values: Float64Array, from: number): number {
    const distances = this.#distances;
    const k = distances.length;
    const median = this.#medians.median(values, from);
    let sum = 0;
    let squares = 0;
    for (let j = 0; j < k; j++) {
      const off = values[from + j] - median;
      distances[j] = Math.abs(off);
      sum += off;
      squares += off * off;
    }
    const deviation = Math.sqrt((squares - (sum * sum) / k) / (k - 1));
    const spread = MAD_FACTOR * this.#deviations.median(distances, 0);
    return bandwidthOf(Math.min(deviation, spread), this.#factor, median + sum / k);
  }
}

/** R's `mad`: 1.4826 times the median distance from the median. */
export function medianDeviation(values: Float64Array, scratch: Float64Array): number {
  scratch.set(values);
  const median = selectMedian(scratch);
  for (let j = 0; j < values.length; j++) scratch[j] = Math.abs(values[j] - median);
  return MAD_FACTOR * selectMedian(scratch);
}

/** Bins a bandwidth, and bins to each side that the kernel reaches: 4 bandwidths. */
const BINS_PER_BANDWIDTH = 2;
const REACH = 8;
/** Sharing a value between two bins spreads it by a sixth of a squared bin on average, which the kernel leaves out. */
const KERNEL_VARIANCE = BINS_PER_BANDWIDTH ** 2 - 1 / 6;
const KERNEL = Float64Array.from({ length: 2 * REACH + 1 }, (_, d) =>
  Math.exp((-0.5 * (d - REACH) ** 2) / KERNEL_VARIANCE),
);

// The kernel is at most 1 to one bin away, this to three, and that further out; with room for rounding.
const TO_THREE = KERNEL[REACH + 2];
const FURTHER = KERNEL[REACH + 4];
const NEAR_SHARE = 1 - TO_THREE + 1e-9;
const MIDDLE_SHARE = TO_THREE - FURTHER;
const FAR_SHARE = FURTHER;

/** Where Gaussian kernel densities of weighted values are highest; its arrays serve one sample after another. */
export class ModeFinder {
  readonly #density = new Float64Array(POINTS);
  readonly #mass = new Float64Array(POINTS + 2 * REACH + 8);
  readonly #below = new Float64Array(POINTS + 2 * REACH + 8);
  readonly #bound = new Float64Array(POINTS + 8);
  readonly #kernel = new Float64Array(POINTS);

  /**
   * The highest of the 512 points of R's `density`.
   *
   * Values are shared between the two next places of a grid four bandwidths wider on each side, smoothed there with the
   * kernel at distances of R 4.2 (1023 in place of 1022 steps), and read off at the points between.
   */
  onGrid(values: Float64Array, weights: Float64Array, bandwidth: number): number {
    const { low, high } = endsOf(values);
    return this.#onGrid(values, weights, bandwidth, gridOf(low, high, bandwidth));
  }

  /**
   * The same for bootstrap samples, in a tenth of the time: where R's grid has four steps or more a bandwidth, its point next
   * to the mode that wider bins give.
   */
  find(values: Float64Array, weights: Float64Array, bandwidth: number, first = 0): number {
    let low = Infinity;
    let high = -Infinity;
    for (let j = first; j < first + weights.length; j++) {
      if (values[j] < low) low = values[j];
      if (values[j] > high) high = values[j];
    }
    const grid = gridOf(low, high, bandwidth);
    if (bandwidth < BINS_PER_BANDWIDTH * grid.step) {
      const own = values.subarray(first, first + weights.length);
      return this.#onGrid(own, weights, bandwidth, grid);
    }
    const mode = this.#inBins(values, first, weights, bandwidth, low, high);
    return grid.from + Math.round((mode - grid.from) / grid.span) * grid.span;
  }

  #onGrid(values: Float64Array, weights: Float64Array, bandwidth: number, grid: Grid): number {
    const { start, step, from, span } = grid;
    const kernelStep = (2 * step * (POINTS - 1)) / (2 * POINTS - 1) / bandwidth;
    const reach = Math.min(POINTS - 1, Math.ceil(KERNEL_REACH / kernelStep));
    const kernel = this.#kernel;
    for (let d = 0; d <= reach; d++) kernel[d] = Math.exp(-0.5 * (d * kernelStep) ** 2);
    const density = this.#density;
    density.fill(0, 0, POINTS);
    for (let j = 0; j < values.length; j++) {
      const place = (values[j] - start) / step;
      const bin = Math.floor(place);
      const upper = weights[j] * (place - bin);
      const lower = weights[j] - upper;
      const last = Math.min(POINTS - 1, bin + reach);
      for (let i = Math.max(0, bin - reach); i <= last; i++) {
        density[i] += lower * kernel[Math.abs(i - bin)];
      }
      const next = Math.min(POINTS - 1, bin + 1 + reach);
      for (let i = Math.max(0, bin + 1 - reach); i <= next; i++) {
        density[i] += upper * kernel[Math.abs(i - bin - 1)];
      }
    }
    let best = from;
    let highest = -Infinity;
    for (let i = 0; i < POINTS; i++) {
      const x = from + i * span;
      const place = (x - start) / step;
      const bin = Math.min(POINTS - 2, Math.floor(place));
      const value = density[bin] + (density[bin + 1] - density[bin]) * (place - bin);
      if (value > highest) {
        highest = value;
        best = x;
      }
    }
    return best;
  }

  #inBins(
    values: Float64Array,
    first: number,
    weights: Float64Array,
    bandwidth: number,
    low: number,
    high: number,
  ): number {
    const step = bandwidth / BINS_PER_BANDWIDTH;
    const perStep = 1 / step;
    // No more than R's 512 places, or its grid would have been coarse. As many empty ones as the kernel reaches around.
    const bins = Math.floor((high - low) * perStep) + 2;
    const mass = this.#mass;
    mass.fill(0, 0, bins + 2 * REACH + 2);
    for (let j = 0; j < weights.length; j++) {
      const place = (values[first + j] - low) * perStep;
      const bin = place | 0;
      const upper = weights[j] * (place - bin);
      mass[bin + REACH + 1] += weights[j] - upper;
      mass[bin + REACH + 2] += upper;
    }
    const bound = this.#bound;
    const below = this.#below;
    for (let i = 0, sum = 0; i < bins + 2 * REACH + 2; i++) {
      below[i] = sum;
      sum += mass[i];
    }
    below[bins + 2 * REACH + 2] = below[bins + 2 * REACH + 1];
    // Densities are at most this, by three stretches of the kernel; most are not looked at.
    let at = 0;
    for (let i = 0; i < bins; i++) {
      bound[i] =
        NEAR_SHARE * (below[i + REACH + 3] - below[i + REACH]) +
        MIDDLE_SHARE * (below[i + REACH + 5] - below[i + REACH - 2]) +
        FAR_SHARE * (below[i + 2 * REACH + 2] - below[i + 1]);
      if (bound[i] > bound[at]) at = i;
    }
    let highest = densityAt(mass, at);
    for (let i = 0; i < bins; i++) {
      if (bound[i] < highest) continue;
      const density = densityAt(mass, i);
      if (density > highest || (density === highest && i < at)) {
        highest = density;
        at = i;
      }
    }
    // A peak is a parabola in logarithms.
    const before = Math.log(densityAt(mass, at - 1) / highest);
    const after = Math.log(densityAt(mass, at + 1) / highest);
    const bend = before + after;
    const shift = bend < 0 && bend > -Infinity ? (0.5 * (before - after)) / bend : 0;
    return low + (at + shift) * step;
  }
}

/** Smoothed mass of a bin; around it lie as many places as the kernel reaches, and one more. */
function densityAt(mass: Float64Array, bin: number): number {
  let density = 0;
  for (let d = 0; d <= 2 * REACH; d++) density += mass[bin + 1 + d] * KERNEL[d];
  return density;
}

function endsOf(values: Float64Array): { low: number; high: number } {
  let low = Infinity;
  let high = -Infinity;
  for (let j = 0; j < values.length; j++) {
    if (values[j] < low) low = values[j];
    if (values[j] > high) high = values[j];
  }
  return { low, high };
}

import { selectMedian } from "./weighted-median.ts";

/** Points of R's `density`. */
const POINTS = 512;
/** The normal distribution's standard deviation over its median absolute deviation, as R has it. */
const MAD_FACTOR = 1.4826;

/**
 * Where a Gaussian kernel density of weighted values is highest, on the 512 points of R's `density`.
 *
 * Values are shared between the two next bins of a grid four bandwidths wider on each side, smoothed there with the
 * kernel at distances of R 4.2 (1023 in place of 1022 steps), and read off at the points between.
 *
 * @param bandwidth - of the kernel, > 0
 */
export function densityMode(
  values: Float64Array,
  weights: Float64Array,
  bandwidth: number,
): number {
  let [low, high, total] = [Infinity, -Infinity, 0];
  for (let j = 0; j < values.length; j++) {
    low = Math.min(low, values[j]);
    high = Math.max(high, values[j]);
    total += weights[j];
  }
  const from = low - 3 * bandwidth;
  const to = high + 3 * bandwidth;
  const start = low - 7 * bandwidth;
  const width = high + 7 * bandwidth - start;
  const step = width / (POINTS - 1);
  const mass = new Float64Array(POINTS);
  for (let j = 0; j < values.length; j++) {
    const place = (values[j] - start) / step;
    const bin = Math.floor(place);
    const share = weights[j] / total;
    mass[bin] += share * (1 - (place - bin));
    mass[bin + 1] += share * (place - bin);
  }
  const kernelStep = (2 * width) / (2 * POINTS - 1);
  const kernel = new Float64Array(POINTS);
  for (let d = 0; d < POINTS; d++) {
    kernel[d] = Math.exp(-0.5 * ((d * kernelStep) / bandwidth) ** 2);
  }
  const density = new Float64Array(POINTS);
  for (let i = 0; i < POINTS; i++) {
    if (mass[i] === 0) continue;
    for (let d = 0; d < POINTS; d++) density[d] += mass[i] * kernel[Math.abs(d - i)];
  }
  const span = (to - from) / (POINTS - 1);
  let [best, highest] = [from, -Infinity];
  for (let i = 0; i < POINTS; i++) {
    const x = from + i * span;
    const place = (x - start) / step;
    const bin = Math.min(POINTS - 2, Math.floor(place));
    const value = density[bin] + (density[bin + 1] - density[bin]) * (place - bin);
    if (value > highest) [best, highest] = [x, value];
  }
  return best;
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
  const spread = medianDeviation(values, scratch);
  const bandwidth = (phi * 0.9 * Math.min(deviation, spread)) / k ** 0.2;
  // More than half of the ratios are equal: any narrow kernel finds them.
  return bandwidth > 0 ? bandwidth : 1e-8 * (Math.abs(mean) || 1);
}

/** R's `mad`: 1.4826 times the median distance from the median. */
export function medianDeviation(values: Float64Array, scratch: Float64Array): number {
  scratch.set(values);
  const median = selectMedian(scratch);
  for (let j = 0; j < values.length; j++) scratch[j] = Math.abs(values[j] - median);
  return MAD_FACTOR * selectMedian(scratch);
}

/** Bins a bandwidth, and bins to each side that the kernel reaches: 4 bandwidths. */
const BINS_PER_BANDWIDTH = 4;
const REACH = 16;
const KERNEL = Float64Array.from({ length: 2 * REACH + 1 }, (_, d) =>
  Math.exp(-0.5 * ((d - REACH) / BINS_PER_BANDWIDTH) ** 2),
);
/** Of values more than 16 000 bandwidths apart the kernel is widened. */
const MOST_BINS = 65_536;

/** Finds the modes of many samples fast: bins of a quarter of a bandwidth, and a parabola through the highest three. */
export class ModeFinder {
  #density = new Float64Array(1024);

  /**
   * @returns the highest point within about 0.01 bandwidths; R's grid is of 0.05 bandwidths or wider
   */
  find(values: Float64Array, weights: Float64Array, bandwidth: number): number {
    const k = values.length;
    let low = Infinity;
    let high = -Infinity;
    for (let j = 0; j < k; j++) {
      if (values[j] < low) low = values[j];
      if (values[j] > high) high = values[j];
    }
    const step = Math.max(bandwidth / BINS_PER_BANDWIDTH, (high - low) / (MOST_BINS - 2));
    const bins = Math.floor((high - low) / step) + 2;
    const places = bins + 2 * REACH + 2;
    if (places > this.#density.length) this.#density = new Float64Array(2 * places);
    const density = this.#density;
    density.fill(0, 0, places);
    const kernel = KERNEL;
    for (let j = 0; j < k; j++) {
      const place = (values[j] - low) / step;
      const bin = Math.floor(place);
      const upper = weights[j] * (place - bin);
      const lower = weights[j] - upper;
      density[bin] += lower * kernel[0];
      for (let d = 1; d <= 2 * REACH; d++) {
        density[bin + d] += lower * kernel[d] + upper * kernel[d - 1];
      }
      density[bin + 2 * REACH + 1] += upper * kernel[2 * REACH];
    }
    let at = 0;
    for (let i = 1; i < places - 1; i++) if (density[i] > density[at]) at = i;
    const before = at > 0 ? density[at - 1] : 0;
    const after = density[at + 1];
    const bend = before - 2 * density[at] + after;
    const shift = bend < 0 ? (0.5 * (before - after)) / bend : 0;
    return low + (at - REACH + shift) * step;
  }
}

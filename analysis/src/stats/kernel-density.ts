import { meanAndDeviation } from "./standard-scale.ts";

export interface DensityPoint {
  readonly value: number;
  readonly density: number;
}

const GRID_POINTS = 129;
const GRID_DEVIATIONS = 4.5;
/** Values are dealt to so many places between two points of the grid, so that a million cost what a thousand do. */
const PLACES_PER_STEP = 16;
/** Bandwidths from which on a value adds less than 1e-14 of its kernel. */
const REACH = 8;

/** Places for the densities of all groups of these values: 129, evenly within 4.5 SD of the mean; none for a constant. */
export function densityGrid(values: Float64Array): Float64Array {
  const { mean, deviation } = meanAndDeviation(values);
  if (!(deviation > 0)) return new Float64Array(0);
  const step = (2 * GRID_DEVIATIONS * deviation) / (GRID_POINTS - 1);
  const middle = (GRID_POINTS - 1) / 2;
  return Float64Array.from({ length: GRID_POINTS }, (_, i) => mean + (i - middle) * step);
}

/**
 * Gaussian kernel density with Silverman's bandwidth, 0.9 min(SD, IQR / 1.34) n^(−1/5).
 *
 * @param grid - evenly spaced
 * @param fewest - values that must lie on either side of a place: beyond, the curve would tell of the few at its ends
 * @returns none for fewer than two different values
 * @see Silverman 1986, Density Estimation for Statistics and Data Analysis, §3.4.2
 */
export function kernelDensity(
  values: Float64Array,
  grid: Float64Array,
  fewest: number,
): DensityPoint[] {
  const sorted = values.slice().sort();
  const n = sorted.length;
  const bandwidth = silvermanBandwidth(sorted);
  if (!(bandwidth > 0) || grid.length < 2 || n < fewest) return [];
  const width = (grid[1] - grid[0]) / PLACES_PER_STEP;
  const start = grid[0] - REACH * bandwidth;
  const places = Math.ceil((grid.at(-1)! + REACH * bandwidth - start) / width) + 2;
  const mass = linearlyBinned(sorted, start, width, places);
  const low = sorted[Math.max(fewest, 1) - 1];
  const high = sorted[n - Math.max(fewest, 1)];
  const isTold = (value: number): boolean => fewest <= 1 || (value >= low && value <= high);
  return Array.from(grid.filter(isTold), (value) => {
    const first = Math.ceil((value - REACH * bandwidth - start) / width);
    const last = Math.floor((value + REACH * bandwidth - start) / width);
    let sum = 0;
    for (let b = first; b <= last; b++) {
      const z = (value - start - b * width) / bandwidth;
      sum += mass[b] * Math.exp((-z * z) / 2);
    }
    return { value, density: sum / (n * bandwidth * Math.sqrt(2 * Math.PI)) };
  });
}

function silvermanBandwidth(sorted: Float64Array): number {
  const n = sorted.length;
  if (n < 2) return 0;
  const { deviation } = meanAndDeviation(sorted);
  const at = (share: number): number => sorted[Math.round(share * (n - 1))];
  const spread = (at(0.75) - at(0.25)) / 1.34;
  return 0.9 * (spread > 0 ? Math.min(deviation, spread) : deviation) * n ** -0.2;
}

/** Each value divided between the two places next to it; those outside are left out. */
function linearlyBinned(
  values: Float64Array,
  start: number,
  width: number,
  places: number,
): Float64Array {
  const mass = new Float64Array(places);
  for (const value of values) {
    const at = (value - start) / width;
    const below = Math.floor(at);
    if (below < 0 || below + 1 >= places) continue;
    mass[below] += 1 - (at - below);
    mass[below + 1] += at - below;
  }
  return mass;
}

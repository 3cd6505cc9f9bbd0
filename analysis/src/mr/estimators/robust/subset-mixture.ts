/** A mixture of normal distributions: means, standard deviations and weights of its parts. */
export interface Mixture {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
  readonly weight: Float64Array;
}

// Of the least deviation, and of ln of each: merging within a cell changes the mixture by about a millionth.
const MEAN_CELL = 1 / 50;
const LN_DEVIATION_CELL = 0.01;
const DEVIATION_CELLS = 4096;

/** Gathers parts, merging those with nearly the same mean and deviation, so that millions of them take little room. */
export function mixtureOfCells(leastDeviation: number): {
  readonly add: (mean: number, deviation: number, weight: number) => void;
  readonly finish: () => Mixture;
} {
  const cells = new Map<number, number>();
  let sums = new Float64Array(3 * 1024);
  return {
    add(mean, deviation, weight) {
      const column = Math.floor(Math.log(deviation / leastDeviation) / LN_DEVIATION_CELL);
      const row = Math.floor(mean / (leastDeviation * MEAN_CELL));
      const key = row * DEVIATION_CELLS + Math.max(0, Math.min(DEVIATION_CELLS - 1, column));
      let cell = cells.get(key);
      if (cell === undefined) {
        cell = cells.size;
        cells.set(key, cell);
        if (3 * cell >= sums.length) {
          const wider = new Float64Array(2 * sums.length);
          wider.set(sums);
          sums = wider;
        }
      }
      sums[3 * cell] += weight;
      sums[3 * cell + 1] += weight * mean;
      sums[3 * cell + 2] += weight * deviation;
    },
    finish() {
      const take = (part: number): Float64Array =>
        Float64Array.from({ length: cells.size }, (_, c) => sums[3 * c + part] / sums[3 * c]);
      return {
        mean: take(1),
        deviation: take(2),
        weight: Float64Array.from({ length: cells.size }, (_, c) => sums[3 * c]),
      };
    },
  };
}

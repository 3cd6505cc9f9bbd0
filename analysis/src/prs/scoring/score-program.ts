import type { BlockProgram } from "../../compute/block-program.ts";
import { weightedScores } from "../../compute/operations/weighted-scores/index.ts";

/** What each variant adds to which sums, in shared memory: entries of variant v are offsets[v] … offsets[v + 1] − 1. */
export interface ScoreEntries {
  /** Variants + 1 numbers. */
  readonly offsets: Uint32Array;
  readonly slot: Uint8Array;
  readonly column: Uint32Array;
  readonly weight: Float64Array;
  /**
   * What genotypes are worth, slot by slot: variants × 4 numbers each. A variant whose scores count it in several ways has
   * several slots; most have one.
   */
  readonly values: readonly Float64Array[];
}

/** Columns from … to − 1 of one slot: one call of the operation a block. */
export interface ScoreTask {
  readonly slot: number;
  readonly from: number;
  readonly to: number;
}

export interface ScoreSetup {
  readonly entries: ScoreEntries;
  readonly tasks: readonly ScoreTask[];
  readonly sampleCount: number;
  /** Shared: a column of n sums after the other. */
  readonly totals: Float64Array;
}

export const sumScores: BlockProgram<ScoreSetup> = (setup, thread) => {
  const { entries, sampleCount, totals } = setup;
  const { offsets, slot, column, weight } = entries;
  const tasks = setup.tasks.map((task) => {
    const width = task.to - task.from;
    return {
      ...task,
      width,
      run: weightedScores.prepare({ sampleCount, width }, thread.device),
      weights: new Float64Array(thread.mostRows * width),
    };
  });
  return {
    async block(block) {
      const end = block.start + block.count;
      const sums: (Float64Array | undefined)[] = [];
      for (const task of tasks) {
        const weights = task.weights.subarray(0, block.count * task.width).fill(0);
        let isEmpty = true;
        for (let v = block.start; v < end; v++) {
          for (let e = offsets[v]; e < offsets[v + 1]; e++) {
            if (slot[e] !== task.slot || column[e] < task.from || column[e] >= task.to) continue;
            weights[(v - block.start) * task.width + column[e] - task.from] += weight[e];
            isEmpty = false;
          }
        }
        const values = entries.values[task.slot].subarray(4 * block.start, 4 * end);
        sums.push(isEmpty ? undefined : await task.run({ block, values, weights }));
      }
      await thread.inOrder(block, () => {
        tasks.forEach(({ from, width }, t) => {
          const own = sums[t];
          if (own) addColumns(totals, own, from, width, sampleCount);
        });
      });
    },
  };
};

function addColumns(
  totals: Float64Array,
  sums: Float64Array,
  from: number,
  width: number,
  sampleCount: number,
): void {
  for (let c = 0; c < width; c++) {
    const start = (from + c) * sampleCount;
    let at = (c >> 2) * sampleCount * 4 + (c & 3);
    for (let i = 0; i < sampleCount; i++, at += 4) totals[start + i] += sums[at];
  }
}

import type { BlockProgram } from "../../compute/block-program.ts";
import { weightedScores } from "../../compute/operations/weighted-scores/index.ts";
import type { FileEntries, ScoreEntries } from "./score-entries.ts";

/** Columns from … to − 1 of one slot: one call of the operation a block. */
export interface ScoreTask {
  readonly slot: number;
  readonly from: number;
  readonly to: number;
  /** Whether missing genotypes add to some of the columns. */
  readonly hasAbsent: boolean;
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
  const tasks = setup.tasks.map((task) => {
    const width = task.to - task.from;
    const size = thread.mostRows * width;
    return {
      ...task,
      width,
      run: weightedScores.prepare({ sampleCount, width }, thread.device),
      weights: new Float64Array(size),
      absent: task.hasAbsent ? new Float64Array(size) : undefined,
    };
  });
  return {
    async block(block) {
      const [start, end] = [block.start, block.start + block.count];
      const sums: (Float64Array | undefined)[] = [];
      for (const task of tasks) {
        const size = block.count * task.width;
        const weights = task.weights.subarray(0, size).fill(0);
        const absent = task.absent?.subarray(0, size).fill(0);
        let isEmpty = true;
        for (const file of entries.files) {
          if (layOut(file, task, start, end, weights, absent)) isEmpty = false;
        }
        const values = entries.values[task.slot].subarray(4 * start, 4 * end);
        sums.push(isEmpty ? undefined : await task.run({ block, values, weights, absent }));
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

/** Adds what a file has for a task and the variants start … end − 1; false where that is nothing. */
function layOut(
  { variant, slot, alleleSlot, weights, absent, columns }: FileEntries,
  task: ScoreTask,
  start: number,
  end: number,
  ownWeights: Float64Array,
  ownAbsent: Float64Array | undefined,
): boolean {
  const [score, dosage, missing, putIn] = columns;
  const scores = variant.length === 0 ? 0 : weights.length / variant.length;
  const from = Math.max(task.from, score);
  const to = Math.min(task.to, score + scores);
  const width = task.to - task.from;
  const isIn = (column: number): boolean => column >= task.from && column < task.to;
  const hasDosage = isIn(dosage);
  const [hasMissing, hasPutIn] = [isIn(missing), isIn(putIn)];
  if (from >= to && !hasDosage && !hasMissing && !hasPutIn) return false;
  let isFound = false;
  for (let row = firstFrom(variant, start); row < variant.length && variant[row] < end; row++) {
    const at = (variant[row] - start) * width - task.from;
    if (slot[row] === task.slot) {
      const source = row * scores - score;
      for (let c = from; c < to; c++) ownWeights[at + c] += weights[source + c];
      isFound = true;
    }
    if (alleleSlot[row] === task.slot) {
      if (hasDosage) ownWeights[at + dosage]++;
      if (ownAbsent && hasMissing) ownAbsent[at + missing] += absent[2 * row];
      if (ownAbsent && hasPutIn) ownAbsent[at + putIn] += absent[2 * row + 1];
      isFound = true;
    }
  }
  return isFound;
}

/** Place of the first of ascending numbers that is not below `least`. */
function firstFrom(ascending: Uint32Array, least: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle] < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

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

import type { BlockProgram, LoadedBlock } from "../../compute/block-program.ts";
import type { Device } from "../../compute/operation.ts";
import { alleleCounts } from "../../compute/operations/allele-counts/index.ts";
import { maskedRows } from "../../compute/operations/masked-rows/index.ts";
import { weightedScores } from "../../compute/operations/weighted-scores/index.ts";
import { exclusionBytes } from "../../compute/packed.ts";
import { BY_COPIES, type FileEntries, type ScoreEntries } from "./score-entries.ts";

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
  /** Where frequencies are counted with the sums. */
  readonly counting: Counting | undefined;
  /** Whether sums may be rounded as `weightedScores` does. */
  readonly isRounded: boolean;
}

interface Counting {
  /** A byte a person, 0 leaves it out; everyone is counted when left out. */
  readonly mask: Uint8Array | undefined;
  /** Shared: of the counted alleles, a number a variant; NaN where no one has a call. */
  readonly frequencies: Float64Array;
}

export const sumScores: BlockProgram<ScoreSetup> = (setup, thread) => {
  const { entries, sampleCount, totals, counting } = setup;
  const count = counting && frequencyCounter(counting, sampleCount, thread.device);
  const tasks = setup.tasks.map((task) => {
    const width = task.to - task.from;
    const size = thread.mostRows * width;
    return {
      ...task,
      width,
      run: weightedScores.prepare(
        { sampleCount, width, isRounded: setup.isRounded },
        thread.device,
      ),
      weights: new Float64Array(size),
      absent: task.hasAbsent ? new Float64Array(size) : undefined,
    };
  });
  return {
    async block(block) {
      const [start, end] = [block.start, block.start + block.count];
      if (count) imputeFrequencies(entries, await count(block), start, end);
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

/** Counts the frequencies of a block's variants, all diploid, and returns those of all blocks. */
function frequencyCounter(
  { mask, frequencies }: Counting,
  sampleCount: number,
  device: Device,
): (block: LoadedBlock) => Promise<Float64Array> {
  const masked = maskedRows.prepare(exclusionBytes(sampleCount, mask), device);
  const counted = alleleCounts.prepare({}, device);
  const people = mask ? mask.reduce((sum, is) => sum + Number(is !== 0), 0) : sampleCount;
  return async (block) => {
    const { twos, ones, missing, dosages } = await counted(await masked(block));
    for (let v = 0; v < block.count; v++) {
      const copies = dosages ? dosages.sum[v] : 2 * twos[v] + ones[v];
      const absent = dosages ? dosages.missing[v] : missing[v];
      frequencies[block.start + v] = copies / (2 * (people - absent));
    }
    return frequencies;
  };
}

/** Gives missing genotypes of additive diploid variants start … end − 1 their mean; none where that is not known. */
function imputeFrequencies(
  { files, values }: ScoreEntries,
  frequencies: Float64Array,
  start: number,
  end: number,
): void {
  for (const own of values) {
    for (let v = start; v < end; v++) {
      const counted = Number.isNaN(frequencies[v]) ? 0 : frequencies[v];
      const isCounted = own[4 * v] > 0;
      own[4 * v + 1] = 2 * (isCounted ? counted : 1 - counted);
    }
  }
  for (const { variant, alleleSlot, absent } of files) {
    for (let row = firstFrom(variant, start); row < variant.length && variant[row] < end; row++)
      absent[2 * row + 1] = values[alleleSlot[row]][4 * variant[row] + 1];
  }
}

/** Adds what a file has for a task and the variants start … end − 1; false where that is nothing. */
function layOut(
  { variant, slot, alleleSlot, weights, fileRow, factor, absent, columns }: FileEntries,
  task: ScoreTask,
  start: number,
  end: number,
  ownWeights: Float64Array,
  ownAbsent: Float64Array | undefined,
): boolean {
  const [score, dosage, missing, putIn] = columns;
  const from = Math.max(task.from, score);
  const to = Math.min(task.to, score + weights.length);
  const width = task.to - task.from;
  const isIn = (column: number): boolean => column >= task.from && column < task.to;
  const hasDosage = isIn(dosage);
  const [hasMissing, hasPutIn] = [isIn(missing), isIn(putIn)];
  if (from >= to && !hasDosage && !hasMissing && !hasPutIn) return false;
  let isFound = false;
  for (let row = firstFrom(variant, start); row < variant.length && variant[row] < end; row++) {
    const at = (variant[row] - start) * width - task.from;
    if (slot[row] === task.slot) {
      const [own, times] = [fileRow[row], factor[row]];
      for (let c = from; c < to; c++)
        ownWeights[at + c] += own === BY_COPIES ? times : times * weights[c - score][own];
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

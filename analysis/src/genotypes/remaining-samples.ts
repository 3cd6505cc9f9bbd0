import type { SampleColumn } from "../io/sample-table.ts";
import type { MatchedSamples } from "./match-samples.ts";

/** Who remains when those without a row or a value are left out, step by step. */
export class RemainingSamples {
  count: number;
  /** Whether all people of both data sets remain, in the same order. */
  #isWhole: boolean;
  /** Row of each place; those beyond `count` are not in use. */
  #rows: Int32Array;
  /** Sample of each place; undefined while they are all of them. */
  #samples: Uint32Array | undefined;
  /** For each sample the step that left it out, from 1; undefined while none has. */
  #stepOf: Uint16Array | undefined;
  #steps = 0;

  constructor({ rowOfSample, isWhole }: MatchedSamples) {
    this.count = rowOfSample.length;
    this.#rows = rowOfSample;
    this.#isWhole = isWhole;
  }

  /** Leaves out who has no row; returns how many. A step by itself, as the next ones. */
  leaveOutUnmatched(): number {
    this.#steps++;
    if (this.#isWhole) return 0;
    const rows = this.#rows;
    let place = 0;
    while (place < this.count && rows[place] >= 0) place++;
    return this.#leaveOut(place, (row) => row < 0);
  }

  /** Leaves out who has no value in a column: NaN or "". */
  leaveOutMissing(column: SampleColumn): number {
    this.#steps++;
    if (column instanceof Float64Array) {
      // Built in, and so fast from the first time on, which no loop of ours is.
      if (this.#isWhole && !column.includes(NaN)) return 0;
      const first = firstNaN(column, this.#rows, this.count);
      return this.#leaveOut(first, (row) => Number.isNaN(column[row]));
    }
    if (this.#isWhole && !column.includes("")) return 0;
    return this.#leaveOut(0, (row) => column[row] === "");
  }

  /** Ascending. */
  samples(): Uint32Array {
    if (this.#samples) return this.#samples.slice(0, this.count);
    return this.#isWhole ? new Uint32Array(this.#rows) : firstNumbers(this.count);
  }

  /** Undefined where they are all rows in order. */
  rows(): Uint32Array | undefined {
    return this.#isWhole ? undefined : new Uint32Array(this.#rows.subarray(0, this.count));
  }

  /** Samples that each step left out, step by step, ascending within one. */
  leftOut(): readonly (readonly number[])[] {
    const lists = Array.from({ length: this.#steps }, (): number[] => []);
    this.#stepOf?.forEach((step, sample) => {
      if (step > 0) lists[step - 1].push(sample);
    });
    return lists;
  }

  /** From a place on whose row is the first that is left out, or `count`. */
  #leaveOut(first: number, isOut: (row: number) => boolean): number {
    const before = this.count;
    if (first === before) return 0;
    if (!this.#samples) {
      this.#samples = firstNumbers(before);
      this.#rows = this.#rows.slice();
      this.#stepOf = new Uint16Array(before);
    }
    const samples = this.#samples;
    const rows = this.#rows;
    const stepOf = this.#stepOf!;
    let count = first;
    for (let place = first; place < before; place++) {
      if (isOut(rows[place])) stepOf[samples[place]] = this.#steps;
      else {
        samples[count] = samples[place];
        rows[count++] = rows[place];
      }
    }
    this.count = count;
    this.#isWhole &&= count === before;
    return before - count;
  }
}

function firstNaN(column: Float64Array, rows: Int32Array, count: number): number {
  let place = 0;
  while (place < count && !Number.isNaN(column[rows[place]])) place++;
  return place;
}

function firstNumbers(count: number): Uint32Array {
  const numbers = new Uint32Array(count);
  for (let i = 0; i < count; i++) numbers[i] = i;
  return numbers;
}

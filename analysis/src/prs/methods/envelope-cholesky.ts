import type { LdBlock } from "../../ld/ld-panel.ts";

/** Rows that are factored together. */
const TOGETHER = 4;

/**
 * Lower triangles of symmetric matrices with a block's pattern, from each row's first entry to the diagonal: a Cholesky
 * factor fills no other place, so that banded LD costs m × width² and dense LD m³ / 3.
 */
export class EnvelopeCholesky {
  readonly count: number;
  /** First column of each row. */
  readonly #from: Uint32Array;
  /** Place of column 0 of each row, were it there. */
  readonly #origin: Float64Array;
  readonly #lower: Float64Array;

  constructor(block: LdBlock) {
    const { count, rowStart, column } = block;
    this.count = count;
    this.#from = new Uint32Array(count);
    this.#origin = new Float64Array(count);
    let size = 0;
    for (let i = 0; i < count; i++) this.#from[i] = Math.min(i, column[rowStart[i]]);
    for (let i = 0; i < count; i++) {
      // Rows that are factored together begin together.
      if (i % TOGETHER === 0)
        this.#from.fill(Math.min(...this.#from.subarray(i, i + TOGETHER)), i, i + TOGETHER);
      this.#origin[i] = size - this.#from[i];
      size += i - this.#from[i] + 1;
    }
    this.#lower = new Float64Array(size);
  }

  /**
   * Factors R + diag(ridge); false when it is not positive definite.
   *
   * @param ridge - of all variants, of which the block's are read
   */
  factor({ first, rowStart, column, r }: LdBlock, ridge: Float64Array): boolean {
    const lower = this.#lower.fill(0);
    for (let i = 0; i < this.count; i++) {
      const origin = this.#origin[i];
      for (let e = rowStart[i]; e < rowStart[i + 1] && column[e] <= i; e++)
        lower[origin + column[e]] = r[e];
      lower[origin + i] += ridge[first + i];
    }
    for (let i = 0; i < this.count; i++) {
      const isStart = i % TOGETHER === 0 && i + TOGETHER <= this.count;
      if (isStart) this.#eliminate(i);
      const done = i - (i % TOGETHER);
      if (!this.#finishRow(i, done + TOGETHER <= this.count ? done : 0)) return false;
    }
    return true;
  }

  /** The places left of column i of rows i … i + 3, two columns at a time, so that what is read is used often. */
  #eliminate(i: number): void {
    const from = this.#from[i];
    // Columns 2j and 2j + 1 are rows that begin together.
    const paired = from + (from % 2);
    if (paired > from) this.#eliminateColumn(i, from);
    for (let j = paired; j < i; j += 2) this.#eliminatePair(i, j);
  }

  #eliminateColumn(i: number, j: number): void {
    const lower = this.#lower;
    for (let row = i; row < i + TOGETHER; row++) {
      const at = this.#origin[row];
      const start = Math.max(this.#from[i], this.#from[j]);
      const product = inner(lower, at + start, this.#origin[j] + start, j - start);
      lower[at + j] = (lower[at + j] - product) / lower[this.#origin[j] + j];
    }
  }

  #eliminatePair(i: number, j: number): void {
    const lower = this.#lower;
    const start = Math.max(this.#from[i], this.#from[j]);
    const [one, two] = [this.#origin[j], this.#origin[j + 1]];
    const a = this.#origin[i];
    const b = this.#origin[i + 1];
    const c = this.#origin[i + 2];
    const d = this.#origin[i + 3];
    let [a1, b1, c1, d1, a2, b2, c2, d2] = [0, 0, 0, 0, 0, 0, 0, 0];
    // Pointers that grow by one are faster than sums of two indices.
    let [atA, atB, atC, atD, atTwo] = [a + start, b + start, c + start, d + start, two + start];
    for (let k = one + start; k < one + j; k++) {
      const ofOne = lower[k];
      const ofTwo = lower[atTwo++];
      const ofA = lower[atA++];
      const ofB = lower[atB++];
      const ofC = lower[atC++];
      const ofD = lower[atD++];
      a1 += ofA * ofOne;
      a2 += ofA * ofTwo;
      b1 += ofB * ofOne;
      b2 += ofB * ofTwo;
      c1 += ofC * ofOne;
      c2 += ofC * ofTwo;
      d1 += ofD * ofOne;
      d2 += ofD * ofTwo;
    }
    const first = 1 / lower[one + j];
    const between = lower[two + j];
    const second = 1 / lower[two + j + 1];
    const finish = (row: number, sum1: number, sum2: number): void => {
      const value = (lower[row + j] - sum1) * first;
      lower[row + j] = value;
      lower[row + j + 1] = (lower[row + j + 1] - sum2 - value * between) * second;
    };
    finish(a, a1, a2);
    finish(b, b1, b2);
    finish(c, c1, c2);
    finish(d, d1, d2);
  }

  /** The rest of a row, whose places left of `done` are those of the factor. */
  #finishRow(i: number, done: number): boolean {
    const lower = this.#lower;
    const origin = this.#origin[i];
    const from = this.#from[i];
    const next = Math.max(from, done);
    let squares = inner(lower, origin + from, origin + from, next - from);
    for (let j = next; j < i; j++) {
      const other = this.#origin[j];
      const start = Math.max(from, this.#from[j]);
      const value =
        (lower[origin + j] - inner(lower, origin + start, other + start, j - start)) /
        lower[other + j];
      lower[origin + j] = value;
      squares += value * value;
    }
    const pivot = lower[origin + i] - squares;
    if (!(pivot > 0)) return false;
    lower[origin + i] = Math.sqrt(pivot);
    return true;
  }

  /** x ← L⁻¹x. */
  solveLower(x: Float64Array): void {
    const lower = this.#lower;
    for (let i = 0; i < this.count; i++) {
      const origin = this.#origin[i];
      let sum = x[i];
      for (let j = this.#from[i]; j < i; j++) sum -= lower[origin + j] * x[j];
      x[i] = sum / lower[origin + i];
    }
  }

  /** x ← L′⁻¹x. */
  solveUpper(x: Float64Array): void {
    const lower = this.#lower;
    for (let i = this.count - 1; i >= 0; i--) {
      const origin = this.#origin[i];
      const value = x[i] / lower[origin + i];
      x[i] = value;
      for (let j = this.#from[i]; j < i; j++) x[j] -= lower[origin + j] * value;
    }
  }
}

function inner(values: Float64Array, one: number, other: number, length: number): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  let k = 0;
  for (; k + 3 < length; k += 4) {
    a += values[one + k] * values[other + k];
    b += values[one + k + 1] * values[other + k + 1];
    c += values[one + k + 2] * values[other + k + 2];
    d += values[one + k + 3] * values[other + k + 3];
  }
  for (; k < length; k++) a += values[one + k] * values[other + k];
  return a + b + (c + d);
}

import type { LdBlock } from "./ld-panel.ts";

/** How correlations are stored: float32 as they are, int8 in steps of 1 / 127. */
export type LdPrecision = "float32" | "int8";

/** Steps of r from 0 to 1 in int8: rounding errs by at most half a step. */
const STEPS = 127;
/** Numbers before the values: bytes of the runs, and how many values there are. */
const HEAD_BYTES = 8;

export interface EncodedBlock {
  readonly bytes: Uint8Array;
  /** Largest difference of a stored correlation from the given one. */
  readonly largestError: number;
}

/**
 * A block as bytes: its correlations above the diagonal, row after row, and which columns they are of.
 *
 * Columns are runs of neighbours: a row is its number of runs, then for each how many columns are skipped and how many follow,
 * as variable-length numbers of seven bits a byte, so that dense rows cost three bytes or so.
 */
export function encodeBlock(block: LdBlock, precision: LdPrecision): EncodedBlock {
  const { count, rowStart, column, r } = block;
  const values = new Float32Array((r.length - count) / 2);
  const runs = new ByteWriter(4 * count + 64);
  let size = 0;
  const parts: number[] = [];
  for (let row = 0; row < count; row++) {
    parts.length = 0;
    let previous = row;
    for (let at = rowStart[row]; at < rowStart[row + 1]; at++) {
      const w = column[at];
      if (w <= row) continue;
      values[size++] = r[at];
      if (w === previous + 1 && parts.length > 0) parts[parts.length - 1]++;
      else parts.push(w - previous - 1, 1);
      previous = w;
    }
    runs.number(parts.length / 2);
    for (const number of parts) runs.number(number);
  }
  const valueBytes = precision === "float32" ? 4 : 1;
  const bytes = new Uint8Array(HEAD_BYTES + size * valueBytes + runs.length);
  new Uint32Array(bytes.buffer, 0, 2).set([runs.length, size]);
  let largestError = 0;
  if (precision === "float32") new Float32Array(bytes.buffer, HEAD_BYTES, size).set(values);
  else {
    const steps = new Int8Array(bytes.buffer, HEAD_BYTES, size);
    for (let i = 0; i < size; i++) {
      steps[i] = Math.round(values[i] * STEPS);
      largestError = Math.max(largestError, Math.abs(steps[i] / STEPS - values[i]));
    }
  }
  bytes.set(runs.written, HEAD_BYTES + size * valueBytes);
  return { bytes, largestError };
}

/** The symmetric block of what `encodeBlock` made. @param bytes - at the start of their buffer */
export function decodeBlock(
  bytes: Uint8Array<ArrayBuffer>,
  { first, count }: Pick<LdBlock, "first" | "count">,
  precision: LdPrecision,
): LdBlock {
  const [, size] = new Uint32Array(bytes.buffer, 0, 2);
  const valueBytes = precision === "float32" ? 4 : 1;
  const stored =
    precision === "float32"
      ? new Float32Array(bytes.buffer, HEAD_BYTES, size)
      : new Int8Array(bytes.buffer, HEAD_BYTES, size);
  const unit = precision === "float32" ? 1 : 1 / STEPS;
  const partner = new Uint32Array(size);
  const upperEnd = new Uint32Array(count);
  const earlier = new Uint32Array(count);
  let at = HEAD_BYTES + size * valueBytes;
  const number = (): number => {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = bytes[at++];
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
  };
  let filled = 0;
  for (let row = 0; row < count; row++) {
    let w = row + 1;
    for (let run = number(); run > 0; run--) {
      w += number();
      for (let left = number(); left > 0; left--) {
        earlier[w]++;
        partner[filled++] = w++;
      }
    }
    upperEnd[row] = filled;
  }
  const rowStart = new Uint32Array(count + 1);
  for (let row = 0; row < count; row++) {
    const later = upperEnd[row] - (row === 0 ? 0 : upperEnd[row - 1]);
    rowStart[row + 1] = rowStart[row] + earlier[row] + 1 + later;
  }
  const column = new Uint32Array(2 * size + count);
  const r = new Float32Array(2 * size + count);
  const nextEarlier = rowStart.slice(0, count);
  let pair = 0;
  for (let row = 0; row < count; row++) {
    let next = rowStart[row] + earlier[row];
    column[next] = row;
    r[next++] = 1;
    for (; pair < upperEnd[row]; pair++) {
      const value = stored[pair] * unit;
      column[next] = partner[pair];
      r[next++] = value;
      const lower = nextEarlier[partner[pair]]++;
      column[lower] = row;
      r[lower] = value;
    }
  }
  return { first, count, rowStart, column, r };
}

/** Bytes that grow. */
class ByteWriter {
  length = 0;
  #bytes: Uint8Array;

  constructor(room: number) {
    this.#bytes = new Uint8Array(room);
  }

  get written(): Uint8Array {
    return this.#bytes.subarray(0, this.length);
  }

  number(value: number): void {
    if (this.length + 8 > this.#bytes.length) {
      const grown = new Uint8Array(2 * this.#bytes.length);
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    let rest = value;
    while (rest >= 128) {
      this.#bytes[this.length++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    this.#bytes[this.length++] = rest;
  }
}

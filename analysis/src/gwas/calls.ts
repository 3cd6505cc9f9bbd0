import type { PackedBlock } from "../compute/packed.ts";

const DOSAGE_OF_CODE = Float64Array.of(2, NaN, 1, 0);

/** Calls of one row among some samples. */
export interface Calls {
  readonly dosages: Float64Array;
  /** Positions in `samples` of those with a call. */
  readonly positions: Uint32Array;
}

/** Reads the calls of one row for these samples into new arrays. */
export function callsOf(block: PackedBlock, row: number, samples: Uint32Array): Calls {
  const dosages = new Float64Array(samples.length);
  const positions = new Uint32Array(samples.length);
  const count = readCalls(block, row, samples, dosages, positions);
  return { dosages: dosages.subarray(0, count), positions: positions.subarray(0, count) };
}

/** Fills both arrays with the calls of one row; returns how many. */
export function readCalls(
  block: PackedBlock,
  row: number,
  samples: Uint32Array,
  dosages: Float64Array,
  positions: Uint32Array,
): number {
  const { packed, bytesPerVariant } = block;
  const start = row * bytesPerVariant;
  let count = 0;
  for (let i = 0; i < samples.length; i++) {
    const sample = samples[i];
    const code = (packed[start + (sample >> 2)] >> (2 * (sample & 3))) & 3;
    if (code === 1) continue;
    dosages[count] = DOSAGE_OF_CODE[code];
    positions[count++] = i;
  }
  return count;
}

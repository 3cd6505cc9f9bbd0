import { DOSAGE_UNIT, type PackedBlock } from "../compute/packed.ts";

const DOSAGE_OF_CODE = Float64Array.of(2, NaN, 1, 0);

/** Genotypes of one row among some samples: dosages, hard calls where there is none. */
export interface Calls {
  readonly dosages: Float64Array;
  /** Positions in `samples` of those with a dosage or a call. */
  readonly positions: Uint32Array;
}

/** Reads the genotypes of one row for these samples, in ascending order, into new arrays. */
export function callsOf(block: PackedBlock, row: number, samples: Uint32Array): Calls {
  const dosages = new Float64Array(samples.length);
  const positions = new Uint32Array(samples.length);
  const count = readCalls(block, row, samples, dosages, positions);
  return { dosages: dosages.subarray(0, count), positions: positions.subarray(0, count) };
}

/** Fills both arrays with the genotypes of one row; returns how many. */
export function readCalls(
  block: PackedBlock,
  row: number,
  samples: Uint32Array,
  dosages: Float64Array,
  positions: Uint32Array,
): number {
  const { packed, bytesPerVariant, dosages: sparse } = block;
  const start = row * bytesPerVariant;
  const end = sparse ? sparse.offsets[row + 1] : 0;
  let entry = sparse ? sparse.offsets[row] : 0;
  let count = 0;
  for (let i = 0; i < samples.length; i++) {
    const sample = samples[i];
    while (entry < end && sparse!.samples[entry] < sample) entry++;
    if (entry < end && sparse!.samples[entry] === sample) {
      dosages[count] = sparse!.values[entry] / DOSAGE_UNIT;
    } else {
      const code = (packed[start + (sample >> 2)] >> (2 * (sample & 3))) & 3;
      if (code === 1) continue;
      dosages[count] = DOSAGE_OF_CODE[code];
    }
    positions[count++] = i;
  }
  return count;
}

import { DOSAGE_UNIT, type PackedBlock } from "../../packed.ts";
import type { AlleleCounts, DosageSums } from "./index.ts";

/** A missing code adds nothing to the sums of hard calls. */
const COPIES_OF_CODE = [2, 0, 1, 0];

/**
 * From the counts of hard calls to sums of dosages. Dosages are whole numbers of 1 / 16384 copies, and no sum of a million
 * of them, or of their squares, comes near 2^53: exact.
 */
export function dosageSums(
  block: PackedBlock,
  { twos, ones, missing }: AlleleCounts,
): DosageSums | undefined {
  const { count, bytesPerVariant, packed, dosages } = block;
  if (!dosages) return undefined;
  const { offsets, samples, values } = dosages;
  const sums = {
    sum: new Float64Array(count),
    sumOfSquares: new Float64Array(count),
    missing: missing.slice(0, count),
  };
  for (let v = 0; v < count; v++) {
    let sum = 2 * twos[v] + ones[v];
    let sumOfSquares = 4 * twos[v] + ones[v];
    for (let e = offsets[v]; e < offsets[v + 1]; e++) {
      const sample = samples[e];
      const code = (packed[v * bytesPerVariant + (sample >> 2)] >> (2 * (sample & 3))) & 3;
      const dosage = values[e] / DOSAGE_UNIT;
      if (code === 1) sums.missing[v]--;
      const copies = COPIES_OF_CODE[code];
      sum += dosage - copies;
      sumOfSquares += dosage * dosage - copies * copies;
    }
    sums.sum[v] = sum;
    sums.sumOfSquares[v] = sumOfSquares;
  }
  return sums;
}

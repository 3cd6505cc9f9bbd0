import { DOSAGE_UNIT, type PackedBlock } from "./packed.ts";

/** Copies of the counted allele of the codes 0b00 … 0b11, missing NaN. */
export const COPIES_OF_CODE: readonly number[] = [2, NaN, 1, 0];

/**
 * What each code of each row is worth, count × 4: row v's code c is `values[4 * v + c]`. One table covers flips, mean
 * imputation, centring, standardising, dominant and recessive coding.
 */
export type CodeValues = Float64Array;

/** The value of a dosage in units of 1 / 16384: on the line between the values of the whole numbers around it. */
export function valueOfDosage(values: CodeValues, v: number, units: number): number {
  const zero = values[4 * v + 3];
  const one = values[4 * v + 2];
  const two = values[4 * v];
  const copies = units / DOSAGE_UNIT;
  return copies <= 1 ? zero + copies * (one - zero) : one + (copies - 1) * (two - one);
}

/** Unpacks the values of samples from … to of row v into `target`, dosages included. */
export function unpackValues(
  block: PackedBlock,
  v: number,
  values: CodeValues,
  from: number,
  to: number,
  target: Float64Array,
): void {
  const { packed, bytesPerVariant, dosages } = block;
  const row = v * bytesPerVariant;
  for (let i = from; i < to; i++) {
    const code = (packed[row + (i >> 2)] >> (2 * (i & 3))) & 3;
    target[i - from] = values[4 * v + code];
  }
  if (!dosages) return;
  for (let d = dosages.offsets[v]; d < dosages.offsets[v + 1]; d++) {
    const i = dosages.samples[d];
    if (i >= from && i < to) target[i - from] = valueOfDosage(values, v, dosages.values[d]);
  }
}

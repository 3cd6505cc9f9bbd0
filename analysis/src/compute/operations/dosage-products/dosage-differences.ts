import { COPIES_OF_CODE } from "../../code-values.ts";
import { DOSAGE_UNIT, type PackedBlock } from "../../packed.ts";
import { productIndex, type Columns } from "./index.ts";

/** products += Σ (dosage − copies counted for the hard call) × column, over the samples of each row that have a dosage. */
export function addDosageDifferences(
  { count, bytesPerVariant, packed, dosages }: PackedBlock,
  { width, values }: Columns,
  products: Float64Array,
): void {
  if (!dosages) return;
  const { offsets, samples, values: units } = dosages;
  const sums = new Float64Array(width);
  for (let v = 0; v < count; v++) {
    sums.fill(0);
    for (let e = offsets[v]; e < offsets[v + 1]; e++) {
      const sample = samples[e];
      const code = (packed[v * bytesPerVariant + (sample >> 2)] >> (2 * (sample & 3))) & 3;
      const difference = units[e] / DOSAGE_UNIT - (code === 1 ? 0 : COPIES_OF_CODE[code]);
      const row = sample * width;
      for (let c = 0; c < width; c++) sums[c] += difference * values[row + c];
    }
    for (let c = 0; c < width; c++) products[productIndex(count, v, c)] += sums[c];
  }
}

import type { Columns } from "./index.ts";

const COLUMNS_A_PASS = 4;
/** Two codes of a nibble: what they count of the lower and of the upper sample. */
const LOWER_DOSAGE = Float64Array.from({ length: 16 }, (_, nibble) => dosage(nibble & 3));
const UPPER_DOSAGE = Float64Array.from({ length: 16 }, (_, nibble) => dosage(nibble >> 2));
const lower = new Float64Array(16);
const upper = new Float64Array(16);

/** tables[offset + byte × 4 + c] = Σ over the byte's four samples of dosage × value in column firstColumn + c. */
export function fillByteTable(
  tables: Float64Array,
  offset: number,
  columns: Columns,
  firstSample: number,
  firstColumn: number,
): void {
  const { values, width, sampleCount } = columns;
  for (let c = 0; c < COLUMNS_A_PASS; c++) {
    const column = firstColumn + c;
    const at = firstSample * width + column;
    const present = column < width ? sampleCount - firstSample : 0;
    const s0 = present > 0 ? values[at] : 0;
    const s1 = present > 1 ? values[at + width] : 0;
    const s2 = present > 2 ? values[at + 2 * width] : 0;
    const s3 = present > 3 ? values[at + 3 * width] : 0;
    for (let i = 0; i < 16; i++) {
      lower[i] = LOWER_DOSAGE[i] * s0 + UPPER_DOSAGE[i] * s1;
      upper[i] = LOWER_DOSAGE[i] * s2 + UPPER_DOSAGE[i] * s3;
    }
    let to = offset + c;
    for (let high = 0; high < 16; high++) {
      const sum = upper[high];
      for (let low = 0; low < 16; low++) {
        tables[to] = sum + lower[low];
        to += COLUMNS_A_PASS;
      }
    }
  }
}

function dosage(code: number): number {
  return code === 0 ? 2 : code === 2 ? 1 : 0;
}

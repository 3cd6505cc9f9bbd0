import type { PackedBlock } from "../../packed.ts";
import { dosageSums } from "./dosage-sums.ts";
import type { AlleleCounts } from "./index.ts";

// Three 10-bit fields; 255 bytes add at most 1020 to each.
const FIELD_BITS = 10;
const FIELD_MASK = 1023;
const BYTES_PER_FLUSH = 255;

const COUNTS_OF_BYTE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let sum = 0;
  for (let shift = 0; shift < 8; shift += 2) {
    const code = (byte >> shift) & 3;
    if (code === 0) sum += 1;
    else if (code === 2) sum += 1 << FIELD_BITS;
    else if (code === 1) sum += 1 << (2 * FIELD_BITS);
  }
  return sum;
});

export function countAlleles(block: PackedBlock): AlleleCounts {
  const { count, bytesPerVariant, packed } = block;
  const twos = new Int32Array(count);
  const ones = new Int32Array(count);
  const missing = new Int32Array(count);
  for (let v = 0; v < count; v++) {
    const end = (v + 1) * bytesPerVariant;
    for (let from = end - bytesPerVariant; from < end; from += BYTES_PER_FLUSH) {
      const to = Math.min(end, from + BYTES_PER_FLUSH);
      let sum = 0;
      for (let i = from; i < to; i++) sum += COUNTS_OF_BYTE[packed[i]];
      twos[v] += sum & FIELD_MASK;
      ones[v] += (sum >>> FIELD_BITS) & FIELD_MASK;
      missing[v] += sum >>> (2 * FIELD_BITS);
    }
  }
  const counts = { twos, ones, missing };
  return { ...counts, dosages: dosageSums(block, counts) };
}

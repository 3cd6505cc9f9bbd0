import { RecordDamage, readDifflist, type RecordCursor } from "./difflist.ts";

/** Code of PLINK 1 for each category: no ALT, one, two, missing. */
const CODE_OF_CATEGORY = [0b11, 0b10, 0b00, 0b01] as const;
/** A byte of four categories as a byte of four codes: both bits inverted after xor of the higher onto the lower. */
const CODES_OF_BYTE = Uint8Array.from(
  { length: 256 },
  (_, byte) => ~(byte ^ ((byte >> 1) & 0x55)) & 255,
);
/**
 * Decodes the main track of a record into a row of PLINK 1's 2-bit code, which counts ALT alleles: the reference for
 * the WebAssembly kernel. Codes past the last sample become 0b11.
 *
 * @param cursor - at the record's start; moved to the end of the track
 * @param base - the row of the last record that is not relative; needed for relative records (types 2 and 3)
 * @param row - ⌈n / 4⌉ bytes to fill; may be `base` itself
 * @throws RecordDamage
 */
export function decodeHardCalls(
  cursor: RecordCursor,
  recordType: number,
  base: Uint8Array | undefined,
  row: Uint8Array,
): void {
  const { bytes, sampleCount } = cursor;
  const kind = recordType & 7;
  const patch = (sample: number, category: number): void => {
    const shift = 2 * (sample & 3);
    row[sample >> 2] = (row[sample >> 2] & ~(3 << shift)) | (CODE_OF_CATEGORY[category] << shift);
  };
  switch (kind) {
    case 0: {
      const end = cursor.at + row.length;
      if (end > cursor.end) throw new RecordDamage();
      for (let j = 0; j < row.length; j++) row[j] = CODES_OF_BYTE[bytes[cursor.at + j]];
      cursor.at = end;
      break;
    }
    case 1:
      decodeTwoCategories(cursor, row);
      readDifflist(cursor, true, patch);
      break;
    case 2:
    case 3:
      if (!base) throw new RecordDamage();
      if (base !== row) row.set(base);
      readDifflist(cursor, true, patch);
      if (kind === 3) swapAlleles(row);
      break;
    case 4:
    case 6:
    case 7:
      row.fill(CODE_OF_CATEGORY[kind - 4] * 0x55);
      readDifflist(cursor, true, patch);
      break;
    default:
      throw new RecordDamage();
  }
  const rest = sampleCount & 3;
  if (rest > 0) row[row.length - 1] |= 0xff & ~((1 << (2 * rest)) - 1);
}

function decodeTwoCategories(cursor: RecordCursor, row: Uint8Array): void {
  const { bytes, sampleCount } = cursor;
  const from = cursor.at + 1;
  const end = from + Math.ceil(sampleCount / 8);
  // The lower category × 4, and how much higher the other is.
  const first = bytes[cursor.at] >> 2;
  const second = first + (bytes[cursor.at] & 3);
  if (second === first || second > 3 || end > cursor.end) throw new RecordDamage();
  const clear = CODE_OF_CATEGORY[first];
  const changed = clear ^ CODE_OF_CATEGORY[second];
  for (let j = 0; j < row.length; j++) {
    const bits = bytes[from + (j >> 1)] >> (4 * (j & 1));
    let codes = 0;
    for (let k = 0; k < 4; k++) codes |= (clear ^ ((bits >> k) & 1 ? changed : 0)) << (2 * k);
    row[j] = codes;
  }
  cursor.at = end;
}

/** Two copies become none and none two; one copy and missing stay. */
function swapAlleles(row: Uint8Array): void {
  for (let j = 0; j < row.length; j++) {
    const homozygous = ~(row[j] ^ (row[j] >> 1)) & 0x55;
    row[j] ^= homozygous * 3;
  }
}

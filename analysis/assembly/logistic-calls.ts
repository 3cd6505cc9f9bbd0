import { CHUNK, NARROW, WIDE } from "./logistic-layout";

/** Copies for each byte of packed codes, 256 × 4 in single precision, missing as none; then the same of the other allele. */
export function fillCallTables(tables: usize): void {
  for (let flipped = 0; flipped < 2; flipped++) {
    for (let byte = 0; byte < 256; byte++) {
      for (let i = 0; i < 4; i++) {
        const code = (byte >> (2 * i)) & 3;
        const copies = code == 0 ? 2 : code == 2 ? 1 : 0;
        const value = code == 1 ? 0 : flipped ? 2 - copies : copies;
        store<f32>(tables + (<usize>((flipped << 10) + (byte << 2) + i) << 2), <f32>value);
      }
    }
  }
}

/** Puts the genotypes of one packed row into the last column; returns how many are missing, and lists them. */
export function readCallsInChunks(
  row: usize,
  n: i32,
  /** The samples, or 0 where they are the first n. */
  positions: usize,
  table: usize,
  p: i32,
  wide: usize,
  narrowed: usize,
  missing: usize,
): i32 {
  let count = 0;
  const chunks = (n + CHUNK - 1) / CHUNK;
  for (let c = 0; c < chunks; c++) {
    const to = wide + <usize>(c * p + p - 1) * WIDE;
    const also = narrowed + <usize>(c * p + p - 1) * NARROW;
    const first = c * CHUNK;
    const size = min(CHUNK, n - first);
    if (positions) {
      for (let i = 0; i < size; i++) {
        const sample = load<u32>(positions + (<usize>(first + i) << 2));
        const code = (<u32>load<u8>(row + (sample >> 2)) >> (2 * (sample & 3))) & 3;
        const value = load<f32>(table + (<usize>code << 4));
        store<f32>(also + (<usize>i << 2), value);
        store<f64>(to + (<usize>i << 3), <f64>value);
        if (code == 1) store<i32>(missing + (<usize>(count++) << 2), first + i);
      }
    } else {
      const bytes = (size + 3) >> 2;
      const from = row + (<usize>first >> 2);
      for (let b = 0; b < bytes; b++) {
        const byte = <u32>load<u8>(from + b);
        const four = v128.load(table + (<usize>byte << 4));
        v128.store(also + (<usize>b << 4), four);
        v128.store(to + (<usize>b << 5), f64x2.promote_low_f32x4(four));
        v128.store(to + (<usize>b << 5), f64x2.promote_low_f32x4(v128.shuffle<f64>(four, four, 1, 0)), 16);
        let gaps = byte & ~(byte >> 1) & 0x55;
        while (gaps) {
          store<i32>(missing + (<usize>(count++) << 2), first + 4 * b + (ctz(gaps) >> 1));
          gaps &= gaps - 1;
        }
      }
    }
    memory.fill(to + (<usize>size << 3), 0, <usize>(CHUNK - size) << 3);
    memory.fill(also + (<usize>size << 2), 0, <usize>(CHUNK - size) << 2);
  }
  return count;
}

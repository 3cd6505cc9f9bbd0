import { fillByteTables } from "./byte-tables";
import { layOutByChunk } from "./chunk-layout";

/** Column groups whose sums stay in the second cache level together with the tables. */
const GROUPS_A_PASS: i32 = 4;
/** Chunks laid out at a time: 128 bytes of each row, so that no cache line is read twice. */
const CHUNKS_A_PASS: i32 = 16;

/** sums[i] += the eight table entries that the i-th word selects. */
export function addLookups(words: usize, count: i32, tables: usize, sums: usize): void {
  const end = words + (<usize>count << 3);
  while (words < end) {
    let w = load<u32>(words);
    let a = v128.load(sums);
    let b = v128.load(sums, 16);
    let p0 = tables + ((w << 5) & 0x1fe0);
    let p1 = tables + ((w >> 3) & 0x1fe0);
    let p2 = tables + ((w >> 11) & 0x1fe0);
    let p3 = tables + ((w >> 19) & 0x1fe0);
    let c = v128.load(p0);
    let d = v128.load(p0, 16);
    a = f64x2.add(a, v128.load(p1, 8192));
    b = f64x2.add(b, v128.load(p1, 8208));
    c = f64x2.add(c, v128.load(p2, 16384));
    d = f64x2.add(d, v128.load(p2, 16400));
    a = f64x2.add(a, v128.load(p3, 24576));
    b = f64x2.add(b, v128.load(p3, 24592));
    w = load<u32>(words, 4);
    p0 = tables + ((w << 5) & 0x1fe0);
    p1 = tables + ((w >> 3) & 0x1fe0);
    p2 = tables + ((w >> 11) & 0x1fe0);
    p3 = tables + ((w >> 19) & 0x1fe0);
    c = f64x2.add(c, v128.load(p0, 32768));
    d = f64x2.add(d, v128.load(p0, 32784));
    a = f64x2.add(a, v128.load(p1, 40960));
    b = f64x2.add(b, v128.load(p1, 40976));
    c = f64x2.add(c, v128.load(p2, 49152));
    d = f64x2.add(d, v128.load(p2, 49168));
    a = f64x2.add(a, v128.load(p3, 57344));
    b = f64x2.add(b, v128.load(p3, 57360));
    v128.store(sums, f64x2.add(a, c));
    v128.store(sums, f64x2.add(b, d), 16);
    words += 8;
    sums += 32;
  }
}

/**
 * Products of listed rows with all columns, "four Russians": nothing is unpacked or multiplied.
 *
 * z is chunks × 32 rows of `stride` columns (a multiple of four), zero past the last sample. Working room: `words`
 * 16 × wordStride × 8 bytes with wordStride > count, `tables` 64 KiB + 1 KiB, `sums` count × 128 bytes.
 * products[(group × rowCount + row) × 4 + column] for the listed rows.
 */
export function denseProducts(
  rows: usize,
  bytesPerRow: i32,
  rowCount: i32,
  list: usize,
  count: i32,
  z: usize,
  stride: i32,
  words: usize,
  wordStride: i32,
  tables: usize,
  sums: usize,
  products: usize,
): void {
  if (count == 0) return;
  const chunks = (bytesPerRow + 7) >>> 3;
  const groups = stride >> 2;
  const rowBytes = <usize>stride << 3;
  const groupBytes = <usize>count << 5;
  for (let from = 0; from < groups; from += GROUPS_A_PASS) {
    const to = min(from + GROUPS_A_PASS, groups);
    memory.fill(sums, 0, <usize>(to - from) * groupBytes);
    for (let first = 0; first < chunks; first += CHUNKS_A_PASS) {
      const end = min(first + CHUNKS_A_PASS, chunks);
      layOutByChunk(rows, bytesPerRow, list, count, first, end, words, wordStride);
      for (let chunk = first; chunk < end; chunk++) {
        const samples = z + <usize>chunk * 32 * rowBytes;
        const chunkWords = words + (<usize>(chunk - first) * wordStride << 3);
        for (let group = from; group < to; group++) {
          fillByteTables(samples + (<usize>group << 5), rowBytes, tables, tables + 65536);
          addLookups(chunkWords, count, tables, sums + <usize>(group - from) * groupBytes);
        }
      }
    }
    for (let group = from; group < to; group++) {
      let source = sums + <usize>(group - from) * groupBytes;
      for (let i = 0; i < count; i++) {
        const row = load<i32>(list + (<usize>i << 2));
        const target = products + (<usize>(group * rowCount + row) << 5);
        v128.store(target, v128.load(source));
        v128.store(target, v128.load(source, 16), 16);
        source += 32;
      }
    }
  }
}

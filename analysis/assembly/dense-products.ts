import { fillTables, TABLE_BYTES } from "./five-tables";
import { layOutByStretch, STRETCH_SAMPLES } from "./five-layout";

/** Column groups whose sums stay in the second cache level together with the tables. */
const GROUPS_A_PASS: i32 = 4;
/** Stretches laid out at a time: 160 bytes of each row, so that few cache lines are read twice. */
const STRETCHES_A_PASS: i32 = 8;

/** sums[i] += the eight table entries that the i-th eight numbers select. Exported to stay a function: see countRow. */
export function addEntries(numbers: usize, count: i32, tables: usize, sums: usize): void {
  const end = numbers + (<usize>count << 3);
  while (numbers < end) {
    let w = load<u32>(numbers);
    let a = v128.load(sums);
    let b = v128.load(sums, 16);
    let p0 = tables + ((w << 5) & 0x1fe0);
    let p1 = tables + ((w >> 3) & 0x1fe0);
    let p2 = tables + ((w >> 11) & 0x1fe0);
    let p3 = tables + ((w >> 19) & 0x1fe0);
    let c = v128.load(p0);
    let d = v128.load(p0, 16);
    a = f64x2.add(a, v128.load(p1, TABLE_BYTES));
    b = f64x2.add(b, v128.load(p1, TABLE_BYTES + 16));
    c = f64x2.add(c, v128.load(p2, 2 * TABLE_BYTES));
    d = f64x2.add(d, v128.load(p2, 2 * TABLE_BYTES + 16));
    a = f64x2.add(a, v128.load(p3, 3 * TABLE_BYTES));
    b = f64x2.add(b, v128.load(p3, 3 * TABLE_BYTES + 16));
    w = load<u32>(numbers, 4);
    p0 = tables + ((w << 5) & 0x1fe0);
    p1 = tables + ((w >> 3) & 0x1fe0);
    p2 = tables + ((w >> 11) & 0x1fe0);
    p3 = tables + ((w >> 19) & 0x1fe0);
    c = f64x2.add(c, v128.load(p0, 4 * TABLE_BYTES));
    d = f64x2.add(d, v128.load(p0, 4 * TABLE_BYTES + 16));
    a = f64x2.add(a, v128.load(p1, 5 * TABLE_BYTES));
    b = f64x2.add(b, v128.load(p1, 5 * TABLE_BYTES + 16));
    c = f64x2.add(c, v128.load(p2, 6 * TABLE_BYTES));
    d = f64x2.add(d, v128.load(p2, 6 * TABLE_BYTES + 16));
    a = f64x2.add(a, v128.load(p3, 7 * TABLE_BYTES));
    b = f64x2.add(b, v128.load(p3, 7 * TABLE_BYTES + 16));
    v128.store(sums, f64x2.add(a, c));
    v128.store(sums, f64x2.add(b, d), 16);
    numbers += 8;
    sums += 32;
  }
}

/**
 * Products of listed rows with all columns, "four Russians": nothing is unpacked or multiplied. Five samples have 243
 * possible combinations of copies, so one look-up adds what five samples contribute to four columns.
 *
 * z is `sampleCount` rows of `stride` columns (a multiple of four) or more. Working room: `numbers` 16 × numberStride × 8
 * bytes with numberStride > count, `tables` 64 KiB, `sums` count × 128 bytes.
 * products[(group × rowCount + row) × 4 + column] for the listed rows.
 */
export function denseProducts(
  rows: usize,
  bytesPerRow: i32,
  rowCount: i32,
  list: usize,
  count: i32,
  z: usize,
  sampleCount: i32,
  stride: i32,
  numbers: usize,
  numberStride: i32,
  tables: usize,
  sums: usize,
  products: usize,
): void {
  if (count == 0) return;
  const stretches = (sampleCount + STRETCH_SAMPLES - 1) / STRETCH_SAMPLES;
  const groups = stride >> 2;
  const rowBytes = <usize>stride << 3;
  const groupBytes = <usize>count << 5;
  const pairs = tables + 8 * TABLE_BYTES;
  const end = pairs + 576;
  for (let from = 0; from < groups; from += GROUPS_A_PASS) {
    const to = min(from + GROUPS_A_PASS, groups);
    memory.fill(sums, 0, <usize>(to - from) * groupBytes);
    for (let first = 0; first < stretches; first += STRETCHES_A_PASS) {
      const last = min(first + STRETCHES_A_PASS, stretches);
      layOutByStretch(rows, bytesPerRow, list, count, first, last, numbers, numberStride, end);
      for (let stretch = first; stretch < last; stretch++) {
        const isWhole = (stretch + 1) * STRETCH_SAMPLES <= sampleCount;
        for (let group = from; group < to; group++) {
          let samples = z + <usize>(stretch * STRETCH_SAMPLES) * rowBytes + (<usize>group << 5);
          let sampleBytes = rowBytes;
          if (!isWhole) {
            copyLast(samples, sampleCount - stretch * STRETCH_SAMPLES, rowBytes, end);
            samples = end;
            sampleBytes = 32;
          }
          let own = numbers + (<usize>(2 * (stretch - first) * numberStride) << 3);
          let fifths = samples + 64 * sampleBytes;
          for (let half = 0; half < 2; half++) {
            fillTables(samples, fifths, sampleBytes, tables, pairs);
            addEntries(own, count, tables, sums + <usize>(group - from) * groupBytes);
            samples += 32 * sampleBytes;
            fifths += 8 * sampleBytes;
            own += <usize>numberStride << 3;
          }
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

/** Four columns of the last `count` samples, zeros for the rest of a stretch. */
function copyLast(z: usize, count: i32, rowBytes: usize, to: usize): void {
  memory.fill(to, 0, <usize>STRETCH_SAMPLES << 5);
  for (let i = 0; i < count; i++) {
    v128.store(to, v128.load(z));
    v128.store(to, v128.load(z, 16), 16);
    z += rowBytes;
    to += 32;
  }
}

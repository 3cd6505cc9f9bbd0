import { LOW } from "./rows";
import { valueOfDosage } from "./value-tables";

/** weights[row × groups × 4 + i] = the value of sample from + i; zero past `to`. */
export function unpackValues(
  rows: usize,
  bytesPerRow: i32,
  rowCount: i32,
  from: i32,
  to: i32,
  values: usize,
  weights: usize,
  groups: i32,
): void {
  const width = groups << 2;
  for (let v = 0; v < rowCount; v++) {
    const row = rows + <usize>v * bytesPerRow;
    const code = values + (<usize>v << 5);
    for (let i = from; i < from + width; i += 4) {
      let byte = <u32>load<u8>(row + min(i >>> 2, bytesPerRow - 1));
      for (let k = 0; k < 4; k++) {
        store<f64>(weights, i + k < to ? load<f64>(code + ((byte & 3) << 3)) : 0);
        byte >>= 2;
        weights += 8;
      }
    }
  }
}

/** Overwrites the values of samples with a dosage, as `unpackValues` has laid them out. */
export function unpackDosages(
  offsets: usize,
  samples: usize,
  units: usize,
  rowCount: i32,
  from: u32,
  to: u32,
  values: usize,
  weights: usize,
  groups: i32,
): void {
  for (let v = 0; v < rowCount; v++) {
    const end = load<u32>(offsets + (<usize>v << 2), 4);
    const code = values + (<usize>v << 5);
    for (let d = load<u32>(offsets + (<usize>v << 2)); d < end; d++) {
      const sample = load<u32>(samples + (<usize>d << 2));
      if (sample < from || sample >= to) continue;
      const at = weights + ((<usize>v * (groups << 2) + sample - from) << 3);
      store<f64>(at, valueOfDosage(code, load<u16>(units + (<usize>d << 1))));
    }
  }
}

/** called[sample] = a bit a variant of `chunks` words of codes, an even number; totals[sample] = how many are set. */
export function fillCalled(
  words: usize,
  stride: i32,
  chunks: i32,
  samples: i32,
  called: usize,
  totals: usize,
): void {
  for (let i = 0; i < samples; i++) {
    let count: i64 = 0;
    for (let chunk = 0; chunk < chunks; chunk += 2) {
      const a = load<u64>(words + ((<usize>chunk * stride + i) << 3));
      const b = load<u64>(words + ((<usize>(chunk + 1) * stride + i) << 3));
      const missing = (a & ~(a >> 1) & LOW) | ((b & ~(b >> 1) & LOW) << 1);
      count += popcnt<i64>(~missing);
      store<u64>(called, ~missing);
      called += 8;
    }
    store<i32>(totals, <i32>count);
    totals += 4;
  }
}

/** Adds to the pairs on and below the diagonal how many variants are called in both, and clears those above it. */
export function addCalled(
  rows: usize,
  rowTotals: usize,
  rowCount: i32,
  columns: usize,
  columnTotals: usize,
  columnCount: i32,
  diagonal: i32,
  chunks: i32,
  variants: i32,
  counts: usize,
): void {
  const bytes = <usize>chunks << 2;
  for (let i = 0; i < rowCount; i++) {
    const end = min(columnCount, diagonal + i + 1);
    const x = rows + <usize>i * bytes;
    const isComplete = load<i32>(rowTotals + (<usize>i << 2)) == variants;
    let y = columns;
    for (let j = 0; j < end; j++, y += bytes) {
      const to = counts + (<usize>(i * columnCount + j) << 2);
      let both = load<i32>(columnTotals + (<usize>j << 2));
      if (!isComplete) {
        if (both == variants) both = load<i32>(rowTotals + (<usize>i << 2));
        else {
          let count: i64 = 0;
          for (let k: usize = 0; k < bytes; k += 8) {
            count += popcnt<i64>(load<u64>(x + k) & load<u64>(y + k));
          }
          both = <i32>count;
        }
      }
      store<i32>(to, load<i32>(to) + both);
    }
  }
}

/** products[row × columnCount + column] from groups of four columns, rowCount rows each; 0 above the diagonal. */
export function layOutByRow(
  sums: usize,
  rowCount: i32,
  columnCount: i32,
  diagonal: i32,
  products: usize,
): void {
  for (let i = 0; i < rowCount; i++) {
    const end = min(columnCount, diagonal + i + 1);
    const row = products + (<usize>(i * columnCount) << 3);
    for (let j = 0; j < columnCount; j++) {
      const at = sums + ((<usize>((j >>> 2) * rowCount + i) << 2) + (j & 3) << 3);
      store<f64>(row + (<usize>j << 3), j < end ? load<f64>(at) : 0);
    }
  }
}

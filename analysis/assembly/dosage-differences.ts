import { addDenseRows, ROOM_BYTES, ROWS_A_TILE } from "./dense-dosages";
import { difference } from "./dosage-difference";

/** One dosage in this many bytes, 8 samples: from there on the columns are read in order, for four such rows at once. */
const DENSE_FROM_BYTES: u32 = 2;

/** One row whose dosages are few: only their samples' columns are read. `list` is room for 16 bytes a dosage. */
// @ts-ignore: decorator
@inline
function addSparseRow(
  row: usize,
  from: u32,
  end: u32,
  samples: usize,
  values: usize,
  z: usize,
  stride: i32,
  list: usize,
  target: usize,
  groupBytes: usize,
): void {
  let last = list;
  for (let e = from; e < end; e++) {
    const sample = load<u32>(samples + (<usize>e << 2));
    store<f64>(last, difference(row, sample, load<u16>(values + (<usize>e << 1))));
    store<u32>(last, sample * (<u32>stride << 3), 8);
    last += 16;
  }
  let column = 0;
  for (; column + 8 <= stride; column += 8) {
    addWeighted8(list, last, z + (<usize>column << 3), target, groupBytes);
    target += 2 * groupBytes;
  }
  if (column < stride) addWeighted4(list, last, z + (<usize>column << 3), target);
}

/**
 * products += Σ (dosage − copies counted for the hard call) × z over the samples of each row that have a dosage; those of
 * row v are entries offsets[v] … offsets[v + 1] − 1. `room`: 16 bytes a sample and 8 KiB.
 */
export function addDosageDifferences(
  rows: usize,
  bytesPerRow: i32,
  rowCount: i32,
  offsets: usize,
  samples: usize,
  values: usize,
  z: usize,
  stride: i32,
  room: usize,
  products: usize,
): void {
  const groupBytes = <usize>rowCount << 5;
  let dense = 0;
  for (let v = 0; v < rowCount; v++) {
    const from = load<u32>(offsets + (<usize>v << 2));
    const end = load<u32>(offsets + (<usize>v << 2), 4);
    if (from == end) continue;
    if (end - from > <u32>bytesPerRow / DENSE_FROM_BYTES) {
      store<u32>(room + (<usize>dense << 2), v);
      dense++;
      if (dense < ROWS_A_TILE) continue;
      addDenseRows(rows, bytesPerRow, dense, offsets, samples, values, z, stride, room, products, groupBytes);
      dense = 0;
    } else {
      const row = rows + <usize>v * bytesPerRow;
      const target = products + (<usize>v << 5);
      addSparseRow(row, from, end, samples, values, z, stride, room + ROOM_BYTES, target, groupBytes);
    }
  }
  if (dense > 0) addDenseRows(rows, bytesPerRow, dense, offsets, samples, values, z, stride, room, products, groupBytes);
}

// @ts-ignore: decorator
@inline
function addWeighted8(list: usize, end: usize, z: usize, target: usize, groupBytes: usize): void {
  let a0 = f64x2.splat(0);
  let a1 = a0;
  let b0 = a0;
  let b1 = a0;
  for (let p = list; p < end; p += 16) {
    const weight = v128.load64_splat(p);
    const row = z + <usize>load<u32>(p, 8);
    a0 = f64x2.add(a0, f64x2.mul(weight, v128.load(row)));
    a1 = f64x2.add(a1, f64x2.mul(weight, v128.load(row, 16)));
    b0 = f64x2.add(b0, f64x2.mul(weight, v128.load(row, 32)));
    b1 = f64x2.add(b1, f64x2.mul(weight, v128.load(row, 48)));
  }
  addTo(target, a0, a1);
  addTo(target + groupBytes, b0, b1);
}

// @ts-ignore: decorator
@inline
function addWeighted4(list: usize, end: usize, z: usize, target: usize): void {
  let a0 = f64x2.splat(0);
  let a1 = a0;
  for (let p = list; p < end; p += 16) {
    const weight = v128.load64_splat(p);
    const row = z + <usize>load<u32>(p, 8);
    a0 = f64x2.add(a0, f64x2.mul(weight, v128.load(row)));
    a1 = f64x2.add(a1, f64x2.mul(weight, v128.load(row, 16)));
  }
  addTo(target, a0, a1);
}

// @ts-ignore: decorator
@inline
function addTo(target: usize, low: v128, high: v128): void {
  v128.store(target, f64x2.add(v128.load(target), low));
  v128.store(target, f64x2.add(v128.load(target, 16), high), 16);
}

import { difference } from "./dosage-difference";

/** Rows whose products are formed together, so that each value of a column serves four. */
// @ts-ignore: decorator
@inline
export const ROWS_A_TILE: i32 = 4;
/** Samples whose columns stay in the first cache level for all groups of columns. */
const SAMPLES_A_STEP: i32 = 128;

/** Bytes at the start of the room: which rows, how far each has been read, and their tile. */
// @ts-ignore: decorator
@inline
export const ROOM_BYTES: usize = 8192;
const CURSORS: usize = 16;
const TILE: usize = 32;

/**
 * Adds the products of up to four rows, named at the start of `room`, most of whose samples have a dosage: a matrix product
 * of tiles of 4 rows × 128 samples with the columns. A row's sums do not depend on the rows beside it.
 */
export function addDenseRows(
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
  groupBytes: usize,
): void {
  const padded = ((bytesPerRow + 7) >>> 3) << 5;
  const rowBytes = <usize>stride << 3;
  const cursors = room + CURSORS;
  const tile = room + TILE;
  for (let r = 0; r < rowCount; r++) {
    const v = load<u32>(room + (<usize>r << 2));
    store<u32>(cursors + (<usize>r << 2), load<u32>(offsets + (<usize>v << 2)));
  }
  for (let first = 0; first < padded; first += SAMPLES_A_STEP) {
    const count = min(SAMPLES_A_STEP, padded - first);
    memory.fill(tile, 0, SAMPLES_A_STEP * ROWS_A_TILE << 3);
    for (let r = 0; r < rowCount; r++) {
      const v = load<u32>(room + (<usize>r << 2));
      const end = load<u32>(offsets + (<usize>v << 2), 4);
      const row = rows + <usize>v * bytesPerRow;
      let e = load<u32>(cursors + (<usize>r << 2));
      while (e < end) {
        const sample = load<u32>(samples + (<usize>e << 2));
        const place = <i32>sample - first;
        if (place >= count) break;
        const units = load<u16>(values + (<usize>e << 1));
        store<f64>(tile + (<usize>place << 5) + (<usize>r << 3), difference(row, sample, units));
        e++;
      }
      store<u32>(cursors + (<usize>r << 2), e);
    }
    const start = z + <usize>first * rowBytes;
    for (let column = 0; column < stride; column += 4) {
      const group = products + <usize>(column >> 2) * groupBytes;
      addTile(tile, count, start + (<usize>column << 3), rowBytes, rowCount, room, group);
    }
  }
}

/** Four rows × four columns. */
// @ts-ignore: decorator
@inline
function addTile(
  tile: usize,
  count: i32,
  z: usize,
  rowBytes: usize,
  rowCount: i32,
  list: usize,
  group: usize,
): void {
  let a0 = f64x2.splat(0);
  let a1 = a0;
  let b0 = a0;
  let b1 = a0;
  let c0 = a0;
  let c1 = a0;
  let d0 = a0;
  let d1 = a0;
  const end = tile + (<usize>count << 5);
  for (let p = tile; p < end; p += 32) {
    const x = v128.load(z);
    const y = v128.load(z, 16);
    let s = v128.load64_splat(p);
    a0 = f64x2.add(a0, f64x2.mul(s, x));
    a1 = f64x2.add(a1, f64x2.mul(s, y));
    s = v128.load64_splat(p, 8);
    b0 = f64x2.add(b0, f64x2.mul(s, x));
    b1 = f64x2.add(b1, f64x2.mul(s, y));
    s = v128.load64_splat(p, 16);
    c0 = f64x2.add(c0, f64x2.mul(s, x));
    c1 = f64x2.add(c1, f64x2.mul(s, y));
    s = v128.load64_splat(p, 24);
    d0 = f64x2.add(d0, f64x2.mul(s, x));
    d1 = f64x2.add(d1, f64x2.mul(s, y));
    z += rowBytes;
  }
  add(group, list, a0, a1);
  if (rowCount > 1) add(group, list + 4, b0, b1);
  if (rowCount > 2) add(group, list + 8, c0, c1);
  if (rowCount > 3) add(group, list + 12, d0, d1);
}

// @ts-ignore: decorator
@inline
function add(group: usize, row: usize, low: v128, high: v128): void {
  const target = group + (<usize>load<u32>(row) << 5);
  v128.store(target, f64x2.add(v128.load(target), low));
  v128.store(target, f64x2.add(v128.load(target, 16), high), 16);
}

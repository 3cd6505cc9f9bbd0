import { DOSAGE_ONE } from "./value-tables";

/** Rows of a tile: their weights for a group of columns and 64 samples' values stay in the first cache level. */
const ROWS_A_TILE: i32 = 32;
const SAMPLES_A_TILE: i32 = 64;
/** Where in the room how far each row has been read lies, and behind it the tile. */
const TILE: usize = 128;

/**
 * Adds Σ over listed rows of weight × value to the scores of samples from … to, as `addScores` does, for rows most of whose
 * samples have a dosage: a matrix product of tiles of 32 rows × 64 samples. `from` is a multiple of 4; up to three samples
 * past the last get zeros added. `room` is for 16 KiB + 128 bytes.
 */
export function addDenseScores(
  rows: usize,
  bytesPerRow: i32,
  list: usize,
  count: i32,
  offsets: usize,
  samples: usize,
  units: usize,
  from: i32,
  to: i32,
  values: usize,
  weights: usize,
  absent: usize,
  groups: i32,
  sums: usize,
  sumStride: i32,
  room: usize,
): void {
  const rowBytes = <usize>groups << 5;
  for (let first = 0; first < count; first += ROWS_A_TILE) {
    const own = list + (<usize>first << 2);
    const height = min(ROWS_A_TILE, count - first);
    for (let k: usize = 0; k < <usize>height; k++) {
      const v = <usize>load<u32>(own + (k << 2));
      const begin = load<u32>(offsets + (v << 2));
      const end = load<u32>(offsets + (v << 2), 4);
      store<u32>(room + (k << 2), firstFrom(samples, begin, end, <u32>from));
    }
    for (let start = from; start < to; start += SAMPLES_A_TILE) {
      const width = min(SAMPLES_A_TILE, to - start);
      const at = sums + (<usize>(start - from) << 5);
      if (width & 3) memory.fill(room + TILE, 0, SAMPLES_A_TILE * ROWS_A_TILE << 3);
      for (let k: usize = 0; k < <usize>height; k++) {
        const v = <usize>load<u32>(own + (k << 2));
        const e = fillRow(
          rows + v * bytesPerRow,
          load<u32>(room + (k << 2)),
          load<u32>(offsets + (v << 2), 4),
          samples,
          units,
          start,
          width,
          values + (v << 5),
          absent == 0 ? 0 : absent + v * rowBytes,
          groups,
          room + TILE + (k << 5),
          at,
          sumStride,
        );
        store<u32>(room + (k << 2), e);
      }
      for (let group = 0; group < groups; group++) {
        const target = at + (<usize>(group * sumStride) << 5);
        addTile(room + TILE, own, height, width, weights + (<usize>group << 5), rowBytes, target);
      }
    }
  }
}

/** The first entry of a sample from `sample` on. */
function firstFrom(samples: usize, begin: u32, end: u32, sample: u32): u32 {
  while (begin < end) {
    const middle = (begin + end) >>> 1;
    if (load<u32>(samples + (<usize>middle << 2)) < sample) begin = middle + 1;
    else end = middle;
  }
  return begin;
}

/**
 * Puts the values of a row's samples into the tile, four samples of each row side by side, and adds what missing calls add
 * beside; returns the first entry that is not read.
 */
function fillRow(
  row: usize,
  e: u32,
  end: u32,
  samples: usize,
  units: usize,
  start: i32,
  width: i32,
  values: usize,
  absent: usize,
  groups: i32,
  tile: usize,
  sums: usize,
  sumStride: i32,
): u32 {
  const none = load<f64>(values, 24);
  const one = load<f64>(values, 16);
  const two = load<f64>(values);
  const lower = (one - none) / DOSAGE_ONE;
  const upper = (two - one) / DOSAGE_ONE;
  const above = one - (two - one);
  let next = start;
  const stop = start + width;
  while (e < end) {
    const sample = <i32>load<u32>(samples + (<usize>e << 2));
    if (sample >= stop) break;
    for (; next < sample; next++) {
      fillCall(row, next, values, absent, groups, tile, start, sums, sumStride);
    }
    const own = <f64>load<u16>(units + (<usize>e << 1));
    const value = own <= DOSAGE_ONE ? none + own * lower : above + own * upper;
    store<f64>(placeOf(tile, next - start), value);
    next++;
    e++;
  }
  for (; next < stop; next++) {
    fillCall(row, next, values, absent, groups, tile, start, sums, sumStride);
  }
  return e;
}

// @ts-ignore: decorator
@inline
function placeOf(tile: usize, place: i32): usize {
  return tile + (<usize>(place >>> 2) * (ROWS_A_TILE << 5)) + (<usize>(place & 3) << 3);
}

function fillCall(
  row: usize,
  sample: i32,
  values: usize,
  absent: usize,
  groups: i32,
  tile: usize,
  start: i32,
  sums: usize,
  sumStride: i32,
): void {
  const code = (<i32>load<u8>(row + (sample >>> 2)) >> ((sample & 3) << 1)) & 3;
  store<f64>(placeOf(tile, sample - start), load<f64>(values + (<usize>code << 3)));
  if (code != 1 || absent == 0) return;
  let at = sums + (<usize>(sample - start) << 5);
  for (let group = 0; group < groups; group++) {
    v128.store(at, f64x2.add(v128.load(at), v128.load(absent)));
    v128.store(at, f64x2.add(v128.load(at, 16), v128.load(absent, 16)), 16);
    absent += 32;
    at += <usize>sumStride << 5;
  }
}

/** Four samples × four columns at a time. */
function addTile(
  tile: usize,
  list: usize,
  height: i32,
  width: i32,
  weights: usize,
  rowBytes: usize,
  sums: usize,
): void {
  const end = list + (<usize>height << 2);
  for (let i = 0; i < width; i += 4) {
    let a0 = v128.load(sums);
    let a1 = v128.load(sums, 16);
    let b0 = v128.load(sums, 32);
    let b1 = v128.load(sums, 48);
    let c0 = v128.load(sums, 64);
    let c1 = v128.load(sums, 80);
    let d0 = v128.load(sums, 96);
    let d1 = v128.load(sums, 112);
    let p = tile + <usize>(i >>> 2) * (ROWS_A_TILE << 5);
    for (let own = list; own < end; own += 4) {
      const w = weights + <usize>load<u32>(own) * rowBytes;
      const x = v128.load(w);
      const y = v128.load(w, 16);
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
      p += 32;
    }
    v128.store(sums, a0);
    v128.store(sums, a1, 16);
    v128.store(sums, b0, 32);
    v128.store(sums, b1, 48);
    v128.store(sums, c0, 64);
    v128.store(sums, c1, 80);
    v128.store(sums, d0, 96);
    v128.store(sums, d1, 112);
    sums += 128;
  }
}

import { LOW } from "./rows";
import { DOSAGE_ONE } from "./value-tables";

/** Rows of a tile: their weights for a group of columns and 256 samples' values stay in the first cache level. */
const ROWS_A_TILE: i32 = 8;
const SAMPLES_A_TILE: i32 = 256;
/** Samples whose bits are one number. */
const SAMPLES_A_PART: i32 = 64;
/** How far each row has been read lies at the start of the room, behind it the tile. */
const TILE: usize = 128;
/** And behind that, what dosages of a row are worth: up to one copy, and above it, what none is worth and a unit. */
const LINES: usize = TILE + 16384;

/**
 * Adds Σ over listed rows of weight × value to the scores of samples from … to, as `addScores` does, for rows most of whose
 * samples have a dosage: a matrix product of tiles of 8 rows × 256 samples. `from` is a multiple of 4; up to three samples
 * past the last get zeros added. `room` is for 16 KiB + 160 bytes.
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
      // Long stretches of a row at a time, which the processor sees coming.
      for (let k: usize = 0; k < <usize>height; k++) {
        const v = <usize>load<u32>(own + (k << 2));
        let e = load<u32>(room + (k << 2));
        for (let part = 0; part < width; part += SAMPLES_A_PART) {
          e = fillRow(
            rows + v * bytesPerRow,
            e,
            load<u32>(offsets + (v << 2), 4),
            samples,
            units,
            start + part,
            min(SAMPLES_A_PART, width - part),
            values + (v << 5),
            absent == 0 ? 0 : absent + v * rowBytes,
            groups,
            placeOf(room + TILE + (k << 5), part),
            room + LINES,
            at + (<usize>part << 5),
            sumStride,
          );
        }
        store<u32>(room + (k << 2), e);
      }
      for (let group = 0; group < groups; group++) {
        const target = at + (<usize>(group * sumStride) << 5);
        const from = weights + (<usize>group << 5);
        const column = onlyColumn(own, height, from, rowBytes);
        if (column < 0) addTile(room + TILE, own, height, width, from, rowBytes, target);
        else addColumn(room + TILE, own, height, width, from, rowBytes, target, <usize>column << 3);
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
  lines: usize,
  sums: usize,
  sumStride: i32,
): u32 {
  const none = load<f64>(values, 24);
  const one = load<f64>(values, 16);
  const two = load<f64>(values);
  // Looked up, as choosing between numbers is a jump that no processor foresees here.
  const lower = (one - none) / DOSAGE_ONE;
  const upper = (two - one) / DOSAGE_ONE;
  store<f64>(lines, none);
  store<f64>(lines, lower, 8);
  store<f64>(lines, one - (two - one), 16);
  store<f64>(lines, upper, 24);
  const isLine = lower == upper && none == one - (two - one);
  const nones = f64x2.splat(none);
  const lowers = f64x2.splat(lower);
  const last = end - 4;
  let dosed: u64 = 0;
  for (let i = 0; i < width; i += 4) {
    const sample = <u32>(start + i);
    const to = placeOf(tile, i);
    const at = samples + (<usize>e << 2);
    // Four samples that all have a dosage, as nearly all do.
    if (isLine && <i32>e <= <i32>last && load<u32>(at) == sample && load<u32>(at, 12) == sample + 3) {
      const own = i32x4.extend_low_i16x8_u(v128.load64_zero(units + (<usize>e << 1)));
      const low = f64x2.convert_low_i32x4_s(own);
      const high = f64x2.convert_low_i32x4_s(i32x4.shuffle(own, own, 2, 3, 2, 3));
      v128.store(to, f64x2.add(nones, f64x2.mul(low, lowers)));
      v128.store(to, f64x2.add(nones, f64x2.mul(high, lowers)), 16);
      dosed |= <u64>15 << <u64>i;
      e += 4;
      continue;
    }
    fillCalls(<u32>load<u8>(row + (sample >>> 2)), values, to);
    const stop = min(sample + 4, <u32>(start + width));
    for (; e < end; e++) {
      const place = load<u32>(samples + (<usize>e << 2));
      if (place >= stop) break;
      const own = <u32>load<u16>(units + (<usize>e << 1));
      const line = lines + (<usize>(own > <u32>DOSAGE_ONE) << 4);
      const value = load<f64>(line) + <f64>own * load<f64>(line, 8);
      store<f64>(to + (<usize>(place - sample) << 3), value);
      dosed |= <u64>1 << <u64>(place - start);
    }
  }
  if (absent != 0) addMissing(row, start, width, dosed, absent, groups, sums, sumStride);
  for (let i = width; i & 3; i++) store<f64>(placeOf(tile, i), 0);
  return e;
}

// @ts-ignore: decorator
@inline
function placeOf(tile: usize, place: i32): usize {
  return tile + (<usize>(place >>> 2) * (ROWS_A_TILE << 5)) + (<usize>(place & 3) << 3);
}

/** Puts in what the hard calls of a byte are worth. */
// @ts-ignore: decorator
@inline
function fillCalls(codes: u32, values: usize, to: usize): void {
  store<f64>(to, load<f64>(values + ((codes << 3) & 24)));
  store<f64>(to, load<f64>(values + ((codes << 1) & 24)), 8);
  store<f64>(to, load<f64>(values + ((codes >> 1) & 24)), 16);
  store<f64>(to, load<f64>(values + ((codes >> 3) & 24)), 24);
}

/** A bit for each of 32 codes that is a missing call. */
// @ts-ignore: decorator
@inline
function missingOf(codes: u64): u64 {
  let bits = codes & ~(codes >> 1) & LOW;
  bits = (bits | (bits >> 1)) & 0x3333333333333333;
  bits = (bits | (bits >> 2)) & 0x0f0f0f0f0f0f0f0f;
  bits = (bits | (bits >> 4)) & 0x00ff00ff00ff00ff;
  bits = (bits | (bits >> 8)) & 0x0000ffff0000ffff;
  return (bits | (bits >> 16)) & 0xffffffff;
}

/** Adds what samples add beside that have neither a dosage nor a call. */
function addMissing(
  row: usize,
  start: i32,
  width: i32,
  dosed: u64,
  absent: usize,
  groups: i32,
  sums: usize,
  sumStride: i32,
): void {
  const codes = row + (start >>> 2);
  let rest = (missingOf(load<u64>(codes)) | (missingOf(load<u64>(codes, 8)) << 32)) & ~dosed;
  if (width < SAMPLES_A_PART) rest &= (<u64>1 << <u64>width) - 1;
  for (; rest != 0; rest &= rest - 1) {
    let at = sums + (<usize>ctz(rest) << 5);
    let from = absent;
    for (let group = 0; group < groups; group++) {
      v128.store(at, f64x2.add(v128.load(at), v128.load(from)));
      v128.store(at, f64x2.add(v128.load(at, 16), v128.load(from, 16)), 16);
      from += 32;
      at += <usize>sumStride << 5;
    }
  }
}

/** The only column of four in which a row has a weight; the first where none has one, −1 where several have. */
function onlyColumn(list: usize, height: i32, weights: usize, rowBytes: usize): i32 {
  let used: i32 = 0;
  for (let k: usize = 0; k < <usize>height; k++) {
    const w = weights + <usize>load<u32>(list + (k << 2)) * rowBytes;
    const zero = f64x2.splat(0);
    used |= i64x2.bitmask(f64x2.ne(v128.load(w), zero));
    used |= i64x2.bitmask(f64x2.ne(v128.load(w, 16), zero)) << 2;
  }
  if (popcnt(used) > 1) return -1;
  return used == 0 ? 0 : ctz(used);
}

/** As `addTile`, of one column. */
function addColumn(
  tile: usize,
  list: usize,
  height: i32,
  width: i32,
  weights: usize,
  rowBytes: usize,
  sums: usize,
  column: usize,
): void {
  const end = list + (<usize>height << 2);
  sums += column;
  for (let i = 0; i < width; i += 4) {
    let a = f64x2(load<f64>(sums), load<f64>(sums, 32));
    let b = f64x2(load<f64>(sums, 64), load<f64>(sums, 96));
    let p = tile + <usize>(i >>> 2) * (ROWS_A_TILE << 5);
    for (let own = list; own < end; own += 4) {
      const w = v128.load64_splat(weights + <usize>load<u32>(own) * rowBytes + column);
      a = f64x2.add(a, f64x2.mul(w, v128.load(p)));
      b = f64x2.add(b, f64x2.mul(w, v128.load(p, 16)));
      p += 32;
    }
    store<f64>(sums, f64x2.extract_lane(a, 0));
    store<f64>(sums, f64x2.extract_lane(a, 1), 32);
    store<f64>(sums, f64x2.extract_lane(b, 0), 64);
    store<f64>(sums, f64x2.extract_lane(b, 1), 96);
    sums += 128;
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

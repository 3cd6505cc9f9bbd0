import { addLookups, fillValueTables } from "./value-tables";

/** Numbers of a group: four codes × eight columns a variant. */
const VARIANT_BYTES: usize = 256;
const TERMS_BYTES: usize = 8192;
/** 1.5 × 2⁵²: added to a smaller number it rounds that, and leaves it in the low half as a 32-bit integer. */
const TO_INTEGER: f64 = 6755399441055744;
/** Rounding eight times moves a sum by four units at most: so much below 2³¹ it is to stay. */
const ROOM: f64 = 1 + 1 / <f64>1048576;

/**
 * As `addScores` with diagonal 0, but for the sums of each 32 variants being whole numbers of a unit: the power of two of
 * which the most that they can add has up to 2³¹, so that one instruction adds four columns instead of two. Eight columns
 * go together; four that are left over are not rounded. Each look-up errs by half a unit at most.
 * `room` is for 64 KiB of tables, 8 KiB of terms, and 1 KiB + 320 bytes.
 */
export function addRoundedScores(
  words: usize,
  stride: i32,
  chunks: i32,
  samples: i32,
  values: usize,
  weights: usize,
  absent: usize,
  groups: i32,
  room: usize,
  sums: usize,
  sumStride: i32,
): void {
  const rowBytes = <usize>groups << 5;
  const groupBytes = <usize>sumStride << 5;
  const terms = room + 65536;
  const nibbles = terms + TERMS_BYTES;
  const units = nibbles + 1024;
  const middles = units + 128;
  let group = 0;
  for (; group + 1 < groups; group += 2) {
    const to = sums + <usize>group * groupBytes;
    memory.fill(middles, 0, 64);
    for (let chunk = 0; chunk < chunks; chunk++) {
      const from = <usize>(chunk << 5) * rowBytes + (<usize>group << 5);
      const own = absent == 0 ? 0 : absent + from;
      if (!fillTerms(values + (<usize>chunk << 10), weights + from, own, rowBytes, terms, units, middles)) continue;
      fillRoundedTables(terms, room, nibbles);
      addRounded(words + (<usize>(chunk * stride) << 3), samples, room, units, to, to + groupBytes);
    }
    addToAll(middles, samples, to, to + groupBytes);
  }
  if (group == groups) return;
  const last = <usize>group << 5;
  for (let chunk = 0; chunk < chunks; chunk++) {
    const from = <usize>(chunk << 5) * rowBytes + last;
    const own = absent == 0 ? 0 : absent + from;
    fillValueTables(values + (<usize>chunk << 10), weights + from, own, rowBytes, room, nibbles);
    addLookups(words + (<usize>(chunk * stride) << 3), samples, room, sums + <usize>group * groupBytes);
  }
}

/**
 * What each code of 32 variants adds to eight columns, in units and from its middle, the mean of the least and the most;
 * adds the middles to those there are. False where every code adds the same.
 */
function fillTerms(
  values: usize,
  weights: usize,
  absent: usize,
  rowBytes: usize,
  terms: usize,
  units: usize,
  middles: usize,
): bool {
  let any: f64 = 0;
  for (let column: usize = 0; column < 64; column += 16) {
    let from = weights + column;
    let beside = absent + column;
    let most = f64x2.splat(0);
    let middle = v128.load(middles + column);
    let to = terms + column;
    for (let v: usize = 0; v < 1024; v += 32) {
      const weight = v128.load(from);
      const a = f64x2.mul(weight, v128.load_splat<f64>(values + v));
      let b = f64x2.mul(weight, v128.load_splat<f64>(values + v, 8));
      const c = f64x2.mul(weight, v128.load_splat<f64>(values + v, 16));
      const d = f64x2.mul(weight, v128.load_splat<f64>(values + v, 24));
      if (absent != 0) {
        b = f64x2.add(b, v128.load(beside));
        beside += rowBytes;
      }
      const high = f64x2.max(f64x2.max(a, b), f64x2.max(c, d));
      const low = f64x2.min(f64x2.min(a, b), f64x2.min(c, d));
      const own = f64x2.mul(f64x2.splat(0.5), f64x2.add(high, low));
      most = f64x2.add(most, f64x2.mul(f64x2.splat(0.5), f64x2.sub(high, low)));
      middle = f64x2.add(middle, own);
      v128.store(to, f64x2.sub(a, own));
      v128.store(to, f64x2.sub(b, own), 64);
      v128.store(to, f64x2.sub(c, own), 128);
      v128.store(to, f64x2.sub(d, own), 192);
      to += VARIANT_BYTES;
      from += rowBytes;
    }
    v128.store(middles + column, middle);
    const first = unitOf(f64x2.extract_lane(most, 0));
    const second = unitOf(f64x2.extract_lane(most, 1));
    store<f64>(units + column, first);
    store<f64>(units + column, second, 8);
    any += f64x2.extract_lane(most, 0) + f64x2.extract_lane(most, 1);
    const scale = f64x2.replace_lane(f64x2.splat(inverse(first)), 1, inverse(second));
    to = terms + column;
    for (const end = to + TERMS_BYTES; to < end; to += 64) v128.store(to, f64x2.mul(scale, v128.load(to)));
  }
  return any != 0;
}

/** The least power of two of which `most` has fewer than 2³¹; 0 for 0, and NaN for what is no number. */
function unitOf(most: f64): f64 {
  const exponent = <i64>(reinterpret<u64>(most * ROOM) >> 52);
  if (exponent == 0x7ff) return NaN;
  return exponent < 64 ? 0 : reinterpret<f64>(<u64>(exponent - 30) << 52);
}

/** Of a power of two, or 0. */
function inverse(unit: f64): f64 {
  return unit == 0 ? 0 : 1 / unit;
}

/** Eight tables, 64 KiB: table j, entry b is eight integers, what byte value b at byte j of a sample's word adds. */
function fillRoundedTables(terms: usize, tables: usize, nibbles: usize): void {
  const toInteger = f64x2.splat(TO_INTEGER);
  for (let position = 0; position < 8; position++) {
    for (let half: usize = 0; half < 64; half += 32) {
      fillPair(terms + half, nibbles);
      fillPair(terms + half + 2 * VARIANT_BYTES, nibbles + 512);
      let to = tables + (half >> 1);
      for (let high: usize = 0; high < 512; high += 32) {
        const h0 = v128.load(nibbles + high, 512);
        const h1 = v128.load(nibbles + high, 528);
        for (let low = nibbles, end = nibbles + 512; low < end; low += 32) {
          const first = f64x2.add(toInteger, f64x2.add(h0, v128.load(low)));
          const second = f64x2.add(toInteger, f64x2.add(h1, v128.load(low, 16)));
          v128.store(to, i32x4.shuffle(first, second, 0, 2, 4, 6));
          to += 32;
        }
      }
    }
    terms += 4 * VARIANT_BYTES;
    tables += 8192;
  }
}

/** Sixteen entries of four columns: what the codes of two variants add. */
// @ts-ignore: decorator
@inline
function fillPair(terms: usize, to: usize): void {
  for (let e: usize = 0; e < 16; e++) {
    const first = terms + ((e & 3) << 6);
    const second = terms + ((e >> 2) << 6);
    v128.store(to, f64x2.add(v128.load(first), v128.load(second, 256)));
    v128.store(to, f64x2.add(v128.load(first, 16), v128.load(second, 272)), 16);
    to += 32;
  }
}

/** Adds to four columns of each sample, and to four others, the eight entries that its word selects. */
function addRounded(words: usize, count: i32, tables: usize, units: usize, sums: usize, others: usize): void {
  const end = words + (<usize>count << 3);
  const u0 = v128.load(units);
  const u1 = v128.load(units, 16);
  const u2 = v128.load(units, 32);
  const u3 = v128.load(units, 48);
  while (words < end) {
    let w = load<u32>(words);
    let p0 = tables + ((w << 5) & 0x1fe0);
    let p1 = tables + ((w >> 3) & 0x1fe0);
    let p2 = tables + ((w >> 11) & 0x1fe0);
    let p3 = tables + ((w >> 19) & 0x1fe0);
    let a = v128.load(p0);
    let b = v128.load(p0, 16);
    let c = v128.load(p1, 8192);
    let d = v128.load(p1, 8208);
    a = i32x4.add(a, v128.load(p2, 16384));
    b = i32x4.add(b, v128.load(p2, 16400));
    c = i32x4.add(c, v128.load(p3, 24576));
    d = i32x4.add(d, v128.load(p3, 24592));
    w = load<u32>(words, 4);
    p0 = tables + ((w << 5) & 0x1fe0);
    p1 = tables + ((w >> 3) & 0x1fe0);
    p2 = tables + ((w >> 11) & 0x1fe0);
    p3 = tables + ((w >> 19) & 0x1fe0);
    a = i32x4.add(a, v128.load(p0, 32768));
    b = i32x4.add(b, v128.load(p0, 32784));
    c = i32x4.add(c, v128.load(p1, 40960));
    d = i32x4.add(d, v128.load(p1, 40976));
    a = i32x4.add(a, v128.load(p2, 49152));
    b = i32x4.add(b, v128.load(p2, 49168));
    c = i32x4.add(c, v128.load(p3, 57344));
    d = i32x4.add(d, v128.load(p3, 57360));
    a = i32x4.add(a, c);
    b = i32x4.add(b, d);
    addInUnits(sums, f64x2.convert_low_i32x4_s(a), u0);
    addInUnits(sums + 16, f64x2.convert_low_i32x4_s(i32x4.shuffle(a, a, 2, 3, 2, 3)), u1);
    addInUnits(others, f64x2.convert_low_i32x4_s(b), u2);
    addInUnits(others + 16, f64x2.convert_low_i32x4_s(i32x4.shuffle(b, b, 2, 3, 2, 3)), u3);
    words += 8;
    sums += 32;
    others += 32;
  }
}

// @ts-ignore: decorator
@inline
function addInUnits(to: usize, count: v128, unit: v128): void {
  v128.store(to, f64x2.add(v128.load(to), f64x2.mul(count, unit)));
}

/** Adds eight numbers to the sums of every sample. */
function addToAll(numbers: usize, count: i32, sums: usize, others: usize): void {
  const a = v128.load(numbers);
  const b = v128.load(numbers, 16);
  const c = v128.load(numbers, 32);
  const d = v128.load(numbers, 48);
  for (const end = sums + (<usize>count << 5); sums < end; sums += 32) {
    v128.store(sums, f64x2.add(v128.load(sums), a));
    v128.store(sums, f64x2.add(v128.load(sums, 16), b), 16);
    v128.store(others, f64x2.add(v128.load(others), c));
    v128.store(others, f64x2.add(v128.load(others, 16), d), 16);
    others += 32;
  }
}

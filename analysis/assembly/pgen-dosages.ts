import { readDifflist, trackEnd } from "./pgen-difflist";
import { LOW } from "./rows";

const MULTIALLELIC: u32 = 0x08;
const PHASED: u32 = 0x10;
/** Of the record type: how dosages are written. */
const FORM: u32 = 0x60;
const LISTED: u32 = 0x20;
const DENSE: u32 = 0x40;
/** In the dense form a sample without dosage, and what no code is worth. */
const NO_DOSAGE: u32 = 65535;
/** Two copies. */
const MOST: u32 = 32768;
/** Dosages of the codes, 16 bits each; a missing call has none. */
const OF_CODE: u64 = 0x00004000ffff8000;

/** How many are written, and the largest dosage seen. */
let filled: u32 = 0;
let largest: u32 = 0;

/** Writes a dosage, and keeps it where the hard call says something else. */
// @ts-ignore: decorator
@inline
function addDosage(sample: u32, dosage: u32, row: usize, samples: usize, values: usize): void {
  const code = (<u64>load<u8>(row + (sample >> 2)) >> (<u64>(sample & 3) << 1)) & 3;
  const own = <u32>(OF_CODE >> (code << 4)) & 0xffff;
  store<u32>(samples + (<usize>filled << 2), sample);
  store<u16>(values + (<usize>filled << 1), <u16>dosage);
  filled += u32(dosage != own);
  largest = max(largest, dosage);
}

/** Dosages of all samples, a number of 16 bits each. */
function addDense(from: usize, sampleCount: u32, row: usize, samples: usize, values: usize): void {
  // What the codes are worth: lower bytes, then upper ones.
  const worth = i8x16(0, -1, 0, 0, -128, -1, 64, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  const none = i16x8.splat(-1);
  let most = i16x8.splat(0);
  let i: u32 = 0;
  for (; i + 8 <= sampleCount; i += 8) {
    const own = v128.load(from + (<usize>i << 1));
    // Codes at bits 0, 2, … 14 of a lane each, moved to bits 14 and 15 and from there to 0 and 1.
    const all = i16x8.splat(load<i16>(row + (i >> 2)));
    const codes = i16x8.shr_u(i16x8.mul(all, i16x8(16384, 4096, 1024, 256, 64, 16, 4, 1)), 14);
    // The lower byte of a lane asks for the lower byte, the upper one for the upper.
    const asked = i16x8.add(v128.or(i16x8.shl(codes, 8), codes), i16x8.splat(0x0400));
    const expected = i8x16.swizzle(worth, asked);
    if (v128.any_true(v128.or(i16x8.eq(own, expected), i16x8.eq(own, none)))) {
      for (let k: u32 = i; k < i + 8; k++) {
        const dosage = <u32>load<u16>(from + (<usize>k << 1));
        if (dosage != NO_DOSAGE) addDosage(k, dosage, row, samples, values);
      }
      continue;
    }
    const to = samples + (<usize>filled << 2);
    const first = i32x4.splat(i);
    v128.store(to, i32x4.add(first, i32x4(0, 1, 2, 3)));
    v128.store(to, i32x4.add(first, i32x4(4, 5, 6, 7)), 16);
    v128.store(values + (<usize>filled << 1), own);
    most = i16x8.max_u(most, own);
    filled += 8;
  }
  if (v128.any_true(i16x8.gt_u(most, i16x8.splat(<i16>MOST)))) largest = MOST + 1;
  for (; i < sampleCount; i++) {
    const dosage = <u32>load<u16>(from + (<usize>i << 1));
    if (dosage != NO_DOSAGE) addDosage(i, dosage, row, samples, values);
  }
}

/** Of each byte the places of its bits that are set, ascending, a byte each. */
const PLACES: usize = memory.data(2048);
let hasPlaces = false;

function fillPlaces(): void {
  for (let byte: u32 = 0; byte < 256; byte++) {
    let places: u64 = 0;
    let shift: u64 = 0;
    for (let rest = byte; rest != 0; rest &= rest - 1) {
      places |= <u64>ctz(rest) << shift;
      shift += 8;
    }
    store<u64>(PLACES + (<usize>byte << 3), places);
  }
  hasPlaces = true;
}

/** How many of the first bits are set. */
function countBits(from: usize, count: u32): u32 {
  let found: u32 = 0;
  let i: u32 = 0;
  for (; i + 64 <= count; i += 64) found += <u32>popcnt(load<u64>(from + (i >> 3)));
  for (; i < count; i += 8) {
    const left = count - i;
    found += popcnt(<u32>load<u8>(from + (i >> 3)) & (left < 8 ? (1 << left) - 1 : 255));
  }
  return found;
}

/** Dosages of the samples whose bits are set, one after the other; 16 bytes behind the last may be read. */
function addMarked(
  bits: usize,
  from: usize,
  sampleCount: u32,
  row: usize,
  samples: usize,
  values: usize,
): void {
  if (!hasPlaces) fillPlaces();
  const worth = i8x16(0, -1, 0, 0, -128, -1, 64, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  const lanes = i16x8(0, 1, 2, 3, 4, 5, 6, 7);
  let most = i16x8.splat(0);
  let i: u32 = 0;
  for (; i + 8 <= sampleCount; i += 8) {
    const byte = <u32>load<u8>(bits + (i >> 3));
    const count = popcnt(byte);
    const isOwn = i16x8.lt_s(lanes, i16x8.splat(<i16>count));
    const own = v128.and(v128.load(from), isOwn);
    // As in `addDense`, then the samples that have a dosage side by side.
    const all = i16x8.splat(load<i16>(row + (i >> 2)));
    const codes = i16x8.shr_u(i16x8.mul(all, i16x8(16384, 4096, 1024, 256, 64, 16, 4, 1)), 14);
    const expected = i8x16.swizzle(
      worth,
      i16x8.add(v128.or(i16x8.shl(codes, 8), codes), i16x8.splat(0x0400)),
    );
    const places = i16x8.extend_low_i8x16_u(i64x2.splat(load<u64>(PLACES + (<usize>byte << 3))));
    const asked = i16x8.add(i16x8.mul(places, i16x8.splat(0x0202)), i16x8.splat(0x0100));
    const same = i16x8.eq(own, i8x16.swizzle(expected, asked));
    if (v128.any_true(v128.and(same, isOwn))) {
      let at = from;
      for (let rest = byte; rest != 0; rest &= rest - 1) {
        addDosage(i + ctz(rest), load<u16>(at), row, samples, values);
        at += 2;
      }
    } else {
      const to = samples + (<usize>filled << 2);
      const first = i32x4.splat(i);
      v128.store(to, i32x4.add(first, i32x4.extend_low_i16x8_u(places)));
      v128.store(to, i32x4.add(first, i32x4.extend_high_i16x8_u(places)), 16);
      v128.store(values + (<usize>filled << 1), own);
      most = i16x8.max_u(most, own);
      filled += count;
    }
    from += <usize>count << 1;
  }
  if (v128.any_true(i16x8.gt_u(most, i16x8.splat(<i16>MOST)))) largest = MOST + 1;
  if (i == sampleCount) return;
  const last = <u32>load<u8>(bits + (i >> 3)) & ((1 << (sampleCount - i)) - 1);
  for (let rest = last; rest != 0; rest &= rest - 1) {
    addDosage(i + ctz(rest), load<u16>(from), row, samples, values);
    from += 2;
  }
}

/**
 * Where the phase of heterozygous calls ends: a bit that says whether all are phased, if not which ones are, then a bit for
 * each; 0 where it ends behind the record.
 */
function endOfPhase(from: usize, end: usize, row: usize, bytesPerRow: i32): usize {
  let heterozygous: u32 = 0;
  for (let j: i32 = 0; j < bytesPerRow; j++) {
    const codes = <u32>load<u8>(row + j);
    heterozygous += popcnt((codes >> 1) & ~codes & <u32>LOW & 0xff);
  }
  const next = from + ((8 + heterozygous) >>> 3);
  if (next > end) return 0;
  if ((load<u8>(from) & 1) == 0) return next;
  let phased: u32 = 0;
  for (let at = from; at < next; at++) phased += popcnt(<u32>load<u8>(at));
  const last = next + ((phased + 6) >>> 3);
  return last > end ? 0 : last;
}

/**
 * Lists the dosages of records that `decodePgenRows` has decoded into `rows`, leaving out those that say what the hard call
 * says. The offsets of row v are offsets[v], which is set for the first, and offsets[v + 1].
 *
 * `list` has room for samples + 64 numbers of 32 bits, `samples` and `values` for eight more than a number for each two bytes
 * of the records. Returns the first damaged record, or one of more than two alleles; −1 when there is none.
 */
export function listPgenDosages(
  records: usize,
  trackEnds: usize,
  ends: usize,
  types: usize,
  count: i32,
  sampleCount: i32,
  rows: usize,
  list: usize,
  offsets: usize,
  samples: usize,
  values: usize,
): i32 {
  const bytesPerRow = (sampleCount + 3) >>> 2;
  filled = load<u32>(offsets);
  for (let v = 0; v < count; v++) {
    const type = <u32>load<u8>(types + v);
    const form = type & FORM;
    if (form != 0) {
      const row = rows + <usize>v * bytesPerRow;
      const end = records + load<u32>(ends + (<usize>v << 2));
      let from = records + load<u32>(trackEnds + (<usize>v << 2));
      if (type & MULTIALLELIC) return v;
      if (type & PHASED) {
        from = endOfPhase(from, end, row, bytesPerRow);
        if (from == 0) return v;
      }
      largest = 0;
      if (form == DENSE) {
        if (from + (<usize>sampleCount << 1) > end) return v;
        addDense(from, sampleCount, row, samples, values);
      } else if (form == LISTED) {
        const length = readDifflist(from, end, sampleCount, false, sampleCount, list);
        if (length < 0) return v;
        from = trackEnd;
        if (from + (<usize>length << 1) > end) return v;
        for (let i: usize = 0; i < <usize>length; i++) {
          const sample = load<u32>(list + (i << 2)) >> 2;
          addDosage(sample, load<u16>(from + (i << 1)), row, samples, values);
        }
      } else {
        const bits = from;
        from += (sampleCount + 7) >>> 3;
        if (from > end) return v;
        if (from + (<usize>countBits(bits, sampleCount) << 1) > end) return v;
        addMarked(bits, from, sampleCount, row, samples, values);
      }
      if (largest > MOST) return v;
    }
    store<u32>(offsets + (<usize>v << 2), filled, 4);
  }
  return -1;
}

/** Keeps the dosages of some samples, in place, under their new numbers: those that `places` has, −1 for the others. */
export function narrowDosages(rowCount: i32, offsets: usize, samples: usize, values: usize, places: usize): void {
  let kept: u32 = 0;
  let e: u32 = 0;
  for (let v = 0; v < rowCount; v++) {
    const end = load<u32>(offsets + (<usize>v << 2), 4);
    for (; e < end; e++) {
      const place = load<i32>(places + (<usize>load<u32>(samples + (<usize>e << 2)) << 2));
      store<u32>(samples + (<usize>kept << 2), <u32>place);
      store<u16>(values + (<usize>kept << 1), load<u16>(values + (<usize>e << 1)));
      kept += u32(place >= 0);
    }
    store<u32>(offsets + (<usize>v << 2), kept, 4);
  }
}

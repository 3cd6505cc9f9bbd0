import { readDifflist, setTrackEnd, trackEnd } from "./pgen-difflist";

const LOW: u64 = 0x5555555555555555;

/** PLINK 1's codes of categories: both bits inverted after xor of the higher onto the lower. */
// @ts-ignore: decorator
@inline
export function codeOf(category: u32): u32 {
  return ~(category ^ (category >> 1)) & 3;
}

/** A bit for each sample, whether it is the second of two categories; writes whole words, up to 15 bytes past the row. */
function decodeTwoCategories(at: usize, row: usize, bytesPerRow: i32, first: u32, second: u32): void {
  const clear = codeOf(first);
  const changed = clear ^ codeOf(second);
  // The four bits of a nibble as the low bits of pairs, then as codes.
  const spread = i8x16(0, 1, 4, 5, 16, 17, 20, 21, 64, 65, 68, 69, 80, 81, 84, 85);
  const lower = v128.and(spread, i8x16.splat(<i8>-(changed & 1)));
  const upper = v128.and(i8x16.add(spread, spread), i8x16.splat(<i8>-(changed >> 1)));
  const codes = v128.xor(v128.or(lower, upper), i8x16.splat(<i8>(0x55 * clear)));
  for (let j: i32 = 0; j < bytesPerRow; j += 16) {
    const bits = v128.load64_zero(at);
    const low = i8x16.swizzle(codes, v128.and(bits, i8x16.splat(15)));
    const high = i8x16.swizzle(codes, i8x16.shr_u(bits, 4));
    v128.store(row + j, i8x16.shuffle(low, high, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23));
    at += 8;
  }
}

// @ts-ignore: decorator
@inline
function copyInverted(at: usize, row: usize, bytesPerRow: i32): void {
  const low = i64x2.splat(LOW);
  for (let j: i32 = 0; j < bytesPerRow; j += 16) {
    const x = v128.load(at + j);
    v128.store(row + j, v128.not(v128.xor(x, v128.and(i64x2.shr_u(x, 1), low))));
  }
}

/** Two copies become none and none two; one copy and missing stay. */
// @ts-ignore: decorator
@inline
function swapAlleles(row: usize, bytesPerRow: i32): void {
  const low = i64x2.splat(LOW);
  for (let j: i32 = 0; j < bytesPerRow; j += 16) {
    const x = v128.load(row + j);
    const same = v128.andnot(low, v128.xor(x, i64x2.shr_u(x, 1)));
    v128.store(row + j, v128.xor(x, v128.or(same, i64x2.shl(same, 1))));
  }
}

/** Whether a listed row must be decoded all the same: rows that are not listed, or not known yet, may refer to it. */
// @ts-ignore: decorator
@inline
function isReferredTo(v: i32, types: usize, kinds: usize, count: i32): bool {
  if ((<u32>load<u8>(types + v) & 6) == 2) return false;
  for (v++; v < count; v++) {
    if ((<u32>load<u8>(types + v) & 6) != 2) return false;
    if (load<u8>(kinds + v) == 0) return true;
  }
  return true;
}

// @ts-ignore: decorator
@inline
function patch(row: usize, list: usize, length: i32): void {
  for (let i: i32 = 0; i < length; i++) {
    const entry = load<u32>(list + (<usize>i << 2));
    const at = row + (entry >> 4);
    const shift = (entry >> 1) & 6;
    const byte = <u32>load<u8>(at) & ~(<u32>3 << shift);
    store<u8>(at, <u8>(byte | ((entry & 3) << shift)));
  }
}

/**
 * Decodes the main tracks of records into rows of PLINK 1's code that count ALT alleles; codes past the last sample are
 * 0b11. Record v lies at records + starts[v] … records + ends[v]. `base` is the decoded row that the first records refer
 * to, when they are relative. `trackEnds[v]` becomes the end of the main track.
 *
 * `list` has room for samples + 64 numbers of 32 bits; rows are written up to 15 bytes past the last, records read up to
 * 320. Rows that `kinds` has listed are left out where no other needs them; 0: none is. Returns the first damaged record, −1 when there is none.
 */
export function decodePgenRows(
  records: usize,
  starts: usize,
  ends: usize,
  types: usize,
  count: i32,
  sampleCount: i32,
  base: usize,
  list: usize,
  rows: usize,
  trackEnds: usize,
  kinds: usize,
): i32 {
  const bytesPerRow = (sampleCount + 3) >>> 2;
  const rest = sampleCount & 3;
  const padding = rest ? 0xff & ~((1 << (2 * rest)) - 1) : 0;
  for (let v = 0; v < count; v++) {
    if (kinds && load<u8>(kinds + v) && !isReferredTo(v, types, kinds, count)) continue;
    const kind = <u32>load<u8>(types + v) & 7;
    const at = records + load<u32>(starts + (<usize>v << 2));
    const end = records + load<u32>(ends + (<usize>v << 2));
    const row = rows + <usize>v * bytesPerRow;
    let differences = at;
    switch (kind) {
      case 0:
        setTrackEnd(at + bytesPerRow);
        if (trackEnd > end) return v;
        copyInverted(at, row, bytesPerRow);
        break;
      case 1: {
        // The lower category × 4, and how much higher the other is.
        const pair = <u32>load<u8>(at);
        const second = (pair >> 2) + (pair & 3);
        differences = at + 1 + ((sampleCount + 7) >>> 3);
        if ((pair & 3) == 0 || second > 3 || differences > end) return v;
        decodeTwoCategories(at + 1, row, bytesPerRow, pair >> 2, second);
        break;
      }
      case 2:
      case 3:
        if (!base) return v;
        memory.copy(row, base, bytesPerRow);
        break;
      case 4:
      case 6:
      case 7:
        memory.fill(row, <u8>(codeOf(kind & 3) * 0x55), bytesPerRow);
        break;
      default:
        return v;
    }
    if (kind != 0) {
      const length = readDifflist(differences, end, sampleCount, true, sampleCount, list, true);
      if (length < 0) return v;
      patch(row, list, length);
      if (kind == 3) swapAlleles(row, bytesPerRow);
    }
    if ((kind & 6) != 2) base = row;
    const last = row + bytesPerRow - 1;
    store<u8>(last, load<u8>(last) | padding);
    store<u32>(trackEnds + (<usize>v << 2), trackEnd - records);
  }
  return -1;
}

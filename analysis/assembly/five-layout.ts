// Codes of five samples as one byte, a number of base three whose digits are copies of the counted allele: 0 … 242. A stretch
// is 80 samples, 20 bytes of a row, in sixteen such numbers: number i has the four samples of byte i, and as its highest digit
// sample i of the last four bytes.

/** Samples of a stretch. */
export const STRETCH_SAMPLES: i32 = 80;
const STRETCH_BYTES: i32 = 20;

/** The sixteen numbers of a stretch; reads 20 bytes. */
// @ts-ignore: decorator
@inline
function numbersOfStretch(at: usize): v128 {
  const four = v128.load(at);
  // Copies of two samples in a nibble, of base three: code 0 is two copies, 2 one, 1 (missing) and 3 none.
  const pairs = i8x16(8, 6, 7, 6, 2, 0, 1, 0, 5, 3, 4, 3, 2, 0, 1, 0);
  const upper = i8x16(72, 54, 63, 54, 18, 0, 9, 0, 45, 27, 36, 27, 18, 0, 9, 0);
  const digits = i8x16.add(
    i8x16.swizzle(pairs, v128.and(four, i8x16.splat(15))),
    i8x16.swizzle(upper, i8x16.shr_u(four, 4)),
  );
  const last = i8x16.swizzle(v128.load32_zero(at, 16), i8x16(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3));
  const fifth = v128.and(last, i32x4.splat(0xc0300c03));
  const two = v128.and(i8x16.eq(fifth, i8x16.splat(0)), i8x16.splat(<i8>162));
  const one = v128.and(i8x16.eq(fifth, i32x4.splat(0x80200802)), i8x16.splat(81));
  return i8x16.add(digits, v128.or(two, one));
}

/** The same of the end of a row, `rest` bytes of which are left; `room` is 20 bytes. */
function numbersOfEnd(at: usize, rest: i32, room: usize): v128 {
  memory.fill(room, 0xff, STRETCH_BYTES);
  memory.copy(room, at, rest);
  return numbersOfStretch(room);
}

// @ts-ignore: decorator
@inline
function numbersOf(row: usize, bytesPerRow: i32, stretch: i32, room: usize): v128 {
  const from = stretch * STRETCH_BYTES;
  const rest = bytesPerRow - from;
  const at = row + from;
  return rest >= STRETCH_BYTES ? numbersOfStretch(at) : numbersOfEnd(at, rest, room);
}

/**
 * Lays listed rows out by halves of stretches, eight numbers each: target[(half − 2 × first) × stride + i] = that half of
 * the i-th listed row. Writes one half more where `count` is odd. `room` is 20 bytes.
 */
export function layOutByStretch(
  rows: usize,
  bytesPerRow: i32,
  list: usize,
  count: i32,
  first: i32,
  end: i32,
  target: usize,
  stride: i32,
  room: usize,
): void {
  const step = <usize>stride << 3;
  for (let i = 0; i < count; i += 2) {
    const entry = list + (<usize>i << 2);
    const a = rows + <usize>load<i32>(entry) * bytesPerRow;
    const b = i + 1 < count ? rows + <usize>load<i32>(entry, 4) * bytesPerRow : a;
    let to = target + (<usize>i << 3);
    for (let stretch = first; stretch < end; stretch++) {
      const x = numbersOf(a, bytesPerRow, stretch, room);
      const y = numbersOf(b, bytesPerRow, stretch, room);
      v128.store(to, i64x2.shuffle(x, y, 0, 2));
      v128.store(to + step, i64x2.shuffle(x, y, 1, 3));
      to += step << 1;
    }
  }
}

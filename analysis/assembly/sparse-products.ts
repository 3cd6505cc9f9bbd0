import { entriesFrom, NO_COPY, TWO_COPIES } from "./carriers";
import { LOW, rowWord } from "./rows";
import { sumEntries, sumListedRows } from "./row-sums";

/**
 * Products of listed rows with all columns from the samples that carry the rarer allele: g'Z = Σ z over carriers, those
 * of two copies listed twice. A row listed as ~v is rare in the other allele: g'Z = 2 Σ z − (2 − g)'Z, where a missing
 * code, which counts 0, stands for two of the other.
 *
 * Rows that are listed as carriers already, of the same allele, need not be looked at; `kinds` 0: none are. They give the
 * same bits.
 *
 * `used` has a word of low bits for every 32 samples: those, `active` in number, whose columns are not all zero. `offsets` is room for
 * 2 × samples + 8 numbers of 32 bits.
 */
export function sparseProducts(
  rows: usize,
  bytesPerRow: i32,
  rowCount: i32,
  list: usize,
  count: i32,
  twos: usize,
  ones: usize,
  active: i32,
  used: usize,
  z: usize,
  stride: i32,
  totals: usize,
  offsets: usize,
  products: usize,
  kinds: usize,
  entryOffsets: usize,
  entries: usize,
): void {
  const words = (bytesPerRow + 7) >>> 3;
  const full = (bytesPerRow >>> 3) - 8;
  const rowBytes = <u32>stride << 3;
  const groupBytes = <usize>rowCount << 5;
  const doubles = offsets + (<usize>words * 32 + 4 << 2);
  for (let i = 0; i < count; i++) {
    const entry = load<i32>(list + (<usize>i << 2));
    const isFlipped = entry < 0;
    const v = isFlipped ? ~entry : entry;
    const row = rows + <usize>v * bytesPerRow;
    const major: u64 = isFlipped ? 0 : -1;
    const majors = i64x2.splat(major);
    let once = offsets;
    let twice = doubles;
    if (kinds && <u32>load<u8>(kinds + v) == (isFlipped ? TWO_COPIES : NO_COPY)) {
      const end = entriesFrom(entryOffsets, entries, v + 1);
      const from = entriesFrom(entryOffsets, entries, v);
      // In a row of no copies code 0 counts twice, in one of two copies 1 and 3 do.
      const doubled: u32 = isFlipped ? 0b1010 : 0b0001;
      const target = products + (<usize>v << 5);
      sumEntries(from, end, doubled, z, stride, totals, isFlipped, target, groupBytes, doubles);
      continue;
    }
    const two = load<i32>(twos + (<usize>v << 2));
    const carriers = isFlipped ? active - two : two + load<i32>(ones + (<usize>v << 2));
    // Where most words have a carrier, looking for those without costs more than it saves.
    const isRare = carriers < words;
    for (let w = 0; w < words; w++) {
      if (isRare) {
        // Runs of 256, then of 64 samples without a carrier.
        while (w <= full && !anyCarrier8(row + (<usize>w << 3), majors)) w += 8;
        while (w <= full + 6 && !v128.any_true(v128.xor(v128.load(row + (<usize>w << 3)), majors))) w += 2;
        if (w >= words) break;
      }
      const low = rowWord(row, bytesPerRow, w);
      const high = low >> 1;
      const taking = load<u64>(used + (<usize>w << 3));
      let both = (low ^ major) & (high ^ major) & taking;
      if (isFlipped) both |= low & ~high & taking;
      const any = (high & ~low & taking) | both;
      const first = <u32>(w << 5) * rowBytes;
      once = listBits(any, first, rowBytes, once);
      while (both) {
        store<u32>(twice, first + <u32>(ctz(both) >> 1) * rowBytes);
        twice += 4;
        both &= both - 1;
      }
    }
    const doubled = twice - doubles;
    // A call out of the module, which rows without homozygotes need not pay for.
    if (doubled) memory.copy(once, doubles, doubled);
    const target = products + (<usize>v << 5);
    sumListedRows(offsets, once + doubled, z, stride, totals, isFlipped, target, groupBytes);
  }
}

// @ts-ignore: decorator
@inline
function anyCarrier8(at: usize, majors: v128): bool {
  const a = v128.or(v128.xor(v128.load(at), majors), v128.xor(v128.load(at, 16), majors));
  const b = v128.or(v128.xor(v128.load(at, 32), majors), v128.xor(v128.load(at, 48), majors));
  return v128.any_true(v128.or(a, b));
}

/** Without a data-dependent branch for up to four of 32: what is stored past the count is overwritten or never read. */
// @ts-ignore: decorator
@inline
function listBits(bits: u64, first: u32, rowBytes: u32, to: usize): usize {
  const count = <i32>popcnt(bits);
  const end = to + (<usize>count << 2);
  store<u32>(to, first + <u32>(ctz(bits) >> 1) * rowBytes);
  bits &= bits - 1;
  store<u32>(to, first + <u32>(ctz(bits) >> 1) * rowBytes, 4);
  bits &= bits - 1;
  if (count > 2) {
    store<u32>(to, first + <u32>(ctz(bits) >> 1) * rowBytes, 8);
    bits &= bits - 1;
    store<u32>(to, first + <u32>(ctz(bits) >> 1) * rowBytes, 12);
    bits &= bits - 1;
    to += 16;
    while (bits) {
      store<u32>(to, first + <u32>(ctz(bits) >> 1) * rowBytes);
      to += 4;
      bits &= bits - 1;
    }
  }
  return end;
}

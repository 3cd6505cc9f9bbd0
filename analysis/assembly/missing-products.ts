import { entriesFrom } from "./carriers";
import { LOW, rowWord } from "./rows";

/**
 * Lists the samples of a row with neither a call nor a dosage as byte offsets, sample × rowBytes, 32 bits each; the row's
 * dosages are those of `dosage` … `dosageEnd`, ascending. Returns the end of the list.
 */
// @ts-ignore: decorator
@inline
function listMissing(
  row: usize,
  bytesPerRow: i32,
  rowBytes: u32,
  dosage: usize,
  dosageEnd: usize,
  list: usize,
): usize {
  const words = (bytesPerRow + 7) >>> 3;
  for (let i = 0; i < words; i++) {
    const word = rowWord(row, bytesPerRow, i);
    let missing = word & ~(word >> 1) & LOW;
    while (missing) {
      const sample = <u32>(i << 5) + <u32>(ctz(missing) >> 1);
      missing &= missing - 1;
      while (dosage < dosageEnd && load<u32>(dosage) < sample) dosage += 4;
      if (dosage < dosageEnd && load<u32>(dosage) == sample) continue;
      store<u32>(list, sample * rowBytes);
      list += 4;
    }
  }
  return list;
}

/** A bit for each of 64 samples, set where the call is missing, in the lower bytes of eight 16-bit lanes. */
// @ts-ignore: decorator
@inline
function missingBits(codes: v128): v128 {
  let bits = v128.and(v128.andnot(codes, i16x8.shr_u(codes, 1)), i16x8.splat(0x5555));
  bits = v128.and(v128.or(bits, i16x8.shr_u(bits, 1)), i16x8.splat(0x3333));
  bits = v128.and(v128.or(bits, i16x8.shr_u(bits, 2)), i16x8.splat(0x0f0f));
  return v128.and(v128.or(bits, i16x8.shr_u(bits, 4)), i16x8.splat(0x00ff));
}

/** Lists the set bits; `first` is the byte offset of the lowest. Few branches depend on them: two are written at least. */
// @ts-ignore: decorator
@inline
function listBits(bits: u64, first: u32, rowBytes: u32, list: usize): usize {
  const end = list + (<usize>popcnt(bits) << 2);
  store<u32>(list, first + <u32>ctz(bits) * rowBytes);
  bits &= bits - 1;
  store<u32>(list, first + <u32>ctz(bits) * rowBytes, 4);
  for (let to = list + 8; to < end; to += 4) {
    bits &= bits - 1;
    store<u32>(to, first + <u32>ctz(bits) * rowBytes);
  }
  return end;
}

/** Rows that miss less than one call in so many bytes are looked at before their bits are: branches on others are mostly wrong. */
const RARE: i32 = 128;

/** The same of a row without dosages, which `isRare` says of. */
function listMissingCodes(row: usize, bytesPerRow: i32, rowBytes: u32, isRare: bool, list: usize): usize {
  const stepBytes = rowBytes << 6;
  const last = row + bytesPerRow - 32;
  let at = row;
  let first: u32 = 0;
  for (; at <= last; at += 32) {
    const bits = i8x16.narrow_i16x8_u(missingBits(v128.load(at)), missingBits(v128.load(at, 16)));
    if (!isRare || v128.any_true(bits)) {
      list = listBits(i64x2.extract_lane(bits, 0), first, rowBytes, list);
      list = listBits(i64x2.extract_lane(bits, 1), first + stepBytes, rowBytes, list);
    }
    first += stepBytes << 1;
  }
  const words = (bytesPerRow + 7) >>> 3;
  for (let i = <i32>((at - row) >>> 3); i < words; i++) {
    const word = rowWord(row, bytesPerRow, i);
    for (let missing = word & ~(word >> 1) & LOW; missing; missing &= missing - 1) {
      store<u32>(list, (<u32>(i << 5) + <u32>(ctz(missing) >> 1)) * rowBytes);
      list += 4;
    }
  }
  return list;
}

/** The same from entries of a listed row. */
// @ts-ignore: decorator
@inline
function listMissingEntries(
  entry: usize,
  entryEnd: usize,
  rowBytes: u32,
  dosage: usize,
  dosageEnd: usize,
  list: usize,
): usize {
  for (; entry < entryEnd; entry += 4) {
    const code = load<u32>(entry);
    if ((code & 3) != 1) continue;
    const sample = code >> 2;
    while (dosage < dosageEnd && load<u32>(dosage) < sample) dosage += 4;
    if (dosage < dosageEnd && load<u32>(dosage) == sample) continue;
    store<u32>(list, sample * rowBytes);
    list += 4;
  }
  return list;
}

/** Copies the rows of z that the list names one after another to `target`. */
// @ts-ignore: decorator
@inline
function gatherRows(list: usize, end: usize, z: usize, rowBytes: usize, target: usize): void {
  for (let p = list; p < end; p += 4) {
    const from = z + <usize>load<u32>(p);
    for (let i: usize = 0; i < rowBytes; i += 32) {
      v128.store(target + i, v128.load(from + i));
      v128.store(target + i, v128.load(from + i, 16), 16);
    }
    target += rowBytes;
  }
}

/**
 * Four rows × four columns of Σ z zᵀ over consecutive rows of z, from column `i` and from column `j` of the first; added to
 * what the target has of the bits of `kept`.
 */
// @ts-ignore: decorator
@inline
function addOuterProducts(zi: usize, end: usize, zj: usize, target: usize, rowBytes: usize, kept: v128): void {
  let a0 = v128.and(kept, v128.load(target));
  let a1 = v128.and(kept, v128.load(target, 16));
  let b0 = v128.and(kept, v128.load(target + rowBytes));
  let b1 = v128.and(kept, v128.load(target + rowBytes, 16));
  let c0 = v128.and(kept, v128.load(target + 2 * rowBytes));
  let c1 = v128.and(kept, v128.load(target + 2 * rowBytes, 16));
  let d0 = v128.and(kept, v128.load(target + 3 * rowBytes));
  let d1 = v128.and(kept, v128.load(target + 3 * rowBytes, 16));
  for (; zi < end; zi += rowBytes, zj += rowBytes) {
    const x = v128.load(zj);
    const y = v128.load(zj, 16);
    let s = v128.load64_splat(zi);
    a0 = f64x2.add(a0, f64x2.mul(s, x));
    a1 = f64x2.add(a1, f64x2.mul(s, y));
    s = v128.load64_splat(zi, 8);
    b0 = f64x2.add(b0, f64x2.mul(s, x));
    b1 = f64x2.add(b1, f64x2.mul(s, y));
    s = v128.load64_splat(zi, 16);
    c0 = f64x2.add(c0, f64x2.mul(s, x));
    c1 = f64x2.add(c1, f64x2.mul(s, y));
    s = v128.load64_splat(zi, 24);
    d0 = f64x2.add(d0, f64x2.mul(s, x));
    d1 = f64x2.add(d1, f64x2.mul(s, y));
  }
  v128.store(target, a0);
  v128.store(target, a1, 16);
  v128.store(target + rowBytes, b0);
  v128.store(target + rowBytes, b1, 16);
  v128.store(target + 2 * rowBytes, c0);
  v128.store(target + 2 * rowBytes, c1, 16);
  v128.store(target + 3 * rowBytes, d0);
  v128.store(target + 3 * rowBytes, d1, 16);
}

/** The same of Σ z² of four columns. */
// @ts-ignore: decorator
@inline
function addSquares(z: usize, end: usize, target: usize, rowBytes: usize, kept: v128): void {
  let a = v128.and(kept, v128.load(target));
  let b = v128.and(kept, v128.load(target, 16));
  for (; z < end; z += rowBytes) {
    const x = v128.load(z);
    const y = v128.load(z, 16);
    a = f64x2.add(a, f64x2.mul(x, x));
    b = f64x2.add(b, f64x2.mul(y, y));
  }
  v128.store(target, a);
  v128.store(target, b, 16);
}

/**
 * For each listed row, over the samples it misses: products[i × shared + j][c] = Σ z_j z_c for c ≥ j, and
 * squares[i][c] = Σ z_c² for c ≥ shared. `products` ends with room for three more rows of `stride`; `offsets` is room for a
 * number a sample and two more, `gathered` for `most` rows of z: as many at a time are fetched, at once, and then multiplied
 * from the nearest cache. No dosages: `dosageOffsets` is 0. No row is listed as its carriers: `kinds` is 0.
 */
export function missingProducts(
  rows: usize,
  bytesPerRow: i32,
  list: usize,
  count: i32,
  dosageOffsets: usize,
  dosageSamples: usize,
  z: usize,
  stride: i32,
  shared: i32,
  offsets: usize,
  gathered: usize,
  most: i32,
  products: usize,
  squares: usize,
  kinds: usize,
  entryOffsets: usize,
  entries: usize,
): void {
  const rowBytes = <usize>stride << 3;
  const batch = <usize>most << 2;
  let isRare = true;
  for (let i = 0; i < count; i++) {
    const v = load<i32>(list + (<usize>i << 2));
    let from: usize = 0;
    let to: usize = 0;
    if (dosageOffsets) {
      from = dosageSamples + (<usize>load<u32>(dosageOffsets + (<usize>v << 2)) << 2);
      to = dosageSamples + (<usize>load<u32>(dosageOffsets + (<usize>v << 2), 4) << 2);
    }
    let end: usize;
    if (kinds && load<u8>(kinds + v)) {
      const entry = entriesFrom(entryOffsets, entries, v);
      const last = entriesFrom(entryOffsets, entries, v + 1);
      end = listMissingEntries(entry, last, <u32>rowBytes, from, to, offsets);
    } else if (from < to) end = listMissing(rows + <usize>v * bytesPerRow, bytesPerRow, <u32>rowBytes, from, to, offsets);
    else end = listMissingCodes(rows + <usize>v * bytesPerRow, bytesPerRow, <u32>rowBytes, isRare, offsets);
    // Rows side by side miss about as many.
    isRare = <i32>((end - offsets) >> 2) * RARE < bytesPerRow;
    let listed = offsets;
    let kept = i64x2.splat(0);
    do {
      const last = listed + batch < end ? listed + batch : end;
      const gatheredEnd = gathered + <usize>((last - listed) >> 2) * rowBytes;
      gatherRows(listed, last, z, rowBytes, gathered);
      for (let j = 0; j < shared; j += 4) {
        const target = products + <usize>j * rowBytes;
        const acrossRows = <usize>j << 3;
        for (let c = j; c < stride; c += 4) {
          const across = <usize>c << 3;
          addOuterProducts(gathered + acrossRows, gatheredEnd, gathered + across, target + across, rowBytes, kept);
        }
      }
      for (let c = (shared + 3) & ~3; c < stride; c += 4) {
        const across = <usize>c << 3;
        addSquares(gathered + across, gatheredEnd, squares + across, rowBytes, kept);
      }
      kept = i64x2.splat(-1);
      listed = last;
    } while (listed < end);
    // Products of the last shared columns with themselves.
    for (let c = shared; c & 3; c++) store<f64>(squares + (<usize>c << 3), load<f64>(products + (<usize>(c * stride + c) << 3)));
    products += <usize>shared * rowBytes;
    squares += rowBytes;
  }
}

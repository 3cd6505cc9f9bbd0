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

/** Words of which fewer than one in so many has a missing code are skipped four at a time. */
const RARE: i32 = 8;

/**
 * The same of a row without dosages. Few branches depend on the codes: where a word misses two samples or none, two are
 * written all the same. `isRare` where most words miss none.
 */
function listMissingCodes(row: usize, bytesPerRow: i32, rowBytes: u32, isRare: bool, list: usize): usize {
  const words = (bytesPerRow + 7) >>> 3;
  const full = (bytesPerRow >>> 3) - 4;
  const lower = i64x2.splat(LOW);
  for (let i = 0; i < words; i++) {
    while (isRare && i <= full) {
      const a = v128.load(row + (<usize>i << 3));
      const b = v128.load(row + (<usize>i << 3), 16);
      const upper = v128.or(v128.andnot(a, i64x2.shr_u(a, 1)), v128.andnot(b, i64x2.shr_u(b, 1)));
      if (v128.any_true(v128.and(upper, lower))) break;
      i += 4;
    }
    if (i >= words) break;
    const word = rowWord(row, bytesPerRow, i);
    let missing = word & ~(word >> 1) & LOW;
    const first = <u32>(i << 5) * rowBytes;
    const count = <usize>popcnt(missing);
    store<u32>(list, first + <u32>(ctz(missing) >> 1) * rowBytes);
    missing &= missing - 1;
    store<u32>(list, first + <u32>(ctz(missing) >> 1) * rowBytes, 4);
    if (count > 2) {
      missing &= missing - 1;
      for (let to = list + 8; missing; to += 4) {
        store<u32>(to, first + <u32>(ctz(missing) >> 1) * rowBytes);
        missing &= missing - 1;
      }
    }
    list += count << 2;
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

/** Four rows × four columns of Σ z zᵀ over the listed samples, from column `i` and from column `j`. */
// @ts-ignore: decorator
@inline
function addOuterProducts(list: usize, end: usize, zi: usize, zj: usize, target: usize, rowBytes: usize): void {
  let a0 = f64x2.splat(0);
  let a1 = a0;
  let b0 = a0;
  let b1 = a0;
  let c0 = a0;
  let c1 = a0;
  let d0 = a0;
  let d1 = a0;
  for (let p = list; p < end; p += 4) {
    const at = <usize>load<u32>(p);
    const x = v128.load(zj + at);
    const y = v128.load(zj + at, 16);
    let s = v128.load64_splat(zi + at);
    a0 = f64x2.add(a0, f64x2.mul(s, x));
    a1 = f64x2.add(a1, f64x2.mul(s, y));
    s = v128.load64_splat(zi + at, 8);
    b0 = f64x2.add(b0, f64x2.mul(s, x));
    b1 = f64x2.add(b1, f64x2.mul(s, y));
    s = v128.load64_splat(zi + at, 16);
    c0 = f64x2.add(c0, f64x2.mul(s, x));
    c1 = f64x2.add(c1, f64x2.mul(s, y));
    s = v128.load64_splat(zi + at, 24);
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

/** Σ z² of four columns over the listed samples. */
// @ts-ignore: decorator
@inline
function sumSquares(list: usize, end: usize, z: usize, target: usize): void {
  let a = f64x2.splat(0);
  let b = a;
  for (let p = list; p < end; p += 4) {
    const at = z + <usize>load<u32>(p);
    const x = v128.load(at);
    const y = v128.load(at, 16);
    a = f64x2.add(a, f64x2.mul(x, x));
    b = f64x2.add(b, f64x2.mul(y, y));
  }
  v128.store(target, a);
  v128.store(target, b, 16);
}

/**
 * For each listed row, over the samples it misses: products[i × shared + j][c] = Σ z_j z_c for c ≥ j, and
 * squares[i][c] = Σ z_c² for c ≥ shared. `products` ends with room for three more rows of `stride`; `offsets` is room for a
 * number a sample and two more. No dosages: `dosageOffsets` is 0. No row is listed as its carriers: `kinds` is 0.
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
  products: usize,
  squares: usize,
  kinds: usize,
  entryOffsets: usize,
  entries: usize,
): void {
  const rowBytes = <usize>stride << 3;
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
    isRare = <i32>((end - offsets) >> 2) * RARE < bytesPerRow >>> 3;
    for (let j = 0; j < shared; j += 4) {
      const target = products + <usize>j * rowBytes;
      for (let c = j; c < stride; c += 4) {
        const across = <usize>c << 3;
        addOuterProducts(offsets, end, z + (<usize>j << 3), z + across, target + across, rowBytes);
      }
    }
    for (let c = shared & ~3; c < stride; c += 4) {
      sumSquares(offsets, end, z + (<usize>c << 3), squares + (<usize>c << 3));
    }
    products += <usize>shared * rowBytes;
    squares += rowBytes;
  }
}

/** Sixteen entries of four columns, 512 bytes: what the codes of two variants add to a sample's scores. */
// @ts-ignore: decorator
@inline
function fillNibble(values: usize, weights: usize, rowBytes: usize, to: usize): void {
  const a0 = v128.load(weights);
  const a1 = v128.load(weights, 16);
  const b0 = v128.load(weights + rowBytes);
  const b1 = v128.load(weights + rowBytes, 16);
  for (let e: usize = 0; e < 16; e++) {
    const first = v128.load_splat<f64>(values + ((e & 3) << 3));
    const second = v128.load_splat<f64>(values + ((e >> 2) << 3), 32);
    v128.store(to, f64x2.add(f64x2.mul(first, a0), f64x2.mul(second, b0)));
    v128.store(to, f64x2.add(f64x2.mul(first, a1), f64x2.mul(second, b1)), 16);
    to += 32;
  }
}

/** The same for what missing calls, code 0b01, add beside. */
// @ts-ignore: decorator
@inline
function addAbsent(absent: usize, rowBytes: usize, to: usize): void {
  for (let i: usize = 0; i < 4; i++) {
    add(to + 32 + (i << 7), absent);
    add(to + 128 + (i << 5), absent + rowBytes);
  }
}

// @ts-ignore: decorator
@inline
function add(to: usize, from: usize): void {
  v128.store(to, f64x2.add(v128.load(to), v128.load(from)));
  v128.store(to, f64x2.add(v128.load(to, 16), v128.load(from, 16)), 16);
}

/**
 * Eight tables, 64 KiB, for 32 variants × 4 columns of weights: table j, entry b is what byte value b at byte j of a
 * sample's word adds to its four scores. `values` has four numbers a variant; `absent` is laid out as `weights`, or 0;
 * `nibbles` is room for 1 KiB.
 */
export function fillValueTables(
  values: usize,
  weights: usize,
  absent: usize,
  rowBytes: usize,
  tables: usize,
  nibbles: usize,
): void {
  for (let position = 0; position < 8; position++) {
    fillNibble(values, weights, rowBytes, nibbles);
    fillNibble(values + 64, weights + 2 * rowBytes, rowBytes, nibbles + 512);
    if (absent != 0) {
      addAbsent(absent, rowBytes, nibbles);
      addAbsent(absent + 2 * rowBytes, rowBytes, nibbles + 512);
      absent += 4 * rowBytes;
    }
    for (let high: usize = 0; high < 16; high++) {
      const h0 = v128.load(nibbles + 512 + (high << 5));
      const h1 = v128.load(nibbles + 512 + (high << 5), 16);
      let low = nibbles;
      for (let i = 0; i < 16; i++) {
        v128.store(tables, f64x2.add(h0, v128.load(low)));
        v128.store(tables, f64x2.add(h1, v128.load(low, 16)), 16);
        tables += 32;
        low += 32;
      }
    }
    values += 128;
    weights += 4 * rowBytes;
  }
}

/** Units of one copy. */
// @ts-ignore: decorator
@inline
export const DOSAGE_ONE: f64 = 16384;

/** What a dosage is worth, on the line between the values of the whole numbers around it. */
// @ts-ignore: decorator
@inline
export function valueOfDosage(values: usize, units: u32): f64 {
  const copies = <f64>units / 16384;
  const none = load<f64>(values, 24);
  const one = load<f64>(values, 16);
  return units <= 16384
    ? none + copies * (one - none)
    : one + (copies - 1) * (load<f64>(values) - one);
}

/** sums[i] += the eight table entries that the i-th word selects. */
export function addLookups(words: usize, count: i32, tables: usize, sums: usize): void {
  const end = words + (<usize>count << 3);
  while (words < end) {
    let w = load<u32>(words);
    let a = v128.load(sums);
    let b = v128.load(sums, 16);
    let p0 = tables + ((w << 5) & 0x1fe0);
    let p1 = tables + ((w >> 3) & 0x1fe0);
    let p2 = tables + ((w >> 11) & 0x1fe0);
    let p3 = tables + ((w >> 19) & 0x1fe0);
    let c = v128.load(p0);
    let d = v128.load(p0, 16);
    a = f64x2.add(a, v128.load(p1, 8192));
    b = f64x2.add(b, v128.load(p1, 8208));
    c = f64x2.add(c, v128.load(p2, 16384));
    d = f64x2.add(d, v128.load(p2, 16400));
    a = f64x2.add(a, v128.load(p3, 24576));
    b = f64x2.add(b, v128.load(p3, 24592));
    w = load<u32>(words, 4);
    p0 = tables + ((w << 5) & 0x1fe0);
    p1 = tables + ((w >> 3) & 0x1fe0);
    p2 = tables + ((w >> 11) & 0x1fe0);
    p3 = tables + ((w >> 19) & 0x1fe0);
    c = f64x2.add(c, v128.load(p0, 32768));
    d = f64x2.add(d, v128.load(p0, 32784));
    a = f64x2.add(a, v128.load(p1, 40960));
    b = f64x2.add(b, v128.load(p1, 40976));
    c = f64x2.add(c, v128.load(p2, 49152));
    d = f64x2.add(d, v128.load(p2, 49168));
    a = f64x2.add(a, v128.load(p3, 57344));
    b = f64x2.add(b, v128.load(p3, 57360));
    v128.store(sums, f64x2.add(a, c));
    v128.store(sums, f64x2.add(b, d), 16);
    words += 8;
    sums += 32;
  }
}

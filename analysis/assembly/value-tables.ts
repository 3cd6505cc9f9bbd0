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

/**
 * Eight tables, 64 KiB, for 32 variants × 4 columns of weights: table j, entry b is what byte value b at byte j of a
 * sample's word adds to its four scores. `values` has four numbers a variant; `nibbles` is room for 1 KiB.
 */
export function fillValueTables(
  values: usize,
  weights: usize,
  rowBytes: usize,
  tables: usize,
  nibbles: usize,
): void {
  for (let position = 0; position < 8; position++) {
    fillNibble(values, weights, rowBytes, nibbles);
    fillNibble(values + 64, weights + 2 * rowBytes, rowBytes, nibbles + 512);
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

// .bed keeps the first of four samples in the lowest two bits: 0b00 counts 2, 0b10 counts 1, 0b11 and 0b01 (missing) 0.
// @ts-ignore: decorator
@inline
function copies(code: i32): f64 {
  return code == 0 ? 2.0 : code == 2 ? 1.0 : 0.0;
}

/** Sixteen entries of four columns, 512 bytes: what two samples contribute, the lower one in the lower two bits. */
// @ts-ignore: decorator
@inline
function fillNibble(z: usize, rowBytes: usize, to: usize): void {
  const a0 = v128.load(z);
  const a1 = v128.load(z, 16);
  const b0 = v128.load(z + rowBytes);
  const b1 = v128.load(z + rowBytes, 16);
  for (let e = 0; e < 16; e++) {
    const lower = f64x2.splat(copies(e & 3));
    const upper = f64x2.splat(copies(e >> 2));
    v128.store(to, f64x2.add(f64x2.mul(lower, a0), f64x2.mul(upper, b0)));
    v128.store(to, f64x2.add(f64x2.mul(lower, a1), f64x2.mul(upper, b1)), 16);
    to += 32;
  }
}

/**
 * Eight tables, 64 KiB, for 32 samples × 4 columns of z: table j, entry b is what byte value b at byte j of a chunk
 * contributes to the four columns. `nibbles` is room for 1 KiB.
 */
export function fillByteTables(z: usize, rowBytes: usize, tables: usize, nibbles: usize): void {
  for (let position = 0; position < 8; position++) {
    fillNibble(z, rowBytes, nibbles);
    fillNibble(z + 2 * rowBytes, rowBytes, nibbles + 512);
    for (let high = 0; high < 16; high++) {
      const h0 = v128.load(nibbles + 512 + (<usize>high << 5));
      const h1 = v128.load(nibbles + 512 + (<usize>high << 5), 16);
      let low = nibbles;
      for (let i = 0; i < 16; i++) {
        v128.store(tables, f64x2.add(h0, v128.load(low)));
        v128.store(tables, f64x2.add(h1, v128.load(low, 16)), 16);
        tables += 32;
        low += 32;
      }
    }
    z += 4 * rowBytes;
  }
}

/** Bytes of the table of one number of five samples: 243 entries of four columns. */
export const TABLE_BYTES: usize = 7776;

/** Nine entries of four columns, 288 bytes: what two samples add, the lower one as the lower digit. */
// @ts-ignore: decorator
@inline
function fillPair(z: usize, rowBytes: usize, to: usize): void {
  const a0 = v128.load(z);
  const a1 = v128.load(z, 16);
  const b0 = v128.load(z + rowBytes);
  const b1 = v128.load(z + rowBytes, 16);
  for (let copies = 0; copies < 3; copies++) {
    const upper = f64x2.splat(<f64>copies);
    const u0 = f64x2.mul(upper, b0);
    const u1 = f64x2.mul(upper, b1);
    v128.store(to, u0);
    v128.store(to, u1, 16);
    v128.store(to, f64x2.add(a0, u0), 32);
    v128.store(to, f64x2.add(a1, u1), 48);
    v128.store(to, f64x2.add(f64x2.add(a0, a0), u0), 64);
    v128.store(to, f64x2.add(f64x2.add(a1, a1), u1), 80);
    to += 96;
  }
}

/**
 * Eight tables for half a stretch (see five-layout.ts) and four columns of z: what each number adds to them. Sample 4 j + i is
 * digit i of number j, i < 4, and `fifths` + j its highest digit. `pairs` is room for 576 bytes.
 */
export function fillTables(z: usize, fifths: usize, rowBytes: usize, tables: usize, pairs: usize): void {
  for (let number = 0; number < 8; number++) {
    fillPair(z, rowBytes, pairs);
    fillPair(z + 2 * rowBytes, rowBytes, pairs + 288);
    const f0 = v128.load(fifths);
    const f1 = v128.load(fifths, 16);
    let e0 = f64x2.splat(0);
    let e1 = e0;
    for (let copies = 0; copies < 3; copies++) {
      for (let upper = pairs + 288; upper < pairs + 576; upper += 32) {
        const h0 = f64x2.add(e0, v128.load(upper));
        const h1 = f64x2.add(e1, v128.load(upper, 16));
        for (let low = pairs; low < pairs + 288; low += 96) {
          v128.store(tables, f64x2.add(h0, v128.load(low)));
          v128.store(tables, f64x2.add(h1, v128.load(low, 16)), 16);
          v128.store(tables, f64x2.add(h0, v128.load(low, 32)), 32);
          v128.store(tables, f64x2.add(h1, v128.load(low, 48)), 48);
          v128.store(tables, f64x2.add(h0, v128.load(low, 64)), 64);
          v128.store(tables, f64x2.add(h1, v128.load(low, 80)), 80);
          tables += 96;
        }
      }
      e0 = f64x2.add(e0, f0);
      e1 = f64x2.add(e1, f1);
    }
    z += 4 * rowBytes;
    fifths += rowBytes;
  }
}

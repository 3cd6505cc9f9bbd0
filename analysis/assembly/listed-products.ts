/**
 * products[(group × rowCount + row) × 4 + column] += factors[row] × Σ of the listed rows of z, whose `stride` is a
 * multiple of four; those of row v are offsets[v] … offsets[v + 1].
 */
export function addListedRows(
  list: usize,
  offsets: usize,
  factors: usize,
  rowCount: i32,
  z: usize,
  stride: i32,
  products: usize,
): void {
  const rowBytes = <usize>stride << 3;
  for (let v = 0; v < rowCount; v++) {
    const from = list + (<usize>load<u32>(offsets + (<usize>v << 2)) << 2);
    const end = list + (<usize>load<u32>(offsets + (<usize>v << 2), 4) << 2);
    if (from == end) continue;
    const factor = v128.load_splat<f64>(factors + (<usize>v << 3));
    for (let group = 0; group < stride >> 2; group++) {
      const start = z + (<usize>group << 5);
      let a = f64x2.splat(0);
      let b = a;
      for (let p = from; p < end; p += 4) {
        const row = start + <usize>load<u32>(p) * rowBytes;
        a = f64x2.add(a, v128.load(row));
        b = f64x2.add(b, v128.load(row, 16));
      }
      const to = products + (<usize>(group * rowCount + v) << 5);
      v128.store(to, f64x2.add(v128.load(to), f64x2.mul(factor, a)));
      v128.store(to, f64x2.add(v128.load(to, 16), f64x2.mul(factor, b)), 16);
    }
  }
}

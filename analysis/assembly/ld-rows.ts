/**
 * Adds `factor` times a row of LD to sums of 64 bits: runs `from` … `to` − 1, each its first column and where its
 * single-precision values begin.
 */
export function addLdRow(
  runColumn: usize,
  runValue: usize,
  from: i32,
  to: i32,
  values: usize,
  sums: usize,
  factor: f64,
): void {
  const factors = f64x2.splat(factor);
  for (let run = from; run < to; run++) {
    let value = values + (<usize>load<u32>(runValue + (<usize>run << 2)) << 2);
    const end = values + (<usize>load<u32>(runValue + (<usize>run << 2), 4) << 2);
    let sum = sums + (<usize>load<u32>(runColumn + (<usize>run << 2)) << 3);
    while (value + 16 <= end) {
      const four = v128.load(value);
      const low = f64x2.promote_low_f32x4(four);
      const high = f64x2.promote_low_f32x4(v128.shuffle<f64>(four, four, 1, 0));
      v128.store(sum, f64x2.add(v128.load(sum), f64x2.mul(factors, low)));
      v128.store(sum, f64x2.add(v128.load(sum, 16), f64x2.mul(factors, high)), 16);
      value += 16;
      sum += 32;
    }
    while (value < end) {
      store<f64>(sum, load<f64>(sum) + factor * <f64>load<f32>(value));
      value += 4;
      sum += 8;
    }
  }
}

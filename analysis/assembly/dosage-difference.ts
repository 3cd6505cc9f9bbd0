/** Dosages are stored in units of 1/16384 copies. */
const COPIES_PER_UNIT: f64 = 1.0 / 16384.0;

/** What a dosage adds to the hard call that the product has counted: a missing code has counted nothing. */
// @ts-ignore: decorator
@inline
export function difference(row: usize, sample: u32, units: u16): f64 {
  const code = (<i32>load<u8>(row + (sample >> 2)) >> (<i32>(sample & 3) << 1)) & 3;
  return <f64>units * COPIES_PER_UNIT - <f64>(code == 0 ? 2 : i32(code == 2));
}

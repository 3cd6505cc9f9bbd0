/** Dosages are stored in units of 1/16384 copies. */
const COPIES_PER_UNIT: f64 = 1.0 / 16384.0;

/** Copies that the product of hard calls has counted for a sample: none where the code is missing. */
// @ts-ignore: decorator
@inline
function countedCopies(row: usize, sample: u32): i32 {
  const code = (<i32>load<u8>(row + (sample >> 2)) >> (<i32>(sample & 3) << 1)) & 3;
  return code == 0 ? 2 : code == 2 ? 1 : 0;
}

/**
 * products += Σ (dosage − copies counted for the hard call) × z over the samples of each row that have a dosage; those of
 * row v are entries offsets[v] … offsets[v + 1] − 1. `list` is room for 16 bytes a sample.
 */
export function addDosageDifferences(
  rows: usize,
  bytesPerRow: i32,
  rowCount: i32,
  offsets: usize,
  samples: usize,
  values: usize,
  z: usize,
  stride: i32,
  list: usize,
  products: usize,
): void {
  const groupBytes = <usize>rowCount << 5;
  for (let v = 0; v < rowCount; v++) {
    const from = load<u32>(offsets + (<usize>v << 2));
    const end = load<u32>(offsets + (<usize>v << 2), 4);
    const row = rows + <usize>v * bytesPerRow;
    let last = list;
    for (let e = from; e < end; e++) {
      const sample = load<u32>(samples + (<usize>e << 2));
      const dosage = <f64>load<u16>(values + (<usize>e << 1)) * COPIES_PER_UNIT;
      store<f64>(last, dosage - <f64>countedCopies(row, sample));
      store<u32>(last, sample * (<u32>stride << 3), 8);
      last += 16;
    }
    let target = products + (<usize>v << 5);
    let column = 0;
    for (; column + 8 <= stride; column += 8) {
      addWeighted8(list, last, z + (<usize>column << 3), target, groupBytes);
      target += 2 * groupBytes;
    }
    if (column < stride) addWeighted4(list, last, z + (<usize>column << 3), target);
  }
}

// @ts-ignore: decorator
@inline
function addWeighted8(list: usize, end: usize, z: usize, target: usize, groupBytes: usize): void {
  let a0 = f64x2.splat(0);
  let a1 = a0;
  let b0 = a0;
  let b1 = a0;
  for (let p = list; p < end; p += 16) {
    const weight = v128.load64_splat(p);
    const row = z + <usize>load<u32>(p, 8);
    a0 = f64x2.add(a0, f64x2.mul(weight, v128.load(row)));
    a1 = f64x2.add(a1, f64x2.mul(weight, v128.load(row, 16)));
    b0 = f64x2.add(b0, f64x2.mul(weight, v128.load(row, 32)));
    b1 = f64x2.add(b1, f64x2.mul(weight, v128.load(row, 48)));
  }
  addTo(target, a0, a1);
  addTo(target + groupBytes, b0, b1);
}

// @ts-ignore: decorator
@inline
function addWeighted4(list: usize, end: usize, z: usize, target: usize): void {
  let a0 = f64x2.splat(0);
  let a1 = a0;
  for (let p = list; p < end; p += 16) {
    const weight = v128.load64_splat(p);
    const row = z + <usize>load<u32>(p, 8);
    a0 = f64x2.add(a0, f64x2.mul(weight, v128.load(row)));
    a1 = f64x2.add(a1, f64x2.mul(weight, v128.load(row, 16)));
  }
  addTo(target, a0, a1);
}

// @ts-ignore: decorator
@inline
function addTo(target: usize, low: v128, high: v128): void {
  v128.store(target, f64x2.add(v128.load(target), low));
  v128.store(target, f64x2.add(v128.load(target, 16), high), 16);
}

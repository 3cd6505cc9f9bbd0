/** Dosages are stored in units of 1/16384 copies. */
const UNITS_PER_COPY: i64 = 16384;
const COPIES_PER_UNIT: f64 = 1.0 / 16384.0;
/** Units of the codes, 16 bits each; none of a missing call. */
const OF_CODE: u64 = 0x0000400000008000;

/** Of four numbers without sign. */
// @ts-ignore: decorator
@inline
function sumOfLanes(lanes: v128): i64 {
  const pairs = i64x2.add(i64x2.extend_low_i32x4_u(lanes), i64x2.extend_high_i32x4_u(lanes));
  return i64x2.extract_lane(pairs, 0) + i64x2.extract_lane(pairs, 1);
}

/**
 * Per row Σ d and Σ d² in copies, where a hard call counts for a sample without a dosage, and the samples with neither;
 * from the counts of hard calls. Summed in whole units: exact.
 */
export function sumDosages(
  rows: usize,
  bytesPerRow: i32,
  rowCount: i32,
  offsets: usize,
  samples: usize,
  values: usize,
  twos: usize,
  ones: usize,
  missing: usize,
  sums: usize,
  squares: usize,
  absent: usize,
): void {
  for (let v = 0; v < rowCount; v++) {
    const at = <usize>v << 2;
    const from = load<u32>(offsets + at);
    const end = load<u32>(offsets + at, 4);
    const row = rows + <usize>v * bytesPerRow;
    const two = <i64>load<i32>(twos + at);
    const one = <i64>load<i32>(ones + at);
    let sum = (2 * two + one) * UNITS_PER_COPY;
    let square = (4 * two + one) * UNITS_PER_COPY * UNITS_PER_COPY;
    let gone = load<i32>(missing + at);
    for (let e = from; e < end; e++) {
      const sample = load<u32>(samples + (<usize>e << 2));
      // Sixteen samples whose codes are a word, as nearly all are where nearly everyone has a dosage.
      if ((sample & 15) == 0 && e + 16 <= end && load<u32>(samples + (<usize>e << 2), 60) == sample + 15) {
        const codes = load<u32>(row + (sample >> 2));
        const none = codes & 0x55555555;
        const upper = (codes >> 1) & 0x55555555;
        const twice = <i64>popcnt(~(none | upper) & 0x55555555);
        const once = <i64>popcnt(upper & ~none);
        gone -= popcnt(none & ~upper);
        const at = values + (<usize>e << 1);
        const a = v128.load(at);
        const b = v128.load(at, 16);
        sum += sumOfLanes(i32x4.add(i32x4.extadd_pairwise_i16x8_u(a), i32x4.extadd_pairwise_i16x8_u(b)));
        sum -= (2 * twice + once) * UNITS_PER_COPY;
        // 32768 counts as −32768, which has the same square; two of them fill the 32 bits.
        square += sumOfLanes(i32x4.dot_i16x8_s(a, a)) + sumOfLanes(i32x4.dot_i16x8_s(b, b));
        square -= (4 * twice + once) * UNITS_PER_COPY * UNITS_PER_COPY;
        e += 15;
        continue;
      }
      const dosage = <i64>load<u16>(values + (<usize>e << 1));
      const code = (<u64>load<u8>(row + (sample >> 2)) >> (<u64>(sample & 3) << 1)) & 3;
      const counted = <i64>((OF_CODE >> (code << 4)) & 0xffff);
      gone -= i32(code == 1);
      sum += dosage - counted;
      square += dosage * dosage - counted * counted;
    }
    store<f64>(sums + (<usize>v << 3), <f64>sum * COPIES_PER_UNIT);
    store<f64>(squares + (<usize>v << 3), <f64>square * (COPIES_PER_UNIT * COPIES_PER_UNIT));
    store<i32>(absent + at, gone);
  }
}

/** Copies the dosages of samples whose exclusion bits are not set; the offsets become those of the copy. */
export function maskDosages(
  rowCount: i32,
  offsets: usize,
  samples: usize,
  values: usize,
  exclusion: usize,
  keptOffsets: usize,
  keptSamples: usize,
  keptValues: usize,
): void {
  let kept: u32 = 0;
  store<u32>(keptOffsets, 0);
  for (let v = 0; v < rowCount; v++) {
    const at = <usize>v << 2;
    const end = load<u32>(offsets + at, 4);
    for (let e = load<u32>(offsets + at); e < end; e++) {
      const sample = load<u32>(samples + (<usize>e << 2));
      store<u32>(keptSamples + (<usize>kept << 2), sample);
      store<u16>(keptValues + (<usize>kept << 1), load<u16>(values + (<usize>e << 1)));
      kept += 1 - ((<u32>load<u8>(exclusion + (sample >> 2)) >> ((sample & 3) << 1)) & 1);
    }
    store<u32>(keptOffsets + at, kept, 4);
  }
}

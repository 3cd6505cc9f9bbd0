import { addLookups, DOSAGE_ONE, fillValueTables, valueOfDosage } from "./value-tables";

/**
 * Adds Σ over variants of weight × value to the scores of samples whose codes `transposeRows` laid out. `values` has four
 * numbers a variant, `weights` groups × 4 a variant, both zero past the last variant of the last chunk; so has `absent` what
 * a missing call adds beside, and is 0 where it adds nothing.
 * sums[(group × sumStride + sample) × 4 + column]. Of group g only samples from 4 g − diagonal on are summed.
 * `tables` is room for 64 KiB + 1 KiB.
 */
export function addScores(
  words: usize,
  stride: i32,
  chunks: i32,
  samples: i32,
  values: usize,
  weights: usize,
  absent: usize,
  groups: i32,
  diagonal: i32,
  tables: usize,
  sums: usize,
  sumStride: i32,
): void {
  const rowBytes = <usize>groups << 5;
  for (let group = 0; group < groups; group++) {
    const first = max(0, 4 * group - diagonal);
    if (first >= samples) return;
    const to = sums + ((<usize>group * sumStride + first) << 5);
    for (let chunk = 0; chunk < chunks; chunk++) {
      const from = <usize>(chunk << 5) * rowBytes + (<usize>group << 5);
      const own = absent == 0 ? 0 : absent + from;
      fillValueTables(values + (<usize>chunk << 10), weights + from, own, rowBytes, tables, tables + 65536);
      addLookups(words + ((<usize>chunk * stride + first) << 3), samples - first, tables, to);
    }
  }
}

/**
 * Makes the codes of samples with a dosage 0b11, none of the counted allele, from which `addDosageScores` starts; both leave
 * out rows of more than `most` dosages.
 */
export function clearDosed(
  offsets: usize,
  samples: usize,
  rowCount: i32,
  most: u32,
  from: u32,
  to: u32,
  words: usize,
  stride: i32,
): void {
  for (let v = 0; v < rowCount; v++) {
    const end = load<u32>(offsets + (<usize>v << 2), 4);
    let d = load<u32>(offsets + (<usize>v << 2));
    if (end - d > most) continue;
    const bits = <u64>3 << (<u64>(v & 31) << 1);
    const chunk = words + (<usize>(v >>> 5) * stride << 3);
    for (; d < end; d++) {
      const sample = load<u32>(samples + (<usize>d << 2));
      if (sample < from || sample >= to) continue;
      const at = chunk + (<usize>(sample - from) << 3);
      store<u64>(at, load<u64>(at) | bits);
    }
  }
}

/** Adds what dosages are worth more than none of the counted allele. */
export function addDosageScores(
  offsets: usize,
  samples: usize,
  units: usize,
  rowCount: i32,
  most: u32,
  from: u32,
  to: u32,
  values: usize,
  weights: usize,
  groups: i32,
  sums: usize,
  sumStride: i32,
): void {
  const rowBytes = <usize>groups << 5;
  const groupBytes = <usize>sumStride << 5;
  for (let v = 0; v < rowCount; v++) {
    const end = load<u32>(offsets + (<usize>v << 2), 4);
    let d = load<u32>(offsets + (<usize>v << 2));
    if (end - d > most) continue;
    const code = values + (<usize>v << 5);
    const row = weights + <usize>v * rowBytes;
    const none = load<f64>(code, 24);
    const one = load<f64>(code, 16) - none;
    // Of additive values no choice is to be made, which would be a jump that no processor foresees.
    const isLine = load<f64>(code) - load<f64>(code, 16) == one;
    const unit = one / DOSAGE_ONE;
    for (; d < end; d++) {
      const sample = load<u32>(samples + (<usize>d << 2));
      if (sample < from || sample >= to) continue;
      const own = <u32>load<u16>(units + (<usize>d << 1));
      const more = f64x2.splat(isLine ? <f64>own * unit : valueOfDosage(code, own) - none);
      let at = sums + (<usize>(sample - from) << 5);
      for (let w = row; w < row + rowBytes; w += 32) {
        v128.store(at, f64x2.add(v128.load(at), f64x2.mul(more, v128.load(w))));
        v128.store(at, f64x2.add(v128.load(at, 16), f64x2.mul(more, v128.load(w, 16))), 16);
        at += groupBytes;
      }
    }
  }
}

import { DENSE, NO_COPY, TWO_COPIES } from "./carriers";

// What a scan asks of each row beside its regression: loops that would run once, cold, in JavaScript.

/**
 * isFlipped[v] = 1 where the allele that is not counted is the rarer one among `size` samples, by dosages where `sums` is
 * not 0. A tie is decided as PLINK 2 does: see gwas/effect-allele.
 */
export function flipRows(
  twos: usize,
  ones: usize,
  missing: usize,
  sums: usize,
  count: i32,
  size: i32,
  isFlipped: usize,
): void {
  for (let v = 0; v < count; v++) {
    const at = <usize>v << 2;
    const called = <f64>(size - load<i32>(missing + at));
    const copies = sums ? load<f64>(sums + (<usize>v << 3)) : <f64>(2 * load<i32>(twos + at) + load<i32>(ones + at));
    const other = 2 * called - copies;
    store<u8>(isFlipped + v, <u8>(called > 0 && other * (1 / (2 * called)) < 0.5));
  }
}

/** The first of values from … count − 1 above the limit; `count` when there is none. NaN is not above. */
export function nextAbove(values: usize, from: i32, count: i32, limit: f64): i32 {
  let v = from;
  while (v < count && !(load<f64>(values + (<usize>v << 3)) > limit)) v++;
  return v;
}

/**
 * Numbers of the values ln P that are not NaN, and how many of them are below `significant`; the smallest and its place, −1
 * when there is none: four 64-bit numbers. `places` gets the bin of exp(value) for each of them, among `bins` of equal width
 * from 0 to 1.
 */
export function summariseLnP(
  values: usize,
  count: i32,
  significant: f64,
  bins: i32,
  places: usize,
  summary: usize,
): void {
  const last = bins - 1;
  let below = 0;
  let best = Infinity;
  let bestAt = -1;
  let to = places;
  for (let v = 0; v < count; v++) {
    const value = load<f64>(values + (<usize>v << 3));
    if (value != value) continue;
    if (value < significant) below++;
    if (value < best) {
      best = value;
      bestAt = v;
    }
    store<u16>(to, <u16>min(last, <i32>(Math.exp(value) * <f64>bins)));
    to += 2;
  }
  store<f64>(summary, <f64>((to - places) >> 1));
  store<f64>(summary, <f64>below, 8);
  store<f64>(summary, best, 16);
  store<f64>(summary, <f64>bestAt, 24);
}

/**
 * Of each row the samples with a call or a dosage, and Σ (g − ḡ)² over them: the same numbers as gwas/genotype-variation.
 * `sums` and `squares` are of dosages, 0: there are none.
 */
export function varyRows(
  twos: usize,
  ones: usize,
  missing: usize,
  sums: usize,
  squares: usize,
  count: i32,
  size: i32,
  called: usize,
  centred: usize,
): void {
  for (let v = 0; v < count; v++) {
    const at = <usize>v << 2;
    const wide = <usize>v << 3;
    const present = size - load<i32>(missing + at);
    const n = <f64>present;
    const two = load<i32>(twos + at);
    const one = load<i32>(ones + at);
    let sum = sums ? load<f64>(sums + wide) : <f64>(2 * two + one);
    let square = sums ? load<f64>(squares + wide) : <f64>(4 * two + one);
    if (sum > n) {
      square += 4 * (n - sum);
      sum = 2 * n - sum;
    }
    store<i32>(called + at, present);
    store<f64>(centred + wide, (n * square - sum * sum) / n);
  }
}

/** The rows first … end − 1 that miss a sample, as a list of 32-bit numbers; returns how many. */
export function listIncomplete(missing: usize, first: i32, end: i32, list: usize): i32 {
  let to = list;
  for (let v = first; v < end; v++) {
    store<i32>(to, v);
    to += <usize>(load<i32>(missing + (<usize>v << 2)) > 0) << 2;
  }
  return <i32>((to - list) >> 2);
}

/**
 * Whether every row with a list is to be summed from it, where `split` names the rows as splitRows does: as sparse, and of
 * the allele that the list has.
 */
export function areListed(kinds: usize, split: usize, dense: i32, count: i32): bool {
  for (let i = 0; i < count; i++) {
    const entry = load<i32>(split + (<usize>i << 2));
    const kind = <u32>load<u8>(kinds + (entry < 0 ? ~entry : entry));
    if (kind == DENSE) continue;
    if (i < dense || kind != (entry < 0 ? TWO_COPIES : NO_COPY)) return false;
  }
  return true;
}

/** Whether all bytes are 0. */
export function isBlank(bytes: usize, length: i32): bool {
  const end = bytes + length;
  for (; bytes + 8 <= end; bytes += 8) if (load<u64>(bytes)) return false;
  for (; bytes < end; bytes++) if (load<u8>(bytes)) return false;
  return true;
}

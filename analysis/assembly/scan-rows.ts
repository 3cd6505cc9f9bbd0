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

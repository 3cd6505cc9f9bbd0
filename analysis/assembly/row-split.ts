/**
 * Splits rows into dense ones, listed from the front in order, and sparse ones, listed from the back: at most `most`
 * samples carry the rarer allele. A sparse row whose rarer allele is the other, not the counted one, is listed as ~row.
 * `left` samples take no part: their columns are zero. Returns how many are dense.
 */
export function splitRows(
  twos: usize,
  ones: usize,
  missing: usize,
  rowCount: i32,
  sampleCount: i32,
  left: i32,
  most: i32,
  list: usize,
): i32 {
  let dense = 0;
  let back = list + (<usize>rowCount << 2);
  for (let v = 0; v < rowCount; v++) {
    const at = <usize>v << 2;
    const two = load<i32>(twos + at);
    const one = load<i32>(ones + at);
    const gone = load<i32>(missing + at);
    const counted = two + one;
    const other = max(sampleCount - left - two, gone + one);
    if (min(counted, other) <= most) {
      back -= 4;
      store<i32>(back, other < counted ? ~v : v);
    } else {
      store<i32>(list + (<usize>dense << 2), v);
      dense++;
    }
  }
  return dense;
}

import { rowWord } from "./rows";

/**
 * Lays listed rows out chunk by chunk, 32 samples each: target[(chunk − first) × stride + i] = that word of the i-th
 * listed row. Writes one word more where `count` is odd.
 */
// @ts-ignore: decorator
@inline
export function layOutByChunk(
  rows: usize,
  bytesPerRow: i32,
  list: usize,
  count: i32,
  first: i32,
  end: i32,
  target: usize,
  stride: i32,
): void {
  const full = min(bytesPerRow >>> 3, end);
  const step = <usize>stride << 3;
  for (let i = 0; i < count; i += 2) {
    const entry = list + (<usize>i << 2);
    const a = rows + <usize>load<i32>(entry) * bytesPerRow;
    const b = i + 1 < count ? rows + <usize>load<i32>(entry, 4) * bytesPerRow : a;
    let to = target + (<usize>i << 3);
    let chunk = first;
    for (; chunk + 2 <= full; chunk += 2) {
      const x = v128.load(a + (<usize>chunk << 3));
      const y = v128.load(b + (<usize>chunk << 3));
      v128.store(to, i64x2.shuffle(x, y, 0, 2));
      v128.store(to + step, i64x2.shuffle(x, y, 1, 3));
      to += step << 1;
    }
    for (; chunk < end; chunk++) {
      store<u64>(to, rowWord(a, bytesPerRow, chunk));
      store<u64>(to, rowWord(b, bytesPerRow, chunk), 8);
      to += step;
    }
  }
}

import { rowWord } from "./rows";

/** 32 codes of a missing call. */
const MISSING: u64 = 0x5555555555555555;

/** One level of a transposition: exchanges squares of codes between rows `distance` apart. */
// @ts-ignore: decorator
@inline
function exchange(tile: usize, distance: i32, bits: i32, mask: u64): void {
  const lanes = i64x2.splat(mask);
  const gap = <usize>distance << 4;
  for (let first = 0; first < 32; first += 2 * distance) {
    for (let k = first; k < first + distance; k++) {
      const at = tile + (<usize>k << 4);
      const a = v128.load(at);
      const b = v128.load(at + gap);
      const t = v128.and(v128.xor(i64x2.shr_u(a, bits), b), lanes);
      v128.store(at, v128.xor(a, i64x2.shl(t, bits)));
      v128.store(at + gap, v128.xor(b, t));
    }
  }
}

/**
 * Lays a block out by sample: words[chunk × stride + i] = the codes of sample firstSample + i in 32 rows, the first in the
 * lowest bits. Rows past the last are missing. `firstSample` is a multiple of 32; writes ⌈sampleCount / 64⌉ × 64 words a
 * chunk. `tile` is room for 512 bytes.
 */
export function transposeRows(
  rows: usize,
  bytesPerRow: i32,
  rowCount: i32,
  firstSample: i32,
  sampleCount: i32,
  chunks: i32,
  words: usize,
  stride: i32,
  tile: usize,
): void {
  const firstWord = firstSample >>> 5;
  for (let chunk = 0; chunk < chunks; chunk++) {
    const present = min(32, rowCount - (chunk << 5));
    for (let sample = 0; sample < sampleCount; sample += 64) {
      const word = firstWord + (sample >>> 5);
      let row = rows + <usize>(chunk << 5) * bytesPerRow;
      const isWhole = (word + 2) << 3 <= bytesPerRow;
      for (let k = 0; k < 32; k++) {
        const at = tile + (<usize>k << 4);
        if (k >= present) v128.store(at, i64x2.splat(MISSING));
        else if (isWhole) v128.store(at, v128.load(row + (<usize>word << 3)));
        else {
          store<u64>(at, rowWord(row, bytesPerRow, word));
          const isPast = (word + 1) << 3 >= bytesPerRow;
          store<u64>(at, isPast ? -1 : rowWord(row, bytesPerRow, word + 1), 8);
        }
        row += bytesPerRow;
      }
      exchange(tile, 16, 32, 0x00000000ffffffff);
      exchange(tile, 8, 16, 0x0000ffff0000ffff);
      exchange(tile, 4, 8, 0x00ff00ff00ff00ff);
      exchange(tile, 2, 4, 0x0f0f0f0f0f0f0f0f);
      exchange(tile, 1, 2, 0x3333333333333333);
      const to = words + ((<usize>chunk * stride + sample) << 3);
      for (let k: usize = 0; k < 32; k += 2) {
        const a = v128.load(tile + (k << 4));
        const b = v128.load(tile + (k << 4), 16);
        v128.store(to + (k << 3), i64x2.shuffle(a, b, 0, 2));
        v128.store(to + (k << 3), i64x2.shuffle(a, b, 1, 3), 256);
      }
    }
  }
}

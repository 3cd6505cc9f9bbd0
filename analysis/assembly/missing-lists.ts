import { LOW, rowWord } from "./rows";

/** Most missing codes of two rows for which `countCodes` can count in 16 bits. */
export const MOST_LISTED: i32 = 65535;

/**
 * list = where the codes of each row are missing, ascending, row after row; those of row v are offsets[v] … offsets[v + 1].
 * What `exclusion`, a row of codes, has as 0b11 is not listed.
 */
export function listMissing(
  rows: usize,
  bytesPerRow: i32,
  rowCount: i32,
  exclusion: usize,
  list: usize,
  offsets: usize,
): void {
  const words = (bytesPerRow + 7) >>> 3;
  let to = list;
  store<u32>(offsets, 0);
  for (let v = 0; v < rowCount; v++) {
    const row = rows + <usize>v * bytesPerRow;
    for (let i = 0; i < words; i++) {
      const word = rowWord(row, bytesPerRow, i);
      let missing = word & ~(word >> 1) & LOW;
      if (missing == 0) continue;
      missing &= ~rowWord(exclusion, bytesPerRow, i);
      while (missing) {
        store<u32>(to, (i << 5) + <i32>(ctz(missing) >> 1));
        to += 4;
        missing &= missing - 1;
      }
    }
    offsets += 4;
    store<u32>(offsets, <u32>((to - list) >> 2));
  }
}

/** How often each code stands at the listed places of a row: four counts of 16 bits. */
// @ts-ignore: decorator
@inline
export function countCodes(row: usize, list: usize, from: u32, end: u32): u64 {
  let counts: u64 = 0;
  const stop = list + (<usize>end << 2);
  for (let p = list + (<usize>from << 2); p < stop; p += 4) {
    const at = load<u32>(p);
    const code = (<u32>load<u8>(row + (at >>> 2)) >>> ((at & 3) << 1)) & 3;
    counts += <u64>1 << (<u64>code << 4);
  }
  return counts;
}

/** One of the four counts. */
// @ts-ignore: decorator
@inline
export function countOf(counts: u64, code: i32): i32 {
  return <i32>((counts >> (<u64>code << 4)) & 0xffff);
}

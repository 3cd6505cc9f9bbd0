import { DENSE, NO_COPY, TWO_COPIES } from "./carriers";
import { codeOf } from "./pgen";
import { readDifflist } from "./pgen-difflist";


/** Differences from a list, which they replace sample by sample; what becomes `common` is dropped. Returns the end. */
// @ts-ignore: decorator
@inline
function mergeLists(base: usize, baseEnd: usize, list: usize, listEnd: usize, common: u32, to: usize): usize {
  while (list < listEnd) {
    const entry = load<u32>(list);
    list += 4;
    while (base < baseEnd && load<u32>(base) >> 2 < entry >> 2) {
      store<u32>(to, load<u32>(base));
      base += 4;
      to += 4;
    }
    if (base < baseEnd && load<u32>(base) >> 2 == entry >> 2) base += 4;
    if ((entry & 3) != common) {
      store<u32>(to, entry);
      to += 4;
    }
  }
  const rest = baseEnd - base;
  memory.copy(to, base, rest);
  return to + rest;
}

/**
 * Lists the samples of rare rows straight from their records. Of row v, kinds[v] says how: 0 not at all, 1 all that do not
 * have no copy, 2 all that do not have two; entries offsets[v] … offsets[v + 1] − 1 are sample × 4 + PLINK 1's code,
 * ascending. At most `most` samples are listed of a row. `used` entries are there already, of rows before; returns how many
 * are then, `room` at most.
 *
 * `state` is two numbers of 32 bits that are kept from call to call: what the records that follow may refer to, which lies
 * in `base`. `base` and `list` have room for most + 64 entries, `merged` for twice that. Damaged records are not listed.
 */
export function listPgenRows(
  records: usize,
  starts: usize,
  ends: usize,
  types: usize,
  count: i32,
  sampleCount: i32,
  most: i32,
  state: usize,
  base: usize,
  list: usize,
  merged: usize,
  kinds: usize,
  offsets: usize,
  entries: usize,
  used: u32,
  room: u32,
): u32 {
  for (let v = 0; v < count; v++) {
    const type = <u32>load<u8>(types + v) & 7;
    const at = records + load<u32>(starts + (<usize>v << 2));
    const end = records + load<u32>(ends + (<usize>v << 2));
    const isRelative = (type & 6) == 2;
    // Only a record that refers to it needs the list as it is.
    const isBase = v + 1 == count || (<u32>load<u8>(types + v + 1) & 6) == 2;
    if ((type == 4 || type == 6) && !isBase && used + most + 64 <= room) {
      const length = readDifflist(at, end, sampleCount, true, most, entries + (<usize>used << 2), true);
      store<i32>(state, -1);
      used += max(length, 0);
      store<u8>(kinds + v, <u8>(length < 0 ? DENSE : type == 6 ? TWO_COPIES : NO_COPY));
      store<u32>(offsets + (<usize>v << 2), used, 4);
      continue;
    }
    let common: i32 = -1;
    let from = list;
    let to = list;
    if (type == 4 || type == 6 || (isRelative && load<i32>(state) >= 0)) {
      const length = readDifflist(at, end, sampleCount, true, most, list);
      // A list that is longer is damaged or dense, which decoding of the row tells.
      if (length >= 0) {
        to = list + (<usize>length << 2);
        common = isRelative ? load<i32>(state) : type & 2;
        if (isRelative) {
          const baseEnd = base + (<usize>load<u32>(state, 4) << 2);
          to = mergeLists(base, baseEnd, list, to, common, merged);
          from = merged;
        }
      }
    }
    if (!isRelative) {
      store<i32>(state, common);
      store<u32>(state, <u32>((to - from) >> 2), 4);
      if (isBase) memory.copy(base, from, to - from);
    }
    const length = <u32>((to - from) >> 2);
    const isListed = common >= 0 && length <= <u32>most && used + length <= room;
    if (isListed) {
      const swapped = type == 3;
      let target = entries + (<usize>used << 2);
      for (; from < to; from += 4) {
        const entry = load<u32>(from);
        let code = codeOf(entry & 3);
        if (swapped && ((code ^ (code >> 1)) & 1) == 0) code ^= 3;
        store<u32>(target, (entry & ~3) | code);
        target += 4;
      }
      used += length;
      store<u8>(kinds + v, (common == 2) != swapped ? <u8>TWO_COPIES : <u8>NO_COPY);
    } else store<u8>(kinds + v, <u8>DENSE);
    store<u32>(offsets + (<usize>v << 2), used, 4);
  }
  return used;
}

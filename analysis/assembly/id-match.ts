const K0: u64 = 0x9e3779b97f4a7c15;
const K1: u64 = 0xff51afd7ed558ccd;

/** Texts with a line feed after each; text i is from starts[i] up to starts[i + 1] − 1. 8 bytes beyond may be read. */
// @ts-ignore: decorator
@inline
function textStart(texts: usize, starts: usize, i: usize): usize {
  return texts + <usize>load<u32>(starts + (i << 2));
}

// @ts-ignore: decorator
@inline
function textEnd(texts: usize, starts: usize, i: usize): usize {
  return texts + <usize>load<u32>(starts + (i << 2), 4) - 1;
}

// @ts-ignore: decorator
@inline
function firstBytes(word: u64, count: usize): u64 {
  return count ? word & (<u64>-1 >> ((8 - count) << 3)) : 0;
}

// @ts-ignore: decorator
@inline
function mixed(hash: u64, word: u64): u64 {
  const product = (hash ^ word) * K1;
  return product ^ (product >> 32);
}

function hashText(from: usize, to: usize, seed: u64): u64 {
  let hash = mixed(seed, to - from);
  while (to - from >= 8) {
    hash = mixed(hash, load<u64>(from));
    from += 8;
  }
  return mixed(hash, firstBytes(load<u64>(from), to - from));
}

function isSame(a: usize, aEnd: usize, b: usize, bEnd: usize): bool {
  if (aEnd - a != bEnd - b) return false;
  while (aEnd - a >= 8) {
    if (load<u64>(a) != load<u64>(b)) return false;
    a += 8;
    b += 8;
  }
  return firstBytes(load<u64>(a) ^ load<u64>(b), aEnd - a) == 0;
}

// @ts-ignore: decorator
@inline
function hashId(families: usize, familyStarts: usize, texts: usize, starts: usize, i: usize): u64 {
  const hash = hashText(textStart(texts, starts, i), textEnd(texts, starts, i), K0);
  if (!families) return hash;
  return hashText(textStart(families, familyStarts, i), textEnd(families, familyStarts, i), hash);
}

// @ts-ignore: decorator
@inline
function isSameId(
  families: usize,
  familyStarts: usize,
  texts: usize,
  starts: usize,
  i: usize,
  otherFamilies: usize,
  otherFamilyStarts: usize,
  others: usize,
  otherStarts: usize,
  j: usize,
): bool {
  if (
    !isSame(
      textStart(texts, starts, i),
      textEnd(texts, starts, i),
      textStart(others, otherStarts, j),
      textEnd(others, otherStarts, j),
    )
  )
    return false;
  if (!families) return true;
  return isSame(
    textStart(families, familyStarts, i),
    textEnd(families, familyStarts, i),
    textStart(otherFamilies, otherFamilyStarts, j),
    textEnd(otherFamilies, otherFamilyStarts, j),
  );
}

/**
 * Puts each id, the first of equals, into a table of 2^`bits` slots that are all 0: row + 1. `families` 0: individual ids
 * alone. Returns how many ids repeat an earlier one.
 */
export function indexIds(
  count: i32,
  families: usize,
  familyStarts: usize,
  texts: usize,
  starts: usize,
  slots: usize,
  bits: i32,
): i32 {
  const mask = (1 << bits) - 1;
  let repeats = 0;
  for (let row: usize = 0; row < <usize>count; row++) {
    let slot = <u32>hashId(families, familyStarts, texts, starts, row) & mask;
    for (;;) {
      const place = slots + (<usize>slot << 2);
      const taken = load<u32>(place);
      if (!taken) {
        store<u32>(place, row + 1);
        break;
      }
      if (
        isSameId(
          families,
          familyStarts,
          texts,
          starts,
          row,
          families,
          familyStarts,
          texts,
          starts,
          <usize>(taken - 1),
        )
      ) {
        repeats++;
        break;
      }
      slot = (slot + 1) & mask;
    }
  }
  return repeats;
}

/** Whether all texts are the first one. 16 bytes beyond their end may be read. */
export function areOneText(count: i32, texts: usize, starts: usize): bool {
  const end = textStart(texts, starts, <usize>count);
  const period = textStart(texts, starts, 1) - texts;
  if (period * <usize>count != end - texts) return false;
  // Every byte is that of the text after it.
  for (let at = texts; at + period < end; at += 16) {
    const same = i8x16.bitmask(i8x16.eq(v128.load(at), v128.load(at + period)));
    const rest = end - period - at;
    const wanted = rest < 16 ? (1 << <i32>rest) - 1 : 0xffff;
    if ((same & wanted) != wanted) return false;
  }
  return true;
}

/** Whether each text is longer than the one before, or as long and behind it in the order of bytes: then none repeats. */
export function areAscending(count: i32, texts: usize, starts: usize): bool {
  let last = texts + <usize>load<u32>(starts);
  let lastEnd = last;
  let next = last;
  for (let i: usize = 0; i < <usize>count; i++) {
    let at = next;
    next = texts + <usize>load<u32>(starts + (i << 2), 4);
    const length = next - 1 - at;
    const lastLength = lastEnd - last;
    if (i > 0 && length <= lastLength) {
      if (length < lastLength) return false;
      let start = last;
      let rest = length;
      while (rest >= 8 && load<u64>(at) == load<u64>(start)) {
        at += 8;
        start += 8;
        rest -= 8;
      }
      const count = min<usize>(rest, 8);
      const a = bswap<u64>(firstBytes(load<u64>(at), count));
      const b = bswap<u64>(firstBytes(load<u64>(start), count));
      if (a <= b) return false;
    }
    lastEnd = next - 1;
    last = lastEnd - length;
  }
  return true;
}

/**
 * For each id from `from` on the row of the same id, or −1, in `rows`: the row after the last one is tried first, then the
 * slots that `indexIds` has filled. Returns where the slots are needed and `bits` is 0; `count` when all are looked up.
 * `isMatched` has a byte for each of `otherCount` rows; `state` is the next row to try, how many were found, how many of
 * those had been found before, and how many have the row of their own place.
 */
export function matchIds(
  from: i32,
  count: i32,
  families: usize,
  familyStarts: usize,
  texts: usize,
  starts: usize,
  otherCount: i32,
  otherFamilies: usize,
  otherFamilyStarts: usize,
  others: usize,
  otherStarts: usize,
  slots: usize,
  bits: i32,
  isMatched: usize,
  rows: usize,
  state: usize,
): i32 {
  const mask = (1 << bits) - 1;
  let next = load<i32>(state);
  let found = load<i32>(state, 4);
  let again = load<i32>(state, 8);
  let inPlace = load<i32>(state, 12);
  let i = from;
  for (; i < count; i++) {
    let row = next;
    if (
      next >= otherCount ||
      !isSameId(
        families,
        familyStarts,
        texts,
        starts,
        <usize>i,
        otherFamilies,
        otherFamilyStarts,
        others,
        otherStarts,
        <usize>next,
      )
    ) {
      if (!bits) break;
      row = -1;
      let slot = <u32>hashId(families, familyStarts, texts, starts, <usize>i) & mask;
      for (;;) {
        const taken = load<i32>(slots + (<usize>slot << 2));
        if (!taken) break;
        if (
          isSameId(
            families,
            familyStarts,
            texts,
            starts,
            <usize>i,
            otherFamilies,
            otherFamilyStarts,
            others,
            otherStarts,
            <usize>(taken - 1),
          )
        ) {
          row = taken - 1;
          break;
        }
        slot = (slot + 1) & mask;
      }
    }
    store<i32>(rows + (<usize>i << 2), row);
    if (row < 0) continue;
    found++;
    inPlace += i32(row == i);
    const mark = isMatched + <usize>row;
    again += load<u8>(mark);
    store<u8>(mark, 1);
    next = row + 1;
  }
  store<i32>(state, next);
  store<i32>(state, found, 4);
  store<i32>(state, again, 8);
  store<i32>(state, inPlace, 12);
  return i;
}

import type { Steps } from "./steps.ts";

const DIGIT_BITS = 11;
const BUCKETS = 1 << DIGIT_BITS;
const DIGITS = 3;

/**
 * Places in the order of their keys, stable; keys are words of 32 bits, the least significant first.
 *
 * Sorts by one digit of 11 bits after another, in typed arrays: of ten million rows a tenth of a second a digit. Words that
 * are in order already take one look.
 */
export function* radixOrder(words: readonly Uint32Array[]): Steps<Uint32Array> {
  const n = words[0].length;
  let places: Uint32Array | undefined;
  let spare: { keys: Uint32Array; places: Uint32Array } | undefined;
  for (let w = 0; w < words.length; w++) {
    let keys = places ? gathered(words[w], places) : words[w];
    yield w / words.length;
    if (isAscending(keys)) continue;
    const sizes = digitSizes(keys);
    for (let d = 0; d < DIGITS; d++) {
      const starts = sizes.subarray(d * BUCKETS, (d + 1) * BUCKETS);
      if (!toStarts(starts, n)) continue;
      spare ??= { keys: new Uint32Array(n), places: new Uint32Array(n) };
      // The words stay as they are given.
      const isGiven = keys === words[w];
      scatter(keys, places, starts, d * DIGIT_BITS, spare);
      const before: { keys: Uint32Array; places: Uint32Array } = {
        keys: isGiven ? new Uint32Array(n) : keys,
        places: places ?? new Uint32Array(n),
      };
      [keys, places, spare] = [spare.keys, spare.places, before];
      yield (w + (d + 1) / (DIGITS + 1)) / words.length;
    }
  }
  return places ?? numbersTo(n);
}

/** The first numbers, from 0. */
export function numbersTo(count: number): Uint32Array {
  const numbers = new Uint32Array(count);
  for (let i = 0; i < count; i++) numbers[i] = i;
  return numbers;
}

function gathered(word: Uint32Array, places: Uint32Array): Uint32Array {
  const keys = new Uint32Array(word.length);
  for (let k = 0; k < keys.length; k++) keys[k] = word[places[k]];
  return keys;
}

function isAscending(keys: Uint32Array): boolean {
  for (let k = 1; k < keys.length; k++) if (keys[k] < keys[k - 1]) return false;
  return true;
}

/** How many keys have each value of each digit. */
function digitSizes(keys: Uint32Array): Uint32Array {
  const sizes = new Uint32Array(DIGITS * BUCKETS);
  for (let k = 0; k < keys.length; k++) {
    const key = keys[k];
    sizes[key & (BUCKETS - 1)]++;
    sizes[BUCKETS + ((key >>> DIGIT_BITS) & (BUCKETS - 1))]++;
    sizes[2 * BUCKETS + (key >>> (2 * DIGIT_BITS))]++;
  }
  return sizes;
}

/** Sizes of buckets become their starts; false where one bucket has all. */
function toStarts(sizes: Uint32Array, n: number): boolean {
  let filled = 0;
  for (let b = 0; b < sizes.length; b++) {
    const size = sizes[b];
    if (size === n) return false;
    sizes[b] = filled;
    filled += size;
  }
  return true;
}

function scatter(
  keys: Uint32Array,
  places: Uint32Array | undefined,
  starts: Uint32Array,
  shift: number,
  into: { readonly keys: Uint32Array; readonly places: Uint32Array },
): void {
  for (let k = 0; k < keys.length; k++) {
    const key = keys[k];
    const to = starts[(key >>> shift) & (BUCKETS - 1)]++;
    into.keys[to] = key;
    into.places[to] = places ? places[k] : k;
  }
}

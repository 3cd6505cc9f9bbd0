import { sortPacked } from "./sort-packed.ts";
import { shareOf, type Steps } from "./steps.ts";

const LAST = 0xffff_ffff;
/** Texts that begin with so many same letters are compared one by one. */
const KEY_LETTERS = 24;
const WORD_LETTERS = 4;
/** Letters beyond have no byte; texts with one are compared one by one. */
const LAST_LETTER = 253;

/** Rows in the order of their texts, stable, missing ones last in either direction. */
export function* orderTexts(
  column: readonly string[],
  rows: Uint32Array,
  isDescending: boolean,
): Steps<Uint32Array> {
  const sign = isDescending ? -1 : 1;
  const compare = (a: number, b: number): number => {
    const [x, y] = [column[a], column[b]];
    if (x === "" || y === "") return Number(x === "") - Number(y === "");
    return x < y ? -sign : x > y ? sign : 0;
  };
  let longest = 0;
  for (const row of rows) longest = Math.max(longest, column[row].length);
  yield 0.05;
  const words = Math.ceil(Math.min(longest, KEY_LETTERS) / WORD_LETTERS);
  const turn = isDescending ? LAST : 0;
  let isPlain = true;
  let order = rows;
  // From the last letters of the key to the first; places keep the order of what was sorted before.
  for (let word = words - 1; word >= 0; word--) {
    const packed = new BigUint64Array(rows.length);
    const halves = new Uint32Array(packed.buffer);
    for (let k = 0; k < order.length; k++) {
      const text = column[order[k]];
      let key = 0;
      for (let i = word * WORD_LETTERS; i < (word + 1) * WORD_LETTERS; i++) {
        const letter = i < text.length ? text.charCodeAt(i) : -1;
        if (letter > LAST_LETTER) isPlain = false;
        key = (key << 8) | (letter + 1);
      }
      halves[2 * k] = k;
      halves[2 * k + 1] = text === "" ? LAST : key ^ turn;
    }
    if (!isPlain) return rows.slice().sort(compare);
    const done = 1 - word / words;
    const share = 0.9 / words;
    const sorted = yield* shareOf(sortPacked(packed), 0.05 + 0.9 * done - share, 0.05 + 0.9 * done);
    const before = order;
    order = new Uint32Array(rows.length);
    const places = new Uint32Array(sorted.buffer);
    for (let k = 0; k < order.length; k++) order[k] = before[places[2 * k]];
  }
  if (longest > KEY_LETTERS) sortEqualStarts(column, order, compare);
  return order;
}

/** Sorts runs of texts that begin alike. */
function sortEqualStarts(
  column: readonly string[],
  order: Uint32Array,
  compare: (a: number, b: number) => number,
): void {
  const startAt = (k: number): string => column[order[k]].slice(0, KEY_LETTERS);
  for (let from = 0, to = 0; from < order.length; from = to) {
    const start = startAt(from);
    to = from + 1;
    if (start.length < KEY_LETTERS) continue;
    while (to < order.length && startAt(to) === start) to++;
    if (to - from > 1) order.subarray(from, to).sort(compare);
  }
}

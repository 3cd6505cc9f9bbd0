import { ByteTexts } from "../../io/byte-texts.ts";
import { radixOrder } from "./radix-order.ts";
import { shareOf, type Steps } from "./steps.ts";

const LAST = 0xffff_ffff;
/** Texts that begin with so many same letters are compared one by one. */
const KEY_LETTERS = 24;
const WORD_LETTERS = 4;
/** Letters beyond have no byte; texts with one are compared one by one. */
const LAST_LETTER = 253;

/** Rows in the order of their texts, stable, missing ones last in either direction. */
export function* orderTexts(
  column: readonly string[] | ByteTexts,
  rows: Uint32Array,
  isDescending: boolean,
): Steps<Uint32Array> {
  const longest = longestOf(column, rows);
  yield 0.05;
  const words: Uint32Array[] = [];
  const count = Math.ceil(Math.min(longest, KEY_LETTERS) / WORD_LETTERS);
  for (let word = count - 1; word >= 0; word--) {
    const keys = new Uint32Array(rows.length);
    const isPlain =
      column instanceof ByteTexts
        ? putByteKeys(column, rows, word, isDescending, keys)
        : putKeys(column, rows, word, isDescending, keys);
    if (!isPlain) return sortedByText(column, rows.slice(), isDescending);
    words.push(keys);
    yield 0.05;
  }
  if (count === 0) return rows;
  const order = yield* shareOf(radixOrder(words), 0.1, 0.95);
  const runs = longest > KEY_LETTERS ? runsOfEqual(words, order) : [];
  for (let k = 0; k < order.length; k++) order[k] = rows[order[k]];
  for (const [from, to] of runs) sortedByText(column, order.subarray(from, to), isDescending);
  return order;
}

/** Sorts by comparing the texts themselves. */
function sortedByText(
  column: readonly string[] | ByteTexts,
  rows: Uint32Array,
  isDescending: boolean,
): Uint32Array {
  const sign = isDescending ? -1 : 1;
  const texts = new Map<number, string>();
  for (const row of rows)
    texts.set(row, column instanceof ByteTexts ? column.at(row) : column[row]);
  return rows.sort((a, b) => {
    const [x, y] = [texts.get(a)!, texts.get(b)!];
    if (x === "" || y === "") return Number(x === "") - Number(y === "");
    return x < y ? -sign : x > y ? sign : 0;
  });
}

/** Where places have the same keys: their texts begin alike. */
function runsOfEqual(
  words: readonly Uint32Array[],
  places: Uint32Array,
): (readonly [from: number, to: number])[] {
  const runs: (readonly [number, number])[] = [];
  const isSame = (a: number, b: number): boolean => words.every((word) => word[a] === word[b]);
  for (let from = 0, to = 0; from < places.length; from = to) {
    to = from + 1;
    while (to < places.length && isSame(places[from], places[to])) to++;
    if (to - from > 1) runs.push([from, to]);
  }
  return runs;
}

function longestOf(column: readonly string[] | ByteTexts, rows: Uint32Array): number {
  let longest = 0;
  if (column instanceof ByteTexts) {
    const { starts } = column.table;
    for (const row of rows) longest = Math.max(longest, starts[row + 1] - starts[row] - 1);
  } else for (const row of rows) longest = Math.max(longest, column[row].length);
  return longest;
}

/** Keys of some letters of the texts; false where a letter has no byte. */
function putKeys(
  column: readonly string[],
  rows: Uint32Array,
  word: number,
  isDescending: boolean,
  keys: Uint32Array,
): boolean {
  const turn = isDescending ? LAST : 0;
  const from = word * WORD_LETTERS;
  for (let k = 0; k < keys.length; k++) {
    const text = column[rows[k]];
    let key = 0;
    for (let i = from; i < from + WORD_LETTERS; i++) {
      const letter = i < text.length ? text.charCodeAt(i) : -1;
      if (letter > LAST_LETTER) return false;
      key = (key << 8) | (letter + 1);
    }
    keys[k] = text === "" ? LAST : key ^ turn;
  }
  return true;
}

/** The same of texts in UTF-8, where a letter of one byte is below 128. */
function putByteKeys(
  { table }: ByteTexts,
  rows: Uint32Array,
  word: number,
  isDescending: boolean,
  keys: Uint32Array,
): boolean {
  const { bytes, starts } = table;
  const turn = isDescending ? LAST : 0;
  for (let k = 0; k < keys.length; k++) {
    const start = starts[rows[k]];
    const end = starts[rows[k] + 1] - 1;
    const from = start + word * WORD_LETTERS;
    let key = 0;
    for (let i = from; i < from + WORD_LETTERS; i++) {
      const letter = i < end ? bytes[i] : -1;
      if (letter > 127) return false;
      key = (key << 8) | (letter + 1);
    }
    keys[k] = end === start ? LAST : key ^ turn;
  }
  return true;
}

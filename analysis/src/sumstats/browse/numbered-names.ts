import type { TextTable } from "../../io/text-table.ts";
import type { Steps } from "./steps.ts";

/** Sixteen digits and more are not exact in a double. */
const MOST_DIGITS = 15;

/**
 * Numbers of names that are all the same word and a number (`rs123`), a number a row, missing names NaN; undefined of others.
 *
 * @param pieceRows - looked at between two breaks
 */
export function* numberedNames(
  column: readonly string[],
  rows: Uint32Array,
  pieceRows: number,
): Steps<Float64Array | undefined> {
  const numbers = new Float64Array(rows.length).fill(NaN);
  let word: string | undefined;
  for (let k = 0; k < rows.length; k++) {
    if (k > 0 && k % pieceRows === 0) yield 0.1;
    const name = column[rows[k]];
    if (name === "") continue;
    let digits = name.length;
    while (digits > 0 && isDigit(name.charCodeAt(digits - 1))) digits--;
    if (digits === name.length || name.length - digits > MOST_DIGITS) return undefined;
    word ??= name.slice(0, digits);
    if (digits !== word.length || !name.startsWith(word)) return undefined;
    numbers[k] = Number(name.slice(digits));
  }
  return word === undefined ? undefined : numbers;
}

/** The same of names in UTF-8. */
export function* numberedBytes(
  table: TextTable,
  rows: Uint32Array,
  pieceRows: number,
): Steps<Float64Array | undefined> {
  const numbers = new Float64Array(rows.length);
  const word = firstWord(table, rows);
  if (!word) return undefined;
  for (let from = 0; from < rows.length; from += pieceRows) {
    if (!areNumbered(table, rows.subarray(from, from + pieceRows), word, numbers.subarray(from)))
      return undefined;
    yield 0.1;
  }
  return numbers;
}

/** What stands before the number of the first name. */
function firstWord({ bytes, starts }: TextTable, rows: Uint32Array): Uint8Array | undefined {
  const row = rows.find((each) => starts[each + 1] - starts[each] > 1);
  if (row === undefined) return undefined;
  let end = starts[row + 1] - 1;
  while (end > starts[row] && isDigit(bytes[end - 1])) end--;
  return bytes.slice(starts[row], end);
}

/** Puts the numbers of some names where they belong; false when one is not the word and a number. */
function areNumbered(
  { bytes, starts }: TextTable,
  rows: Uint32Array,
  word: Uint8Array,
  numbers: Float64Array,
): boolean {
  const letters = word.length;
  for (let k = 0; k < rows.length; k++) {
    const from = starts[rows[k]];
    // A line feed follows each text.
    const to = starts[rows[k] + 1] - 1;
    if (to === from) {
      numbers[k] = NaN;
      continue;
    }
    const digits = to - from - letters;
    if (digits < 1 || digits > MOST_DIGITS) return false;
    for (let i = 0; i < letters; i++) if (bytes[from + i] !== word[i]) return false;
    let number = 0;
    for (let i = from + letters; i < to; i++) {
      if (!isDigit(bytes[i])) return false;
      number = 10 * number + (bytes[i] - 48);
    }
    numbers[k] = number;
  }
  return true;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

import { isHeld, type HeldTexts } from "../../held-texts.ts";
import { ByteTexts } from "../../io/byte-texts.ts";
import { CodedTexts } from "../../io/coded-texts.ts";
import type { Column } from "../../table.ts";
import { numberedBytes, numberedNames } from "./numbered-names.ts";
import { orderTexts } from "./order-texts.ts";
import { radixOrder } from "./radix-order.ts";
import { shareOf, type Steps } from "./steps.ts";

const LAST = 0xffff_ffff;
/** So many rows are looked at between two breaks. */
const PIECE_ROWS = 1 << 20;

type Numbers = Exclude<Column, readonly string[]>;

/**
 * The same rows in the order of a column, stable, missing values last in either direction.
 *
 * Names that are one word and a number (`rs123`) are sorted by the number.
 *
 * @param rows - ascending
 */
export function* orderRows(
  column: Column | HeldTexts,
  rows: Uint32Array,
  isDescending = false,
): Steps<Uint32Array> {
  if (ArrayBuffer.isView(column)) return yield* orderNumbers(column, rows, isDescending);
  if (column instanceof CodedTexts) return yield* orderCoded(column, rows, isDescending);
  if (column instanceof ByteTexts) {
    const numbers = yield* numberedBytes(column.table, rows, PIECE_ROWS);
    if (numbers) return yield* orderNumbers(numbers, undefined, isDescending, rows);
    return yield* orderTexts(column, rows, isDescending);
  }
  const strings = isHeld(column) ? column.strings() : column;
  const numbers = yield* numberedNames(strings, rows, PIECE_ROWS);
  if (numbers) return yield* orderNumbers(numbers, undefined, isDescending, rows);
  return yield* orderTexts(strings, rows, isDescending);
}

/** Of few different texts only those are compared. */
function* orderCoded(
  { words, codes }: CodedTexts,
  rows: Uint32Array,
  isDescending: boolean,
): Steps<Uint32Array> {
  const ranks = new Float64Array(words.texts.length).fill(NaN);
  for (const row of rows) ranks[codes[row]] = 0;
  ranks[0] = NaN;
  const present = Uint32Array.from(ranks.keys()).filter((code) => ranks[code] === 0);
  const numbers = yield* numberedNames(words.texts, present, PIECE_ROWS);
  if (numbers) present.forEach((code, k) => (ranks[code] = numbers[k]));
  else {
    const compare = (a: number, b: number): number =>
      words.texts[a] < words.texts[b] ? -1 : words.texts[a] > words.texts[b] ? 1 : 0;
    present.sort(compare).forEach((code, rank) => (ranks[code] = rank));
  }
  const values = new Float64Array(rows.length);
  for (let k = 0; k < values.length; k++) values[k] = ranks[codes[rows[k]]];
  return yield* orderNumbers(values, undefined, isDescending, rows);
}

/**
 * @param at - rows of the column that are looked at, all when left out
 * @param rows - what to give for each of them
 */
function* orderNumbers(
  column: Numbers,
  at: Uint32Array | undefined,
  isDescending: boolean,
  rows: Uint32Array = at!,
): Steps<Uint32Array> {
  const isFloat = column instanceof Float64Array || column instanceof Float32Array;
  const words = isFloat
    ? floatKeys(column, at, isDescending)
    : [wholeKeys(column, at, isDescending)];
  yield 0.1;
  const order = yield* shareOf(radixOrder(words), 0.1, 0.95);
  for (let j = 0; j < order.length; j++) order[j] = rows[order[j]];
  return order;
}

function wholeKeys(
  column: Numbers,
  at: Uint32Array | undefined,
  isDescending: boolean,
): Uint32Array {
  const turn = isDescending ? LAST : 0;
  // Signed whole numbers begin at −2³¹, unsigned ones at 0.
  const flip = (column instanceof Int32Array ? 0x8000_0000 : 0) ^ turn;
  const keys = new Uint32Array(at?.length ?? column.length);
  for (let k = 0; k < keys.length; k++) keys[k] = column[at ? at[k] : k] ^ flip;
  return keys;
}

/** Halves of keys whose order is that of the numbers; 0 and −0 are the same, NaN is last. */
function floatKeys(
  column: Float64Array | Float32Array,
  at: Uint32Array | undefined,
  isDescending: boolean,
): readonly [low: Uint32Array, high: Uint32Array] {
  const n = at?.length ?? column.length;
  const low = new Uint32Array(n);
  const high = new Uint32Array(n);
  const value = new Float64Array(1);
  const bits = new Uint32Array(value.buffer);
  const turn = isDescending ? LAST : 0;
  for (let k = 0; k < n; k++) {
    const number = column[at ? at[k] : k];
    if (number !== number) {
      low[k] = LAST;
      high[k] = LAST;
      continue;
    }
    // Adding 0 makes 0 of −0; flipped so that unsigned keys stand in the order of the numbers.
    value[0] = number + 0;
    const flip = bits[1] >>> 31 === 1 ? LAST : 0;
    high[k] = (flip === 0 ? bits[1] | 0x8000_0000 : ~bits[1]) ^ turn;
    low[k] = bits[0] ^ flip ^ turn;
  }
  return [low, high];
}

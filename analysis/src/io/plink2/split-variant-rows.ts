import { FormatError } from "../../errors.ts";
import { LINE_FEED, SPACE, TAB } from "../field-bounds.ts";
import { BatchWriter, type VariantBatch, type VariantColumns } from "../variant-batch.ts";

const COMMA = 44;
const MOST_POSITION = 0x7fffffff;

/**
 * Splits whole lines of a .pvar into rows in JavaScript: the reference for the WebAssembly kernel, and what names a damaged
 * line.
 *
 * @param lines - lines before the first
 * @throws FormatError with the line number of a row that is not one
 */
export function splitVariantRows(
  bytes: Uint8Array,
  from: number,
  to: number,
  columns: VariantColumns,
  textStart: number,
  source: { readonly name: string; readonly lines: number },
): VariantBatch {
  const { needed, position, alternate } = columns;
  const batch = new BatchWriter(to - from, textStart);
  const bounds = new Int32Array(2 * needed);
  for (let at = from; at < to;) {
    batch.lines++;
    const line = source.lines + batch.lines;
    const found = neededBounds(bytes, at, to, bounds);
    at = (found > 0 ? bounds[2 * found - 1] : at) - 1;
    while (++at < to && bytes[at] !== LINE_FEED);
    at++;
    if (found === 0) continue;
    if (found < needed) {
      throw badRow(source.name, line, `has ${found} fields, not ${needed} or more`);
    }
    const place = integer(bytes, bounds[2 * position], bounds[2 * position + 1]);
    if (!(Math.abs(place) <= MOST_POSITION)) {
      const text = new TextDecoder().decode(
        bytes.subarray(bounds[2 * position], bounds[2 * position + 1]),
      );
      throw badRow(source.name, line, `has the position "${text.slice(0, 20)}"`);
    }
    if (place < 0 || Object.is(place, -0)) batch.negativePositions.push(batch.count);
    const alleles = bytes.subarray(bounds[2 * alternate], bounds[2 * alternate + 1]);
    if (alleles.length > 1 && alleles.includes(COMMA)) batch.multiallelic.push(batch.count);
    batch.append(bytes, bounds, columns, Math.max(0, place));
  }
  return batch;
}

/** Puts where the first fields of a line lie into `bounds`; returns how many there are, no more than fit. */
function neededBounds(bytes: Uint8Array, from: number, to: number, bounds: Int32Array): number {
  let at = from;
  let place = 0;
  while (place < bounds.length) {
    while (at < to && (bytes[at] === TAB || bytes[at] === SPACE)) at++;
    const start = at;
    while (at < to && bytes[at] > SPACE) at++;
    if (at === start) break;
    bounds[place] = start;
    bounds[place + 1] = at;
    place += 2;
  }
  return place / 2;
}

/** NaN unless the field is digits, with a minus or without. */
function integer(bytes: Uint8Array, from: number, to: number): number {
  const first = bytes[from] === 45 ? from + 1 : from;
  if (first === to || to - first > 18) return NaN;
  let value = 0;
  for (let at = first; at < to; at++) {
    const digit = bytes[at] - 48;
    if (digit < 0 || digit > 9) return NaN;
    value = value * 10 + digit;
  }
  return first > from ? -value : value;
}

function badRow(path: string, line: number, problem: string): FormatError {
  return new FormatError(path, {
    what: `Line ${line} of ${path} ${problem}.`,
    why: "Every row of a .pvar has a field for each column that its header names.",
    remedy: "Look at that line; a shifted column or a line that was cut is the usual cause.",
  });
}

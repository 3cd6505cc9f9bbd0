import { FormatError } from "../../errors.ts";
import { blankBounds } from "../field-bounds.ts";
import {
  BatchWriter,
  BIM_COLUMNS,
  type VariantBatch,
  type VariantColumns,
} from "../variant-batch.ts";

const MOST_FIELDS = BIM_COLUMNS.needed;
const WITHOUT_CENTIMORGANS: VariantColumns = {
  contig: 0,
  id: 1,
  position: 2,
  alternate: 3,
  reference: 4,
  needed: 5,
};

/**
 * Splits whole lines of a .bim into rows in JavaScript: the reference for the WebAssembly kernel, and what names a damaged
 * line.
 *
 * @param lines - lines before the first
 * @throws FormatError with the line number of a row that is not one
 */
export function splitBimRows(
  bytes: Uint8Array,
  from: number,
  to: number,
  textStart: number,
  source: { readonly name: string; readonly lines: number },
): VariantBatch {
  const batch = new BatchWriter(to - from, textStart);
  const bounds = new Int32Array(2 * MOST_FIELDS + 1);
  for (let at = from; at < to; at++) {
    batch.lines++;
    const line = source.lines + batch.lines;
    at = blankBounds(bytes, at, to, bounds);
    const count = bounds[2 * MOST_FIELDS];
    if (count === 0) continue;
    if (count !== MOST_FIELDS && count !== MOST_FIELDS - 1) {
      throw badRow(source.name, line, `has ${count} fields, not 6`);
    }
    const columns = count === MOST_FIELDS ? BIM_COLUMNS : WITHOUT_CENTIMORGANS;
    const [start, end] = bounds.subarray(2 * columns.position);
    const place = wholeNumber(bytes, start, end);
    if (!Number.isInteger(place) || Math.abs(place) > 0x7fffffff) {
      const text = new TextDecoder().decode(bytes.subarray(start, end));
      throw badRow(source.name, line, `has the position "${text.slice(0, 20)}"`);
    }
    if (place < 0) batch.negativePositions.push(batch.count);
    batch.append(bytes, bounds, columns, Math.max(0, place));
  }
  return batch;
}

/** What `Number` makes of a field, without a string for up to nine digits. */
function wholeNumber(bytes: Uint8Array, from: number, to: number): number {
  const negative = bytes[from] === 45;
  const start = negative ? from + 1 : from;
  let value = 0;
  let at = start;
  for (; at < to && bytes[at] >= 48 && bytes[at] <= 57; at++) value = 10 * value + (bytes[at] - 48);
  if (at < to || at === start || at - start > 9) {
    return Number(new TextDecoder().decode(bytes.subarray(from, to)));
  }
  return negative ? -value : value;
}

function badRow(path: string, line: number, problem: string): FormatError {
  return new FormatError(path, {
    what: `Line ${line} of ${path} ${problem}.`,
    why: "A .bim row is: chromosome, id, centimorgans, position, allele 1, allele 2.",
    remedy: "Look at that line; a header or a shifted column is the usual cause.",
  });
}

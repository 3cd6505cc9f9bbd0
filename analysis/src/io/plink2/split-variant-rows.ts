import { FormatError } from "../../errors.ts";
import { LINE_FEED, SPACE, TAB } from "../field-bounds.ts";
import { textColumn } from "../text-column.ts";
import type { PvarColumns } from "./pvar-header.ts";
import type { VariantBatch } from "./variant-batch.ts";

const COMMA = 44;
const MOST_POSITION = 0x7fffffff;

/**
 * Splits whole lines into rows in JavaScript: the reference for the WebAssembly kernel, and what names a damaged line.
 *
 * @param lines - lines before the first
 * @throws FormatError with the line number of a row that is not one
 */
export function splitVariantRows(
  bytes: Uint8Array,
  from: number,
  to: number,
  columns: PvarColumns,
  source: { readonly name: string; readonly lines: number },
): VariantBatch {
  const { needed, contig, position, id, reference, alternate } = columns;
  const decoder = new TextDecoder();
  const [ids, references, alternates] = [textColumn(), textColumn(), textColumn()];
  const positions: number[] = [];
  const hashes: number[] = [];
  const contigRows: number[] = [];
  const contigNames: string[] = [];
  const negativePositions: number[] = [];
  const multiallelic: number[] = [];
  const bounds = new Int32Array(2 * needed);
  let lastContig = "";
  let line = source.lines;
  for (let at = from; at < to;) {
    line++;
    const found = neededBounds(bytes, at, to, bounds);
    at = (found > 0 ? bounds[2 * found - 1] : at) - 1;
    while (++at < to && bytes[at] !== LINE_FEED);
    at++;
    if (found === 0) continue;
    if (found < needed) {
      throw badRow(source.name, line, `has ${found} fields, not ${needed} or more`);
    }
    const row = positions.length;
    if (!isText(lastContig, bytes, bounds[2 * contig], bounds[2 * contig + 1])) {
      lastContig = decoder.decode(bytes.subarray(bounds[2 * contig], bounds[2 * contig + 1]));
      contigRows.push(row);
      contigNames.push(lastContig);
    }
    const place = integer(bytes, bounds[2 * position], bounds[2 * position + 1]);
    if (!(Math.abs(place) <= MOST_POSITION)) {
      const text = decoder.decode(bytes.subarray(bounds[2 * position], bounds[2 * position + 1]));
      throw badRow(source.name, line, `has the position "${text.slice(0, 20)}"`);
    }
    if (place < 0 || Object.is(place, -0)) negativePositions.push(row);
    positions.push(Math.max(0, place));
    hashes.push(ids.append(bytes, bounds[2 * id], bounds[2 * id + 1]));
    references.append(bytes, bounds[2 * reference], bounds[2 * reference + 1]);
    const alleles = bytes.subarray(bounds[2 * alternate], bounds[2 * alternate + 1]);
    alternates.append(alleles, 0, alleles.length);
    if (alleles.length > 1 && alleles.includes(COMMA)) multiallelic.push(row);
  }
  return {
    count: positions.length,
    contigRows,
    contigNames,
    positions: Int32Array.from(positions),
    ids: ids.finish(),
    hashes: Uint32Array.from(hashes),
    references: references.finish(),
    alternates: alternates.finish(),
    negativePositions,
    multiallelic,
  };
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

function isText(text: string, bytes: Uint8Array, from: number, to: number): boolean {
  if (text.length !== to - from) return false;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) !== bytes[from + i]) return false;
  return true;
}

function badRow(path: string, line: number, problem: string): FormatError {
  return new FormatError(path, {
    what: `Line ${line} of ${path} ${problem}.`,
    why: "Every row of a .pvar has a field for each column that its header names.",
    remedy: "Look at that line; a shifted column or a line that was cut is the usual cause.",
  });
}

import type { SplitRows } from "../../io/split-rows.ts";
import { stringsOf } from "../../io/text-table.ts";
import { parseDecimal } from "../../io/decimal.ts";
import { splitFields } from "../../io/delimited.ts";
import { CARRIAGE_RETURN, SPACE, TAB } from "../../io/field-bounds.ts";
import { numberFields } from "../../io/number-fields.ts";
import type { RowCollector } from "./scoring-rows.ts";
import type { ScoringLayout } from "./scoring-layout.ts";

/** Files of so many columns of weights are read as bytes: below, strings of whole lines are faster. */
const MANY_WEIGHTS = 4;

/** Adds the rows of whole lines, of which the first is line `line`; returns the number of the line behind them. */
export type AddLines = (bytes: Uint8Array, from: number, to: number, line: number) => number;

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

// Bytes are copied to be decoded: they may lie in shared memory, which cannot be.

/** Text of a line, without its end. */
export function lineText(bytes: Uint8Array, from: number, end: number): string {
  return decoder.decode(
    bytes.slice(from, end > from && bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end),
  );
}

/**
 * Reads rows as the layout says; empty lines are skipped.
 *
 * @param splitRows - splits plain rows faster, where there is such
 */
export function lineAdder(
  layout: ScoringLayout,
  collector: RowCollector,
  splitRows?: SplitRows,
): AddLines {
  const addRows =
    layout.weights.length < MANY_WEIGHTS ? addText(layout, collector) : addBytes(layout, collector);
  const addColumns = splitRows && columnAdder(layout, collector, splitRows);
  if (!addColumns) return addRows;
  return (bytes, from, to, line) =>
    addColumns(bytes, from, to, line) ?? addRows(bytes, from, to, line);
}

/** Adds whole blocks of rows; what it returns gives undefined, and adds nothing, where rows must be read singly. */
function columnAdder(
  { delimiter, names, weights }: ScoringLayout,
  { addColumns }: RowCollector,
  splitRows: SplitRows,
): ((...block: Parameters<AddLines>) => number | undefined) | undefined {
  if (!addColumns) return undefined;
  const isWeight = new Set(weights.map(({ place }) => place));
  const plan = {
    separator: SEPARATORS[delimiter],
    isExact: true,
    minusNineIsMissing: false,
    uses: names.map((_, place) =>
      isWeight.has(place) ? ({ kind: "number" } as const) : ({ kind: "text", filled: 0 } as const),
    ),
  };
  return (bytes, from, to, line) => {
    const block = splitRows(bytes, from, to, plan);
    // Rows have the lines after each other only where no line is empty.
    if (!block || block.lines !== block.rows) return undefined;
    const { rows } = block;
    const own: Float64Array[] = [];
    for (const { place } of weights) {
      const numbers = block.numbers(place);
      if (numbers?.numeric !== rows) return undefined;
      own.push(numbers.values);
    }
    addColumns(
      {
        count: rows,
        weights: own,
        texts(place) {
          const { bytes: text, starts } = block.text(place);
          const ends = new Uint32Array(rows + 1);
          ends.set(starts);
          ends[rows] = text.length;
          return stringsOf({ count: rows, bytes: text.slice(), starts: ends });
        },
      },
      line,
    );
    return line + rows;
  };
}

const SEPARATORS = { tab: TAB, comma: 44, semicolon: 59, blanks: SPACE } as const;

function addText({ delimiter }: ScoringLayout, collector: RowCollector): AddLines {
  return (bytes, from, to, first) => {
    const text = decoder.decode(bytes.slice(from, to));
    let line = first;
    for (let at = 0; at < text.length; line++) {
      const feed = text.indexOf("\n", at);
      const end = feed < 0 ? text.length : feed;
      const own = text.slice(at, text.charCodeAt(end - 1) === CARRIAGE_RETURN ? end - 1 : end);
      if (own.trim() !== "") collector.add(splitFields(own, delimiter), line);
      at = end + 1;
    }
    return line;
  };
}

/** Weights are made of bytes; only other fields become strings. */
function addBytes({ delimiter, names, weights }: ScoringLayout, collector: RowCollector): AddLines {
  const width = names.length;
  const separator = SEPARATORS[delimiter];
  const bounds = new Int32Array(2 * width + 1);
  const values = new Float64Array(width);
  const own = new Float64Array(weights.length);
  const isWeight = new Set(weights.map(({ place }) => place));
  const texts = names.map((_, place) => place).filter((place) => !isWeight.has(place));
  const textAt = (bytes: Uint8Array, place: number): string => {
    const [from, to] = [bounds[2 * place], bounds[2 * place + 1]];
    if (to - from === 1 && bytes[from] < 128) return String.fromCharCode(bytes[from]);
    return decoder.decode(bytes.slice(from, to));
  };
  return (bytes, from, to, first) => {
    let line = first;
    for (let at = from; at < to; at++, line++) {
      const start = at;
      at = numberFields(bytes, at, to, separator, bounds, values);
      if (isBlank(bytes, start, at)) continue;
      const count = Math.min(width, bounds[2 * width]);
      const fields: string[] = [];
      for (const place of texts) if (place < count) fields[place] = textAt(bytes, place);
      for (let c = 0; c < own.length; c++) {
        const { place } = weights[c];
        if (place >= count) own[c] = NaN;
        else if (Number.isNaN(values[place])) {
          own[c] = parseDecimal(bytes, bounds[2 * place], bounds[2 * place + 1]);
          if (Number.isNaN(own[c])) fields[place] = textAt(bytes, place);
        } else own[c] = values[place];
      }
      collector.add(fields, line, own);
    }
    return line;
  };
}

/** Whether a line holds nothing but what `trim` takes off. */
function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  if (to > from && bytes[from] > SPACE && bytes[from] < 128) return false;
  return decoder.decode(bytes.slice(from, to)).trim() === "";
}

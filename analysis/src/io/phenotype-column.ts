import { parseDecimal } from "./decimal.ts";
import { trimmedFrom, trimmedTo } from "./field-bounds.ts";
import type { SampleColumn } from "./sample-table.ts";
import { textColumn } from "./text-column.ts";

/** Missing in any column. */
const MISSING = new Set(["", "NA", "na", "N/A", "nan", "NaN", "NAN", ".", "#NA"]);
/** PLINK 2's word for a missing category. */
const MISSING_CATEGORY = "NONE";
/** PLINK's number for a missing phenotype, which PLINK 2 applies to covariates as well. */
const MISSING_NUMBER = -9;

/** A column that is numeric until its first text, which makes it categorical from its first row on. */
export interface PhenotypeColumn {
  readonly name: string;
  /** Adds a field; `known` is its value, or NaN where that is not known. */
  append(bytes: Uint8Array, from: number, to: number, line: number, known?: number): void;
  /** True when numbers came before the first text, so that their text is not known. */
  needsText(): boolean;
  /** Gives the text of all rows, of a column that needs it. */
  become(text: readonly string[]): void;
  /** The values, with what there is to tell about them added to `notices`. */
  finish(notices: string[]): SampleColumn;
}

export function phenotypeColumn(
  name: string,
  {
    minusNineIsMissing,
    expectedRows = 1024,
  }: { readonly minusNineIsMissing: boolean; readonly expectedRows?: number },
): PhenotypeColumn {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const encoder = new TextEncoder();
  const text = textColumn({ trim: true });
  let numbers = new Float64Array(expectedRows);
  let count = 0;
  let numeric = 0;
  let minusNines = 0;
  let missingBeforeText = 0;
  let firstTextLine = 0;
  let isRepeated = false;
  let given: readonly string[] | undefined;

  const addNumber = (value: number): void => {
    if (count === numbers.length) {
      const grown = new Float64Array(2 * count + 16);
      grown.set(numbers);
      numbers = grown;
    }
    numbers[count++] = value;
  };

  const unusual = (bytes: Uint8Array, from: number, to: number): "missing" | "text" | number => {
    const field = decoder.decode(bytes.subarray(from, to)).trim();
    if (MISSING.has(field)) return "missing";
    const plain = encoder.encode(field);
    const value = parseDecimal(plain, 0, plain.length);
    return Number.isNaN(value) ? "text" : value;
  };

  return {
    name,
    append(bytes, start, stop, line, known = NaN) {
      if (!Number.isNaN(known) && firstTextLine === 0 && known !== MISSING_NUMBER) {
        numeric++;
        addNumber(known);
        return;
      }
      const from = trimmedFrom(bytes, start, stop);
      const to = trimmedTo(bytes, from, stop);
      let value = parseDecimal(bytes, from, to);
      if (Number.isNaN(value) && !isMissingField(bytes, from, to)) {
        const read = unusual(bytes, from, to);
        if (read === "text") {
          if (firstTextLine === 0) {
            firstTextLine = line;
            missingBeforeText = count;
            isRepeated = numeric > 0;
          }
        } else if (read !== "missing") value = read;
      }
      if (!Number.isNaN(value)) {
        numeric++;
        if (value === MISSING_NUMBER && minusNineIsMissing) {
          minusNines++;
          value = NaN;
        }
      }
      if (firstTextLine === 0) addNumber(value);
      else if (!isRepeated) text.append(bytes, from, to);
    },
    needsText: () => isRepeated,
    become(all) {
      given = all;
    },
    finish(notices) {
      if (firstTextLine === 0) {
        if (minusNines > 0) {
          notices.push(
            `${name}: ${minusNines} values −9 are taken as missing; set minusNineIsMissing: false if they are real.`,
          );
        }
        // Room to spare is kept rather than copied, unless it is much.
        return numbers.length > 1.25 * count ? numbers.slice(0, count) : numbers.subarray(0, count);
      }
      if (numeric > 0) {
        notices.push(
          `${name} mixes numbers and text (first text on line ${firstTextLine}), so it is categorical.`,
        );
      }
      const fields = given ?? [...new Array<string>(missingBeforeText).fill(""), ...text.finish()];
      return fields.map((field) => (MISSING.has(field) || field === MISSING_CATEGORY ? "" : field));
    },
  };
}

/** The three ways in which most files write a missing value; the others are told apart as text. */
function isMissingField(bytes: Uint8Array, from: number, to: number): boolean {
  const length = to - from;
  if (length === 0) return true;
  if (length === 1) return bytes[from] === 46;
  return length === 2 && bytes[from] === 78 && bytes[from + 1] === 65;
}

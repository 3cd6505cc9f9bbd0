import { parseDecimal } from "./decimal.ts";
import { trimmedFrom, trimmedTo } from "./field-bounds.ts";
import type { SampleColumn } from "./sample-table.ts";
import type { NumberBlock } from "./split-rows.ts";
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
  /** Adds fields that are numbers or missing, to a column without text. */
  appendNumbers(block: NumberBlock): void;
  /** False from its first text on. */
  isNumeric(): boolean;
  /** True when numbers came before the first text, so that their text is not known. */
  needsText(): boolean;
  /** Gives the text of all rows, of a column that needs it. */
  become(text: readonly string[]): void;
  /** The values, with what there is to tell about them added to `notices`. */
  finish(notices: string[]): SampleColumn;
}

export function phenotypeColumn(
  name: string,
  options: { readonly minusNineIsMissing: boolean; readonly expectedRows?: number },
): PhenotypeColumn {
  return new Values(name, options);
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const encoder = new TextEncoder();

// A class, as closures would be compiled anew for every file.
class Values implements PhenotypeColumn {
  readonly name: string;
  readonly minusNineIsMissing: boolean;
  readonly text = textColumn({ trim: true });
  numbers: Float64Array;
  count = 0;
  numeric = 0;
  minusNines = 0;
  /** 0 while all values are numbers or missing. */
  firstTextLine = 0;
  isTextWanted = false;
  given: readonly string[] | undefined = undefined;

  constructor(
    name: string,
    {
      minusNineIsMissing,
      expectedRows = 1024,
    }: { readonly minusNineIsMissing: boolean; readonly expectedRows?: number },
  ) {
    this.name = name;
    this.minusNineIsMissing = minusNineIsMissing;
    this.numbers = new Float64Array(expectedRows);
  }

  append(bytes: Uint8Array, from: number, to: number, line: number, known = NaN): void {
    if (known !== MISSING_NUMBER && !Number.isNaN(known) && this.firstTextLine === 0) {
      this.numeric++;
      this.add(known);
    } else this.appendField(bytes, from, to, line);
  }

  appendField(bytes: Uint8Array, start: number, stop: number, line: number): void {
    const from = trimmedFrom(bytes, start, stop);
    const to = trimmedTo(bytes, from, stop);
    let value = parseDecimal(bytes, from, to);
    if (Number.isNaN(value) && !isMissingField(bytes, from, to)) {
      const field = decoder.decode(bytes.slice(from, to)).trim();
      if (!MISSING.has(field)) {
        const plain = encoder.encode(field);
        value = parseDecimal(plain, 0, plain.length);
        if (Number.isNaN(value) && this.firstTextLine === 0) {
          this.firstTextLine = line;
          this.isTextWanted = this.numeric > 0;
        }
      }
    }
    if (!Number.isNaN(value)) {
      this.numeric++;
      if (value === MISSING_NUMBER && this.minusNineIsMissing) {
        this.minusNines++;
        value = NaN;
      }
    }
    if (this.firstTextLine === 0) this.add(value);
    else if (!this.isTextWanted) this.text.append(bytes, from, to);
  }

  add(value: number): void {
    if (this.count === this.numbers.length) this.grow(2 * this.count + 16);
    this.numbers[this.count++] = value;
  }

  appendNumbers({ values, numeric, minusNines }: NumberBlock): void {
    const count = this.count + values.length;
    if (count > this.numbers.length) this.grow(2 * count);
    this.numbers.set(values, this.count);
    this.count = count;
    this.numeric += numeric;
    this.minusNines += minusNines;
  }

  isNumeric(): boolean {
    return this.firstTextLine === 0;
  }

  grow(length: number): void {
    const grown = new Float64Array(length);
    grown.set(this.numbers);
    this.numbers = grown;
  }

  needsText(): boolean {
    return this.isTextWanted;
  }

  become(all: readonly string[]): void {
    this.given = all;
  }

  finish(notices: string[]): SampleColumn {
    const { name, numbers, count } = this;
    if (this.firstTextLine === 0) {
      if (this.minusNines > 0) {
        notices.push(
          `${name}: ${this.minusNines} values −9 are taken as missing; set minusNineIsMissing: false if they are real.`,
        );
      }
      // Room to spare is kept rather than copied, unless it is much.
      return numbers.length > 1.25 * count ? numbers.slice(0, count) : numbers.subarray(0, count);
    }
    if (this.numeric > 0) {
      notices.push(
        `${name} mixes numbers and text (first text on line ${this.firstTextLine}), so it is categorical.`,
      );
    }
    // Before the first text there were only missing values, unless the text of all has been given.
    const fields = this.given ?? [...new Array<string>(count).fill(""), ...this.text.finish()];
    return fields.map((field) => (MISSING.has(field) || field === MISSING_CATEGORY ? "" : field));
  }
}

/** The three ways in which most files write a missing value; the others are told apart as text. */
function isMissingField(bytes: Uint8Array, from: number, to: number): boolean {
  const length = to - from;
  if (length === 0) return true;
  if (length === 1) return bytes[from] === 46;
  return length === 2 && bytes[from] === 78 && bytes[from + 1] === 65;
}

import { FormatError } from "../../errors.ts";
import { ByteColumn } from "../byte-column.ts";
import { blankBounds, SPACE } from "../field-bounds.ts";
import { byteAt, UNKNOWN_PARENT } from "../plink1/fam.ts";
import type { FieldUse, RowBlock, RowPlan } from "../split-rows.ts";
import { TextTableBuilder, type TextTable } from "../text-table.ts";

const SEX = new Uint8Array(256);
for (const [letter, code] of Object.entries({ 1: 1, M: 1, m: 1, 2: 2, F: 2, f: 2 })) {
  SEX[letter.charCodeAt(0)] = code;
}

/** Columns of a .psam in the making. */
export class PsamRows {
  readonly sex: ByteColumn;
  readonly isFounder: ByteColumn;
  readonly #names: readonly string[];
  /** Of the columns that are text, by place; the others are parents and sex. */
  readonly #texts: readonly (TextTableBuilder | undefined)[];
  readonly #bounds: Int32Array;
  /** Where samples are not on the line after the sample before: that sample, and its line. */
  readonly #jumps: { readonly sample: number; readonly line: number }[] = [];
  #nextLine = 0;

  constructor(names: readonly string[], rows: number) {
    this.sex = new ByteColumn(rows);
    this.isFounder = new ByteColumn(rows);
    this.#names = names;
    this.#texts = names.map((name) =>
      ["PAT", "MAT", "SEX"].includes(name) ? undefined : new TextTableBuilder({ rows }),
    );
    this.#bounds = new Int32Array(2 * names.length + 1);
  }

  plan(): RowPlan {
    const uses = this.#texts.map((texts, i): FieldUse => {
      if (texts) return { kind: "text", filled: texts.filled };
      return this.#names[i] === "SEX"
        ? { kind: "code", table: SEX, to: "sex" }
        : { kind: "code", table: UNKNOWN_PARENT, to: "founder" };
    });
    return { separator: SPACE, isExact: false, minusNineIsMissing: false, uses };
  }

  /** Appends rows, which are on this line and the next ones. */
  appendBlock(block: RowBlock, line: number): void {
    this.#noteLine(line, block.rows);
    this.#texts.forEach((texts, i) => texts?.appendBlock(block.text(i)));
    const names = this.#names;
    const hasParents = names.includes("PAT") || names.includes("MAT");
    const { rows } = block;
    this.sex.appendAll(names.includes("SEX") ? block.codes("sex") : new Uint8Array(rows));
    this.isFounder.appendAll(hasParents ? block.codes("founder") : new Uint8Array(rows).fill(1));
  }

  /** Appends the row of a line, unless it is empty; returns where the line ends. */
  appendLine(path: string, bytes: Uint8Array, from: number, to: number, line: number): number {
    const bounds = this.#bounds;
    const width = this.#names.length;
    const end = blankBounds(bytes, from, to, bounds);
    const found = bounds[2 * width];
    if (found === 0 || end === from) return end;
    if (found < width) throw badRow(path, line, found, width);
    this.#noteLine(line, 1);
    let sex = 0;
    let isFounder = 1;
    for (let i = 0; i < width; i++) {
      const texts = this.#texts[i];
      if (texts) texts.append(bytes, bounds[2 * i], bounds[2 * i + 1]);
      else if (this.#names[i] === "SEX") sex = SEX[byteAt(bytes, bounds, i)];
      else isFounder &= UNKNOWN_PARENT[byteAt(bytes, bounds, i)];
    }
    this.sex.append(sex);
    this.isFounder.append(isFounder);
    return end;
  }

  /** Line of each sample. */
  lines(): Int32Array {
    const lines = new Int32Array(this.sex.count);
    this.#jumps.forEach(({ sample, line }, j) => {
      const end = j + 1 < this.#jumps.length ? this.#jumps[j + 1].sample : lines.length;
      for (let i = sample; i < end; i++) lines[i] = line + i - sample;
    });
    return lines;
  }

  /** The columns of text by name. */
  finishTexts(): Map<string, TextTable> {
    const tables = new Map<string, TextTable>();
    this.#texts.forEach((texts, i) => {
      if (texts) tables.set(this.#names[i], texts.finish());
    });
    return tables;
  }

  #noteLine(line: number, rows: number): void {
    if (line !== this.#nextLine || this.#jumps.length === 0) {
      this.#jumps.push({ sample: this.sex.count, line });
    }
    this.#nextLine = line + rows;
  }
}

function badRow(path: string, line: number, found: number, expected: number): FormatError {
  return new FormatError(path, {
    what: `Line ${line} of ${path} has ${found} fields, not ${expected}.`,
    why: "Every row of a .psam has a field for each name of its header.",
    remedy: "Look at that line; an id with a space in it is the usual cause.",
  });
}

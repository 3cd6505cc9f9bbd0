import { trimmedFrom, trimmedTo } from "./field-bounds.ts";
import type { PeopleReader } from "./id-table.ts";
import { phenotypeColumn, type PhenotypeColumn } from "./phenotype-column.ts";
import type { FieldUse, RowBlock } from "./split-rows.ts";
import { TextTableBuilder } from "./text-table.ts";

/** Ids and columns of a phenotype file in the making. */
export class PhenotypeRows {
  readonly family: TextTableBuilder | undefined;
  readonly individual: TextTableBuilder;
  readonly columns: readonly PhenotypeColumn[];
  /** Place of the first column after the ids. */
  readonly first: number;
  readonly #minusNineIsMissing: boolean;
  readonly #reader: PeopleReader | undefined;

  constructor(
    header: readonly string[],
    { family, first }: { readonly family: number | undefined; readonly first: number },
    options: {
      readonly minusNineIsMissing: boolean;
      readonly expectedRows: number;
      readonly reader: PeopleReader | undefined;
    },
  ) {
    const { minusNineIsMissing, expectedRows, reader } = options;
    const idText = (): TextTableBuilder => new TextTableBuilder({ trim: true, rows: expectedRows });
    this.family = family === undefined ? undefined : idText();
    this.individual = idText();
    this.first = first;
    this.columns = header
      .slice(first)
      .map((name) => phenotypeColumn(name, { minusNineIsMissing, expectedRows }));
    this.#minusNineIsMissing = minusNineIsMissing;
    this.#reader = reader;
  }

  appendRow(bytes: Uint8Array, bounds: Int32Array, values: Float64Array, line: number): void {
    const { family, individual, columns, first } = this;
    if (family) appendTrimmed(family, bytes, bounds, 0);
    appendTrimmed(individual, bytes, bounds, first - 1);
    for (let i = 0; i < columns.length; i++) {
      const field = first + i;
      columns[i].append(bytes, bounds[2 * field], bounds[2 * field + 1], line, values[field]);
    }
  }

  /** Appends whole lines, the first of which is line `line`; undefined, and nothing appended, where rows must be read singly. */
  appendBlock(
    bytes: Uint8Array,
    from: number,
    to: number,
    separator: number,
    line: number,
  ): number | undefined {
    if (!this.#reader) return undefined;
    const { splitRows } = this.#reader;
    const { columns, first } = this;
    const isListed = columns.map((column) => !column.isNumeric());
    const split = (): RowBlock | undefined =>
      splitRows(bytes, from, to, {
        separator,
        isExact: true,
        minusNineIsMissing: this.#minusNineIsMissing,
        uses: this.#uses(isListed),
      });
    let block = split();
    if (!block) return undefined;
    let isDoubtful = false;
    for (let i = 0; i < columns.length; i++) {
      if (isListed[i] || block.numbers(first + i)) continue;
      isListed[i] = true;
      isDoubtful = true;
    }
    if (isDoubtful) block = split();
    // Rows have the lines after each other only where no line is empty.
    if (!block || (isListed.includes(true) && block.lines !== block.rows)) return undefined;
    this.family?.appendBlock(block.text(0));
    this.individual.appendBlock(block.text(first - 1));
    for (let i = 0; i < columns.length; i++) {
      const numbers = isListed[i] ? undefined : block.numbers(first + i);
      if (numbers) columns[i].appendNumbers(numbers);
      else appendFields(columns[i], bytes, from, block.bounds(first + i), line);
    }
    return block.lines;
  }

  #uses(isListed: readonly boolean[]): FieldUse[] {
    const { family, individual } = this;
    return [
      ...(family ? [{ kind: "text", filled: family.filled } as const] : []),
      { kind: "text", filled: individual.filled },
      ...isListed.map((listed) => ({ kind: listed ? "bounds" : "number" }) as const),
    ];
  }
}

function appendFields(
  column: PhenotypeColumn,
  bytes: Uint8Array,
  from: number,
  bounds: Int32Array,
  line: number,
): void {
  for (let row = 0; 2 * row < bounds.length; row++) {
    column.append(bytes, from + bounds[2 * row], from + bounds[2 * row + 1], line + row);
  }
}

export function appendTrimmed(
  texts: TextTableBuilder,
  bytes: Uint8Array,
  bounds: Int32Array,
  field: number,
): void {
  const from = trimmedFrom(bytes, bounds[2 * field], bounds[2 * field + 1]);
  texts.append(bytes, from, trimmedTo(bytes, from, bounds[2 * field + 1]));
}

import { LengthMismatchError } from "./errors.ts";
import { columnsWithTexts, heldTexts, isHeld, rawColumn, type HeldTexts } from "./held-texts.ts";
import { tableHtml, tableText } from "./table-display.ts";

/** A column: numbers in a typed array (NaN is missing in floats), or strings ("" is missing). */
export type Column =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Uint16Array
  | Uint8Array
  | readonly string[];

export type Columns = Readonly<Record<string, Column>>;

/** One row as an object; for looking, not for computing. */
export type Row<C extends Columns> = {
  [K in keyof C]: C[K] extends readonly string[] ? string : number;
};

/** What produced a table: method, parameters, counts, versions; shown under it and kept in exports. */
export type Provenance = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** Equal-length named columns, the shape of every result. Methods return new tables; columns are never changed. */
export class Table<C extends Columns = Columns> {
  readonly kind = "table";
  readonly columns: C;
  readonly rowCount: number;
  readonly provenance: Provenance;

  constructor(columns: C, provenance: Provenance = {}) {
    const lengths = Object.keys(columns).map((name) => [name, lengthOf(columns, name)] as const);
    const rowCount = lengths[0]?.[1] ?? 0;
    const odd = lengths.find(([, length]) => length !== rowCount);
    if (odd) {
      throw new LengthMismatchError({
        what: `Column ${odd[0]} has ${odd[1]} rows, column ${lengths[0][0]} has ${rowCount}.`,
        why: "All columns of a table are equally long.",
        remedy: "Check how the columns were made.",
      });
    }
    this.columns = columns;
    this.rowCount = rowCount;
    this.provenance = provenance;
  }

  get columnNames(): string[] {
    return Object.keys(this.columns);
  }

  row(index: number): Row<C> {
    return rowOf(this.columns, index);
  }

  /** The rows at these indices, in this order. */
  take(indices: ArrayLike<number>): Table<C> {
    const columns: Record<string, Column> = {};
    for (const name of Object.keys(this.columns)) {
      columns[name] = takeColumn(rawColumn(this.columns, name), indices);
    }
    return new Table(columns as unknown as C, this.provenance);
  }

  head(count = 5): Table<C> {
    return this.take(Array.from({ length: Math.min(count, this.rowCount) }, (_, i) => i));
  }

  filter(keep: (row: Row<C>, index: number) => boolean): Table<C> {
    const kept: number[] = [];
    const columns = { ...this.columns };
    for (let i = 0; i < this.rowCount; i++) if (keep(rowOf(columns, i), i)) kept.push(i);
    return this.take(kept);
  }

  /** Sorted by one column, stable; missing values last. */
  sortBy(name: keyof C & string, order: "ascending" | "descending" = "ascending"): Table<C> {
    const column = this.columns[name];
    const sign = order === "ascending" ? 1 : -1;
    const indices = Array.from({ length: this.rowCount }, (_, i) => i);
    indices.sort((i, j) => compareCells(column[i], column[j], sign));
    return this.take(indices);
  }

  select<K extends keyof C & string>(...names: K[]): Table<Pick<C, K>> {
    const columns = Object.fromEntries(names.map((name) => [name, rawColumn(this.columns, name)]));
    return new Table(columnsWithTexts(columns) as Pick<C, K>, this.provenance);
  }

  /** All rows as objects; for small tables. */
  toRows(): Row<C>[] {
    const columns = { ...this.columns };
    return Array.from({ length: this.rowCount }, (_, i) => rowOf(columns, i));
  }
}

// Computed symbol keys in a class would have no declaration.
Object.defineProperty(Table.prototype, Symbol.for("Jupyter.display"), {
  value(this: Table) {
    return { "text/plain": tableText(this), "text/html": tableHtml(this) };
  },
});
Object.defineProperty(Table.prototype, Symbol.for("nodejs.util.inspect.custom"), {
  value(this: Table) {
    return tableText(this);
  },
});

function rowOf<C extends Columns>(columns: C, index: number): Row<C> {
  const row: Record<string, string | number> = {};
  for (const name of Object.keys(columns)) {
    row[name] = heldTexts(columns, name)?.at(index) ?? columns[name][index];
  }
  return row as Row<C>;
}

function lengthOf(columns: Columns, name: string): number {
  const column = rawColumn(columns, name);
  return isHeld(column) ? column.count : column.length;
}

function takeColumn(column: Column | HeldTexts, indices: ArrayLike<number>): Column {
  if (isHeld(column)) return Array.from(indices, (i) => column.at(i));
  if (Array.isArray(column)) return Array.from(indices, (i) => (column as string[])[i]);
  const source = column as Float64Array;
  const taken = new (source.constructor as Float64ArrayConstructor)(indices.length);
  for (let i = 0; i < indices.length; i++) taken[i] = source[indices[i]]!;
  return taken;
}

function compareCells(a: string | number, b: string | number, sign: number): number {
  const aMissing = a === "" || Number.isNaN(a);
  const bMissing = b === "" || Number.isNaN(b);
  if (aMissing || bMissing) return Number(aMissing) - Number(bMissing);
  return a < b ? -sign : a > b ? sign : 0;
}

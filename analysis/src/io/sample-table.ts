import { LengthMismatchError } from "../errors.ts";
import { refuseDuplicateSamples, type FileIds } from "./duplicate-samples.ts";
import { keepIdTable } from "./id-table.ts";

/** Values of a sample column: numbers (NaN missing) or categories ("" missing). */
export type SampleColumn = Float64Array | readonly string[];

/** Traits and covariates of people. Shows itself without any person's id or value. */
export interface SampleTable {
  readonly kind: "sample-table";
  readonly source: string;
  readonly count: number;
  /** Absent when the data name individuals only. */
  readonly familyId?: readonly string[] | undefined;
  readonly individualId: readonly string[];
  readonly columns: Readonly<Record<string, SampleColumn>>;
  readonly notices: readonly string[];
}

/**
 * Traits and covariates from arrays.
 *
 * @param options.individualId - n ids
 * @param options.familyId - n ids, when individuals are named within families
 * @param options.columns - by name: n numbers (NaN missing), or n categories ("" missing)
 * @throws LengthMismatchError, DuplicateIdError
 * @example
 * const people = data.sampleTable({ individualId: ["a", "b"], columns: { height: [171, 184] } });
 */
export function sampleTable(options: {
  readonly individualId: readonly string[];
  readonly familyId?: readonly string[] | undefined;
  readonly columns: Readonly<Record<string, ArrayLike<number> | readonly string[]>>;
  readonly source?: string | undefined;
  readonly notices?: readonly string[] | undefined;
}): SampleTable {
  const { individualId, familyId, source = "memory", notices = [] } = options;
  const count = individualId.length;
  const columns: Record<string, SampleColumn> = {};
  for (const [name, values] of Object.entries({
    familyId: familyId ?? individualId,
    ...options.columns,
  })) {
    if (values.length !== count) {
      throw new LengthMismatchError({
        what: `Column ${name} has ${values.length} values for ${count} samples.`,
        why: "Every column names each sample once.",
        remedy: `Give ${count} values.`,
      });
    }
    if (name === "familyId") continue;
    columns[name] = isText(values) ? values : Float64Array.from(values);
  }
  return tableOfColumns({ source, individualId, familyId, columns, notices });
}

/**
 * A sample table over columns that are its own from here on: not copied, and of equal length.
 *
 * @throws DuplicateIdError
 */
export function tableOfColumns({
  source,
  individualId,
  familyId,
  columns,
  notices,
}: {
  readonly source: string;
  readonly individualId: readonly string[];
  readonly familyId: readonly string[] | undefined;
  readonly columns: Readonly<Record<string, SampleColumn>>;
  readonly notices: readonly string[];
}): SampleTable {
  refuseDuplicateSamples(familyId, individualId, source);
  const table: SampleTable = {
    kind: "sample-table",
    source,
    count: individualId.length,
    ...(familyId ? { familyId } : {}),
    individualId,
    columns,
    notices,
  };
  return attachDisplay(table);
}

/**
 * A sample table of a file, over columns that are its own from here on: not copied, and of equal length. Strings of ids
 * are made when they are asked for.
 */
export function tableOfFile({
  source,
  ids,
  columns,
  notices,
}: {
  readonly source: string;
  readonly ids: FileIds;
  readonly columns: Readonly<Record<string, SampleColumn>>;
  readonly notices: readonly string[];
}): SampleTable {
  const { count, familyId, individualId, table: idBytes } = ids;
  const table: SampleTable = {
    kind: "sample-table",
    source,
    count,
    get individualId() {
      return individualId();
    },
    columns,
    notices,
  };
  if (familyId) {
    Object.defineProperty(table, "familyId", {
      get: familyId,
      enumerable: true,
      configurable: true,
    });
  }
  if (idBytes) keepIdTable(table, idBytes);
  return attachDisplay(table);
}

function isText(values: ArrayLike<number> | readonly string[]): values is readonly string[] {
  return typeof values[0] === "string";
}

function attachDisplay(table: SampleTable): SampleTable {
  const text = (): string => describeSampleTable(table);
  const html = (): string =>
    `<pre>${text().replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")}</pre>`;
  Object.defineProperty(table, Symbol.for("Jupyter.display"), {
    value: () => ({ "text/plain": text(), "text/html": html() }),
  });
  Object.defineProperty(table, Symbol.for("nodejs.util.inspect.custom"), { value: text });
  return table;
}

/** Counts and ranges by column, never a person's value of their own. */
function describeSampleTable({ count, source, columns, notices }: SampleTable): string {
  const width = Math.max(0, ...Object.keys(columns).map((name) => name.length));
  const lines = Object.entries(columns).map(([name, values]) => {
    return `  ${name.padEnd(width)}  ${describeColumn(values)}`;
  });
  const head = `Samples: ${count.toLocaleString("en-US")} from ${source}`;
  return [head, ...lines, ...notices].join("\n");
}

function describeColumn(values: SampleColumn): string {
  if (!(values instanceof Float64Array)) {
    const present = values.filter((value) => value !== "");
    const levels = [...new Set(present)].sort(naturalOrder);
    const some = levels.slice(0, 5).join(", ");
    return `categories: ${some}${levels.length > 5 ? `, … (${levels.length})` : ""}${missing(values.length - present.length)}`;
  }
  const present = values.filter((value) => !Number.isNaN(value));
  const distinct = new Set(present);
  const summary =
    distinct.size === 2 && present.every(Number.isInteger)
      ? [...distinct]
          .sort((a, b) => a - b)
          .map((value) => `${value}: ${present.filter((x) => x === value).length}`)
          .join(", ")
      : meanAndSpread(present);
  return `${summary}${missing(values.length - present.length)}`;
}

function meanAndSpread(values: Float64Array): string {
  if (values.length === 0) return "no values";
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const squares = values.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  const sd = Math.sqrt(squares / Math.max(1, values.length - 1));
  return `mean ${short(mean)}, SD ${short(sd)}`;
}

const short = (value: number): string => String(Number(value.toPrecision(4)));
const missing = (count: number): string => (count > 0 ? `; ${count} missing` : "");

/** `c2` before `c10`, `A` before `a` before `B`, as PLINK 2 orders categories. */
export function naturalOrder(a: string, b: string): number {
  const left = partsOf(a);
  const right = partsOf(b);
  for (let i = 0; i < left.length && i < right.length; i++) {
    const [x, y] = [left[i], right[i]];
    if (x === y) continue;
    if (isNumber(x) && isNumber(y)) {
      if (Number(x) !== Number(y)) return Number(x) - Number(y);
    } else return x < y ? -1 : 1;
  }
  return left.length - right.length || (a < b ? -1 : a > b ? 1 : 0);
}

const partsOf = (text: string): string[] => text.toUpperCase().match(/\d+|\D/g) ?? [];
const isNumber = (part: string): boolean => part >= "0" && part < ":";

import type { FieldSplitter, SplitFields } from "../compute/text/split-fields.ts";
import { FormatError, InvalidArgumentError } from "../errors.ts";
import { sniffDelimiter, splitFields, unquoted, type Delimiter } from "../io/delimited.ts";
import { mapHeader, type HeaderMapping, type MappedColumn } from "../io/summary-mapping.ts";
import { SUMMARY_ROLES, type SummaryRole } from "../io/summary-roles.ts";
import type { ReadRows } from "./finish-summary.ts";
import { isText, rowFilters, type RowFilter } from "./row-filters.ts";
import { isNumberRole, RowCollector, type RawRows } from "./row-collector.ts";
import { UnknownColumnsError } from "./summary-errors.ts";
import type { ReadSummaryOptions } from "./summary-options.ts";

/** Takes rows of a text into columns. */
export class TextRows {
  readonly #path: string;
  readonly #mapping: HeaderMapping;
  readonly #collector: RowCollector;
  /** Field of each reader of the collector. */
  readonly #indices: readonly number[];
  /** Of each field whether its number is wanted. */
  readonly #isNumber: readonly boolean[];
  readonly #filters: readonly RowFilter[];
  readonly #notices: string[] = [];
  readonly #kept: readonly string[];

  constructor(
    path: string,
    header: readonly string[],
    head: readonly string[],
    expected: number,
    options: ReadSummaryOptions,
  ) {
    this.#path = path;
    refuseUnknownNames(path, header, options);
    this.#mapping = mapHeader(header, options);
    const { roles, unread, format, missing } = this.#mapping;
    const sample = headRows(header, head, options.delimiter);
    const isNamed = isAlleleInName(roles, sample);
    const needed = isNamed ? missing.filter((name) => name !== "effectAllele") : missing;
    if (needed.length > 0)
      throw new UnknownColumnsError(path, { ...this.#mapping, missing: needed });
    const read = [...roles].filter(([role]) => role !== "test");
    const names = format?.id === "gwas-ssf" ? unread : (options.keep ?? []);
    const kept = new Map(
      names.map((name) => [format?.id === "gwas-ssf" ? camelCase(name) : name, name]),
    );
    for (const [role] of read) kept.delete(role);
    this.#kept = [...kept.values()];
    this.#collector = new RowCollector(
      read.map(([role]) => role),
      [...kept.keys()],
      expected,
    );
    this.#indices = [
      ...read.map(([, { index }]) => index),
      ...this.#kept.map((name) => header.indexOf(name)),
    ];
    const numbers = new Set(
      read.flatMap(([role, { index }]) => (isNumberRole(role) ? [index] : [])),
    );
    this.#isNumber = header.map((_, i) => numbers.has(i));
    this.#filters = rowFilters(path, roles, sample, options, this.#notices);
  }

  append(bytes: Uint8Array, bounds: Int32Array, values: Float64Array, line: number): void {
    for (const filter of this.#filters) {
      const from = bounds[2 * filter.index];
      if (isText(bytes, from, bounds[2 * filter.index + 1], filter.wanted)) continue;
      filter.skipped++;
      return;
    }
    const { readers } = this.#collector;
    const indices = this.#indices;
    this.#collector.startRow(line);
    for (let k = 0; k < readers.length; k++) {
      const i = indices[k];
      readers[k].append(bytes, bounds[2 * i], bounds[2 * i + 1], values[i]);
    }
  }

  /** Whole lines; returns how many there are, or undefined to be given them row by row. */
  appendBlock(
    splitter: FieldSplitter,
    bytes: Uint8Array,
    from: number,
    to: number,
    separator: number,
    line: number,
  ): number | undefined {
    const split = splitter.split(bytes, from, to, separator, this.#isNumber);
    if (!split) return undefined;
    const lines = split.lines[split.rows];
    const rows = this.#withoutSkipped(split);
    this.#collector.appendRows({ ...split, rows }, this.#indices, split.lines, line);
    return lines;
  }

  /** Moves the rows that filters leave to the front; returns how many they are. */
  #withoutSkipped({ bytes, rows, width, bounds, values, lines }: SplitFields): number {
    if (this.#filters.length === 0) return rows;
    let kept = 0;
    for (let r = 0; r < rows; r++) {
      const filter = this.#filters.find(({ index, wanted }) => {
        const place = 2 * (r * width + index);
        return !isText(bytes, bounds[place], bounds[place + 1], wanted);
      });
      if (filter) {
        filter.skipped++;
        continue;
      }
      if (kept < r) {
        bounds.copyWithin(2 * kept * width, 2 * r * width, 2 * (r + 1) * width);
        values.copyWithin(kept * width, r * width, (r + 1) * width);
        lines[kept] = lines[r];
      }
      kept++;
    }
    return kept;
  }

  get count(): number {
    return this.#collector.count;
  }

  /** Some of the rows so far. */
  between(from: number, to: number): ReadRows {
    return this.#accountOf(this.#collector.slice(from, Math.min(to, this.count)));
  }

  finish(): ReadRows {
    const rows = this.#collector.finish();
    refuseWithoutNumbers(this.#path, this.#mapping, rows);
    return this.#accountOf(rows);
  }

  #accountOf(rows: RawRows): ReadRows {
    const { format, roles, unread } = this.#mapping;
    const ofTests = this.#filters.find(({ step }) => step === "test")?.skipped ?? 0;
    const assumed = [...roles].filter(([, { note }]) => note.startsWith("assumed"));
    return {
      source: this.#path,
      format: format?.name ?? "Association results",
      effectAllele:
        roles.get("effectAllele")?.known === "option"
          ? `${roles.get("effectAllele")!.name}, as the caller says`
          : format?.effectAllele,
      rows,
      roles,
      unread: unread.filter((name) => !this.#kept.includes(name)),
      skipped: this.#filters.map(({ step, reason, skipped }) => ({ step, reason, count: skipped })),
      provenance: ofTests > 0 ? { rowsOfOtherTests: ofTests } : {},
      notices: [
        ...this.#notices,
        ...assumed.map(
          ([role, { name, note }]) =>
            `${role} is ${name}, ${note}. Else pass columns: { ${role}: "name in the file" }.`,
        ),
      ],
    };
  }
}

function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** Rows of the head as fields. */
function headRows(
  header: readonly string[],
  head: readonly string[],
  delimiter: Delimiter | undefined,
): string[][] {
  const first = head.find((line) => line.trim() !== "" && !line.startsWith("##")) ?? "";
  const separated = delimiter ?? sniffDelimiter(first);
  return head
    .slice(head.indexOf(first) + 1)
    .map((line) => splitFields(line, separated).map((field) => unquoted(field.trim())))
    .filter((fields) => fields.length === header.length);
}

const NAME_WITH_ALLELES = /^(?:chr)?[\dXYMT]{1,2}[:_-]\d+[:_-][ACGTacgt]+[:_/-][ACGTacgt]+/;

/** True where the names of variants tell the alleles that no column does. */
function isAlleleInName(
  roles: ReadonlyMap<SummaryRole, MappedColumn>,
  sample: readonly (readonly string[])[],
): boolean {
  const name = roles.get("variantId") ?? roles.get("rsid");
  return (
    name !== undefined &&
    sample.length > 0 &&
    sample.every((fields) => NAME_WITH_ALLELES.test(fields[name.index]))
  );
}

function refuseUnknownNames(
  path: string,
  header: readonly string[],
  { columns = {}, keep = [] }: ReadSummaryOptions,
): void {
  const roles = Object.keys(columns).filter((role) => !SUMMARY_ROLES.includes(role as SummaryRole));
  if (roles.length > 0) {
    throw new InvalidArgumentError("columns", {
      what: `There is no column ${roles.join(", ")} in association results.`,
      why: `Columns are named as in this library: ${SUMMARY_ROLES.join(", ")}.`,
      remedy: 'Write ours first and the file\'s second: columns: { effectAllele: "A2" }.',
    });
  }
  const names = [...Object.values(columns), ...keep].filter(
    (name): name is string => typeof name === "string" && !header.includes(name),
  );
  if (names.length === 0) return;
  throw new InvalidArgumentError("columns", {
    what: `${path} has no column ${names.map((name) => `"${name}"`).join(", ")}.`,
    why: `Its columns are ${header.join(", ")}.`,
    remedy: "Write the name as it stands in the header.",
  });
}

/** A column without one number is taken for something it is not. */
function refuseWithoutNumbers(path: string, { roles }: HeaderMapping, rows: RawRows): void {
  const [role] = rows.withoutNumbers;
  if (role === undefined) return;
  const name = roles.get(role)?.name ?? role;
  throw new FormatError(path, {
    what: `${name} of ${path} holds no numbers, and was taken for ${role}.`,
    why: "Not one of its fields is a number; a shifted or misnamed column is the usual cause.",
    remedy: `Pass columns: { ${role}: "name in the file" }, or columns: { ${role}: null } when it has none.`,
  });
}

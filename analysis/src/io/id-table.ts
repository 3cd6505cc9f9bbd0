import type { SplitRows } from "./split-rows.ts";
import { stringsOf, type TextTable } from "./text-table.ts";

/** Reads people faster than JavaScript does where it is cold. */
export interface PeopleReader {
  readonly splitRows: SplitRows;
  /** Room for blocks of a text, which are split without being copied. */
  readonly memory: (bytes: number) => Uint8Array;
  readonly ids: IdKernels;
}

/** What can be told from ids that are bytes, faster than from strings. */
export interface IdKernels {
  readonly survey: (ids: Pick<IdTable, "families" | "individuals">) => IdSurvey;
  /** As `matchSamples`, with families where `byFamily`. */
  readonly match: (samples: IdTable, rows: IdTable, byFamily: boolean) => IdMatch;
}

interface IdSurvey {
  /** Pairs of ids, or individual ids where there are no families, that an earlier row has. */
  readonly repeats: number;
  readonly isOneFamily: boolean;
}

export interface IdMatch {
  /** Row of each sample, or −1. */
  readonly rowOfSample: Int32Array;
  readonly found: number;
  /** Rows whose id an earlier row has, and samples that have a row which another has. */
  readonly ambiguous: number;
  /** True where row i is sample i, for all samples. */
  readonly isInOrder: boolean;
}

/** Family and individual ids of people, as bytes. */
export interface IdTable extends IdSurvey {
  readonly families: TextTable | undefined;
  readonly individuals: TextTable;
  readonly kernels: IdKernels;
}

export function idTable(
  families: TextTable | undefined,
  individuals: TextTable,
  kernels: IdKernels,
): IdTable {
  return { families, individuals, kernels, ...kernels.survey({ families, individuals }) };
}

// By object, so that a copy with other ids is not taken for the one these are of.
const tables = new WeakMap<object, IdTable>();

/** The ids of samples or a sample table as bytes, where they are. */
export function idTableOf(people: object): IdTable | undefined {
  return tables.get(people);
}

export function keepIdTable(people: object, ids: IdTable): void {
  tables.set(people, ids);
}

/** A function that makes the strings when it is first called. */
export function lazyStrings(table: TextTable): () => readonly string[] {
  let strings: readonly string[] | undefined;
  return () => (strings ??= stringsOf(table));
}

/** Whether every family id is "0", as where there are none. */
export function hasNoFamilies({ families, isOneFamily }: IdTable): boolean {
  if (!families || families.count === 0) return true;
  const { bytes, starts } = families;
  return isOneFamily && starts[1] - starts[0] === 2 && bytes[starts[0]] === 48;
}

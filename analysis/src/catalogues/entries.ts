import type { Provenance } from "../table.ts";
import { Table } from "../table.ts";
import { CatalogueTable, provenanceOf } from "./catalogue-table.ts";
import type { Source } from "./network/ask.ts";
import type { ServiceName } from "./network/services.ts";

/** One data set of a catalogue, in the words that all catalogues share; unknown is "" or NaN. */
export interface Entry {
  readonly id: string;
  readonly name: string;
  readonly trait: string;
  /** `GWAS`, `score`, `eQTL`, … */
  readonly kind: string;
  readonly ancestry: string;
  readonly build: string;
  /** People. */
  readonly n: number;
  readonly variants: number;
  /** Whether full results can be had: 1, 0, or NaN where the catalogue does not tell. */
  readonly hasFile: number;
  readonly publication: string;
}

/** Columns of what a search finds. */
export interface EntryColumns extends Record<string, readonly string[] | Float64Array> {
  readonly id: readonly string[];
  readonly name: readonly string[];
  readonly trait: readonly string[];
  readonly kind: readonly string[];
  readonly ancestry: readonly string[];
  readonly build: readonly string[];
  readonly n: Float64Array;
  readonly variants: Float64Array;
  readonly hasFile: Float64Array;
  readonly publication: readonly string[];
}

/** What a search may be narrowed to; every filter counts what it leaves out. */
export interface Facets {
  readonly kind?: string | undefined;
  /** Part of the ancestry's text: `European`. */
  readonly ancestry?: string | undefined;
  readonly build?: string | undefined;
  readonly hasFile?: boolean | undefined;
  /** People at least; entries without a number are left out. */
  readonly minimumN?: number | undefined;
}

export interface FacetColumns extends Record<string, readonly string[] | Float64Array> {
  readonly facet: readonly string[];
  readonly value: readonly string[];
  readonly entries: Float64Array;
}

/** Entries of a catalogue, with how many there are of each kind, ancestry and build. */
export class Found extends CatalogueTable<EntryColumns> {
  /** Before narrowing. */
  readonly facets: Table<FacetColumns>;
  constructor(
    columns: EntryColumns,
    provenance: Provenance,
    sources: readonly Source[],
    notices: readonly string[],
    facets: Table<FacetColumns>,
  ) {
    super(columns, provenance, sources, notices);
    this.facets = facets;
  }
}

/** The result of a search. */
export function foundEntries(
  service: ServiceName,
  what: string,
  all: readonly Entry[],
  {
    facets,
    sources,
    notices,
  }: {
    readonly facets: Facets;
    readonly sources: readonly Source[];
    readonly notices: readonly string[];
  },
): Found {
  const { kept, told } = narrowed(all, facets);
  const text = (of: (entry: Entry) => string): string[] => kept.map(of);
  const numbers = (of: (entry: Entry) => number): Float64Array => Float64Array.from(kept, of);
  const columns: EntryColumns = {
    id: text(({ id }) => id),
    name: text(({ name }) => name),
    trait: text(({ trait }) => trait),
    kind: text(({ kind }) => kind),
    ancestry: text(({ ancestry }) => ancestry),
    build: text(({ build }) => build),
    n: numbers(({ n }) => n),
    variants: numbers(({ variants }) => variants),
    hasFile: numbers(({ hasFile }) => hasFile),
    publication: text(({ publication }) => publication),
  };
  const spoken = [...notices, ...told];
  const provenance = provenanceOf(service, what, sources, spoken);
  return new Found(columns, provenance, sources, spoken, countFacets(all));
}

function narrowed(
  all: readonly Entry[],
  facets: Facets,
): { readonly kept: readonly Entry[]; readonly told: readonly string[] } {
  const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
  const { kind, ancestry, build, hasFile, minimumN } = facets;
  const tests: readonly (readonly [string, ((entry: Entry) => boolean) | undefined])[] = [
    [`kind ${kind}`, kind === undefined ? undefined : (entry) => same(entry.kind, kind)],
    [
      `ancestry ${ancestry}`,
      ancestry === undefined
        ? undefined
        : (entry) => entry.ancestry.toLowerCase().includes(ancestry.toLowerCase()),
    ],
    [`build ${build}`, build === undefined ? undefined : (entry) => same(entry.build, build)],
    [
      hasFile ? "a file" : "no file",
      hasFile === undefined ? undefined : (entry) => entry.hasFile === Number(hasFile),
    ],
    [
      `at least ${minimumN} people`,
      minimumN === undefined ? undefined : (entry) => entry.n >= minimumN,
    ],
  ];
  let kept = all;
  const told: string[] = [];
  for (const [words, test] of tests) {
    if (!test) continue;
    const left = kept.filter(test);
    if (left.length < kept.length)
      told.push(`${kept.length - left.length} without ${words} left out`);
    kept = left;
  }
  return { kept, told };
}

function countFacets(all: readonly Entry[]): Table<FacetColumns> {
  const rows: [facet: string, value: string, entries: number][] = [];
  for (const facet of ["kind", "ancestry", "build", "hasFile"] as const) {
    const counts = new Map<string, number>();
    for (const entry of all) {
      const value = facet === "hasFile" ? yesNo(entry.hasFile) : entry[facet];
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    const sorted = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
    for (const [value, count] of sorted)
      rows.push([facet, value === "" ? "not told" : value, count]);
  }
  return new Table<FacetColumns>({
    facet: rows.map(([facet]) => facet),
    value: rows.map(([, value]) => value),
    entries: Float64Array.from(rows, ([, , entries]) => entries),
  });
}

function yesNo(value: number): string {
  return Number.isNaN(value) ? "" : value === 1 ? "yes" : "no";
}

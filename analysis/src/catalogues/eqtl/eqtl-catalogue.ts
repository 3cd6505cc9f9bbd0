import { summaryChromosomeCode } from "../../io/chromosome.ts";
import { InvalidArgumentError, isAnalysisError } from "../../errors.ts";
import { signalOf } from "../../task.ts";
import type { Catalogue, DetailOptions, SearchOptions, Sourced } from "../catalogue.ts";
import { catalogueTable, type CatalogueTable } from "../catalogue-table.ts";
import { foundEntries, type Entry, type Found } from "../entries.ts";
import { ask, type Answer, type Source } from "../network/ask.ts";
import { displayed } from "../network/displayed.ts";
import type { Query } from "../network/request.ts";
import { SERVICES } from "../network/services.ts";
import {
  checkRecord,
  checkRecords,
  Drift,
  numberOf,
  textOf,
  type Shape,
} from "../network/shape.ts";
import { identifier, regionOf, searchText, type Region } from "../public-words.ts";
import { readAssociations, type EqtlRow } from "./eqtl-associations.ts";

const DATASET_SHAPE: Shape = {
  name: "data set",
  required: { dataset_id: "text", study_label: "text", quant_method: "text" },
  optional: {
    study_id: "text",
    sample_group: "text",
    tissue_id: "text",
    tissue_label: "text",
    condition_label: "text",
    sample_size: "number",
  },
};

/** A data set: one tissue or cell type in one condition, one way of measuring. */
export interface EqtlDataset {
  readonly id: string;
  readonly study: string;
  readonly tissue: string;
  readonly tissueId: string;
  readonly condition: string;
  /** `ge`, `exon`, `tx`, `txrev`, `leafcutter`, `microarray`, `aptamer`. */
  readonly method: string;
  readonly n: number;
}

/** What is asked of a data set: all that is given holds; a region, gene, variant or rsid at least. */
export interface EqtlQuery extends DetailOptions {
  /** Of GRCh38. */
  readonly region?: Region | undefined;
  /** Ensembl gene. */
  readonly gene?: string | undefined;
  readonly rsid?: string | undefined;
  readonly minimumNegLog10P?: number | undefined;
}

/** Columns of associations with molecular traits; the effect allele is ALT. */
export interface EqtlColumns extends Record<
  string,
  readonly string[] | Float64Array | Uint8Array | Int32Array
> {
  readonly variantId: readonly string[];
  readonly rsid: readonly string[];
  readonly chromosome: Uint8Array;
  readonly basePairLocation: Int32Array;
  readonly effectAllele: readonly string[];
  readonly otherAllele: readonly string[];
  readonly effectAlleleFrequency: Float64Array;
  readonly beta: Float64Array;
  readonly standardError: Float64Array;
  readonly negLog10PValue: Float64Array;
  readonly pValue: Float64Array;
  readonly n: Float64Array;
  readonly gene: readonly string[];
  readonly molecularTrait: readonly string[];
}

/** The eQTL Catalogue. */
export interface EqtlCatalogue extends Catalogue<EqtlDataset & Sourced> {
  /** Data sets whose study, tissue, condition or method has all the words; `all` for all of them. */
  search(query: string, options?: SearchOptions): Promise<Found>;
  /** Associations of variants with molecular traits in a data set. */
  associations(id: string, query: EqtlQuery): Promise<CatalogueTable<EqtlColumns>>;
}

const { title, licence, citation } = SERVICES.eqtl;
const PAGE_SIZE = 1_000;
const LONGEST_REGION = 5_000_000;

function dataset(value: unknown, url: string, drift: Drift): EqtlDataset {
  const record = checkRecord(value, DATASET_SHAPE, { title, url }, drift);
  return {
    id: textOf(record.dataset_id),
    study: textOf(record.study_label),
    tissue: textOf(record.tissue_label),
    tissueId: textOf(record.tissue_id),
    condition: textOf(record.condition_label),
    method: textOf(record.quant_method),
    n: numberOf(record.sample_size),
  };
}

async function search(query: string, options: SearchOptions = {}): Promise<Found> {
  const words = searchText(query).toLowerCase().split(/\s+/);
  const drift = new Drift();
  const all: EqtlDataset[] = [];
  const sources: Source[] = [];
  const notices: string[] = [];
  for (let start = 0; ; start += PAGE_SIZE) {
    const page = await askPage(
      "/datasets/",
      { size: PAGE_SIZE, start },
      "data sets",
      options,
      (json, url) =>
        checkRecords(json, DATASET_SHAPE, { title, url }, drift).map((item) =>
          dataset(item, url, drift),
        ),
    );
    if (!page) break;
    all.push(...page.value);
    sources.push(page.source);
    notices.push(...page.notices);
    if (page.value.length < PAGE_SIZE) break;
  }
  const textOfAll = ({ id, study, tissue, condition, method }: EqtlDataset): string =>
    [id, study, tissue, condition, method].join(" ").toLowerCase();
  const isHit = (item: EqtlDataset): boolean =>
    words.join(" ") === "all" || words.every((word) => textOfAll(item).includes(word));
  const hits = all.filter(isHit);
  const kept = hits.slice(0, options.limit ?? hits.length);
  const cut =
    kept.length < hits.length ? [`the first ${kept.length} of ${hits.length} data sets`] : [];
  return foundEntries("eqtl", `data sets of ${words.join(" ")}`, kept.map(entryOf), {
    facets: options,
    sources,
    notices: [...new Set([...notices, ...drift.notices(), ...cut])],
  });
}

function entryOf({ id, study, tissue, condition, method, n }: EqtlDataset): Entry {
  return {
    id,
    name: [study, tissue, condition === "naive" ? "" : condition]
      .filter((part) => part !== "")
      .join(", "),
    trait: tissue,
    kind: method,
    ancestry: "",
    build: "GRCh38",
    n,
    variants: NaN,
    hasFile: NaN,
    publication: study,
  };
}

async function detail(id: string, options: DetailOptions = {}): Promise<EqtlDataset & Sourced> {
  const known = identifier("eQTL Catalogue data set", id);
  const drift = new Drift();
  const { value, source, notices } = await ask(
    { service: "eqtl", path: `/datasets/${known}`, subject: `data set ${known}` },
    (json, url) => dataset(json, url, drift),
    { signal: signalOf(options), refresh: options.refresh },
  );
  return displayed(
    { ...value, sources: [source], notices: [...notices, ...drift.notices()] },
    (shown) => [
      `${shown.id}: ${shown.study}, ${shown.tissue} (${shown.condition}), ${shown.method}, ${shown.n} people`,
      ...shown.notices,
    ],
  );
}

async function associations(id: string, query: EqtlQuery): Promise<CatalogueTable<EqtlColumns>> {
  const known = identifier("eQTL Catalogue data set", id);
  const filter: Query = {
    gene_id: query.gene === undefined ? undefined : identifier("gene", query.gene),
    rsid: query.rsid === undefined ? undefined : identifier("rsid", query.rsid),
    nlog10p: query.minimumNegLog10P,
  };
  if (query.region === undefined && query.gene === undefined && query.rsid === undefined) {
    throw new InvalidArgumentError("query", {
      what: "It is not said which associations.",
      why: "A data set has millions of them.",
      remedy: 'Name a region, gene or rsid: { gene: "ENSG00000134243" }.',
    });
  }
  const region = query.region && regionOf(query.region, LONGEST_REGION);
  const { rows, sources, notices } = await readAssociations(region, (part, start, size) =>
    askPage(
      `/datasets/${known}/associations`,
      { size, start, pos: part && `${part.chromosome}:${part.start}-${part.end}`, ...filter },
      `associations of ${known}`,
      query,
      (json) => json,
    ),
  );
  const text = (of: (row: EqtlRow) => string): string[] => rows.map(of);
  const numbers = (of: (row: EqtlRow) => number): Float64Array => Float64Array.from(rows, of);
  return catalogueTable<EqtlColumns>(
    "eqtl",
    `associations of ${known}`,
    {
      variantId: text((row) => row.variantId),
      rsid: text((row) => row.rsid),
      chromosome: Uint8Array.from(rows, (row) => summaryChromosomeCode(row.contig)),
      basePairLocation: Int32Array.from(rows, (row) => row.position),
      effectAllele: text((row) => row.alt),
      otherAllele: text((row) => row.ref),
      effectAlleleFrequency: numbers((row) => row.frequency),
      beta: numbers((row) => row.beta),
      standardError: numbers((row) => row.standardError),
      negLog10PValue: numbers((row) => row.negLog10PValue),
      pValue: numbers((row) => 10 ** -row.negLog10PValue),
      n: numbers((row) => row.n),
      gene: text((row) => row.gene),
      molecularTrait: text((row) => row.molecularTrait),
    },
    sources,
    notices,
  );
}

/** A page; undefined after the last one, which the service answers with an error. */
async function askPage<T>(
  path: string,
  query: Query & { readonly start: number },
  subject: string,
  options: DetailOptions,
  read: (json: unknown, url: string) => T,
): Promise<Answer<T> | undefined> {
  try {
    return await ask({ service: "eqtl", path, query, subject }, read, {
      signal: signalOf(options),
      refresh: options.refresh,
    });
  } catch (error) {
    const isEnd =
      isAnalysisError(error, "refused-by-catalogue") || isAnalysisError(error, "not-in-catalogue");
    if (isEnd && query.start > 0) return undefined;
    throw error;
  }
}

export const eqtl: EqtlCatalogue = { title, licence, citation, search, detail, associations };

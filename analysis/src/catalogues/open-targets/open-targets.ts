import type { Catalogue, DetailOptions, SearchOptions, Sourced } from "../catalogue.ts";
import type { CatalogueTable } from "../catalogue-table.ts";
import { NotInCatalogueError } from "../catalogue-errors.ts";
import { foundEntries, type Found } from "../entries.ts";
import { displayed } from "../network/displayed.ts";
import { SERVICES } from "../network/services.ts";
import {
  checkRecord,
  Drift,
  fieldOfEach,
  numberOf,
  textOf,
  type JsonRecord,
  type Shape,
} from "../network/shape.ts";
import { collectPages } from "../paging/collect-pages.ts";
import { identifier, searchText } from "../public-words.ts";
import { askGraphql } from "./ask-graphql.ts";
import { credibleSets, type CredibleSetColumns, type CredibleSetQuery } from "./credible-sets.ts";

const SEARCH = `query search($words: String!, $page: Pagination) {
  search(queryString: $words, page: $page) { total hits { id entity name description } }
}`;
const STUDY = `query study($id: String!) {
  study(studyId: $id) { id studyType projectId traitFromSource nSamples nCases nControls hasSumstats summarystatsLocation
    pubmedId publicationFirstAuthor publicationDate publicationTitle diseases { id } discoverySamples { ancestry sampleSize } }
}`;
const STUDY_SHAPE: Shape = {
  name: "study",
  required: { id: "text" },
  optional: {
    studyType: "text",
    projectId: "text",
    traitFromSource: "text",
    nSamples: "number",
    nCases: "number",
    nControls: "number",
    hasSumstats: "boolean",
    summarystatsLocation: "text",
    pubmedId: "text",
    publicationFirstAuthor: "text",
    publicationDate: "text",
    publicationTitle: "text",
    diseases: "list",
    discoverySamples: "list",
  },
};
const HITS_SHAPE: Shape = {
  name: "list of hits",
  required: { total: "number", hits: "list" },
  optional: {},
};
const HIT_SHAPE: Shape = {
  name: "hit",
  required: { id: "text", entity: "text" },
  optional: { name: "text", description: "text" },
};

/** A study of the Open Targets Platform. */
export interface OpenTargetsStudy extends Sourced {
  readonly id: string;
  /** `gwas`, `eqtl`, `pqtl`, … */
  readonly kind: string;
  readonly trait: string;
  readonly ontologyTerms: readonly string[];
  readonly ancestry: string;
  readonly n: number;
  readonly cases: number;
  readonly controls: number;
  readonly publication: string;
}

/** The Open Targets Platform. */
export interface OpenTargets extends Catalogue<OpenTargetsStudy> {
  /** Studies, genes, diseases, variants and drugs that the platform's own search finds, its best 50 unless `limit` says more. */
  search(query: string, options?: SearchOptions): Promise<Found>;
  /** One study's record. */
  study(id: string, options?: DetailOptions): Promise<OpenTargetsStudy>;
  /** Fine-mapped signals of a study, with a variant, or in a region, with the gene held most likely. */
  credibleSets(query: CredibleSetQuery): Promise<CatalogueTable<CredibleSetColumns>>;
}

const { title, licence, citation } = SERVICES.openTargets;
const BEST_HITS = 50;

async function search(query: string, options: SearchOptions = {}): Promise<Found> {
  const words = searchText(query);
  const drift = new Drift();
  const list = await collectPages<JsonRecord>({
    title,
    noun: "hits",
    pageSizes: [50, 43, 31],
    limit: options.limit ?? BEST_HITS,
    keyOf: (hit) => `${textOf(hit.entity)} ${textOf(hit.id)}`,
    askPage: (index, size, again) =>
      askGraphql(
        SEARCH,
        { words, page: { index, size } },
        `hits for ${words}`,
        { ...options, refresh: options.refresh === true || again },
        (data, url) => {
          const found = checkRecord(data.search, HITS_SHAPE, { title, url }, drift);
          const hits = found.hits as unknown[];
          return {
            items: hits.map((hit) => checkRecord(hit, HIT_SHAPE, { title, url }, drift)),
            total: numberOf(found.total),
          };
        },
      ),
  });
  const entries = list.items.map((hit) => ({
    id: textOf(hit.id),
    name: textOf(hit.name),
    trait: textOf(hit.description),
    kind: textOf(hit.entity),
    ancestry: "",
    build: "",
    n: NaN,
    variants: NaN,
    hasFile: NaN,
    publication: "",
  }));
  return foundEntries("openTargets", `hits for ${words}`, entries, {
    facets: options,
    sources: list.sources,
    notices: [...list.notices, ...drift.notices()],
  });
}

async function study(id: string, options: DetailOptions = {}): Promise<OpenTargetsStudy> {
  const known = identifier("Open Targets study", id);
  const drift = new Drift();
  const { value, source, notices } = await askGraphql(
    STUDY,
    { id: known },
    `study ${known}`,
    options,
    (data, url) => {
      if (data.study === null || data.study === undefined) {
        throw new NotInCatalogueError(title, url, {
          what: `${title} has no study ${known}.`,
          why: "It answers with nothing under this identifier.",
          remedy: "Check the identifier; search finds those that there are.",
        });
      }
      return checkRecord(data.study, STUDY_SHAPE, { title, url }, drift);
    },
  );
  const record: OpenTargetsStudy = {
    id: textOf(value.id),
    kind: textOf(value.studyType),
    trait: textOf(value.traitFromSource),
    ontologyTerms: fieldOfEach(value.diseases, "id"),
    ancestry: [...new Set(fieldOfEach(value.discoverySamples, "ancestry"))].join(", "),
    n: numberOf(value.nSamples),
    cases: numberOf(value.nCases),
    controls: numberOf(value.nControls),
    publication: [
      textOf(value.publicationFirstAuthor),
      textOf(value.publicationDate).slice(0, 4),
      value.pubmedId ? `PMID ${textOf(value.pubmedId)}` : "",
    ]
      .filter(Boolean)
      .join(" "),
    sources: [source],
    notices: [...notices, ...drift.notices()],
  };
  return displayed(record, (shown) => [
    `${shown.id}: ${shown.trait} (${shown.kind})`,
    `${shown.n} people. Ancestry: ${shown.ancestry || "not told"}. ${shown.publication}`,
    ...shown.notices,
  ]);
}

export const openTargets: OpenTargets = {
  title,
  licence,
  citation,
  search,
  detail: study,
  study,
  credibleSets,
};

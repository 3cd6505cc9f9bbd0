import { InvalidArgumentError } from "../../errors.ts";
import { signalOf } from "../../task.ts";
import type { Catalogue, DetailOptions, SearchOptions, Sourced } from "../catalogue.ts";
import type { CatalogueTable } from "../catalogue-table.ts";
import { NotInCatalogueError } from "../catalogue-errors.ts";
import { foundEntries, type Entry, type Found } from "../entries.ts";
import { ask, type Answer, type Source } from "../network/ask.ts";
import { displayed } from "../network/displayed.ts";
import { baseOf, isAllowed } from "../network/settings.ts";
import { SERVICES } from "../network/services.ts";
import { checkRecords, Drift, isRecord, numberOf, textOf, type Shape } from "../network/shape.ts";
import { identifier, searchText } from "../public-words.ts";
import {
  associationTable,
  readAssociations,
  type AssociationRow,
  type OpenGwasColumns,
} from "./open-gwas-associations.ts";
import { tokenHeader } from "./open-gwas-token.ts";

const DATASET_SHAPE: Shape = {
  name: "data set",
  required: { id: "text", trait: "text" },
  optional: {
    ...Object.fromEntries(
      [
        "author",
        "build",
        "category",
        "consortium",
        "doi",
        "note",
        "ontology",
        "population",
        "sex",
        "subcategory",
        "unit",
        "group_name",
        "study_design",
        "covariates",
        "coverage",
        "qc_prior_to_upload",
        "imputation_panel",
        "beta_transformation",
      ].map((name) => [name, "text" as const]),
    ),
    ...Object.fromEntries(
      ["mr", "ncase", "ncontrol", "nsnp", "pmid", "priority", "sample_size", "sd", "year"].map(
        (name) => [name, "any" as const],
      ),
    ),
  },
};

/** A data set of OpenGWAS. */
export interface OpenGwasStudy extends Sourced {
  readonly id: string;
  readonly trait: string;
  readonly author: string;
  readonly n: number;
  readonly cases: number;
  readonly controls: number;
  readonly variants: number;
  readonly build: string;
  readonly population: string;
  readonly unit: string;
  readonly note: string;
}

/** OpenGWAS; needs a token in the environment variable OPENGWAS_JWT. `catalogues.budget()` shows its allowance. */
export interface OpenGwas extends Catalogue<OpenGwasStudy> {
  /** Data sets whose trait has the words, of the list of all, which costs 50 credits once a day. */
  search(query: string, options?: SearchOptions): Promise<Found>;
  study(id: string, options?: DetailOptions): Promise<OpenGwasStudy>;
  /** Independent top hits, clumped by the service (r² 0.001, 10 Mb, P 5e-8): 1 credit. */
  topHits(id: string, options?: DetailOptions): Promise<CatalogueTable<OpenGwasColumns>>;
  /** Associations of variants with data sets, without proxies: 64 at a time. */
  associations(query: OpenGwasQuery): Promise<CatalogueTable<OpenGwasColumns>>;
}

export interface OpenGwasQuery extends DetailOptions {
  readonly studies: readonly string[];
  readonly rsids: readonly string[];
}

const { title, licence, citation } = SERVICES.openGwas;
// Combinations that one request may ask for, as the service's own client has it.
const PAIRS_AT_ONCE = 64;

async function search(query: string, options: SearchOptions = {}): Promise<Found> {
  const words = searchText(query);
  const all = await post<readonly (OpenGwasStudy & Entry)[]>(
    "/gwasinfo",
    undefined,
    "list of data sets",
    options,
    (json, url) => {
      // A record by id, or a list.
      const items = isRecord(json) ? Object.values(json) : json;
      return checkRecords(items, DATASET_SHAPE, { title, url }, new Drift()).map((record) =>
        toStudy(record),
      );
    },
  );
  const isHit = ({ id, trait }: Entry): boolean =>
    id === words ||
    words
      .toLowerCase()
      .split(/\s+/)
      .every((word) => trait.toLowerCase().includes(word));
  const hits = all.value.filter(isHit);
  const kept = hits.slice(0, options.limit ?? hits.length);
  const cut =
    kept.length < hits.length ? [`the first ${kept.length} of ${hits.length} data sets`] : [];
  return foundEntries("openGwas", `data sets of ${words}`, kept, {
    facets: options,
    sources: [all.source],
    notices: [...all.notices, ...cut],
  });
}

async function study(id: string, options: DetailOptions = {}): Promise<OpenGwasStudy> {
  const known = identifier("OpenGWAS data set", id);
  const { value, source, notices } = await post(
    "/gwasinfo",
    { id: [known] },
    `data set ${known}`,
    options,
    (json, url) =>
      checkRecords(
        isRecord(json) ? Object.values(json) : json,
        DATASET_SHAPE,
        { title, url },
        new Drift(),
      ).map(toStudy),
  );
  if (value.length === 0) {
    throw new NotInCatalogueError(title, `${baseOf("openGwas")}/gwasinfo`, {
      what: `${title} has no data set ${known}.`,
      why: "It is not there, or not for the holder of the token.",
      remedy: "catalogues.openGwas.search finds those that there are.",
    });
  }
  return displayed({ ...value[0], sources: [source], notices }, (shown) => [
    `${shown.id}: ${shown.trait}`,
    `${shown.author}. People: ${shown.n}. ${shown.population}, ${shown.build}. Unit: ${shown.unit || "not told"}`,
    ...(shown.note === "" ? [] : [shown.note]),
    ...shown.notices,
  ]);
}

async function topHits(
  id: string,
  options: DetailOptions = {},
): Promise<CatalogueTable<OpenGwasColumns>> {
  const known = identifier("OpenGWAS data set", id);
  const body = {
    id: [known],
    pval: 5e-8,
    preclumped: 1,
    clump: 1,
    r2: 0.001,
    kb: 10000,
    pop: "EUR",
  };
  const drift = new Drift();
  const answer = await post(
    "/tophits",
    body,
    `top hits of ${known}`,
    options,
    readAssociations(drift),
  );
  return associationTable(
    `top hits of ${known}`,
    answer.value,
    [answer.source],
    [...answer.notices, ...drift.notices()],
  );
}

async function associations(query: OpenGwasQuery): Promise<CatalogueTable<OpenGwasColumns>> {
  const studies = query.studies.map((id) => identifier("OpenGWAS data set", id));
  const rsids = query.rsids.map((rsid) => identifier("rsid", rsid));
  if (studies.length === 0 || rsids.length === 0 || studies.length > 10) {
    throw new InvalidArgumentError("studies", {
      what: `${studies.length} data sets and ${rsids.length} variants are named.`,
      why: "Associations are of 1 to 10 data sets with at least one variant.",
      remedy: 'Name both: { studies: ["ieu-a-2"], rsids: ["rs7412"] }.',
    });
  }
  const step = Math.max(1, Math.floor(PAIRS_AT_ONCE / studies.length));
  const drift = new Drift();
  const [sources, rows, notices]: [Source[], AssociationRow[], string[]] = [[], [], []];
  for (let from = 0; from < rsids.length; from += step) {
    const body = { variant: rsids.slice(from, from + step), id: studies, proxies: 0 };
    const answer = await post(
      "/associations",
      body,
      "associations",
      query,
      readAssociations(drift),
    );
    sources.push(answer.source);
    rows.push(...answer.value);
    notices.push(...answer.notices);
  }
  const found = new Set(rows.map(({ rsid, id }) => `${rsid} ${id}`));
  const missing = studies.length * rsids.length - found.size;
  if (missing > 0)
    notices.push(
      `${missing} of ${studies.length * rsids.length} pairs of variant and data set are not there`,
    );
  const what = `associations of ${rsids.length} variants with ${studies.join(", ")}`;
  return associationTable(what, rows, sources, [...new Set([...notices, ...drift.notices()])]);
}

function toStudy(record: Readonly<Record<string, unknown>>): OpenGwasStudy & Entry {
  const [n, cases, controls] = [record.sample_size, record.ncase, record.ncontrol].map(numberOf);
  const pmid = textOf(record.pmid);
  return {
    id: textOf(record.id),
    name: textOf(record.trait),
    trait: textOf(record.trait),
    kind: "GWAS",
    author: textOf(record.author),
    ancestry: textOf(record.population),
    population: textOf(record.population),
    build: textOf(record.build).startsWith("HG19") ? "GRCh37" : textOf(record.build),
    n: Number.isNaN(n) ? cases + controls : n,
    cases,
    controls,
    variants: numberOf(record.nsnp),
    hasFile: NaN,
    unit: textOf(record.unit),
    note: textOf(record.note),
    publication: [textOf(record.author), textOf(record.year), pmid && `PMID ${pmid}`]
      .filter(Boolean)
      .join(" "),
    sources: [],
    notices: [],
  };
}

/** Asks with the token; where nothing may be sent, kept answers need none. */
function post<T>(
  path: string,
  body: unknown,
  subject: string,
  options: DetailOptions,
  read: (json: unknown, url: string) => T,
): Promise<Answer<T>> {
  const headers = isAllowed("openGwas") ? tokenHeader() : {};
  return ask({ service: "openGwas", path, body, headers, subject }, read, {
    signal: signalOf(options),
    refresh: options.refresh,
  });
}

export const openGwas: OpenGwas = {
  title,
  licence,
  citation,
  search,
  detail: study,
  study,
  topHits,
  associations,
};

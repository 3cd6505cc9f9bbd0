import { InvalidArgumentError } from "../../errors.ts";
import { join } from "node:path";
import { signalOf } from "../../task.ts";
import { downloadFile, type DownloadedFile } from "../download/download-file.ts";
import { checksumList } from "../download/checksum-list.ts";
import { foundEntries, type Found } from "../entries.ts";
import type { Catalogue, DetailOptions, SearchOptions, Sourced } from "../catalogue.ts";
import { ask } from "../network/ask.ts";
import { askText } from "../network/ask-text.ts";
import { displayed } from "../network/displayed.ts";
import { describeRequest, outgoing } from "../network/request.ts";
import { SERVICES } from "../network/services.ts";
import { Drift, textsOf } from "../network/shape.ts";
import { identifier, isIdentifier, searchText } from "../public-words.ts";
import { release } from "./pgs-release.ts";
import { scoreIdsOf, scoresByIds } from "./find-scores.ts";
import { scoreEntry, scoreRecord, type ScoreRecord } from "./pgs-records.ts";
import { performance, type PerformanceColumns } from "./pgs-performance.ts";
import type { CatalogueTable } from "../catalogue-table.ts";

/** A score of the PGS Catalog, and where its record is from. */
export interface PgsScore extends ScoreRecord, Sourced {}

export interface ScoreDownloadOptions extends DetailOptions {
  /** Of the harmonised positions; `original` for the authors' own file. */
  readonly build: "GRCh37" | "GRCh38" | "original";
  /** Where the file goes; the folder `data` when left out. */
  readonly folder?: string | undefined;
}

/** The PGS Catalog. */
export interface PgsCatalog extends Catalogue<PgsScore> {
  /** Scores of traits like these words (child traits included), of an ontology term, or of a GWAS Catalog study. */
  search(query: string, options?: SearchOptions): Promise<Found>;
  /** One score's record: `PGS000001`. */
  score(id: string, options?: DetailOptions): Promise<PgsScore>;
  /** How a score did in each cohort where it was evaluated. */
  performance(id: string, options?: DetailOptions): Promise<CatalogueTable<PerformanceColumns>>;
  /** What `download` would send, a line a request; nothing is sent. */
  wouldSend(id: string, options: ScoreDownloadOptions): readonly string[];
  /** Downloads a scoring file, checks it against the catalogue's checksum and gives its path, for `prs.readScores`. */
  download(id: string, options: ScoreDownloadOptions): Promise<DownloadedFile>;
}

const { title, licence, citation } = SERVICES.pgs;

async function search(query: string, options: SearchOptions = {}): Promise<Found> {
  const signal = signalOf(options);
  const asked = { ...options, signal };
  const words = searchText(query);
  const { ids, sources, notices } = isIdentifier("score", words)
    ? { ids: [identifier("score", words)], sources: [], notices: [] }
    : isIdentifier("GWAS Catalog study", words)
      ? await idsOfStudy(words, asked)
      : await scoreIdsOf(words, asked);
  const wanted = options.limit === undefined ? ids : ids.slice(0, options.limit);
  const found = await scoresByIds(wanted, asked);
  const cut =
    wanted.length < ids.length ? [`the first ${wanted.length} of ${ids.length} scores`] : [];
  return foundEntries(
    "pgs",
    `scores for ${words}`,
    found.scores.map(({ score, people }) => scoreEntry(score, people)),
    {
      facets: options,
      sources: [...sources, ...found.sources],
      notices: [...new Set([...notices, ...found.notices, ...cut])],
    },
  );
}

async function idsOfStudy(
  study: string,
  { signal, refresh }: DetailOptions,
): ReturnType<typeof scoreIdsOf> {
  const id = identifier("GWAS Catalog study", study);
  const { value, source, notices } = await ask(
    { service: "pgs", path: `/gwas/get_score_ids/${id}`, subject: `scores from ${id}` },
    (json) => textsOf(json),
    { signal, refresh, release },
  );
  return { ids: value, sources: [source], notices };
}

async function score(id: string, options: DetailOptions = {}): Promise<PgsScore> {
  const known = identifier("score", id);
  const drift = new Drift();
  const { value, source, notices } = await ask(
    { service: "pgs", path: `/score/${known}`, subject: `score ${known}` },
    (json, url) => scoreRecord(json, { title, url }, drift),
    { signal: signalOf(options), refresh: options.refresh, release },
  );
  return displayed(
    { ...value, sources: [source], notices: [...notices, ...drift.notices()] },
    describeScore,
  );
}

async function download(id: string, options: ScoreDownloadOptions): Promise<DownloadedFile> {
  const { build } = options;
  if (!["GRCh37", "GRCh38", "original"].includes(build)) {
    throw new InvalidArgumentError("build", {
      what: `build is ${JSON.stringify(build)}.`,
      why: "The catalogue has each score with the positions of GRCh37, of GRCh38, and as its authors gave it.",
      remedy: 'Give the build of your genotypes: { build: "GRCh38" }; or "original".',
    });
  }
  const record = await score(id, options);
  const path = record.files[build] ?? "";
  if (path === "") {
    throw new InvalidArgumentError("build", {
      what: `${record.id} has no file for ${build}.`,
      why: "The catalogue could not harmonise it, or keeps it elsewhere.",
      remedy: 'Use { build: "original" } and say its build to prs.readScores.',
    });
  }
  const signal = signalOf(options);
  const name = path.slice(path.lastIndexOf("/") + 1);
  const list = await askText(
    { service: "ebiFiles", path: `${path}.md5`, subject: `checksum of ${name}` },
    { signal, refresh: options.refresh },
  );
  return downloadFile(
    {
      ask: { service: "ebiFiles", path, subject: name, as: "text" },
      path: join(options.folder ?? "data", name),
      md5: list && checksumList(list.value).get(name),
    },
    options,
  );
}

function wouldSend(id: string, { build }: ScoreDownloadOptions): readonly string[] {
  const known = identifier("score", id);
  const isOriginal = build === "original";
  const name = isOriginal ? `${known}.txt.gz` : `Harmonized/${known}_hmPOS_${build}.txt.gz`;
  const path = `/pub/databases/spot/pgs/scores/${known}/ScoringFiles/${name}`;
  return [
    { service: "pgs", path: `/score/${known}`, subject: known } as const,
    { service: "ebiFiles", path: `${path}.md5`, subject: known } as const,
    { service: "ebiFiles", path, subject: known } as const,
  ].map((each) => describeRequest(outgoing(each)));
}

function describeScore(record: PgsScore): readonly string[] {
  const { id, trait, variants, interactions, method, ancestry, publication } = record;
  return [
    `${id}: ${trait}, ${variants.toLocaleString("en-US")} variants`,
    `${method}. GWAS ancestry: ${ancestry || "not told"}. ${publication}`,
    ...(interactions > 0
      ? [`${interactions} interactions, which single variants cannot score.`]
      : []),
    ...(record.matchesPublication ? [] : ["Differs from the published score."]),
    `Licence: ${record.licence || "not told"}`,
    ...record.notices,
  ];
}

export const pgs: PgsCatalog = {
  title,
  licence,
  citation,
  search,
  detail: score,
  score,
  performance,
  wouldSend,
  download,
};

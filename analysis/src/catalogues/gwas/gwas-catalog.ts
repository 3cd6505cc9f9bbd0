import { join } from "node:path";
import { isAnalysisError } from "../../errors.ts";
import { signalOf } from "../../task.ts";
import type { Catalogue, DetailOptions, SearchOptions, Sourced } from "../catalogue.ts";
import type { CatalogueTable } from "../catalogue-table.ts";
import { downloadFile, type DownloadedFile } from "../download/download-file.ts";
import type { Found } from "../entries.ts";
import { ask } from "../network/ask.ts";
import { displayed } from "../network/displayed.ts";
import { describeRequest, outgoing } from "../network/request.ts";
import { SERVICES } from "../network/services.ts";
import { baseOf } from "../network/settings.ts";
import { Drift } from "../network/shape.ts";
import { identifier } from "../public-words.ts";
import { fileHead } from "./file-head.ts";
import {
  associations,
  type AssociationColumns,
  type AssociationQuery,
} from "./gwas-associations.ts";
import { release } from "./gwas-list.ts";
import { studyRecord, type StudyRecord } from "./gwas-records.ts";
import { searchStudies } from "./gwas-search.ts";
import { folderOf, studyFile } from "./study-files.ts";

/** A study of the GWAS Catalog, and where its record is from. */
export interface GwasStudy extends StudyRecord, Sourced {}

export interface StudyFileOptions extends DetailOptions {
  /** The catalogue's harmonised file (GRCh38), or the authors' own; harmonised where there is one when left out. */
  readonly file?: "harmonised" | "original" | undefined;
}

export interface StudyDownloadOptions extends StudyFileOptions {
  /** Where the file goes; the folder `data` when left out. */
  readonly folder?: string | undefined;
}

/** The GWAS Catalog. */
export interface GwasCatalog extends Catalogue<GwasStudy> {
  /** Studies of traits that contain the words, of an ontology term with its child traits, or with this id. */
  search(query: string, options?: SearchOptions): Promise<Found>;
  /** One study's record: `GCST90002412`. */
  study(id: string, options?: DetailOptions): Promise<GwasStudy>;
  /** Published top associations of a study, variant, trait or gene, the strongest first. */
  associations(query: AssociationQuery): Promise<CatalogueTable<AssociationColumns>>;
  /** First rows of a study's full results, without downloading them. */
  head(
    id: string,
    options?: StudyFileOptions & { readonly rows?: number },
  ): Promise<CatalogueTable>;
  /** What `download` would send, a line a request; nothing is sent. */
  wouldSend(id: string, options?: StudyDownloadOptions): readonly string[];
  /** Downloads full results, checks them against the catalogue's checksum and gives their path, for `data.open`. */
  download(id: string, options?: StudyDownloadOptions): Promise<DownloadedFile>;
}

const { title, licence, citation } = SERVICES.gwas;

async function study(id: string, options: DetailOptions = {}): Promise<GwasStudy> {
  const known = identifier("GWAS Catalog study", id);
  const drift = new Drift();
  const { value, source, notices } = await ask(
    { service: "gwas", path: `/studies/${known}`, subject: `study ${known}` },
    (json, url) => studyRecord(json, { title, url }, drift),
    { signal: signalOf(options), refresh: options.refresh, release },
  );
  return displayed(
    { ...value, sources: [source], notices: [...notices, ...drift.notices()] },
    describeStudy,
  );
}

async function head(
  id: string,
  options: StudyFileOptions & { readonly rows?: number } = {},
): Promise<CatalogueTable> {
  const signal = signalOf(options);
  const file = await studyFile(await study(id, options), options.file, {
    signal,
    refresh: options.refresh,
  });
  return fileHead(file, options.rows ?? 100, signal);
}

async function download(id: string, options: StudyDownloadOptions = {}): Promise<DownloadedFile> {
  const signal = signalOf(options);
  const file = await studyFile(await study(id, options), options.file, {
    signal,
    refresh: options.refresh,
  });
  const path = join(options.folder ?? "data", file.name);
  const order = { service: "ebiFiles", as: "text" } as const;
  const whole = await downloadFile(
    { ask: { ...order, path: file.path, subject: file.name }, path, md5: file.md5 },
    options,
  );
  // Tells the build and the samples; its checksum in the list is often out of date.
  const meta = { ...order, path: `${file.path}-meta.yaml`, subject: `${file.name}-meta.yaml` };
  await downloadFile({ ask: meta, path: `${path}-meta.yaml` }, { signal }).catch(
    (error: unknown) => {
      if (!isAnalysisError(error, "not-in-catalogue") && !isAnalysisError(error, "network-off"))
        throw error;
    },
  );
  return whole;
}

function wouldSend(id: string, { file }: StudyDownloadOptions = {}): readonly string[] {
  const known = identifier("GWAS Catalog study", id);
  const folder = `${folderOf(known)}/${file === "original" ? "" : "harmonised/"}`;
  const record = { service: "gwas", path: `/studies/${known}`, subject: known } as const;
  const files = { service: "ebiFiles", path: folder, subject: known } as const;
  return [record, files]
    .map((each) => describeRequest(outgoing(each)))
    .concat(
      `GET ${baseOf("ebiFiles")}${folder}… (the list of checksums, the results and their description)`,
    );
}

function describeStudy(record: GwasStudy): readonly string[] {
  const { id, trait, sample, ancestry, hasFile, licence: terms, pubmedId, notices } = record;
  return [
    `${id}: ${trait}`,
    `${sample}. Ancestry: ${ancestry || "not told"}. PMID ${pubmedId || "not told"}`,
    hasFile ? `Full results: catalogues.gwas.download("${id}")` : "Without full results.",
    `Licence: ${terms || "not told"}`,
    ...notices,
  ];
}

export const gwas: GwasCatalog = {
  title,
  licence,
  citation,
  search: searchStudies,
  detail: study,
  study,
  associations,
  head,
  wouldSend,
  download,
};

import type { Entry } from "../entries.ts";
import { baseOf } from "../network/settings.ts";
import { SERVICES } from "../network/services.ts";
import {
  checkRecord,
  fieldOfEach,
  isRecord,
  numberOf,
  textOf,
  type Drift,
  type JsonRecord,
  type Place,
  type Shape,
} from "../network/shape.ts";

/** A score of the PGS Catalog. */
const SCORE_SHAPE: Shape = {
  name: "score",
  required: { id: "text", ftp_scoring_file: "text" },
  optional: {
    name: "text",
    ftp_harmonized_scoring_files: "record",
    publication: "record",
    matches_publication: "boolean",
    samples_variants: "list",
    samples_training: "list",
    trait_reported: "text",
    trait_additional: "text",
    trait_efo: "list",
    method_name: "text",
    method_params: "text",
    variants_number: "number",
    variants_interactions: "number",
    variants_genomebuild: "text",
    weight_type: "text",
    ancestry_distribution: "record",
    date_release: "text",
    license: "text",
  },
};

export const TRAIT_SHAPE: Shape = {
  name: "trait",
  required: { id: "text", associated_pgs_ids: "list" },
  optional: {
    label: "text",
    description: "text",
    url: "text",
    trait_categories: "list",
    trait_synonyms: "list",
    trait_mapped_terms: "list",
    child_associated_pgs_ids: "list",
    child_traits: "list",
  },
};

/** What a list of the PGS Catalog is wrapped in. */
export const LIST_SHAPE: Shape = {
  name: "list",
  required: { count: "number", results: "list" },
  optional: { size: "number", next: "text", previous: "text" },
};

/** One score, in our words. */
export interface ScoreRecord {
  readonly id: string;
  readonly name: string;
  readonly trait: string;
  readonly ontologyTerms: readonly string[];
  readonly method: string;
  readonly variants: number;
  /** Interactions and haplotypes, which cannot be scored from single variants. */
  readonly interactions: number;
  /** Of the authors' positions, as they name it. */
  readonly build: string;
  readonly weightType: string;
  /** Of the people whose GWAS it rests on. */
  readonly ancestry: string;
  readonly publication: string;
  readonly released: string;
  readonly licence: string;
  readonly matchesPublication: boolean;
  /** Paths of files below the server's address; harmonised ones by build. */
  readonly files: {
    readonly original: string;
    readonly GRCh37?: string | undefined;
    readonly GRCh38?: string | undefined;
  };
}

export function scoreRecord(value: unknown, place: Place, drift: Drift): ScoreRecord {
  const score = checkRecord(value, SCORE_SHAPE, place, drift);
  const harmonised = isRecord(score.ftp_harmonized_scoring_files)
    ? score.ftp_harmonized_scoring_files
    : {};
  const fileOf = (build: string): string | undefined => {
    const files = harmonised[build];
    const url = isRecord(files) ? textOf(files.positions) : "";
    return url === "" ? undefined : filePath(url);
  };
  return {
    id: textOf(score.id),
    name: textOf(score.name),
    trait: textOf(score.trait_reported),
    ontologyTerms: fieldOfEach(score.trait_efo, "id"),
    method: textOf(score.method_name),
    variants: numberOf(score.variants_number),
    interactions: numberOf(score.variants_interactions),
    build: textOf(score.variants_genomebuild),
    weightType: textOf(score.weight_type),
    ancestry: ancestryOf(score.ancestry_distribution),
    publication: publicationOf(score.publication),
    released: textOf(score.date_release),
    licence: textOf(score.license),
    matchesPublication: score.matches_publication === true,
    files: {
      original: filePath(textOf(score.ftp_scoring_file)),
      GRCh37: fileOf("GRCh37"),
      GRCh38: fileOf("GRCh38"),
    },
  };
}

/** People in the GWAS stage of a score are its sample size in lists. */
export function scoreEntry(score: ScoreRecord, people: number): Entry {
  return {
    id: score.id,
    name: score.name,
    trait: score.trait,
    kind: "score",
    ancestry: score.ancestry,
    build: score.build,
    n: people,
    variants: score.variants,
    hasFile: 1,
    publication: score.publication,
  };
}

/** People in the sources of a score's variants; NaN where it is not told. */
export function peopleOf(value: unknown): number {
  const stages =
    isRecord(value) && isRecord(value.ancestry_distribution) ? value.ancestry_distribution : {};
  return isRecord(stages.gwas) ? numberOf(stages.gwas.count) : NaN;
}

/** `EUR 75 %, MAE 25 %` of the first stage that is told: GWAS, development, evaluation. */
function ancestryOf(value: unknown): string {
  const stages: JsonRecord = isRecord(value) ? value : {};
  const stage = [stages.gwas, stages.dev, stages.eval].find(isRecord);
  const shares = stage && isRecord(stage.dist) ? Object.entries(stage.dist) : [];
  return shares
    .sort(([, a], [, b]) => numberOf(b) - numberOf(a))
    .map(([name, share]) => `${name} ${textOf(share)} %`)
    .join(", ");
}

export function publicationOf(value: unknown): string {
  if (!isRecord(value)) return "";
  const year = textOf(value.date_publication).slice(0, 4);
  const doi = textOf(value.doi);
  return [textOf(value.firstauthor), year, doi === "" ? "" : `doi:${doi}`]
    .filter((part) => part !== "")
    .join(" ");
}

/** Below the address of EMBL-EBI's file server, wherever that is set to be; "" for another server. */
function filePath(url: string): string {
  const file = new URL(url, SERVICES.ebiFiles.base);
  const known = [SERVICES.ebiFiles.base, baseOf("ebiFiles")].map((base) => new URL(base).host);
  return known.includes(file.host) ? file.pathname : "";
}

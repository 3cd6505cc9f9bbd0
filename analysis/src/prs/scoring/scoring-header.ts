import type { GenomeBuild } from "../../io/genome-build.ts";

/** The header of a PGS Catalog scoring file: `#key=value` lines, as far as they are there. */
export interface ScoringHeader {
  readonly formatVersion?: string;
  readonly pgsId?: string;
  readonly pgsName?: string;
  readonly traitReported?: string;
  readonly traitMapped?: string;
  readonly traitEfo?: string;
  /** Of the positions that the authors gave, as the file writes it. */
  readonly genomeBuild?: string;
  /** Of the positions that the catalog harmonised. */
  readonly harmonisedBuild?: string;
  /** `beta`, `log(OR)`, `OR`, `HR`, `NR`, … as the file writes it. */
  readonly weightType?: string;
  readonly variantsNumber?: number;
  readonly publicationId?: string;
  readonly citation?: string;
  readonly license?: string;
  /** All other keys. */
  readonly other?: Readonly<Record<string, string>>;
}

const KEYS: Readonly<Record<string, keyof ScoringHeader>> = {
  format_version: "formatVersion",
  pgs_id: "pgsId",
  pgs_name: "pgsName",
  trait_reported: "traitReported",
  trait_mapped: "traitMapped",
  trait_efo: "traitEfo",
  genome_build: "genomeBuild",
  hmpos_build: "harmonisedBuild",
  weight_type: "weightType",
  variants_number: "variantsNumber",
  pgp_id: "publicationId",
  citation: "citation",
  license: "license",
};

/** Reads `#key=value` lines; others, such as titles, say nothing. */
export function scoringHeader(lines: readonly string[]): ScoringHeader {
  const header: Record<string, string | number> = {};
  const other: Record<string, string> = {};
  for (const line of lines) {
    const pair = /^#+\s*([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/.exec(line);
    if (!pair) continue;
    const [, name, value] = pair;
    const key = KEYS[name.toLowerCase()];
    if (value === "") continue;
    if (key === undefined) other[name] = value;
    else if (key === "variantsNumber") {
      if (/^\d+$/.test(value)) header[key] = Number(value);
    } else header[key] = value;
  }
  return { ...header, ...(Object.keys(other).length > 0 && { other }) };
}

/** The build that a name means; undefined for NCBI36, `NR` and what is not known. */
export function buildNamed(name: string | undefined): GenomeBuild["name"] | undefined {
  const known = name?.toLowerCase() ?? "";
  if (/^(grch37|hg19|b37)(\.|$)/.test(known)) return "GRCh37";
  return /^(grch38|hg38|b38)(\.|$)/.test(known) ? "GRCh38" : undefined;
}

/** A name of a build that this library does not know, such as NCBI36; undefined where the file tells none. */
export function otherBuildNamed(name: string | undefined): string | undefined {
  const isTold = name !== undefined && !/^(nr|na|none|unknown|\.)?$/i.test(name);
  return isTold && buildNamed(name) === undefined ? name : undefined;
}

/** What weights are: effects that add up, or ratios whose logarithms do. */
export function isRatio(weightType: string | undefined): boolean {
  return /^(or|hr|(odds|hazard)[ _-]?ratio( ?\((or|hr)\))?)$/i.test(weightType ?? "");
}

import type { GenomeBuild } from "./genome-build.ts";

/** What a file turned out to be, told from its content; small enough for a list of hundreds. */
export interface DatasetDescription {
  readonly kind:
    "genotypes" | "phenotypes" | "summary-statistics" | "scoring-file" | "ld-panel" | "unknown";
  /** For people: `PLINK 1 binary`, `Phenotypes and covariates`, `GWAS-SSF`, `PLINK 2 association`. */
  readonly format: string;
  /** File name of the member a user names in code: the .bed of a PLINK set. */
  readonly name: string;
  /** Names of all files of the set, in the same folder. */
  readonly members: readonly string[];
  /** Total bytes of all members. */
  readonly size: number;
  readonly variants?: number | undefined;
  readonly samples?: number | undefined;
  /** Genome build, only when the content tells it, with how it was told. */
  readonly build?: GenomeBuild | undefined;
  readonly columns?: readonly string[] | undefined;
  /** What is wrong with the set, in words, when it cannot be opened. */
  readonly problem?: string | undefined;
}

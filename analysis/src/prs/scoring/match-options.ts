import type { Genotypes } from "../../genotypes/genotypes.ts";
import { InvalidArgumentError } from "../../errors.ts";
import type { ScoringFile } from "./scoring-file.ts";

/** Sites whose reference allele is known, as a reference panel or a list of sites has them. */
export interface ReferenceSites {
  readonly chromosome: ArrayLike<number>;
  readonly basePairLocation: ArrayLike<number>;
  readonly referenceAllele: readonly string[];
}

export interface MatchOptions {
  /** One scoring file or several; each may hold several scores. */
  readonly scores: ScoringFile | readonly ScoringFile[];
  readonly genotypes: Genotypes;
  /** What a variant is found by; position where all files have positions, else name. */
  readonly by?: "position" | "name" | undefined;
  /** Try the other strand where the alleles differ, as pgsc_calc does (default); PLINK 2 does not. */
  readonly flips?: boolean | undefined;
  /** Score A/T and C/G variants, whose letters are the same on both strands; false by default. */
  readonly keepAmbiguous?: boolean | undefined;
  /**
   * At sites of several alleles that were split into one variant each, score the reference allele, too; false by default:
   * what is not one alternative allele may be the other. Alternative alleles are scored anyway.
   */
  readonly keepMultiallelic?: boolean | undefined;
  /** Rows of one file that are the same variant of the genotypes: none (default), the first, or all are scored. */
  readonly duplicates?: "drop" | "keepFirst" | "keepAll" | undefined;
  /** Least share of a file's variants that must be scored, 0.75 by default. */
  readonly minimumOverlap?: number | undefined;
  /**
   * What a variant that the genotypes lack is: missing from the score (default), or homozygous for the reference allele in
   * everyone, as where a caller lists varying sites only. The latter needs `referenceSites`.
   */
  readonly absent?: "missing" | "homozygousReference" | undefined;
  /** Which allele is the reference at sites that the genotypes lack. */
  readonly referenceSites?: ReferenceSites | undefined;
}

/** The files that are given, and refusals of options that say nothing. */
export function filesOf({
  scores,
  minimumOverlap = 0.75,
  absent,
  referenceSites,
}: MatchOptions): readonly ScoringFile[] {
  const files = Array.isArray(scores)
    ? (scores as readonly ScoringFile[])
    : [scores as ScoringFile];
  if (files.length === 0) {
    throw new InvalidArgumentError("scores", {
      what: "No scores are given.",
      why: "The list is empty.",
      remedy: "Read some: prs.readScores(path).",
    });
  }
  if (!(minimumOverlap >= 0 && minimumOverlap <= 1)) {
    throw new InvalidArgumentError("minimumOverlap", {
      what: `minimumOverlap is ${minimumOverlap}.`,
      why: "It is a share of the variants, from 0 to 1.",
      remedy: "Give 0.75 for three quarters of them.",
    });
  }
  if (absent === "homozygousReference" && !referenceSites) {
    throw new InvalidArgumentError("referenceSites", {
      what: "Absent variants cannot be taken as homozygous for a reference allele that is not known.",
      why: "A score's effect allele may be the reference allele, of which everyone then has two copies, or the other.",
      remedy:
        "Pass referenceSites: { chromosome, basePairLocation, referenceAllele } of the sites that were called.",
    });
  }
  return files;
}

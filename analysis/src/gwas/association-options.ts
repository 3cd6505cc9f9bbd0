import type { ComputeOptions } from "../compute/run-method.ts";
import type { MatchBy } from "../genotypes/match-samples.ts";
import type { Genotypes } from "../genotypes/genotypes.ts";
import type { SampleTable } from "../io/sample-table.ts";
import type { EffectAlleleChoice } from "./effect-allele.ts";

/** What `gwas.linear` and `gwas.logistic` take. */
export interface AssociationOptions extends ComputeOptions {
  readonly genotypes: Genotypes;
  /** Traits and covariates by sample id; not needed when `trait` and `covariates` are arrays. */
  readonly phenotypes?: SampleTable | undefined;
  /** A column of `phenotypes`, or one value per sample of `genotypes`, NaN where unknown. */
  readonly trait: string | ArrayLike<number>;
  /** Columns of `phenotypes`, or named arrays like `trait`. An intercept is always added. */
  readonly covariates?: readonly string[] | Readonly<Record<string, ArrayLike<number>>> | undefined;
  /** Allele the effect is per copy of: the minor one among founders, as PLINK 2 has it (default), or the counted one. */
  readonly effectAllele?: EffectAlleleChoice | undefined;
  /** Adds `ciLower` and `ciUpper` at this level, e.g. 0.95. */
  readonly confidenceLevel?: number | undefined;
  readonly matchBy?: MatchBy | undefined;
}

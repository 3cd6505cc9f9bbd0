import type { ComputeOptions } from "../../compute/run-method.ts";
import { InvalidArgumentError } from "../../errors.ts";
import type { Genotypes } from "../../genotypes/genotypes.ts";
import type { FrequencyTable } from "../../genotypes/qc-frequency.ts";
import { match } from "./match.ts";
import type { MatchOptions } from "./match-options.ts";
import type { MissingRule } from "./allele-values.ts";
import type { MatchedScores } from "./matched-scores.ts";

export interface ScoreRuleOptions extends ComputeOptions {
  /** What `columns` hold: sums of weight × copies (default), or sums divided by the number of alleles. */
  readonly scale?: "sum" | "average" | undefined;
  /**
   * What stands for a missing genotype: its expected value (default), nothing, or what PLINK 2 puts there, which differs from
   * the expected value under dominant and recessive coding and where scores are centred.
   */
  readonly missing?: MissingRule | undefined;
  /**
   * Frequencies of the effect alleles of a table, by variant id, or a number a variant of the genotypes for its counted allele;
   * those of the genotypes themselves when left out.
   */
  readonly frequencies?: FrequencyTable | ArrayLike<number> | undefined;
  /** Founders only (default) give frequencies, as in PLINK 2; false takes everyone. */
  readonly foundersOnly?: boolean | undefined;
  /** Count all variants so, whatever their file says. */
  readonly coding?: "additive" | "dominant" | "recessive" | undefined;
  /** Subtract what is expected of each genotype, so that scores have mean 0. */
  readonly centre?: boolean | undefined;
  /** Also divide by the standard deviation expected of each genotype. */
  readonly standardise?: boolean | undefined;
  /**
   * Add in double precision whatever the size. When left out, eight columns and more of large work are summed as integers in a
   * unit of each 32 variants, which moves a score by about 10⁻⁸ of its standard deviation and halves the time.
   */
  readonly exact?: boolean | undefined;
  /** What males carry on X: two copies or none (default), or one or none; PLINK 2's `--xchr-model` 2 and 1. */
  readonly malesOnX?: "two copies" | "one copy" | undefined;
}

/** Scores with options of matching, or what was matched before. */
export type ScoreOptions = ScoreRuleOptions &
  (
    | (MatchOptions & { readonly matched?: undefined })
    | {
        readonly matched: MatchedScores;
        /** The genotypes of the matching, or some of their people. */
        readonly genotypes?: Genotypes | undefined;
      }
  );

/** The matching and the genotypes to score. */
export function matchedOf(options: ScoreOptions): {
  readonly matched: MatchedScores;
  readonly genotypes: Genotypes;
} {
  if (options.matched === undefined) {
    return { matched: match(options), genotypes: options.genotypes };
  }
  const { matched, genotypes = matched.genotypes } = options;
  if (genotypes.variants === matched.genotypes.variants) return { matched, genotypes };
  throw new InvalidArgumentError("genotypes", {
    what: `The scores were matched to other variants than those of ${genotypes.source}.`,
    why: "A matching names variants by their place in the genotypes.",
    remedy: "Match them to these genotypes: prs.match({ scores, genotypes }).",
  });
}

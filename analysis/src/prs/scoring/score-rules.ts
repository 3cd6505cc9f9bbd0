import { refuseUnlisted } from "../../choice.ts";
import { InvalidArgumentError } from "../../errors.ts";
import type { MatchedScores } from "./matched-scores.ts";
import type { ScoreRuleOptions } from "./score-options.ts";
import type { ScoreRules } from "./score-plan.ts";

export function rulesOf(options: ScoreRuleOptions): ScoreRules {
  const { missing = "mean", centre = false, standardise = false, coding } = options;
  refuseUnlisted("missing", missing, ["mean", "none", "plink2"]);
  refuseUnlisted("scale", options.scale, ["sum", "average"]);
  refuseUnlisted("coding", coding, ["additive", "dominant", "recessive"]);
  refuseUnlisted("malesOnX", options.malesOnX, ["two copies", "one copy"]);
  return { missing, centre: centre || standardise, standardise, coding };
}

/** Refuses what has no meaning: coding by pairs of alleles, or variances, where people carry one. */
export function refuseRules(
  { files, scored, genotypes }: MatchedScores,
  { coding, standardise }: ScoreRules,
  { malesOnX = "two copies" }: ScoreRuleOptions,
): void {
  const { variants } = genotypes;
  let haploid = 0;
  let unlike = 0;
  let nonadditive = 0;
  for (let row = 0; row < scored.row.length; row++) {
    const variant = scored.variant[row];
    const { chromosome, effectType } = files[scored.file[row]].columns;
    const code = variant < 0 ? chromosome[scored.row[row]] : variants.chromosome[variant];
    const isAdditive = (coding ?? effectType[scored.row[row]]) === "additive";
    if (!isAdditive) nonadditive++;
    if (!isAdditive && code >= 23) haploid++;
    if (code === 23 || code === 25) unlike++;
  }
  if (haploid > 0) {
    throw new InvalidArgumentError("coding", {
      what: `${haploid} scored variants on X, Y or MT count as dominant, recessive or by number of copies.`,
      why: "These need two copies of the chromosome, which not everyone has.",
      remedy: "Leave them out: genotypes.select keeps the autosomes.",
    });
  }
  if (standardise && nonadditive > 0) {
    throw new InvalidArgumentError("standardise", {
      what: `${nonadditive} scored variants are not additive.`,
      why: "The standard deviation that is divided by is that of additive copies.",
      remedy: "Standardise the scores themselves, or leave standardise out.",
    });
  }
  if (standardise && unlike > 0) {
    throw new InvalidArgumentError("standardise", {
      what: `${unlike} scored variants are on X or MT.`,
      why: `Copies there have no one standard deviation for all sexes${malesOnX === "two copies" ? "" : ", and males carry one"}.`,
      remedy: "Leave them out: genotypes.select keeps the autosomes.",
    });
  }
}

import type { Genotypes } from "../../genotypes/genotypes.ts";
import { resembleRatios } from "../../stats/resemble-ratios.ts";
import type { Table } from "../../table.ts";
import { counted, whole } from "../../words.ts";
import { BuildMismatchError } from "../scoring/scoring-errors.ts";
import type { BaseAssociations } from "./base-associations.ts";
import type { ClumpThresholdOptions } from "./clump-threshold.ts";
import type { BaseJudgement } from "./judge-base.ts";

/**
 * Names that are places are other variants in another build; rs numbers are not.
 *
 * @throws BuildMismatchError
 */
export function refuseOtherBuild(
  { provenance }: Table,
  { variantId }: BaseAssociations,
  target: Genotypes,
): void {
  const build = provenance["build"];
  if (typeof build !== "string" || build === "" || !target.build || build === target.build) return;
  const places = variantId.filter((name) => /^(chr)?\w{1,2}[:_]\d+/i.test(name)).length;
  if (places === 0) return;
  throw new BuildMismatchError(build, target.build, {
    what: `The associations are of ${build}, the target ${target.source} of ${target.build}, and ${counted(places, "variant is", "variants are")} named by place.`,
    why: "The same place is another variant in another build.",
    remedy: "Lift one of them over, or name variants by rs numbers in both.",
  });
}

/** Least share of the associations that the target has, without a word. */
const MUCH_SHARED = 0.5;

export interface BaseNotices {
  readonly notices: readonly string[];
  /** Those that are true of the scores wherever they are used. */
  readonly cautions: readonly string[];
}

/** What is odd about the associations beside the target and the panel, in words. */
export function baseNotices(
  base: BaseAssociations,
  { verdict }: BaseJudgement,
  { minorAlleleFrequency = 0, genotypes, ambiguous = "drop" }: ClumpThresholdOptions,
  ancestry: readonly string[],
): BaseNotices {
  const { count } = genotypes.samples;
  const absent = verdict.filter((own) => own === "not in the target").length;
  const shared = base.count - absent;
  const cautions = [
    ...(resembleRatios(base.beta)
      ? [
          "All effects are above 0 and half of them near 1: they may be odds ratios, which belong into a column oddsRatio.",
        ]
      : []),
    ...ancestry,
  ];
  const notices = [
    ...(shared < MUCH_SHARED * base.count
      ? [
          `The target has ${whole(shared)} of ${whole(base.count)} associations (${Number(((100 * shared) / base.count).toPrecision(2))} %): the scores are made of these alone.`,
        ]
      : []),
    ...cautions,
    ...(base.hasInfo
      ? []
      : ["The associations tell no imputation quality (info): none was left out for it."]),
    ...(minorAlleleFrequency > 0 && !base.hasFrequency
      ? ["The associations tell no allele frequencies: none was left out for being rare."]
      : []),
    ...(ambiguous === "keep"
      ? ["A/T and C/G variants are kept, on the word that both data sets name the same strand."]
      : []),
    ...(count < 500
      ? [
          `Linkage is that of ${counted(count, "person", "people")}: r² of small panels is too large by about 1/${count}.`,
        ]
      : []),
  ];
  return { notices, cautions };
}

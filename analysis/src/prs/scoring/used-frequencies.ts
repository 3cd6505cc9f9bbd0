import { InvalidArgumentError, LengthMismatchError } from "../../errors.ts";
import { pickVariants } from "../../io/encoded-variants.ts";
import type { Genotypes } from "../../genotypes/genotypes.ts";
import { countAlleleNumbers, type FrequencyTable } from "../../genotypes/qc-frequency.ts";
import { markDiploid } from "../../genotypes/ploidy.ts";
import { founderMask, maskSize } from "../../genotypes/qc-counts.ts";
import type { MatchedScores } from "./matched-scores.ts";
import type { ScoreRuleOptions } from "./score-options.ts";
import type { ScoreRules } from "./score-plan.ts";

/** Frequencies of counted alleles, and how many people they come from where they are counted here. */
export interface UsedFrequencies {
  readonly values: Float64Array;
  readonly people: number | undefined;
}

/**
 * Whether the frequencies can be counted in the pass of the genotypes that sums the scores: nothing but the values of missing
 * genotypes depends on them, which a block of variants can be given when it is read.
 *
 * @param used - indices of the genotypes, ascending
 */
export function areCountedWithSums(
  { scored, files, genotypes }: MatchedScores,
  used: Uint32Array,
  { centre, coding }: ScoreRules,
  { frequencies }: ScoreRuleOptions,
): boolean {
  if (frequencies !== undefined || centre) return false;
  const isDiploid = new Uint8Array(genotypes.variants.count);
  markDiploid(genotypes.variants, isDiploid);
  if (used.some((variant) => isDiploid[variant] === 0)) return false;
  return scored.variant.every((variant, row) => {
    const { effectType, chromosome } = files[scored.file[row]].columns;
    const own = scored.row[row];
    return (coding ?? effectType[own]) === "additive" && (variant >= 0 || chromosome[own] < 23);
  });
}

/** Who gives frequencies: a byte a person, undefined for everyone. */
export function countedMask(
  genotypes: Genotypes,
  { foundersOnly = true }: ScoreRuleOptions,
): Uint8Array | undefined {
  return founderMask(genotypes, foundersOnly);
}

/** How many people give frequencies. */
export function countedPeople(genotypes: Genotypes, options: ScoreRuleOptions): number {
  return maskSize(countedMask(genotypes, options), genotypes.samples.count);
}

/**
 * Frequencies of the counted alleles of some variants, in their order; NaN where no one has a call.
 *
 * @param used - indices of the genotypes, ascending
 */
export async function usedFrequencies(
  genotypes: Genotypes,
  used: Uint32Array,
  options: ScoreRuleOptions,
): Promise<UsedFrequencies> {
  const { frequencies } = options;
  if (frequencies === undefined) {
    const isWhole = used.length === genotypes.variants.count;
    const chosen = isWhole ? genotypes : genotypes.select({ variants: used });
    const { effect, number, samples } = await countAlleleNumbers(chosen, undefined, options);
    return { values: effect.map((count, v) => count / number[v]), people: samples };
  }
  const found =
    "columns" in frequencies
      ? frequenciesByName(genotypes, used, frequencies)
      : frequenciesByPlace(genotypes, used, frequencies);
  const bad = found.filter((value) => !(value >= 0 && value <= 1)).length;
  if (bad === 0) return { values: found, people: undefined };
  throw new InvalidArgumentError("frequencies", {
    what: `${bad} of ${used.length} scored variants have no frequency there.`,
    why: "Each is needed to stand for missing genotypes; variants are found by id, with both alleles.",
    remedy: 'Give frequencies of all of them, or pass missing: "none".',
  });
}

function frequenciesByPlace(
  { variants }: Genotypes,
  used: Uint32Array,
  frequencies: ArrayLike<number>,
): Float64Array {
  if (frequencies.length !== variants.count) {
    throw new LengthMismatchError({
      what: `${frequencies.length} frequencies for ${variants.count} variants.`,
      why: "Numbers without names belong to the variants of the genotypes, in their order.",
      remedy: `Give ${variants.count} numbers, or the table of qc.frequency.`,
    });
  }
  return Float64Array.from(used, (v) => frequencies[v]);
}

function frequenciesByName(
  genotypes: Genotypes,
  used: Uint32Array,
  { columns }: FrequencyTable,
): Float64Array {
  const { variantId, effectAllele, otherAllele, effectAlleleFrequency } = columns;
  const rowOf = new Map(variantId.map((id, row) => [id, row] as const));
  const variants = pickVariants(genotypes.variants, used);
  return Float64Array.from(variants.variantId, (id, v) => {
    const row = rowOf.get(id);
    if (row === undefined) return NaN;
    const [effect, other] = [variants.effectAllele[v], variants.otherAllele[v]];
    if (effectAllele[row] === effect && otherAllele[row] === other)
      return effectAlleleFrequency[row];
    const isSwapped = effectAllele[row] === other && otherAllele[row] === effect;
    return isSwapped ? 1 - effectAlleleFrequency[row] : NaN;
  });
}

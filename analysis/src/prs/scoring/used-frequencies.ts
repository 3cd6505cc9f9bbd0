import { InvalidArgumentError, LengthMismatchError } from "../../errors.ts";
import { pickVariants } from "../../io/encoded-variants.ts";
import type { Genotypes } from "../../genotypes/genotypes.ts";
import { countAlleleNumbers, type FrequencyTable } from "../../genotypes/qc-frequency.ts";
import type { ScoreRuleOptions } from "./score-options.ts";

/** Frequencies of counted alleles, and how many people they come from where they are counted here. */
export interface UsedFrequencies {
  readonly values: Float64Array;
  readonly people: number | undefined;
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

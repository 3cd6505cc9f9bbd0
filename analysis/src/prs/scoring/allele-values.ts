import type { EffectType } from "./scoring-file.ts";

/** How missing genotypes count. */
export type MissingRule = "mean" | "none" | "plink2";

/** What copies of an effect allele are worth at one variant, for people with `ploidy` copies of the chromosome. */
export interface AlleleValues {
  /** Of none, one and two counted in diploid terms: a haploid carrier is two. */
  readonly copies: readonly [none: number, one: number, two: number];
  /** Expected under Hardy–Weinberg proportions. */
  readonly mean: number;
  /** In place of a missing genotype, before anything is subtracted. */
  readonly imputed: number;
}

/**
 * Values of one coding.
 *
 * PLINK 2 imputes the effect allele's frequency under dominant and recessive coding, too; `plink2` repeats that.
 *
 * @param frequency - of the effect allele; NaN when none is needed
 */
export function alleleValues(
  type: EffectType,
  frequency: number,
  ploidy: 1 | 2,
  rule: MissingRule,
  weights?: readonly [none: number, one: number, two: number],
): AlleleValues {
  const copies = copiesOf(type, ploidy, weights);
  const p = frequency;
  const mean =
    type === "additive"
      ? ploidy * p
      : (1 - p) * (1 - p) * copies[0] + 2 * p * (1 - p) * copies[1] + p * p * copies[2];
  const asPlink = type === "dominant" || type === "recessive" ? p : mean;
  const imputed = rule === "none" ? 0 : rule === "mean" ? mean : asPlink;
  return { copies, mean, imputed };
}

const TWO_COPIES = [0, 1, 2] as const;
const ONE_COPY = [0, 0.5, 1] as const;
const DOMINANT = [0, 1, 1] as const;
const RECESSIVE = [0, 0, 1] as const;

function copiesOf(
  type: EffectType,
  ploidy: 1 | 2,
  weights: readonly [number, number, number] | undefined,
): readonly [number, number, number] {
  switch (type) {
    case "additive":
      return ploidy === 2 ? TWO_COPIES : ONE_COPY;
    case "dominant":
      return DOMINANT;
    case "recessive":
      return RECESSIVE;
    case "dosage weights":
      return weights!;
  }
}

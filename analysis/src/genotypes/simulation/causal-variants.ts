import type { RandomStream } from "../../random.ts";

/** A variant with an effect, and the true copies of its allele. */
export interface CausalVariant {
  readonly variant: number;
  readonly trait: "height" | "diabetes";
  /** Centimetres, or log odds, per copy of the effect allele. */
  readonly beta: number;
  readonly copies: Uint8Array;
}

/** Part of the variance of height that each causal variant explains; the last is too small for most cohorts. */
const HEIGHT_VARIANCE = [0.045, 0.035, 0.03, 0.025, 0.008] as const;
/** Odds ratios of the causal variants of diabetes. */
const DIABETES_ODDS_RATIOS = [2.1, 1.9, 1.7] as const;
/** Standard deviation of height within sex and age, in centimetres. */
export const HEIGHT_SD_CM = 6.5;

/** A causal variant that is still to be found. */
export interface WantedCausal {
  /** The first common variant from this one on is taken. */
  readonly from: number;
  readonly trait: CausalVariant["trait"];
  readonly size: number;
}

export function causalPlan(variantCount: number, random: RandomStream): WantedCausal[] {
  const effects = [
    ...HEIGHT_VARIANCE.map((size) => ({ trait: "height" as const, size })),
    ...DIABETES_ODDS_RATIOS.map((size) => ({ trait: "diabetes" as const, size })),
  ];
  // One in each eighth of the genome and not at its edge, so that no two are in LD.
  const stretch = variantCount / effects.length;
  const order = effects.map((_, i) => i);
  for (let i = order.length - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order.map((effect, i) => ({
    ...effects[effect],
    from: Math.floor(stretch * (i + 0.2 + 0.5 * random.uniform())),
  }));
}

/** Takes this variant as the next causal one when it lies far enough on and is common. */
export function takeCausal(
  wanted: readonly WantedCausal[],
  causal: CausalVariant[],
  variant: number,
  copies: Uint8Array,
): void {
  if (causal.length === wanted.length) return;
  const { from, trait, size } = wanted[causal.length];
  const p = frequency(copies);
  if (variant < from || p < 0.2) return;
  const sign = causal.length % 2 === 0 ? 1 : -1;
  const beta =
    trait === "height"
      ? sign * HEIGHT_SD_CM * Math.sqrt(size / (2 * p * (1 - p)))
      : sign * Math.log(size);
  causal.push({ variant, trait, beta: Math.round(beta * 1000) / 1000, copies: copies.slice() });
}

/** Of the counted allele, when no call is missing. */
export function frequency(copies: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < copies.length; i++) sum += copies[i];
  return sum / (2 * copies.length);
}

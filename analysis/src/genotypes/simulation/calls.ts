import { MISSING_GENOTYPE } from "../genotypes.ts";
import type { RandomStream } from "../../random.ts";

/** How genotyping spoils the truth. */
export interface CallingModel {
  /** Probability of a missing call for each variant. */
  readonly variantMissingness: Float64Array;
  /** Samples of poor DNA: index and additional probability of a missing call. */
  readonly poorSamples: ReadonlyMap<number, number>;
  /** Variants whose heterozygotes are called homozygous half of the time, as when a probe fits one allele badly. */
  readonly dropout: ReadonlySet<number>;
}

export function drawCallingModel(
  variantCount: number,
  sampleCount: number,
  random: RandomStream,
): CallingModel {
  const variantMissingness = Float64Array.from({ length: variantCount }, () => {
    // Most assays fail for a few in a thousand samples, one in two hundred for 3 to 20 %.
    return random.uniform() < 0.005
      ? 0.03 + 0.17 * random.uniform()
      : 0.008 * random.uniform() ** 2;
  });
  const poorSamples = new Map<number, number>();
  while (poorSamples.size < Math.floor(sampleCount / 200)) {
    poorSamples.set(random.integer(sampleCount), 0.04 + 0.08 * random.uniform());
  }
  const dropout = new Set<number>();
  while (dropout.size < Math.floor(variantCount / 1000)) dropout.add(random.integer(variantCount));
  return { variantMissingness, poorSamples, dropout };
}

/** Turns true copies into calls, in place. */
export function spoilCalls(
  copies: Uint8Array,
  variant: number,
  model: CallingModel,
  random: RandomStream,
): void {
  if (model.dropout.has(variant)) {
    for (let i = 0; i < copies.length; i++) {
      if (copies[i] === 1 && random.uniform() < 0.5) copies[i] = 2;
    }
  }
  const missing = model.variantMissingness[variant];
  // Gaps between missing calls are geometric, which is faster than a draw for every call.
  const scale = Math.log1p(-missing);
  if (missing > 0) {
    for (let i = gap(scale, random); i < copies.length; i += 1 + gap(scale, random)) {
      copies[i] = MISSING_GENOTYPE;
    }
  }
  for (const [sample, probability] of model.poorSamples) {
    if (random.uniform() < probability) copies[sample] = MISSING_GENOTYPE;
  }
}

function gap(scale: number, random: RandomStream): number {
  return Math.floor(Math.log(1 - random.uniform()) / scale);
}

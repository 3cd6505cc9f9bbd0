import type { InstrumentEffects } from "../instrument-effects.ts";
import { NotEstimableError } from "../mr-errors.ts";
import type { Estimator } from "./estimator.ts";
import { infer } from "./inference.ts";

export interface DivwOptions {
  /** Allows balanced pleiotropy, whose variance τ² widens the standard error; true by default. */
  readonly overdispersion?: boolean;
}

/**
 * Debiased IVW: the inverse variance weighted estimate without its dilution by errors of the effects on the exposure.
 *
 * @example
 * const debiased = mr.estimate(harmonised, { methods: ["divw"] });
 * @see Ye, Shao & Kang 2021, doi:10.1214/20-AOS2027
 */
export function divw(options: DivwOptions = {}): Estimator {
  const { overdispersion = true } = options;
  const label = `Debiased IVW (${overdispersion ? "balanced pleiotropy allowed" : "no pleiotropy"})`;
  return {
    id: overdispersion ? "divw" : "divw.noOverdispersion",
    label,
    fewestVariants: 2,
    usesCorrelation: false,
    isRandom: false,
    source: "doi:10.1214/20-AOS2027",
    estimate(effects, { confidence }) {
      const { betaExposure, standardErrorExposure, betaOutcome, standardErrorOutcome } = effects;
      const k = betaExposure.length;
      let [products, squares, meanF] = [0, 0, 0];
      for (let j = 0; j < k; j++) {
        const w = 1 / standardErrorOutcome[j] ** 2;
        products += w * betaExposure[j] * betaOutcome[j];
        squares += w * (betaExposure[j] ** 2 - standardErrorExposure[j] ** 2);
        meanF += (betaExposure[j] / standardErrorExposure[j]) ** 2 / k;
      }
      if (!(squares > 0)) throw tooWeak(label, meanF);
      const beta = products / squares;
      const tau2 = overdispersion ? pleiotropyVariance(effects, beta) : 0;
      let variance = 0;
      for (let j = 0; j < k; j++) {
        const x2 = betaExposure[j] ** 2;
        const sx2 = standardErrorExposure[j] ** 2;
        const sy2 = standardErrorOutcome[j] ** 2;
        variance += x2 / sy2 + (beta ** 2 * sx2 * (x2 + sx2)) / sy2 ** 2 + (tau2 * x2) / sy2 ** 2;
      }
      const standardError = Math.sqrt(variance) / squares;
      const condition = (meanF - 1) * Math.sqrt(k);
      return {
        beta,
        standardError,
        ...infer(beta, standardError, confidence),
        variantCount: k,
        details: { tau2, condition, meanF },
        notes:
          condition < 20
            ? [
                `The instruments' strength (F̄ − 1)√k is ${condition.toFixed(1)}; its authors ask for more than 20.`,
              ]
            : [],
      };
    },
  };
}

export function tooWeak(label: string, meanF: number): NotEstimableError {
  return new NotEstimableError("WEAK_INSTRUMENTS", {
    what: `${label}: the effects on the exposure are no larger than their errors (mean F ${meanF.toFixed(2)}).`,
    why: "Nothing is left of their strength once the errors are taken out.",
    remedy: "Use stronger instruments or a larger study of the exposure.",
  });
}

/** τ² of direct effects with mean 0, by moments; 0 where the residuals show none. */
export function pleiotropyVariance(effects: InstrumentEffects, beta: number): number {
  const { betaExposure, standardErrorExposure, betaOutcome, standardErrorOutcome } = effects;
  let [excess, total] = [0, 0];
  for (let j = 0; j < betaExposure.length; j++) {
    const w = 1 / standardErrorOutcome[j] ** 2;
    const r = betaOutcome[j] - beta * betaExposure[j];
    excess += w * (r * r - (beta * standardErrorExposure[j]) ** 2) - 1;
    total += w;
  }
  return Math.max(0, excess / total);
}

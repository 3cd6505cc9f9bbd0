import type { Estimator } from "./estimator.ts";
import { degreesOf, infer, type Distribution } from "./inference.ts";
import { medianDeviation, modeBandwidth, ModeFinder, stepsPerBandwidth } from "./kernel-mode.ts";
import { ratioSamples } from "./ratio-samples.ts";
import { ratiosOf, ratioStandardErrors } from "./ratios.ts";

export interface ModeOptions {
  /** Takes the effects on the exposure as known (NOME): first-order errors of the ratios; false by default: delta method. */
  readonly nome?: boolean;
  /** Factor on the bandwidth; 1 by default. */
  readonly phi?: number;
  /** Of interval and P value alike; `t` with k − 1 degrees of freedom by default. */
  readonly distribution?: Distribution;
}

/**
 * Where the density of the Wald ratios is highest; right while the largest group of similar ratios is of valid instruments.
 *
 * @example
 * const mode = mr.estimate(harmonised, { methods: [mr.methods.simpleMode({ phi: 0.5 })], seed: 7 });
 * @see Hartwig, Davey Smith & Bowden 2017, doi:10.1093/ije/dyx102
 */
export function simpleMode(options: ModeOptions = {}): Estimator {
  return modeEstimator("simpleMode", "Simple mode", false, options);
}

/**
 * Where the density of the Wald ratios, each with its weight, is highest.
 *
 * @example
 * const mode = mr.estimate(harmonised, { methods: [mr.methods.weightedMode({ nome: true })], seed: 7 });
 * @see Hartwig, Davey Smith & Bowden 2017, doi:10.1093/ije/dyx102
 */
export function weightedMode(options: ModeOptions = {}): Estimator {
  return modeEstimator("weightedMode", "Weighted mode", true, options);
}

function modeEstimator(
  id: string,
  name: string,
  isWeighted: boolean,
  { nome = false, phi = 1, distribution = "t" }: ModeOptions,
): Estimator {
  const traits = [
    nome ? "first-order errors (NOME)" : "delta-method errors",
    phi === 1 ? "" : `φ ${phi}`,
    distribution === "t" ? "Student's t" : "normal",
  ];
  const idParts = [
    nome ? "nome" : "",
    phi === 1 ? "" : `phi${phi}`,
    distribution === "normal" ? "normal" : "",
  ];
  return {
    id: [id, ...idParts.filter(Boolean)].join("."),
    label: `${name} (${traits.filter(Boolean).join(", ")})`,
    fewestVariants: 3,
    usesCorrelation: false,
    isRandom: true,
    source: "doi:10.1093/ije/dyx102",
    estimate(effects, { seed, bootstraps, confidence }) {
      const k = effects.variantId.length;
      const ratios = ratiosOf(effects);
      const errors = ratioStandardErrors(effects, nome ? "firstOrder" : "delta");
      const weights = isWeighted ? errors.map((sd) => 1 / (sd * sd)) : new Float64Array(k).fill(1);
      const bandwidth = modeBandwidth(ratios, phi, new Float64Array(k));
      const finder = new ModeFinder();
      const beta = finder.onGrid(ratios, weights, bandwidth);
      const samples = ratioSamples(ratios, errors, { seed, bootstraps, phi });
      const modes = samples.bandwidth.map((width, b) =>
        finder.find(samples.ratio, weights, width, b * k),
      );
      const standardError = medianDeviation(modes, new Float64Array(bootstraps));
      return {
        beta,
        standardError,
        ...infer(beta, standardError, confidence, degreesOf(distribution, k - 1)),
        variantCount: k,
        details: { bandwidth, phi, nome, bootstraps },
        notes:
          stepsPerBandwidth(ratios, bandwidth) < 1
            ? [
                "Some ratios are so far out that the 512 points of the density lie further apart than its bandwidth: look at them, or leave the weakest instruments out.",
              ]
            : [],
      };
    },
  };
}

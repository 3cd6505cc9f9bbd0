import { NotEstimableError } from "../mr-errors.ts";
import type { Estimator } from "./estimator.ts";
import { infer } from "./inference.ts";
import { ratiosOf, ratioStandardErrors, type RatioWeights } from "./ratios.ts";

export interface WaldRatioOptions {
  /** Of the standard error: of the outcome's error alone (default), or by the delta method of both. */
  readonly weights?: RatioWeights;
  /** Correlation of the two estimates from overlapping samples, for `delta`. */
  readonly psi?: number;
}

/**
 * The effect by one variant: its effect on the outcome over its effect on the exposure.
 *
 * @example
 * const one = mr.methods.waldRatio({ weights: "delta" });
 * @see Wald 1940, doi:10.1214/aoms/1177731868
 */
export function waldRatio(options: WaldRatioOptions = {}): Estimator {
  const { weights = "firstOrder", psi = 0 } = options;
  const label = `Wald ratio (${weights === "delta" ? "delta-method" : "first-order"} standard error)`;
  return {
    id: weights === "delta" ? "waldRatio.delta" : "waldRatio",
    label,
    fewestVariants: 1,
    usesCorrelation: true,
    isRandom: false,
    source: "doi:10.1214/aoms/1177731868",
    estimate(effects, { confidence }) {
      const count = effects.variantId.length;
      if (count !== 1) {
        throw new NotEstimableError("TOO_MANY_VARIANTS", {
          what: `The Wald ratio is the estimate of one variant; there are ${count}.`,
          why: "Several ratios have to be combined.",
          remedy: "Use ivw, or mr.singleVariant for the ratio of each.",
        });
      }
      const [beta] = ratiosOf(effects);
      const [standardError] = ratioStandardErrors(effects, weights, psi);
      return {
        beta,
        standardError,
        ...infer(beta, standardError, confidence),
        variantCount: 1,
        details: { variant: effects.variantId[0] },
        notes: ["One variant: neither pleiotropy nor heterogeneity can be looked for."],
      };
    },
  };
}

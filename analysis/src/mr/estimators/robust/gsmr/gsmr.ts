import { InvalidArgumentError } from "../../../../errors.ts";
import type { InstrumentEffects } from "../../../instrument-effects.ts";
import { NotEstimableError } from "../../../mr-errors.ts";
import type { Estimator } from "../../estimator.ts";
import { checkEffects, effectsAt } from "../checked-effects.ts";
import { finishedEstimate } from "../finished-estimate.ts";
import { methodId } from "../method-id.ts";
import { globalHeidi, singleHeidi } from "./heidi.ts";
import { ratioCovariance } from "./ratio-covariance.ts";

export interface GsmrOptions {
  /** `global` tests as GSMR2 (default), `single` as GSMR in 2018, `none` leaves all variants in. */
  readonly heidi?: "global" | "single" | "none" | undefined;
  /** P of HEIDI below which a variant is pleiotropic: 0.01. */
  readonly heidiThreshold?: number | undefined;
  /** Fewest variants before and after HEIDI: 10, as the package demands. */
  readonly fewestVariants?: number | undefined;
}

/**
 * GSMR: generalised least squares of the ratios with LD between the variants and the errors of both studies, after
 * HEIDI-outlier has taken pleiotropic variants out.
 *
 * @see Zhu et al. 2018, doi:10.1038/s41467-017-02317-2; Xue et al. 2024, doi:10.1038/s43856-024-00473-3
 */
export function gsmr(options: GsmrOptions = {}): Estimator {
  const { heidi = "global", heidiThreshold = 0.01, fewestVariants = 10 } = options;
  const label = `GSMR (${heidi === "none" ? "without HEIDI-outlier" : `${heidi} HEIDI-outlier`})`;
  return {
    id: methodId(
      "gsmr",
      heidi !== "global" && heidi,
      heidiThreshold !== 0.01 && `threshold${heidiThreshold}`,
      fewestVariants !== 10 && `fewest${fewestVariants}`,
    ),
    label,
    fewestVariants,
    usesCorrelation: true,
    isRandom: false,
    source: heidi === "global" ? "10.1038/s43856-024-00473-3" : "10.1038/s41467-017-02317-2",
    estimate(effects, { confidence }) {
      checkOptions(heidiThreshold, fewestVariants);
      checkEffects(effects, { label: "GSMR", fewest: fewestVariants, ratios: true });
      const { kept, removed } =
        heidi === "global"
          ? globalHeidi(effects, heidiThreshold, fewestVariants)
          : heidi === "single"
            ? singleHeidi(effects, heidiThreshold)
            : { kept: effects.variantId.map((_, i) => i), removed: [] };
      if (kept.length < fewestVariants) {
        throw new NotEstimableError("TOO_FEW_VARIANTS", {
          what: `GSMR: HEIDI-outlier leaves ${kept.length} of ${effects.variantId.length} variants.`,
          why: `Fewer than ${fewestVariants} give no stable estimate, and the variants disagree.`,
          remedy:
            "Lower fewestVariants or heidiThreshold, or use a method that allows for pleiotropy.",
        });
      }
      const { beta, standardError } = leastSquaresOfRatios(effectsAt(effects, kept));
      const excluded = removed.map((i) => effects.variantId[i]);
      return finishedEstimate(
        {
          beta,
          standardError,
          variantCount: kept.length,
          details: { heidi, heidiThreshold, excluded },
          notes: [
            ...(excluded.length > 0
              ? [
                  `HEIDI-outlier left ${excluded.length} pleiotropic variants out: ${excluded.join(", ")}.`,
                ]
              : []),
            ...(effects.correlation
              ? []
              : ["The variants are taken as independent: no LD was given."]),
          ],
        },
        confidence,
      );
    },
  };
}

function checkOptions(threshold: number, fewest: number): void {
  if (!(threshold >= 0 && threshold < 1)) {
    throw new InvalidArgumentError("heidiThreshold", {
      what: `heidiThreshold is ${threshold}.`,
      why: "It is a P value.",
      remedy: "Give for example 0.01.",
    });
  }
  if (!(Number.isInteger(fewest) && fewest >= 3)) {
    throw new InvalidArgumentError("fewestVariants", {
      what: `fewestVariants is ${fewest}.`,
      why: "HEIDI compares at least three ratios.",
      remedy: "Give a whole number of 3 or more.",
    });
  }
}

/** (1ᵀV⁻¹θ) / (1ᵀV⁻¹1), by Cholesky's V = LLᵀ. */
function leastSquaresOfRatios(effects: InstrumentEffects): { beta: number; standardError: number } {
  const { ratio, covariance: v, isDiagonal } = ratioCovariance(effects);
  const k = ratio.length;
  let information = 0;
  let cross = 0;
  if (isDiagonal) {
    for (let i = 0; i < k; i++) {
      information += 1 / v[i * k + i];
      cross += ratio[i] / v[i * k + i];
    }
    return { beta: cross / information, standardError: 1 / Math.sqrt(information) };
  }
  const one = new Float64Array(k);
  const theta = new Float64Array(k);
  for (let i = 0; i < k; i++) {
    const before = v[i * k + i];
    one[i] = 1;
    theta[i] = ratio[i];
    for (let j = 0; j <= i; j++) {
      let sum = v[i * k + j];
      for (let c = 0; c < j; c++) sum -= v[i * k + c] * v[j * k + c];
      if (j < i) {
        v[i * k + j] = sum / v[j * k + j];
        one[i] -= v[i * k + j] * one[j];
        theta[i] -= v[i * k + j] * theta[j];
      } else if (sum > 1e-10 * before) v[i * k + i] = Math.sqrt(sum);
      else throw collinear(effects.variantId[i]);
    }
    one[i] /= v[i * k + i];
    theta[i] /= v[i * k + i];
  }
  for (let i = 0; i < k; i++) {
    information += one[i] * one[i];
    cross += one[i] * theta[i];
  }
  return { beta: cross / information, standardError: 1 / Math.sqrt(information) };
}

function collinear(variantId: string): NotEstimableError {
  return new NotEstimableError("COLLINEAR", {
    what: `GSMR: ${variantId} is in complete LD with the variants before it.`,
    why: "The covariance of the ratios has no inverse.",
    remedy: "Prune the instruments to r² below 0.05 first.",
  });
}

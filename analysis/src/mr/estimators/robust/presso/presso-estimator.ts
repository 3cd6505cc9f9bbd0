import type { Estimator } from "../../estimator.ts";
import { finishedEstimate } from "../finished-estimate.ts";
import { methodId } from "../method-id.ts";
import { pressoAtOnce, type PressoSettings } from "./presso.ts";

/**
 * IVW without the outliers that MR-PRESSO finds, or with all variants where it finds none; t_{k−1} as the package.
 *
 * @see Verbanck et al. 2018, doi:10.1038/s41588-018-0099-7
 */
export function pressoEstimator(options: Omit<PressoSettings, "seed"> = {}): Estimator {
  return {
    id: methodId(
      "presso",
      options.simulations !== undefined && `${options.simulations}`,
      options.significance !== undefined && `significance${options.significance}`,
    ),
    label: "MR-PRESSO (outlier-corrected)",
    fewestVariants: 4,
    usesCorrelation: false,
    isRandom: true,
    source: "10.1038/s41588-018-0099-7",
    estimate(effects, { seed, confidence }) {
      const { corrected, raw, global, outliers, distortion, simulations, notes } = pressoAtOnce(
        effects,
        { simulations: fewestSimulations(effects.variantId.length, options), ...options, seed },
      );
      const { beta, standardError, variantCount } = (corrected ?? raw).row(0);
      return finishedEstimate(
        {
          beta,
          standardError,
          variantCount,
          degreesOfFreedom: variantCount - 1,
          details: {
            isCorrected: corrected !== undefined,
            rawBeta: raw.columns.beta[0],
            rawStandardError: raw.columns.standardError[0],
            rssObserved: global.rssObserved,
            globalP: global.pValue,
            isGlobalPUpperBound: global.isUpperBound,
            excluded: outliers,
            simulations,
            ...(distortion && {
              distortionPercent: distortion[0].percent,
              distortionP: distortion[0].p.pValue,
            }),
          },
          notes: corrected
            ? [`${outliers.length} outliers left out: ${outliers.join(", ")}.`, ...notes]
            : ["The estimate rests on all variants.", ...notes],
        },
        confidence,
      );
    },
  };
}

/** Beside other estimators speed counts: a quarter more than what can show an outlier, 1000 at least as the package. */
function fewestSimulations(k: number, { significance = 0.05 }: PressoSettings): number {
  return Math.max(1000, Math.ceil((1.25 * k) / significance));
}

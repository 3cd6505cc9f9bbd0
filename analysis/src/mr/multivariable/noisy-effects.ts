import type { MultivariableEffects } from "./multivariable-effects.ts";
import type { NoisyEffects } from "./profile-fit.ts";

/** The outcome's effects on those of all exposures, errors in both. */
export function outcomeOnExposures(
  effects: MultivariableEffects,
  errorCorrelation: Float64Array,
): NoisyEffects {
  return {
    columns: effects.betaExposures,
    standardErrors: effects.standardErrorExposures,
    y: effects.betaOutcome,
    standardErrorY: effects.standardErrorOutcome,
    errorCorrelation,
  };
}

/** One exposure's effects on those of the others. */
export function exposureOnOthers(
  effects: MultivariableEffects,
  exposure: number,
  errorCorrelation: Float64Array,
): NoisyEffects {
  const p = effects.exposures.length;
  const order = [...effects.exposures.keys()].filter((i) => i !== exposure);
  order.push(exposure);
  return {
    columns: order.slice(0, -1).map((i) => effects.betaExposures[i]),
    standardErrors: order.slice(0, -1).map((i) => effects.standardErrorExposures[i]),
    y: effects.betaExposures[exposure],
    standardErrorY: effects.standardErrorExposures[exposure],
    errorCorrelation: Float64Array.from(
      order.flatMap((a) => order.map((b) => errorCorrelation[a * (p + 1) + b])),
    ),
  };
}

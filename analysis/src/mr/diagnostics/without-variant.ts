import type { InstrumentEffects } from "../instrument-effects.ts";

/** The effects of all variants but one. */
export function withoutVariant(effects: InstrumentEffects, variant: number): InstrumentEffects {
  const count = effects.variantId.length;
  const keep = (_: unknown, j: number): boolean => j !== variant;
  return {
    ...effects,
    variantId: effects.variantId.filter(keep),
    betaExposure: effects.betaExposure.filter(keep),
    standardErrorExposure: effects.standardErrorExposure.filter(keep),
    betaOutcome: effects.betaOutcome.filter(keep),
    standardErrorOutcome: effects.standardErrorOutcome.filter(keep),
    correlation: effects.correlation?.filter(
      (_, cell) => Math.floor(cell / count) !== variant && cell % count !== variant,
    ),
  };
}

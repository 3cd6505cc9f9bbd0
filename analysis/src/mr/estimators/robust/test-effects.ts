import { randomStream } from "../../../random.ts";
import type { InstrumentEffects } from "../../instrument-effects.ts";

/** k instruments of a true effect of 0.4; the last `pleiotropic` of them act on the outcome directly. */
export function simulatedEffects(seed: number, k: number, pleiotropic = 0): InstrumentEffects {
  const random = randomStream(seed, "test");
  const rows = Array.from({ length: k }, (_, i) => {
    const truth = (0.05 + 0.1 * random.uniform()) * (random.uniform() < 0.5 ? -1 : 1);
    const sx = 0.004 + 0.004 * random.uniform();
    const sy = 0.008 + 0.008 * random.uniform();
    const direct = i >= k - pleiotropic ? 0.12 : 0;
    return [truth + sx * random.normal(), sx, 0.4 * truth + direct + sy * random.normal(), sy];
  });
  const column = (c: number): Float64Array => Float64Array.from(rows, (row) => row[c]);
  return {
    exposure: "exposure",
    outcome: "outcome",
    variantId: rows.map((_, i) => `rs${i + 1}`),
    betaExposure: column(0),
    standardErrorExposure: column(1),
    betaOutcome: column(2),
    standardErrorOutcome: column(3),
    sampleSize: 50_000,
  };
}

/** Both effects of some variants on the other allele. */
export function flipped(
  effects: InstrumentEffects,
  isFlipped: readonly boolean[],
): InstrumentEffects {
  const turn = (values: Float64Array): Float64Array =>
    values.map((value, i) => (isFlipped[i] ? -value : value));
  const k = effects.variantId.length;
  const sign = (i: number): number => (isFlipped[i] ? -1 : 1);
  return {
    ...effects,
    betaExposure: turn(effects.betaExposure),
    betaOutcome: turn(effects.betaOutcome),
    correlation: effects.correlation?.map((r, at) => r * sign(Math.floor(at / k)) * sign(at % k)),
  };
}

/** Exposure and outcome in other units. */
export function rescaled(effects: InstrumentEffects, x: number, y: number): InstrumentEffects {
  return {
    ...effects,
    betaExposure: effects.betaExposure.map((value) => value * x),
    standardErrorExposure: effects.standardErrorExposure.map((value) => value * x),
    betaOutcome: effects.betaOutcome.map((value) => value * y),
    standardErrorOutcome: effects.standardErrorOutcome.map((value) => value * y),
  };
}

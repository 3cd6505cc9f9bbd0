import { randomStream } from "../../random.ts";
import type { InstrumentEffects } from "../instrument-effects.ts";

/** Effects of k valid instruments for tests: slope 0.4, both signs, mean F about 60. */
export function someEffects(k: number, seed = 11): InstrumentEffects {
  const random = randomStream(seed, "effects for tests");
  const draw = (make: () => number): Float64Array => Float64Array.from({ length: k }, make);
  const truth = draw(() => (random.uniform() < 0.5 ? -1 : 1) * (0.04 + 0.08 * random.uniform()));
  const standardErrorExposure = draw(() => 0.008 + 0.006 * random.uniform());
  const standardErrorOutcome = draw(() => 0.015 + 0.02 * random.uniform());
  return {
    exposure: "exposure",
    outcome: "outcome",
    variantId: Array.from({ length: k }, (_, j) => `rs${j + 1}`),
    betaExposure: truth.map((beta, j) => beta + standardErrorExposure[j] * random.normal()),
    standardErrorExposure,
    betaOutcome: truth.map((beta, j) => 0.4 * beta + standardErrorOutcome[j] * random.normal()),
    standardErrorOutcome,
  };
}

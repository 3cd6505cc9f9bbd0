import { Table } from "../../../../table.ts";
import type { InstrumentEffects } from "../../../instrument-effects.ts";
import { effectsAt } from "../checked-effects.ts";
import { rapsFit, type RapsOptions } from "./raps.ts";

export type RapsDiagnosticsColumns = {
  readonly variantId: readonly string[];
  /** Instrument strength |β_X| / σ_X. */
  readonly strength: Float64Array;
  /** (y − βx) / √(τ² + σ_Y² + β²σ_X²), standard normal where the model holds. */
  readonly standardisedResidual: Float64Array;
  /** The estimate without this variant. */
  readonly betaWithout: Float64Array;
  /** (β − betaWithout) / standard error: no trend with strength where the model holds. */
  readonly leaveOneOutT: Float64Array;
};

/**
 * Standardised residuals and leave-one-out estimates of RAPS, for a Q–Q plot and for influence against strength.
 *
 * @param input - `mr.Harmonised`, or effects of k ≥ 4 variants
 * @returns one row a variant
 * @throws NotEstimableError as `mr.methods.raps`
 * @example
 * const diagnostics = mr.rapsDiagnostics(harmonised, { loss: "tukey" });
 * @see Zhao et al. 2020, doi:10.1214/19-AOS1866
 */
export function rapsDiagnostics(
  input: InstrumentEffects | { readonly effects: InstrumentEffects },
  options: RapsOptions = {},
): Table<RapsDiagnosticsColumns> {
  const effects = "effects" in input ? input.effects : input;
  const fit = rapsFit(effects, options);
  const { betaExposure: x, standardErrorExposure: sx, betaOutcome: y } = effects;
  const rows = effects.variantId.map((_, i) => i);
  const without = Float64Array.from(
    rows,
    (row) =>
      rapsFit(
        effectsAt(
          effects,
          rows.filter((i) => i !== row),
        ),
        options,
      ).beta,
  );
  return new Table(
    {
      variantId: effects.variantId,
      strength: x.map((value, i) => Math.abs(value) / sx[i]),
      standardisedResidual: y.map(
        (value, i) =>
          (value - fit.beta * x[i]) /
          Math.sqrt(fit.tau2 + effects.standardErrorOutcome[i] ** 2 + fit.beta ** 2 * sx[i] ** 2),
      ),
      betaWithout: without,
      leaveOneOutT: without.map((beta) => (fit.beta - beta) / fit.standardError),
    },
    { method: "RAPS diagnostics", loss: fit.loss.name, beta: fit.beta, tau2: fit.tau2 },
  );
}

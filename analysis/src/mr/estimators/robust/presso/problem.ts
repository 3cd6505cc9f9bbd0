import { CollinearityError, InvalidArgumentError } from "../../../../errors.ts";
import type { InstrumentEffects } from "../../../instrument-effects.ts";
import type { MultivariableEffects } from "../../../multivariable/multivariable-effects.ts";
import { tooFewVariants } from "../checked-effects.ts";

/** k variants on p exposures, as MR-PRESSO sees them: rows by variant, weights 1 / σ_Y². */
export interface PressoProblem {
  readonly exposures: readonly string[];
  readonly variantId: readonly string[];
  readonly k: number;
  readonly p: number;
  /** k × p, row-major. */
  readonly x: Float64Array;
  readonly sx: Float64Array;
  readonly y: Float64Array;
  readonly sy: Float64Array;
  readonly weight: Float64Array;
}

/** Effects on one exposure or on several, or what holds them. */
export type PressoInput =
  | InstrumentEffects
  | MultivariableEffects
  | { readonly effects: InstrumentEffects | MultivariableEffects };

/** @throws NotEstimableError, InvalidArgumentError */
export function pressoProblem(input: PressoInput): PressoProblem {
  const effects = "effects" in input ? input.effects : input;
  const isSeveral = "exposures" in effects;
  const exposures = isSeveral ? effects.exposures : [effects.exposure];
  const betas = isSeveral ? effects.betaExposures : [effects.betaExposure];
  const errors = isSeveral ? effects.standardErrorExposures : [effects.standardErrorExposure];
  const k = effects.variantId.length;
  const p = betas.length;
  if (k <= p + 2) throw tooFewVariants("MR-PRESSO", k, p + 3);
  const checked = (name: string, values: Float64Array, isError: boolean): Float64Array => {
    const row = values.findIndex((value) => !Number.isFinite(value) || (isError && !(value > 0)));
    if (row < 0 && values.length === k) return values;
    throw new InvalidArgumentError(name, {
      what:
        row < 0
          ? `${name} has ${values.length} values for ${k} variants.`
          : `${name} of ${effects.variantId[row]} is ${values[row]}.`,
      why: "Effects must be finite and standard errors above 0, one of each a variant.",
      remedy: "Take the effects from mr.harmonise, which sets such variants aside with a reason.",
    });
  };
  const rows = (columns: readonly Float64Array[]): Float64Array => {
    const matrix = new Float64Array(k * p);
    columns.forEach((column, j) => column.forEach((value, i) => (matrix[i * p + j] = value)));
    return matrix;
  };
  const sy = checked("standardErrorOutcome", effects.standardErrorOutcome, true);
  return {
    exposures,
    variantId: effects.variantId,
    k,
    p,
    x: rows(betas.map((values) => checked("betaExposure", values, false))),
    sx: rows(errors.map((values) => checked("standardErrorExposure", values, true))),
    y: checked("betaOutcome", effects.betaOutcome, false),
    sy,
    weight: sy.map((error) => 1 / (error * error)),
  };
}

export function collinear(exposures: readonly string[]): CollinearityError {
  return new CollinearityError(exposures, {
    what: `The effects on ${exposures.join(", ")} are linearly dependent, or 0.`,
    why: "Their influences on the outcome cannot be told apart from these variants.",
    remedy: "Leave one of the exposures out, or add variants that differ in their effects on them.",
  });
}

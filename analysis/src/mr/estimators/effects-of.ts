import { DuplicateIdError, InvalidArgumentError, LengthMismatchError } from "../../errors.ts";
import type { Harmonised } from "../harmonised.ts";
import type { InstrumentEffects } from "../instrument-effects.ts";
import { NotEstimableError } from "../mr-errors.ts";

const NUMBERS = [
  "betaExposure",
  "standardErrorExposure",
  "betaOutcome",
  "standardErrorOutcome",
] as const;

/**
 * The kept instruments of a harmonised table, or effects given as they are, after a look at every number.
 *
 * @throws NotEstimableError without any instrument
 * @throws LengthMismatchError, DuplicateIdError
 * @throws InvalidArgumentError for missing values, standard errors that are not positive, no effect on the exposure
 */
export function effectsOf(input: Harmonised | InstrumentEffects): InstrumentEffects {
  const effects = "keptRows" in input ? input.effects : input;
  const { variantId, correlation } = effects;
  const k = variantId.length;
  if (k === 0) {
    throw new NotEstimableError("TOO_FEW_VARIANTS", {
      what: "There is no instrument to estimate with.",
      why: "No variant was kept.",
      remedy: "Look at the verdict and reason of each variant in the harmonised table.",
    });
  }
  for (const name of NUMBERS) checkColumn(name, effects);
  if (new Set(variantId).size < k) {
    const seen = new Set<string>();
    const twice = variantId.filter((id) => seen.has(id) || !seen.add(id));
    throw new DuplicateIdError(twice.length, {
      what: `${twice[0]} is there more than once${twice.length > 1 ? `, and so are ${twice.length - 1} others` : ""}.`,
      why: "A variant that counts twice makes every standard error too small.",
      remedy: "Keep one of each; mr.harmonise does.",
    });
  }
  if (correlation && correlation.length !== k * k) {
    throw new LengthMismatchError({
      what: `The correlation has ${correlation.length} values for ${k} variants.`,
      why: `It is a ${k} × ${k} matrix, row by row.`,
      remedy: "Give the correlation of exactly these variants, in their order.",
    });
  }
  return effects;
}

function checkColumn(name: (typeof NUMBERS)[number], effects: InstrumentEffects): void {
  const values = effects[name];
  const { variantId } = effects;
  if (values.length !== variantId.length) {
    throw new LengthMismatchError({
      what: `${name} has ${values.length} values for ${variantId.length} variants.`,
      why: "Every variant has one of each number.",
      remedy: "Check how the arrays were made.",
    });
  }
  const isError = name.startsWith("standardError");
  const row = values.findIndex(
    (value) =>
      !Number.isFinite(value) ||
      (isError && !(value > 0)) ||
      (name === "betaExposure" && value === 0),
  );
  if (row < 0) return;
  const isNull = values[row] === 0 && !isError;
  throw new InvalidArgumentError(name, {
    what: `${name} of ${variantId[row]} is ${values[row]}.`,
    why: isNull
      ? "A variant without effect on the exposure is no instrument: its ratio is infinite."
      : "Effects are finite numbers, and standard errors above zero.",
    remedy:
      "Correct it or leave the variant out; mr.harmonise sets such variants aside with a reason.",
  });
}

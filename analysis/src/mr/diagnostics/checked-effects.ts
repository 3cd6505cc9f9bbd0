import { InvalidArgumentError, LengthMismatchError } from "../../errors.ts";
import type { Harmonised } from "../harmonised.ts";
import type { InstrumentEffects } from "../instrument-effects.ts";
import { NotEstimableError } from "../mr-errors.ts";

/** What diagnostics work on: a harmonised table, or effects typed in by hand. */
export type EffectsInput = Harmonised | InstrumentEffects;

export function isHarmonised(input: EffectsInput): input is Harmonised {
  return "keptRows" in input;
}

const NUMBERS = [
  "betaExposure",
  "standardErrorExposure",
  "betaOutcome",
  "standardErrorOutcome",
] as const;

/**
 * The kept instruments' numbers, checked.
 *
 * @throws NotEstimableError when there is no instrument
 * @throws LengthMismatchError, InvalidArgumentError naming the first variant with a value that cannot be used
 */
export function checkedEffects(input: EffectsInput): InstrumentEffects {
  const effects = isHarmonised(input) ? input.effects : input;
  const count = effects.variantId.length;
  if (count === 0) {
    throw new NotEstimableError("TOO_FEW_VARIANTS", {
      what: "There is no instrument.",
      why: "No variant was kept.",
      remedy: "Look at the verdict column of the harmonised table.",
    });
  }
  for (const name of NUMBERS) {
    if (effects[name].length !== count) {
      throw new LengthMismatchError({
        what: `${name} has ${effects[name].length} values for ${count} variants.`,
        why: "Every instrument has two effects and two standard errors.",
        remedy: "Check how the arrays were made.",
      });
    }
  }
  for (let j = 0; j < count; j++) {
    const isUsable =
      NUMBERS.every((name) => Number.isFinite(effects[name][j])) &&
      effects.standardErrorExposure[j] > 0 &&
      effects.standardErrorOutcome[j] > 0 &&
      effects.betaExposure[j] !== 0;
    if (!isUsable) throw unusable(effects, j);
  }
  return effects;
}

function unusable(effects: InstrumentEffects, j: number): InvalidArgumentError {
  const isNull = effects.betaExposure[j] === 0;
  const name = isNull
    ? "betaExposure"
    : (NUMBERS.find(
        (each) =>
          !Number.isFinite(effects[each][j]) ||
          (each.startsWith("standardError") && effects[each][j] <= 0),
      ) ?? NUMBERS[0]);
  return new InvalidArgumentError(name, {
    what: `Variant ${effects.variantId[j]} has ${name} ${effects[name][j]}.`,
    why: isNull
      ? "A variant without an effect on the exposure is no instrument: its ratio is infinite."
      : "Effects are finite, and standard errors finite and above zero.",
    remedy: "Correct the value or leave the variant out.",
  });
}

/** Refuses when fewer variants are there than a method needs. */
export function needVariants(effects: InstrumentEffects, fewest: number, method: string): void {
  const count = effects.variantId.length;
  if (count < fewest) {
    throw new NotEstimableError("TOO_FEW_VARIANTS", {
      what: `${method} needs ${fewest} variants, and there ${count === 1 ? "is 1" : `are ${count}`}.`,
      why: "With fewer, no degree of freedom is left to test.",
      remedy: "Use more instruments, or report that the check is not possible.",
    });
  }
}

/** Refuses correlated instruments. */
export function needIndependent(effects: InstrumentEffects, method: string): void {
  if (effects.correlation) {
    throw new NotEstimableError("NEEDS_INDEPENDENT_VARIANTS", {
      what: `${method} is not defined for correlated instruments.`,
      why: "It takes every variant as a piece of evidence of its own.",
      remedy: "Clump the instruments, and run it on those that are left.",
    });
  }
}

/** The value, or why there is none; other errors pass through. */
export function attempt<T>(
  compute: () => T,
): { value: T; refusal?: undefined } | { value?: undefined; refusal: NotEstimableError } {
  try {
    return { value: compute() };
  } catch (error) {
    if (error instanceof NotEstimableError) return { refusal: error };
    throw error;
  }
}

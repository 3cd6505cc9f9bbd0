import { InvalidArgumentError } from "../../../errors.ts";
import type { InstrumentEffects } from "../../instrument-effects.ts";
import { NotEstimableError } from "../../mr-errors.ts";

/**
 * Refuses what no estimator of this room can use.
 *
 * @throws NotEstimableError for too few variants, or a variant without effect on the exposure where ratios are needed
 * @throws InvalidArgumentError for missing values and standard errors that are not positive
 */
export function checkEffects(
  effects: InstrumentEffects,
  need: { readonly label: string; readonly fewest: number; readonly ratios?: boolean },
): void {
  const k = effects.variantId.length;
  if (k < need.fewest) throw tooFewVariants(need.label, k, need.fewest);
  const columns = [
    ["betaExposure", effects.betaExposure],
    ["standardErrorExposure", effects.standardErrorExposure],
    ["betaOutcome", effects.betaOutcome],
    ["standardErrorOutcome", effects.standardErrorOutcome],
  ] as const;
  for (const [name, values] of columns) {
    const isError = name.startsWith("standardError");
    const row = values.findIndex((value) => !Number.isFinite(value) || (isError && !(value > 0)));
    if (row >= 0 || values.length !== k) {
      throw new InvalidArgumentError(name, {
        what:
          row < 0
            ? `${name} has ${values.length} values for ${k} variants.`
            : `${name} of ${effects.variantId[row] ?? "a variant"} is ${values[row]}.`,
        why: "Effects must be finite and standard errors above 0, one of each a variant.",
        remedy: "Take the effects from mr.harmonise, which sets such variants aside with a reason.",
      });
    }
  }
  const flat = need.ratios ? effects.betaExposure.indexOf(0) : -1;
  if (flat >= 0) {
    throw new NotEstimableError("WEAK_INSTRUMENTS", {
      what: `${need.label}: the effect of ${effects.variantId[flat]} on the exposure is 0.`,
      why: "The method divides by the effect on the exposure.",
      remedy: "Leave that variant out: it is no instrument.",
    });
  }
}

export function tooFewVariants(label: string, k: number, fewest: number): NotEstimableError {
  return new NotEstimableError("TOO_FEW_VARIANTS", {
    what: `${label} needs at least ${fewest} variants; there ${k === 1 ? "is 1" : `are ${k}`}.`,
    why: "With fewer there is nothing to compare the variants with.",
    remedy:
      "Choose more instruments (a higher P threshold, proxies), or take the Wald ratio or IVW.",
  });
}

/** The same effects at some of the variants. */
export function effectsAt(effects: InstrumentEffects, rows: readonly number[]): InstrumentEffects {
  const k = effects.variantId.length;
  const { correlation } = effects;
  const pick = (values: Float64Array): Float64Array =>
    Float64Array.from(rows, (row) => values[row]);
  return {
    ...effects,
    variantId: rows.map((row) => effects.variantId[row]),
    betaExposure: pick(effects.betaExposure),
    standardErrorExposure: pick(effects.standardErrorExposure),
    betaOutcome: pick(effects.betaOutcome),
    standardErrorOutcome: pick(effects.standardErrorOutcome),
    correlation:
      correlation &&
      Float64Array.from(rows.flatMap((i) => rows.map((j) => correlation[i * k + j]))),
  };
}

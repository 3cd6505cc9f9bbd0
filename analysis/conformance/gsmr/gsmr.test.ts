import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { gsmr } from "../../src/mr/estimators/robust/gsmr/gsmr.ts";
import { globalLnP } from "../../src/mr/estimators/robust/gsmr/heidi.ts";
import { ratioCovariance } from "../../src/mr/estimators/robust/gsmr/ratio-covariance.ts";

interface Result {
  readonly beta: number;
  readonly standardError: number;
  readonly p: number;
  /** An empty object where none is removed. */
  readonly removed: readonly string[] | Record<string, never>;
}

const expected = JSON.parse(readFileSync(new URL("expected.json", import.meta.url), "utf8")) as {
  readonly variantId: readonly string[];
  readonly betaExposure: readonly number[];
  readonly standardErrorExposure: readonly number[];
  readonly betaOutcome: readonly number[];
  readonly standardErrorOutcome: readonly number[];
  readonly correlation: readonly number[];
  readonly globalP: readonly number[];
} & Record<"none" | "single" | "global" | "independentNone" | "independentGlobal", Result>;

const effects = {
  exposure: "LDL cholesterol",
  outcome: "coronary artery disease",
  variantId: expected.variantId,
  betaExposure: Float64Array.from(expected.betaExposure),
  standardErrorExposure: Float64Array.from(expected.standardErrorExposure),
  betaOutcome: Float64Array.from(expected.betaOutcome),
  standardErrorOutcome: Float64Array.from(expected.standardErrorOutcome),
  correlation: Float64Array.from(expected.correlation),
};
const SETTINGS = { seed: 1, bootstraps: 1, confidence: 0.95 };

test.each([
  ["none", "none", true],
  ["single", "single", true],
  ["global", "global", true],
  ["independentNone", "none", false],
  ["independentGlobal", "global", false],
] as const)("gsmr2 %s: estimate to 1e-8 and the same variants removed", (key, heidi, hasLd) => {
  const input = hasLd ? effects : { ...effects, correlation: undefined };
  const found = gsmr({ heidi }).estimate(input, SETTINGS);
  const wanted = expected[key];
  expect(Math.abs(found.beta / wanted.beta - 1)).toBeLessThan(1e-8);
  expect(Math.abs(found.standardError / wanted.standardError - 1)).toBeLessThan(1e-8);
  expect(Math.abs(10 ** -found.negLog10PValue / wanted.p - 1)).toBeLessThan(1e-8);
  const removed = Array.isArray(wanted.removed) ? (wanted.removed as string[]) : [];
  expect([...(found.details.excluded as string[])].sort()).toEqual([...removed].sort());
});

test("P of global HEIDI, by an exact tail of the mixture of chi-squares", () => {
  const spread = ratioCovariance(effects);
  expected.globalP.forEach((wanted, top) => {
    // The reference's integral is good to 1e-10 of 1.
    expect(Math.abs(Math.exp(globalLnP(spread, top)) - wanted)).toBeLessThan(1e-10 + 1e-8 * wanted);
  });
});

import { expect, test } from "vitest";
import { associations } from "./associations.ts";
import { fromArrays, type GivenEffects } from "./from-arrays.ts";

const effects: GivenEffects = {
  exposure: "LDL",
  outcome: "CHD",
  variantId: ["a", "b", "c"],
  betaExposure: [0.1, 0.2, 0.3],
  standardErrorExposure: [0.01, 0.02, 0.03],
  betaOutcome: [0.05, 0.1, 0.2],
  standardErrorOutcome: [0.02, 0.02, 0.02],
};

test("typed arrays and plain ones give the effects that estimators take", () => {
  const plain = fromArrays(effects);
  const typed = fromArrays({ ...effects, betaOutcome: Float64Array.of(0.05, 0.1, 0.2) });
  expect(plain.effects).toEqual(typed.effects);
  expect(plain.effects).toMatchObject({ exposure: "LDL", variantId: ["a", "b", "c"] });
  expect(plain.columns.verdict).toEqual(["kept", "kept", "kept"]);
});

test.each([
  ["NaN", { betaOutcome: [0.05, NaN, 0.2] }, "missing value", /outcome has no effect/],
  [
    "an infinite error",
    { standardErrorExposure: [0.01, Infinity, 1] },
    "missing value",
    /standard error/,
  ],
  ["a zero error", { standardErrorOutcome: [0.1, 0, 0.1] }, "zero standard error", /is 0/],
  ["no exposure effect", { betaExposure: [0.1, 0, 0.3] }, "missing value", /no ratio/],
  ["a name twice", { variantId: ["a", "a", "c"] }, "duplicated", /came before/],
] as const)("%s is named and not used", (_, wrong, verdict, reason) => {
  const { columns, effects: used } = fromArrays({
    ...effects,
    ...wrong,
    correlation: [1, 0.1, 0.2, 0.1, 1, 0.3, 0.2, 0.3, 1],
  });
  expect(columns.verdict[1]).toBe(verdict);
  expect(columns.reason[1]).toMatch(reason);
  expect(used.betaOutcome.length).toBe(2);
  expect([...used.correlation!]).toEqual([1, 0.2, 0.2, 1]);
});

test("one variant stays one variant", () => {
  const one = { betaExposure: [1], standardErrorExposure: [1], betaOutcome: [1] };
  const single = fromArrays({ exposure: "x", outcome: "y", ...one, standardErrorOutcome: [1] });
  expect(single.effects.variantId).toEqual(["v1"]);
});

test.each([
  ["lengths that differ", { betaOutcome: [1] }, "length-mismatch"],
  ["negative errors", { standardErrorExposure: [0.1, -0.1, 0.1] }, "invalid-argument"],
  ["no square", { correlation: [1, 0, 0, 1] }, "invalid-argument"],
  ["no ones on the diagonal", { correlation: [2, 0, 0, 0, 2, 0, 0, 0, 2] }, "invalid-argument"],
  ["asymmetry", { correlation: [1, 0.5, 0, 0, 1, 0, 0, 0, 1] }, "invalid-argument"],
  [
    "r above 1",
    {
      correlation: [
        [1, 3, 0],
        [3, 1, 0],
        [0, 0, 1],
      ],
    },
    "invalid-argument",
  ],
] as const)("%s are refused", (_, wrong, tag) => {
  expect(() => fromArrays({ ...effects, ...wrong })).toThrow(expect.objectContaining({ tag }));
});

test("odds ratios become log-odds, and intervals or P values standard errors", () => {
  const given = { name: "CHD", variantId: ["a"], effectAllele: ["A"], otherAllele: ["G"] };
  const [beta, standardError] = [Math.log(1.2), 0.05];
  const half = 1.959963984540054 * standardError;
  const byInterval = associations({
    ...given,
    oddsRatio: [1.2],
    ciLower: [Math.exp(beta - half)],
    ciUpper: [Math.exp(beta + half)],
  });
  expect(byInterval.columns["beta"][0]).toBeCloseTo(beta, 14);
  expect(byInterval.columns.standardError[0]).toBeCloseTo(standardError, 14);
  expect(byInterval.provenance["unit"]).toBe("log odds");
  const byP = associations({
    ...given,
    beta: [beta],
    negLog10PValue: [byInterval.columns.negLog10PValue[0]],
  });
  expect(byP.columns.standardError[0]).toBeCloseTo(standardError, 12);
  expect(() => associations({ ...given, standardError: [1] })).toThrow(/no effects/);
  expect(() => associations({ ...given, beta: [1, 2], standardError: [1] })).toThrow(/beta has 2/);
});

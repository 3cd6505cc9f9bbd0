import { expect, test } from "vitest";
import { isAnalysisError } from "../../errors.ts";
import type { InstrumentEffects } from "../instrument-effects.ts";
import { NotEstimableError } from "../mr-errors.ts";
import { estimate } from "./estimate.ts";
import { methods, type MethodId } from "./registry.ts";
import { someEffects } from "./some-effects.ts";

test("the usual five, a row each, with odds ratios where effects on the outcome are log odds", () => {
  const found = estimate(someEffects(20), { outcomeUnit: "log odds", seed: 3 });
  expect(found.columns.methodId).toEqual([
    "ivw",
    "egger",
    "weightedMedian",
    "simpleMode",
    "weightedMode",
  ]);
  expect(found.columns.errorCode.every((code) => code === "")).toBe(true);
  expect(Array.from(found.columns.seed)).toEqual([NaN, NaN, 3, 3, 3]);
  const { oddsRatio, beta } = found.columns;
  expect(oddsRatio[1]).toBe(Math.exp(beta[1]));
  expect(estimate(someEffects(20)).columns).not.toHaveProperty("oddsRatio");
  expect(found.details("egger").details).toHaveProperty("intercept");
  expect(() => found.details("divw")).toThrow(/no estimate by divw/);
});

test("the same seed gives the same rows whatever runs beside them, another seed others", () => {
  const effects = someEffects(12);
  const together = estimate(effects, { seed: 5 });
  const alone = estimate(effects, { seed: 5, methods: ["weightedMode"] });
  const other = estimate(effects, { seed: 6, methods: ["weightedMode"] });
  expect(alone.columns.standardError[0]).toBe(together.columns.standardError[4]);
  expect(other.columns.standardError[0]).not.toBe(alone.columns.standardError[0]);
});

test("every method has an id of its own, a label and a source, and gives finite numbers or says why not", () => {
  const found = estimate(someEffects(25), { methods: "all", bootstraps: 200 });
  const { methodId, method, beta, errorCode, reason, ciLower, ciUpper, negLog10PValue } =
    found.columns;
  expect(new Set(methodId).size).toBe(methodId.length);
  expect(new Set(method).size).toBe(method.length);
  methodId.forEach((id, row) => {
    if (errorCode[row] !== "") {
      expect(reason[row], id).not.toBe("");
      return;
    }
    expect(Number.isFinite(beta[row]), id).toBe(true);
    expect(ciLower[row], id).toBeLessThanOrEqual(ciUpper[row]);
    expect(negLog10PValue[row], id).toBeGreaterThanOrEqual(0);
  });
  for (const id of Object.keys(methods) as MethodId[]) {
    expect((methods[id] as () => { source: string })().source, id).toMatch(/10\.\d+\/|arXiv/);
  }
});

test("one variant gives its Wald ratio, two what is defined for two", () => {
  const one = estimate(someEffects(1));
  expect(one.columns.methodId).toEqual(["waldRatio"]);
  const same = estimate(someEffects(1), { methods: ["ivw"] });
  expect(same.columns.beta[0]).toBeCloseTo(one.columns.beta[0], 12);
  expect(same.columns.standardError[0]).toBeCloseTo(one.columns.standardError[0], 12);
  const two = estimate(someEffects(2));
  expect(two.columns.errorCode).toEqual(["", ...new Array<string>(4).fill("TOO_FEW_VARIANTS")]);
  expect(two.columns.reason[1]).toContain("at least 3 variants; there are 2");
  expect(() => estimate(someEffects(2), { methods: ["egger"] })).toThrow(NotEstimableError);
  expect(() => estimate(someEffects(2), { methods: ["waldRatio"] })).toThrow(/one variant/);
});

test("correlated variants: what accounts for them runs, the others refuse in words", () => {
  const k = 5;
  const correlation = Float64Array.from({ length: k * k }, (_, at) =>
    at % (k + 1) === 0 ? 1 : 0.3,
  );
  const found = estimate(
    { ...someEffects(k), correlation },
    { methods: ["ivw", "egger", "maximumLikelihood", "weightedMedian"] },
  );
  expect(found.columns.errorCode).toEqual(["", "", "", "NEEDS_INDEPENDENT_VARIANTS"]);
  const independent = Float64Array.from({ length: k * k }, (_, at) => (at % (k + 1) === 0 ? 1 : 0));
  for (const id of ["ivw", "egger", "maximumLikelihood"] as const) {
    const [a] = estimate({ ...someEffects(k), correlation: independent }, { methods: [id] }).columns
      .beta;
    expect(a).toBeCloseTo(estimate(someEffects(k), { methods: [id] }).columns.beta[0], 11);
  }
  const singular = new Float64Array(k * k).fill(1);
  expect(() =>
    estimate({ ...someEffects(k), correlation: singular }, { methods: ["ivw"] }),
  ).toThrow(/singular/);
});

const BAD: [string, (effects: InstrumentEffects) => InstrumentEffects, string][] = [
  ["no variant", () => someEffects(0), "not-estimable"],
  [
    "a duplicated variant",
    (e) => ({ ...e, variantId: e.variantId.map(() => "rs1") }),
    "duplicate-id",
  ],
  [
    "arrays of unequal length",
    (e) => ({ ...e, betaOutcome: new Float64Array(2) }),
    "length-mismatch",
  ],
  ["a zero standard error", (e) => withFirst(e, "standardErrorOutcome", 0), "invalid-argument"],
  ["a missing effect", (e) => withFirst(e, "betaExposure", NaN), "invalid-argument"],
  ["no effect on the exposure", (e) => withFirst(e, "betaExposure", 0), "invalid-argument"],
  ["an infinite effect", (e) => withFirst(e, "betaOutcome", Infinity), "invalid-argument"],
  [
    "a correlation of other variants",
    (e) => ({ ...e, correlation: new Float64Array(3) }),
    "length-mismatch",
  ],
];
test.each(BAD)("%s is refused by name", (_, spoil, tag) => {
  let caught: unknown;
  try {
    estimate(spoil(someEffects(6)));
  } catch (error) {
    caught = error;
  }
  expect(isAnalysisError(caught, tag)).toBe(true);
});

test("settings and methods that make no sense are refused by name", () => {
  const effects = someEffects(6);
  const unknownId: string = "median";
  expect(() => estimate(effects, { seed: -1 })).toThrow(/seed is -1/);
  expect(() => estimate(effects, { bootstraps: 1.5 })).toThrow(/bootstraps is 1.5/);
  expect(() => estimate(effects, { confidence: 95 })).toThrow(/confidence is 95/);
  expect(() => estimate(effects, { methods: [] })).toThrow(/empty/);
  expect(() => estimate(effects, { methods: ["ivw", methods.ivw()] })).toThrow(/ivw twice/);
  expect(() => estimate(effects, { methods: [unknownId as MethodId] })).toThrow(/no method median/);
});

test("equal effects on the exposure leave no slope beside an intercept", () => {
  const effects = { ...someEffects(6), betaExposure: new Float64Array(6).fill(0.1) };
  const found = estimate(effects, {
    methods: ["ivw", "egger", methods.egger({ robust: true }), "grip"],
  });
  expect(found.columns.errorCode).toEqual(["", "COLLINEAR", "COLLINEAR", "COLLINEAR"]);
});

test("effects on the exposure within their errors leave nothing to debias", () => {
  const effects = { ...someEffects(6), standardErrorExposure: new Float64Array(6).fill(1) };
  const found = estimate(effects, { methods: ["ivw", "divw"] });
  expect(found.columns.errorCode).toEqual(["", "WEAK_INSTRUMENTS"]);
});

test("a notebook shows the table", () => {
  const display = Symbol.for("Jupyter.display");
  const shown = (
    estimate(someEffects(6)) as unknown as Record<symbol, () => Record<string, string>>
  )[display]();
  expect(shown["text/html"]).toContain("MR-Egger");
});

function withFirst(
  effects: InstrumentEffects,
  name: "betaExposure" | "betaOutcome" | "standardErrorOutcome",
  value: number,
): InstrumentEffects {
  return { ...effects, [name]: effects[name].map((old, j) => (j === 0 ? value : old)) };
}

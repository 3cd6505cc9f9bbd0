import { describe, expect, test } from "vitest";
import { randomStream } from "../../random.ts";
import * as mr from "../index.ts";
import { fitLine } from "./line.ts";
import { withoutVariant } from "./without-variant.ts";

function drawn(count: number, seed: number, isCorrelated = false): mr.InstrumentEffects {
  const random = randomStream(seed, "diagnostics-test");
  const betaExposure = Float64Array.from({ length: count }, () => 0.05 + 0.2 * random.uniform());
  const signs = betaExposure.map(() => (random.uniform() < 0.5 ? -1 : 1));
  const standardErrorOutcome = betaExposure.map(() => 0.02 + 0.03 * random.uniform());
  return {
    exposure: "x",
    outcome: "y",
    variantId: Array.from(betaExposure, (_, j) => `v${j + 1}`),
    betaExposure: betaExposure.map((beta, j) => beta * signs[j]),
    standardErrorExposure: betaExposure.map(() => 0.01),
    betaOutcome: betaExposure.map(
      (beta, j) => signs[j] * (0.4 * beta + 0.02 + standardErrorOutcome[j] * random.normal()),
    ),
    standardErrorOutcome,
    correlation: isCorrelated
      ? Float64Array.from({ length: count * count }, (_, cell) =>
          Math.pow(0.6, Math.abs(Math.floor(cell / count) - (cell % count))),
        )
      : undefined,
  };
}

function first(effects: mr.InstrumentEffects, count: number): mr.InstrumentEffects {
  let left = effects;
  while (left.variantId.length > count) left = withoutVariant(left, left.variantId.length - 1);
  return left;
}

function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof mr.NotEstimableError) return error.code;
    throw error;
  }
  return "no refusal";
}

describe.each([
  ["independent", false],
  ["correlated", true],
] as const)("lines of %s instruments", (_, isCorrelated) => {
  const effects = drawn(12, 5, isCorrelated);

  test.each([false, true])(
    "deletion is the fit without the variant, intercept %s",
    (hasIntercept) => {
      const line = fitLine(effects, hasIntercept);
      for (let j = 0; j < 12; j++) {
        const refit = fitLine(withoutVariant(effects, j), hasIntercept);
        const left = line.without(j);
        for (const name of [
          "slope",
          "intercept",
          "q",
          "standardErrorOfSlope",
          "standardErrorOfIntercept",
        ] as const)
          expect(left[name]).toBeCloseTo(refit[name], 11);
        expect(left.degreesOfFreedom).toBe(refit.degreesOfFreedom);
      }
    },
  );

  test("turning a variant's alleles changes nothing", () => {
    const turned = {
      ...effects,
      betaExposure: effects.betaExposure.map((beta, j) => (j === 3 ? -beta : beta)),
      betaOutcome: effects.betaOutcome.map((beta, j) => (j === 3 ? -beta : beta)),
      correlation: effects.correlation?.map((r, cell) =>
        (Math.floor(cell / 12) === 3) !== (cell % 12 === 3) ? -r : r,
      ),
    };
    const [a, b] = [effects, turned].map((each) => mr.heterogeneity(each).columns.q);
    for (let i = 0; i < 3; i++) expect(b[i]).toBeCloseTo(a[i], 9);
  });
});

test("a correlation of ones on the diagonal only is independence", () => {
  const effects = drawn(8, 2);
  const identity = Float64Array.from({ length: 64 }, (_, cell) => Number(cell % 9 === 0));
  const same = { ...effects, correlation: identity };
  const [a, b] = [effects, same].map((each) => mr.leaveOneOut(each, { method: "egger" }).columns);
  expect(Array.from(b.standardError)).toEqual(
    Array.from(a.standardError, (value) => expect.closeTo(value, 12) as number),
  );
});

test("perfectly correlated instruments are refused by name", () => {
  const effects = drawn(3, 1);
  const ones = { ...effects, correlation: new Float64Array(9).fill(1) };
  expect(refusal(() => mr.heterogeneity(ones))).toBe("COLLINEAR");
  const checks = mr.sensitivity(ones).checks.columns;
  expect(checks.sentence.join(" ")).toContain("singular");
});

test("correlated instruments: what takes variants one by one is refused, the rest is defined", () => {
  const found = mr.sensitivity(drawn(10, 4, true));
  expect(found.influence).toBeUndefined();
  expect(found.funnelAsymmetry).toBeUndefined();
  expect(found.leaveOneOut?.rowCount).toBe(10);
  expect(found.pleiotropy?.rowCount).toBe(2);
  const { method, errorCode } = found.heterogeneity!.columns;
  expect(errorCode[method.indexOf("maximumLikelihood")]).toBe("NEEDS_INDEPENDENT_VARIANTS");
  expect(errorCode[method.indexOf("egger")]).toBe("");
});

describe("few variants", () => {
  const effects = drawn(6, 9);
  const defined = (count: number): string[] => {
    const found = mr.sensitivity(first(effects, count), { simex: true });
    const names = [
      "heterogeneity",
      "pleiotropy",
      "leaveOneOut",
      "influence",
      "funnelAsymmetry",
      "simex",
    ] as const;
    return names.filter((name) => found[name] !== undefined);
  };

  test.each([
    [1, []],
    [2, ["heterogeneity", "leaveOneOut"]],
    [3, ["heterogeneity", "pleiotropy", "leaveOneOut", "influence", "funnelAsymmetry"]],
  ])("%i: %j are defined", (count, names) => {
    expect(defined(count)).toEqual(names);
  });

  test("each check has a row, and one that is not defined says how many variants it needs", () => {
    const { check, verdict, sentence } = mr.sensitivity(first(effects, 1)).checks.columns;
    expect(check).toHaveLength(8);
    for (const [i, name] of verdict.entries())
      if (name === "not defined" && check[i] !== "Direction (Steiger)")
        expect(sentence[i]).toMatch(/needs (two|three|\d) variants/);
  });

  test("two variants: the Egger rows of heterogeneity say why they are empty", () => {
    const { q, errorCode, reason, i2Lower } = mr.heterogeneity(first(effects, 2)).columns;
    expect(Array.from(q, Number.isNaN)).toEqual([false, true, true, false]);
    expect(errorCode).toEqual(["", "TOO_FEW_VARIANTS", "TOO_FEW_VARIANTS", ""]);
    expect(i2Lower[0]).toBeNaN();
    expect(reason[0]).toContain("two degrees of freedom");
  });

  test("no variant is refused", () => {
    expect(refusal(() => mr.sensitivity(first(effects, 0)))).toBe("TOO_FEW_VARIANTS");
  });
});

test("zero heterogeneity: all ratios equal give 0, P = 1 and no missing number", () => {
  const effects = drawn(5, 3);
  const exact = { ...effects, betaOutcome: effects.betaExposure.map((beta) => 0.5 * beta) };
  const found = mr.sensitivity(exact);
  const { q, pValue, i2, i2Lower, method } = found.heterogeneity!.columns;
  for (const [i] of method.entries()) {
    expect(q[i]).toBeLessThan(1e-20);
    expect(pValue[i]).toBeCloseTo(1, 8);
    expect(i2[i]).toBe(method[i] === "difference" ? NaN : 0);
  }
  expect(i2Lower[0]).toBe(0);
  const { columns } = found.influence!;
  expect(Array.from(columns.cooksDistance)).toEqual(Array.from(columns.cooksDistance, () => 0));
  expect(Array.from(columns.studentisedResidual).every((value) => value === 0)).toBe(true);
  expect(Array.from(found.leaveOneOut!.columns.change).every((d) => Math.abs(d) < 1e-14)).toBe(
    true,
  );
  expect(found.funnelAsymmetry!.columns.pValue.every((p) => p > 0.01)).toBe(true);
});

test("exposure effects of one size: MR-Egger is refused, inverse variance weighting is not", () => {
  const effects = drawn(5, 3);
  const even = { ...effects, betaExposure: effects.betaExposure.map((b) => 0.1 * Math.sign(b)) };
  expect(refusal(() => mr.pleiotropy(even))).toBe("COLLINEAR");
  expect(refusal(() => mr.leaveOneOut(even, { method: "egger" }))).toBe("COLLINEAR");
  expect(mr.leaveOneOut(even).rowCount).toBe(5);
  expect(mr.sensitivity(even).heterogeneity!.columns.errorCode[1]).toBe("COLLINEAR");
});

test("MR-Egger whose slope hangs on one variant: leaving that one out is refused in its row", () => {
  const effects = drawn(5, 3);
  const betaExposure = Float64Array.of(0.1, 0.1, 0.1, 0.1, 0.3);
  const { errorCode, reason, beta } = mr.leaveOneOut(
    { ...effects, betaExposure },
    { method: "egger" },
  ).columns;
  expect(errorCode).toEqual(["", "", "", "", "COLLINEAR"]);
  expect(reason[4]).toContain("same effect on the exposure");
  expect(Array.from(beta, Number.isNaN)).toEqual([false, false, false, false, true]);
  const influence = mr.influence({ ...effects, betaExposure }).columns;
  expect(influence.errorCode.at(-1)).toBe("COLLINEAR");
});

describe("values that cannot be used name the variant", () => {
  test.each([
    ["betaExposure", 0],
    ["betaExposure", NaN],
    ["standardErrorOutcome", 0],
    ["standardErrorExposure", -1],
    ["betaOutcome", Infinity],
  ] as const)("%s = %d", (name, value) => {
    const effects = drawn(4, 1);
    effects[name][2] = value;
    expect(() => mr.singleVariant(effects)).toThrow(`Variant v3 has ${name} ${value}.`);
  });

  test("arrays of different length", () => {
    const effects = { ...drawn(4, 1), betaOutcome: new Float64Array(3) };
    expect(() => mr.heterogeneity(effects)).toThrow("betaOutcome has 3 values for 4 variants.");
  });
});

describe("leave-one-out of any estimator", () => {
  const effects = drawn(6, 8);

  test("the estimator of inverse variance weighting agrees with the closed form", () => {
    const closed = mr.leaveOneOut(effects).columns;
    const general = mr.leaveOneOut(effects, { method: mr.methods.ivw() }).columns;
    for (const name of ["beta", "standardError", "negLog10PValue", "change"] as const)
      for (let j = 0; j < 6; j++) expect(general[name][j]).toBeCloseTo(closed[name][j], 10);
  });

  test("one that takes variants as independent refuses correlated ones", () => {
    const correlated = drawn(6, 8, true);
    expect(refusal(() => mr.leaveOneOut(correlated, { method: "weightedMedian" }))).toBe(
      "NEEDS_INDEPENDENT_VARIANTS",
    );
  });

  test("random ones are seeded and say so", () => {
    const run = (seed: number): mr.LeaveOneOut =>
      mr.leaveOneOut(effects, { method: "weightedMedian", seed, bootstraps: 50 });
    expect(run(7).columns.standardError).toEqual(run(7).columns.standardError);
    expect(run(8).columns.standardError).not.toEqual(run(7).columns.standardError);
    expect(run(7).provenance["seed"]).toBe(7);
    expect(mr.leaveOneOut(effects).provenance["seed"]).toBeUndefined();
  });
});

test("maximum likelihood's Q is the least over a fine grid of θ", () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    const effects = drawn(5, seed);
    const { betaExposure: x, betaOutcome: y } = effects;
    const { standardErrorExposure: sx, standardErrorOutcome: sy } = effects;
    let least = Infinity;
    for (let a = -1.5707; a < 1.5707; a += 1e-4) {
      const t = Math.tan(a);
      least = Math.min(
        least,
        y.reduce((s, v, j) => s + (v - t * x[j]) ** 2 / (sy[j] ** 2 + (t * sx[j]) ** 2), 0),
      );
    }
    const q = mr.heterogeneity(effects).columns.q[3];
    expect(q).toBeLessThanOrEqual(least + 1e-12);
    expect(q).toBeGreaterThan(least - 1e-3);
  }
});

describe("SIMEX", () => {
  const effects = drawn(20, 6);

  test("the same seed gives the same numbers, another one others within the Monte-Carlo error", () => {
    const run = (seed: number): mr.Simex => mr.simexEgger(effects, { seed, simulations: 400 });
    const [a, again, b] = [run(1), run(1), run(2)];
    expect(again.columns).toEqual(a.columns);
    expect(b.columns.corrected[0]).not.toBe(a.columns.corrected[0]);
    expect(Math.abs(b.columns.corrected[0] - a.columns.corrected[0])).toBeLessThan(
      5 * a.columns.monteCarloError[0],
    );
    expect(Array.from(a.curve.columns.lambda)).toEqual([-1, 0, 0.5, 1, 1.5, 2]);
    expect(a.curve.columns.slope[1]).toBe(a.columns.naive[0]);
  });

  test("almost no error in the exposure leaves MR-Egger as it is", () => {
    const sharp = {
      ...effects,
      standardErrorExposure: effects.standardErrorExposure.map(() => 1e-9),
    };
    const { naive, corrected, standardError } = mr.simexEgger(sharp, { simulations: 20 }).columns;
    const { standardErrorOfSlope, q, degreesOfFreedom } = fitLine(sharp, true);
    expect(corrected[0]).toBeCloseTo(naive[0], 6);
    expect(standardError[0]).toBeCloseTo(standardErrorOfSlope * Math.sqrt(q / degreesOfFreedom), 6);
  });

  test("it undoes dilution where I²_GX is low, and runs by itself only there", () => {
    const random = randomStream(1, "simex-test");
    const count = 400;
    const truth = Float64Array.from({ length: count }, () => 0.1 + 0.03 * random.normal());
    const diluted: mr.InstrumentEffects = {
      ...effects,
      variantId: Array.from(truth, (_, j) => `v${j}`),
      betaExposure: truth.map((beta) => beta + 0.015 * random.normal()),
      standardErrorExposure: truth.map(() => 0.015),
      betaOutcome: truth.map((beta) => 0.5 * beta + 0.002 * random.normal()),
      standardErrorOutcome: truth.map(() => 0.002),
    };
    const found = mr.sensitivity(diluted, { seed: 2 });
    expect(found.strength.columns.value[2]).toBeLessThan(0.9);
    const { naive, corrected } = found.simex!.columns;
    expect(naive[0]).toBeLessThan(0.45);
    expect(Math.abs(corrected[0] - 0.5)).toBeLessThan(0.04);
    expect(mr.sensitivity(diluted, { simex: false }).simex).toBeUndefined();
    const strong = { ...diluted, standardErrorExposure: truth.map(() => 1e-4) };
    expect(mr.sensitivity(strong).simex).toBeUndefined();
    expect(mr.sensitivity(strong, { simex: { simulations: 10 } }).simex).toBeDefined();
  });

  test("nonsense is refused", () => {
    expect(() => mr.simexEgger(effects, { simulations: 1 })).toThrow("simulations is 1");
    expect(() => mr.simexEgger(effects, { lambdas: [1] })).toThrow("lambdas are 1");
    expect(() => mr.simexEgger(effects, { lambdas: [0, 1] })).toThrow("lambdas are 0, 1");
    expect(refusal(() => mr.simexEgger(drawn(5, 1, true)))).toBe("NEEDS_INDEPENDENT_VARIANTS");
  });
});

test("sensitivity shows sentences first, then tables, and escapes names", () => {
  const named = { ...drawn(6, 2), exposure: "<b>x</b>" };
  const found = mr.sensitivity(named, { seed: 5 });
  const bundle = (found as unknown as Record<symbol, () => Record<string, string>>)[
    Symbol.for("Jupyter.display")
  ]();
  const text = bundle["text/plain"];
  expect(text.split("\n")[0]).toBe("Sensitivity of <b>x</b> → y, 6 variants, seed 5");
  expect(text.indexOf("Heterogeneity, ")).toBeLessThan(text.indexOf("maximumLikelihood"));
  expect(bundle["text/html"]).not.toContain("<b>x</b>");
  expect(text).not.toContain("undefined");
});

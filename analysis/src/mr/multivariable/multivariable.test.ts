import fc from "fast-check";
import { expect, test } from "vitest";
import { isAnalysisError } from "../../errors.ts";
import { randomStream } from "../../random.ts";
import { ivw } from "../estimators/ivw.ts";
import { NotEstimableError } from "../mr-errors.ts";
import { multivariable, type MultivariableOptions } from "./multivariable.ts";
import { multivariableFromArrays, type GivenTrait } from "./multivariable-from-arrays.ts";
import type { MultivariableHarmonised } from "./multivariable-harmonised.ts";
import { multivariableMethods } from "./multivariable-methods.ts";

const K = 30;

interface Study {
  readonly exposures: readonly GivenTrait[];
  readonly outcome: GivenTrait;
}

/** Two exposures that the variants tell apart; effects 0.4 and −0.2. */
function study(seed = 1): Study {
  const random = randomStream(seed, "multivariable test");
  const draw = (scale: number): number[] =>
    Array.from({ length: K }, () => scale * random.normal());
  const truth = [draw(0.08), draw(0.08)];
  const se = 0.006;
  const noisy = (values: readonly number[]): number[] =>
    values.map((value) => value + se * random.normal());
  const effect = truth[0].map((value, j) => 0.4 * value - 0.2 * truth[1][j]);
  const standardError = new Array<number>(K).fill(se);
  return {
    exposures: truth.map((values, i) => ({
      name: `x${i + 1}`,
      beta: noisy(values),
      standardError,
    })),
    outcome: { name: "y", beta: noisy(effect), standardError, n: 50_000 },
  };
}

const scale = (trait: GivenTrait, factor: number): GivenTrait => ({
  ...trait,
  beta: Array.from(trait.beta, (value) => value * factor),
  standardError: Array.from(trait.standardError, (value) => value * factor),
});
const turn = (trait: GivenTrait, signs: readonly number[]): GivenTrait => ({
  ...trait,
  beta: Array.from(trait.beta, (value, j) => value * signs[j]),
});
const all = (harmonised: MultivariableHarmonised, options: MultivariableOptions = {}) =>
  multivariable(harmonised, {
    methods: [
      "ivw",
      "egger",
      "median",
      "lasso",
      "liml",
      multivariableMethods.cml({ perturbations: 0, sampleSize: 50_000 }),
    ],
    bootstraps: 50,
    ...options,
  }).columns;
const refusalOf = (action: () => unknown): NotEstimableError => {
  try {
    action();
  } catch (error) {
    if (error instanceof NotEstimableError) return error;
    throw error;
  }
  throw new Error("It was not refused.");
};
const close = (values: ArrayLike<number>, references: ArrayLike<number>): void => {
  Array.from(references).forEach((value, i) => expect(values[i] / value).toBeCloseTo(1, 6));
};

test("every method finds the truth where all variants are valid", () => {
  const { beta, standardError, exposure, errorCode } = all(multivariableFromArrays(study()));
  beta.forEach((value, row) => {
    const truth = exposure[row] === "x1" ? 0.4 : -0.2;
    expect(Math.abs(value - truth)).toBeLessThan(4 * standardError[row]);
    expect(errorCode[row]).toBe(".");
  });
});

test("one exposure: the univariable estimate", () => {
  const { exposures, outcome } = study();
  const harmonised = multivariableFromArrays({ exposures: exposures.slice(0, 1), outcome });
  const { columns } = multivariable(harmonised, { methods: ["ivw"] });
  const own = ivw().estimate(
    {
      exposure: "x1",
      outcome: "y",
      variantId: harmonised.columns.variantId,
      betaExposure: Float64Array.from(exposures[0].beta),
      standardErrorExposure: Float64Array.from(exposures[0].standardError),
      betaOutcome: Float64Array.from(outcome.beta),
      standardErrorOutcome: Float64Array.from(outcome.standardError),
    },
    { seed: 1, bootstraps: 0, confidence: 0.95 },
  );
  close(
    [columns.beta[0], columns.standardError[0], columns.ciLower[0], columns.negLog10PValue[0]],
    [own.beta, own.standardError, own.ciLower, own.negLog10PValue],
  );
  const meanF = Array.from(exposures[0].beta).reduce((sum, b) => sum + (b / 0.006) ** 2, 0) / K;
  expect(columns.conditionalF[0] / meanF).toBeCloseTo(1, 10);
});

test("turning alleles of all traits changes nothing but random errors", () => {
  const { exposures, outcome } = study();
  const before = all(multivariableFromArrays({ exposures, outcome }));
  fc.assert(
    fc.property(fc.array(fc.constantFrom(-1, 1), { minLength: K, maxLength: K }), (signs) => {
      const after = all(
        multivariableFromArrays({
          exposures: exposures.map((trait) => turn(trait, signs)),
          outcome: turn(outcome, signs),
        }),
      );
      close(after.beta, before.beta);
      close(after.conditionalF, before.conditionalF);
      const fixed = [...before.method.keys()].filter((row) => before.method[row] !== "median");
      close(
        fixed.map((row) => after.standardError[row]),
        fixed.map((row) => before.standardError[row]),
      );
    }),
    { numRuns: 10 },
  );
});

test("another order of the exposures reorders the rows", () => {
  const { exposures, outcome } = study();
  // What an exposure is oriented to is kept.
  const methods = [
    multivariableMethods.ivw(),
    multivariableMethods.egger({ orientTo: "x1" }),
    multivariableMethods.median(),
    multivariableMethods.lasso({ penalty: "equal" }),
    multivariableMethods.liml(),
  ];
  const one = all(multivariableFromArrays({ exposures, outcome }), { methods });
  const two = all(multivariableFromArrays({ exposures: exposures.toReversed(), outcome }), {
    methods,
  });
  const row = (i: number): number => (i % 2 === 0 ? i + 1 : i - 1);
  close(
    two.beta,
    one.beta.map((_, i) => one.beta[row(i)]),
  );
  close(
    two.conditionalF,
    one.conditionalF.map((_, i) => one.conditionalF[row(i)]),
  );
});

test("units of an exposure and of the outcome carry over", () => {
  const { exposures, outcome } = study();
  const before = all(multivariableFromArrays({ exposures, outcome }));
  const after = all(
    multivariableFromArrays({
      exposures: [scale(exposures[0], 4), exposures[1]],
      outcome: scale(outcome, 3),
    }),
  );
  const factor = (i: number): number => (i % 2 === 0 ? 3 / 4 : 3);
  close(
    after.beta,
    before.beta.map((value, i) => value * factor(i)),
  );
  close(
    after.standardError,
    before.standardError.map((value, i) => value * factor(i)),
  );
  close(after.conditionalF, before.conditionalF);
});

test("the same seed gives the same numbers, another one another standard error", () => {
  const harmonised = multivariableFromArrays(study());
  const run = (seed: number): Float64Array =>
    multivariable(harmonised, { methods: ["median"], seed, bootstraps: 100 }).columns.standardError;
  expect(run(5)).toEqual(run(5));
  expect(run(5)).not.toEqual(run(6));
});

test("a combination of exposures is named", () => {
  const { exposures, outcome } = study();
  const sum: GivenTrait = {
    name: "sum",
    beta: Array.from(exposures[0].beta, (value, j) => 2 * value - exposures[1].beta[j]),
    standardError: exposures[0].standardError,
  };
  const harmonised = multivariableFromArrays({ exposures: [...exposures, sum], outcome });
  const refusal = refusalOf(() => all(harmonised));
  expect(refusal.code).toBe("COLLINEAR");
  expect(refusal.message).toContain("sum = 2 × x1 − 1 × x2");
});

test("too few variants: a row with the reason, and an error where no method is left", () => {
  const { exposures, outcome } = study();
  const first = (count: number): MultivariableHarmonised => {
    const cut = (trait: GivenTrait): GivenTrait => ({
      ...trait,
      beta: Array.from(trait.beta).slice(0, count),
      standardError: Array.from(trait.standardError).slice(0, count),
    });
    return multivariableFromArrays({ exposures: exposures.map(cut), outcome: cut(outcome) });
  };
  expect(refusalOf(() => all(first(1))).code).toBe("TOO_FEW_VARIANTS");
  const two = all(first(2));
  expect(two.errorCode.slice(0, 4)).toEqual([".", ".", "TOO_FEW_VARIANTS", "TOO_FEW_VARIANTS"]);
  expect(two.reason[2]).toMatch(/2 variants for 2 exposures/);
  two.standardError.slice(0, 2).forEach((se) => expect(se).toBeGreaterThan(0));
});

test("correlated variants: methods that would ignore it refuse", () => {
  const { exposures, outcome } = study();
  const correlation = Array.from({ length: K * K }, (_, at) =>
    Math.floor(at / K) === at % K ? 1 : 0.3,
  );
  const { errorCode, method } = all(multivariableFromArrays({ exposures, outcome, correlation }));
  errorCode.forEach((code, row) => {
    const isAware = method[row] === "ivw" || method[row] === "egger";
    expect(code).toBe(isAware ? "." : "NEEDS_INDEPENDENT_VARIANTS");
  });
});

test("an identity matrix is no correlation at all; a singular one is refused", () => {
  const { exposures, outcome } = study();
  const square = (value: number): number[] =>
    Array.from({ length: K * K }, (_, at) => (Math.floor(at / K) === at % K ? 1 : value));
  const methods: MultivariableOptions["methods"] = ["ivw", "egger"];
  const plain = multivariable(multivariableFromArrays({ exposures, outcome }), { methods });
  const linked = multivariable(
    multivariableFromArrays({ exposures, outcome, correlation: square(0) }),
    { methods },
  );
  close(linked.columns.standardError, plain.columns.standardError);
  const copies = multivariableFromArrays({ exposures, outcome, correlation: square(1) });
  expect(refusalOf(() => multivariable(copies, { methods })).code).toBe("COLLINEAR");
});

test("missing numbers stay with their reason, an exposure without an instrument is noticed", () => {
  const { exposures, outcome } = study();
  const beta = Array.from(exposures[1].beta, (value) => value / 100);
  beta[0] = NaN;
  const zero = Array.from(outcome.standardError);
  zero[1] = 0;
  const harmonised = multivariableFromArrays({
    exposures: [exposures[0], { ...exposures[1], beta }],
    outcome: { ...outcome, standardError: zero },
  });
  expect(harmonised.columns.verdict.slice(0, 3)).toEqual([
    "missing value",
    "zero standard error",
    "kept",
  ]);
  expect(harmonised.columns.reason[0]).toContain("x2");
  expect(harmonised.keptRows).toHaveLength(K - 2);
  expect(harmonised.notices.join(" ")).toContain("No variant has P < 5e-8 for x2");
  const { notices } = multivariable(harmonised, { methods: ["ivw"] });
  expect(notices.join(" ")).toMatch(/weak instruments of x2/);
});

test("arguments that mean nothing are refused by name", () => {
  const { exposures, outcome } = study();
  const harmonised = multivariableFromArrays({ exposures, outcome });
  const tagOf = (action: () => unknown): boolean => {
    try {
      action();
    } catch (error) {
      return isAnalysisError(error, "invalid-argument");
    }
    return false;
  };
  const wrong: readonly MultivariableOptions[] = [
    { methods: ["nothing" as "ivw"] },
    { confidence: 1 },
    { bootstraps: 1.5 },
    { exposureCorrelation: [1, 2, 2, 1] },
    { exposureCorrelation: [1, 0, 0] },
    { outcomeCorrelation: [0.1] },
    { sampleOverlap: 2 },
    { methods: [multivariableMethods.egger({ orientTo: "nothing" })] },
  ];
  for (const options of wrong) expect(tagOf(() => multivariable(harmonised, options))).toBe(true);
  expect(tagOf(() => multivariableFromArrays({ exposures: [], outcome }))).toBe(true);
  expect(
    tagOf(() => multivariableFromArrays({ exposures: [exposures[0], exposures[0]], outcome })),
  ).toBe(true);
  const cml = refusalOf(() => multivariable(harmonised, { methods: ["cml"] }));
  expect(cml.code).toBe("NEEDS_MORE_INPUT");
});

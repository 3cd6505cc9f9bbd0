import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { auc, compareAuc } from "../../src/prs/evaluation/auc.ts";
import { decisionCurve } from "../../src/prs/evaluation/decision-curve.ts";
import { evaluate, type Evaluation } from "../../src/prs/evaluation/evaluate.ts";
import { reclassification } from "../../src/prs/evaluation/reclassification.ts";
import { calibration } from "../../src/prs/evaluation/risk-quality.ts";
import { concordanceIndex } from "../../src/stats/concordance.ts";
import { coxRegression } from "../../src/stats/cox-regression.ts";
import { kaplanMeierCurve, logRankTest } from "../../src/stats/kaplan-meier.ts";
import { inverseLogit, logisticRegression } from "../../src/stats/logistic-regression.ts";
import { equalParts } from "../../src/prs/evaluation/score-strata.ts";

interface Expected {
  readonly data: Readonly<
    Record<"score" | "other" | "age" | "sex" | "height" | "cc" | "time" | "event", number[]>
  >;
  readonly logistic: Readonly<
    Record<"coef" | "covariance" | "perSd", number[]> &
      Record<
        | "logLik"
        | "nullLogLik"
        | "nagelkerke"
        | "nagelkerkeBase"
        | "nagelkerkeScore"
        | "observed"
        | "liability"
        | "addedLiability",
        number
      >
  >;
  readonly linear: { r2: number; base: number; full: number; perSd: number[] };
  readonly discrimination: Readonly<
    Record<"auc" | "variance" | "other" | "z" | "p" | "difference" | "covariance", number>
  > & { readonly ci: number[] };
  readonly quality: Readonly<
    Record<
      | "slope"
      | "slopeSe"
      | "intercept"
      | "interceptSe"
      | "large"
      | "largeSe"
      | "brier"
      | "brierSe"
      | "scaled"
      | "idi"
      | "idiSe",
      number
    > &
      Record<"continuousNri" | "categoricalNri" | "netBenefit", number[]>
  >;
  /** n, cases, log odds ratio, its SE: of deciles 1, 3, 9 and 10. */
  readonly strata: number[][];
  readonly topShare: number[];
  readonly survival: {
    readonly cox: Record<
      "efron" | "breslow",
      { coef: number[]; covariance: number[]; logLik: number[]; score: number }
    >;
    readonly concordance: number;
    readonly concordanceSe: number;
    readonly counts: number[];
    readonly logRank: number;
    readonly observed: number[];
    readonly expected: number[];
    readonly km: Record<
      "time" | "atRisk" | "survival" | "se" | "lower" | "upper",
      (number | "NA")[]
    >;
    readonly median: number[];
  };
}

const r = JSON.parse(readFileSync(new URL("expected.json", import.meta.url), "utf8")) as Expected;
const CLOSED = 1e-8;
/** glm, coxph and these solvers each stop at their own last step. */
const ITERATED = 1e-7;

const column = (name: keyof Expected["data"]): Float64Array => Float64Array.from(r.data[name]);
const [score, other, age, sex, height, cc, time, event] = (
  ["score", "other", "age", "sex", "height", "cc", "time", "event"] as const
).map(column);

function expectNear(
  found: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
): void {
  expect(found.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const size = Math.max(Math.abs(expected[i]), 1e-3);
    expect(Math.abs(found[i] - expected[i]) / size, `number ${i}`).toBeLessThan(tolerance);
  }
}

function measured(evaluation: Evaluation, measure: string): number[] {
  const { columns } = evaluation.measures;
  const row = columns.measure.indexOf(measure);
  expect(row, measure).toBeGreaterThanOrEqual(0);
  return [
    columns.estimate[row],
    columns.standardError[row],
    columns.lower[row],
    columns.upper[row],
  ];
}

describe("R 4.2.2 glm and lm", () => {
  test("logistic regression: coefficients, covariance, log likelihoods", () => {
    const fit = logisticRegression({ columns: [age, sex, score], isCase: cc });
    if (fit.status !== "fitted") throw new Error(fit.status);
    expectNear(fit.coefficients, r.logistic.coef, ITERATED);
    expectNear(fit.covariance, r.logistic.covariance, ITERATED);
    expectNear([fit.logLikelihood], [r.logistic.logLik], CLOSED);
    expectNear([fit.nullLogLikelihood], [r.logistic.nullLogLik], CLOSED);
  });

  test("Nagelkerke, observed and liability R², odds ratio per SD", () => {
    const { logistic } = r;
    const found = evaluate({
      score,
      outcome: { binary: cc },
      covariates: { age, sex },
      prevalence: 0.05,
    });
    const estimate = (name: string): number => measured(found, name)[0];
    expectNear(
      [
        estimate("Nagelkerke R²"),
        estimate("Nagelkerke R² of the covariates"),
        estimate("Nagelkerke R² of covariates and score"),
        estimate("incremental Nagelkerke R²"),
        estimate("observed-scale R²"),
        estimate("liability R²"),
        estimate("incremental liability R²"),
        Math.log(estimate("OR per SD")),
        measured(found, "OR per SD")[1],
      ],
      [
        logistic.nagelkerkeScore,
        logistic.nagelkerkeBase,
        logistic.nagelkerke,
        logistic.nagelkerke - logistic.nagelkerkeBase,
        logistic.observed,
        logistic.liability,
        logistic.addedLiability,
        logistic.perSd[0],
        logistic.perSd[1],
      ],
      CLOSED,
    );
    const { negLog10PValue, measure } = found.measures.columns;
    expectNear(
      [negLog10PValue[measure.indexOf("OR per SD")]],
      [-Math.log10(logistic.perSd[2])],
      CLOSED,
    );
  });

  test("R², incremental R² and beta per SD", () => {
    const found = evaluate({
      score,
      outcome: { quantitative: height },
      covariates: { age, sex },
    });
    const { linear } = r;
    const estimate = (name: string): number => measured(found, name)[0];
    expectNear(
      [
        estimate("R²"),
        estimate("R² of the covariates"),
        estimate("R² of covariates and score"),
        estimate("incremental R²"),
      ],
      [linear.r2, linear.base, linear.full, linear.full - linear.base],
      CLOSED,
    );
    expectNear(
      measured(found, "beta per SD"),
      [linear.perSd[0], linear.perSd[1], linear.perSd[4], linear.perSd[5]],
      CLOSED,
    );
  });

  test("odds ratios of deciles and of the top fifth; a decile without cases is separated", () => {
    const options = {
      score,
      outcome: { binary: cc },
      covariates: { age, sex },
      smallestCount: 1,
      topShares: [0.2],
    } as const;
    const middle = evaluate(options).strata.columns;
    const rows = [0, 2, 8, 9];
    expectNear(
      Array.from(rows, (i) => middle.n[i]),
      r.strata[0],
      CLOSED,
    );
    expectNear(
      Array.from(rows, (i) => middle.cases[i]),
      r.strata[1],
      CLOSED,
    );
    expectNear(
      Array.from(rows, (i) => Math.log(middle.estimate[i])),
      r.strata[2],
      ITERATED,
    );
    expect([middle.cases[1], middle.errorCode[1], middle.estimate[4], middle.reason[4]]).toEqual([
      0,
      "SEPARATED",
      1,
      "reference",
    ]);
    const rest = evaluate({ ...options, reference: "rest" }).strata.columns;
    const top = rest.stratum.indexOf("top 20 %");
    const [n, beta, se] = r.topShare;
    expectNear([rest.n[top], Math.log(rest.estimate[top])], [n, beta], ITERATED);
    expectNear(
      [Math.log(rest.upper[top] / rest.lower[top]) / (2 * 1.959963984540054)],
      [se],
      ITERATED,
    );
  });
});

describe("pROC 1.18.0, DeLong", () => {
  const { discrimination } = r;
  test("AUC, variance and interval", () => {
    const found = auc({ score, isCase: cc });
    expectNear(
      [found.auc, found.standardError ** 2, found.lower, found.upper],
      [discrimination.auc, discrimination.variance, discrimination.ci[0], discrimination.ci[2]],
      CLOSED,
    );
  });
  test("paired test", () => {
    const found = compareAuc({ scores: [score, other], isCase: cc });
    expectNear(
      [...found.auc, found.difference, found.z, found.negLog10PValue],
      [
        discrimination.auc,
        discrimination.other,
        discrimination.difference,
        discrimination.z,
        -Math.log10(discrimination.p),
      ],
      CLOSED,
    );
  });
});

describe("risks, by R's glm and the published formulas in R", () => {
  const { quality } = r;
  const risk = score.map((value) => inverseLogit(-1 + 0.9 * value));
  const before = age.map((value) => inverseLogit(-1 + 0.02 * (value - 55)));
  test("calibration and Brier score", () => {
    const { measures } = calibration({ risk, isCase: cc });
    const found = (name: string): number[] => {
      const { estimate, standardError } = measures.find(({ measure }) => measure === name)!;
      return [estimate, standardError];
    };
    expectNear(found("calibration slope"), [quality.slope, quality.slopeSe], ITERATED);
    expectNear(found("calibration intercept"), [quality.intercept, quality.interceptSe], ITERATED);
    expectNear(found("calibration in the large"), [quality.large, quality.largeSe], ITERATED);
    expectNear(found("Brier score"), [quality.brier, quality.brierSe], CLOSED);
    expectNear(found("scaled Brier score").slice(0, 1), [quality.scaled], CLOSED);
  });
  test("NRI, IDI and net benefit", () => {
    const { measures } = reclassification({ before, after: risk, isCase: cc, cuts: [0.2, 0.4] });
    const found = (name: string): { estimate: number; standardError: number } =>
      measures.find(({ measure }) => measure === name)!;
    for (const [name, expected] of [
      ["continuous NRI", quality.continuousNri],
      ["categorical NRI", quality.categoricalNri],
    ] as const) {
      expectNear(
        [
          found(`${name}, cases`).estimate,
          found(`${name}, controls`).estimate,
          found(name).standardError,
        ],
        expected,
        CLOSED,
      );
    }
    expectNear(
      [found("IDI").estimate, found("IDI").standardError],
      [quality.idi, quality.idiSe],
      CLOSED,
    );
    const curve = decisionCurve({ risks: { risk }, isCase: cc, thresholds: [0.1, 0.2, 0.3] });
    expectNear(curve.columns.netBenefit.subarray(0, 3), quality.netBenefit, CLOSED);
  });
});

describe("survival 3.5.3", () => {
  const { survival } = r;
  test.each(["efron", "breslow"] as const)("Cox regression with ties: %s", (ties) => {
    const fit = coxRegression({ columns: [age, sex, score], time, isEvent: event, ties });
    if (fit.status !== "fitted") throw new Error(fit.status);
    const expected = survival.cox[ties];
    expectNear(fit.coefficients, expected.coef, ITERATED);
    expectNear(fit.covariance, expected.covariance, ITERATED);
    expectNear([fit.nullLogLikelihood, fit.logLikelihood], expected.logLik, CLOSED);
    expectNear([fit.scoreStatistic], [expected.score], CLOSED);
  });
  test("Harrell's C", () => {
    const found = concordanceIndex(score, time, event)!;
    expectNear([found.concordant, found.discordant, found.tiedScore], survival.counts, CLOSED);
    expectNear(
      [found.concordance, found.standardError],
      [survival.concordance, survival.concordanceSe],
      CLOSED,
    );
  });
  test("Kaplan–Meier and log-rank", () => {
    const { km } = survival;
    const curve = kaplanMeierCurve(time, event);
    const numbers = (values: readonly (number | "NA")[]): number[] => values.map(Number);
    expectNear(curve.time, numbers(km.time), CLOSED);
    expectNear(curve.atRisk, numbers(km.atRisk), CLOSED);
    expectNear(curve.survival, numbers(km.survival), CLOSED);
    const end = curve.survival.findIndex((value) => value === 0);
    const defined = end < 0 ? curve.time.length : end;
    expectNear(curve.standardError.subarray(0, defined), numbers(km.se).slice(0, defined), CLOSED);
    expectNear(curve.lower.subarray(0, defined), numbers(km.lower).slice(0, defined), CLOSED);
    expectNear(curve.upper.subarray(0, defined), numbers(km.upper).slice(0, defined), CLOSED);
    expectNear(
      [curve.median.time, curve.median.lower, curve.median.upper],
      survival.median,
      CLOSED,
    );
    const test = logRankTest(time, event, equalParts(score, 5), 5)!;
    expectNear([test.chiSquare], [survival.logRank], CLOSED);
    expectNear(test.observed, survival.observed, CLOSED);
    expectNear(test.expected, survival.expected, CLOSED);
  });
});

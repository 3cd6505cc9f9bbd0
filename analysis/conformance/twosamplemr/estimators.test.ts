import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { mr } from "../../src/index.ts";
import {
  bloodPressure,
  bodyMass,
  effectsOfNumbers,
  BOOTSTRAPS,
  HAS_DATA,
  lipids,
  repeated,
  REPEATS,
  sharedJson,
} from "../peer/mr-sets.ts";

type SetName = "ldl" | "bmi" | "sbp" | "underdispersed";
interface Case {
  readonly set: SetName;
  readonly method: string;
  readonly result: Record<string, number>;
}
interface Bootstrap {
  readonly set: SetName;
  readonly mean: number;
  readonly sd: number;
  readonly intercept: number;
  readonly intercept_sd: number;
  readonly draws: number;
}
const fixture = JSON.parse(readFileSync(new URL("expected.json", import.meta.url), "utf8")) as {
  underdispersed: { bx: number[]; bxse: number[]; by: number[]; byse: number[] };
  cases: Case[];
  egger_bootstrap: Bootstrap[];
};
const sets: Record<SetName, () => mr.InstrumentEffects> = {
  ldl: () => lipids("ldlc"),
  bmi: bodyMass,
  sbp: bloodPressure,
  underdispersed: () => effectsOfNumbers(fixture.underdispersed),
};
const { methods } = mr;
const settings = { seed: 1, bootstraps: 1000, confidence: 0.95 };
const casesOf = (names: readonly string[]): Case[] =>
  fixture.cases.filter(({ method }) => names.includes(method));
const relative = (value: number, expected: number): number => Math.abs(value / expected - 1);
const lnP = ({ negLog10PValue }: mr.Estimate): number => -negLog10PValue * Math.LN10;

describe.skipIf(!HAS_DATA)("TwoSampleMR 0.7.9 (needs ../shared/data)", () => {
  const closed: Record<string, mr.Estimator> = {
    mr_ivw: methods.ivw(),
    mr_ivw_mre: methods.ivw({ model: "randomUncorrected" }),
    mr_ivw_fe: methods.ivw({ model: "fixed" }),
    mr_egger_regression: methods.egger(),
    mr_grip: methods.grip(),
  };
  test.each(casesOf(Object.keys(closed)))(
    "$method of $set within 1e-8",
    ({ set, method, result }) => {
      const found = closed[method].estimate(sets[set](), settings);
      const details = found.details as Record<string, number>;
      expect(relative(found.beta, result.b)).toBeLessThan(1e-8);
      expect(relative(found.standardError, result.se)).toBeLessThan(1e-8);
      expect(relative(lnP(found), Math.log(result.pval))).toBeLessThan(1e-8);
      if ("Q" in result) {
        expect(relative(details.q, result.Q)).toBeLessThan(1e-8);
        expect(relative(10 ** -details.qNegLog10PValue, result.Q_pval)).toBeLessThan(1e-7);
      }
      if ("b_i" in result) {
        expect(relative(details.intercept, result.b_i)).toBeLessThan(1e-7);
        expect(relative(details.interceptStandardError, result.se_i)).toBeLessThan(1e-8);
        expect(relative(10 ** -details.interceptNegLog10PValue, result.pval_i)).toBeLessThan(1e-7);
      }
    },
  );

  test("the three conventions of one IVW: equal above a residual standard error of 1, not below (its issue 377)", () => {
    const errors = (set: SetName): number[] =>
      ["mr_ivw", "mr_ivw_mre", "mr_ivw_fe"].map(
        (name) => closed[name].estimate(sets[set](), settings).standardError,
      );
    const [random, uncorrected, fixed] = errors("bmi");
    expect(random).toBe(uncorrected);
    expect(random).toBeGreaterThan(fixed);
    const [floored, small, own] = errors("underdispersed");
    expect(floored).toBe(own);
    expect(small).toBeLessThan(0.8 * own);
  });

  test.each(casesOf(["mr_grip"]))("$method of $set, adjusted, within 1e-8", ({ set, result }) => {
    const found = methods.grip({ weakInstruments: true }).estimate(sets[set](), settings);
    expect(relative(found.beta, result["b.adj"])).toBeLessThan(1e-8);
    // Its formula keeps the sign of its denominator in the standard error.
    expect(relative(found.standardError, Math.abs(result["se.adj"]))).toBeLessThan(1e-8);
  });

  test.each(casesOf(["mr_sign"]))("$method of $set within 1e-10", ({ set, result }) => {
    const found = methods.signTest().estimate(sets[set](), settings);
    expect(found.beta).toBeCloseTo(result.b, 12);
    expect(found.variantCount).toBe(result.nsnp);
    expect(relative(lnP(found), Math.log(result.pval))).toBeLessThan(1e-10);
  });

  test.each(casesOf(["mr_wald_ratio"]))("$method of $set within 1e-10", ({ set, result }) => {
    const all = sets[set]();
    const first = (values: Float64Array): Float64Array => values.slice(0, 1);
    const effects = {
      ...all,
      variantId: all.variantId.slice(0, 1),
      betaExposure: first(all.betaExposure),
      standardErrorExposure: first(all.standardErrorExposure),
      betaOutcome: first(all.betaOutcome),
      standardErrorOutcome: first(all.standardErrorOutcome),
    };
    for (const estimator of [methods.waldRatio(), methods.ivw()]) {
      const found = estimator.estimate(effects, settings);
      expect(relative(found.beta, result.b)).toBeLessThan(1e-10);
      expect(relative(found.standardError, result.se)).toBeLessThan(1e-10);
      expect(Math.abs(lnP(found) - Math.log(result.pval))).toBeLessThan(1e-9);
    }
  });

  const medians: Record<string, mr.Estimator> = {
    mr_simple_median: methods.simpleMedian(),
    mr_weighted_median: methods.weightedMedian(),
    mr_penalised_weighted_median: methods.penalisedMedian(),
  };
  test.each(casesOf(Object.keys(medians)))(
    "$method of $set: estimate within 1e-8, standard error within 3 of its own",
    ({ set, method, result }) => {
      const bootstraps = 10_000;
      const found = medians[method].estimate(sets[set](), { ...settings, bootstraps });
      expect(relative(found.beta, result.b)).toBeLessThan(1e-8);
      const error = 1.5 * Math.sqrt(1 / (2 * bootstraps) + 1 / 40_000);
      expect(relative(found.standardError, result.se)).toBeLessThan(3 * error);
    },
  );

  const modes: Record<string, mr.Estimator> = {
    mr_simple_mode: methods.simpleMode(),
    mr_weighted_mode: methods.weightedMode(),
    mr_simple_mode_nome: methods.simpleMode({ nome: true }),
    mr_weighted_mode_nome: methods.weightedMode({ nome: true }),
  };
  test.each(casesOf(Object.keys(modes)))(
    "$method of $set: the same point of R's grid, standard error within 3 of its own",
    ({ set, method, result }) => {
      const { beta, standardError, error } = repeated(modes[method], sets[set]());
      expect(relative(beta, result.b)).toBeLessThan(1e-8);
      const both = error * Math.sqrt(1 / REPEATS + BOOTSTRAPS / 4000);
      expect(Math.abs(standardError - result.se)).toBeLessThan(3 * both);
    },
  );

  test("mode: an interval leaves out 0 exactly when P is below 0.05 (its P is of t, its interval normal)", () => {
    for (const { set, method } of casesOf(Object.keys(modes))) {
      const found = modes[method].estimate(sets[set](), settings);
      expect(found.ciLower > 0 || found.ciUpper < 0).toBe(lnP(found) < Math.log(0.05));
    }
  });

  test.each(fixture.egger_bootstrap)(
    "bootstrapped MR-Egger of $set: lm()'s mean and standard deviation within 3 of their errors",
    ({ set, mean, sd, intercept, intercept_sd, draws }) => {
      const bootstraps = 10_000;
      const found = methods.eggerBootstrap().estimate(sets[set](), { ...settings, bootstraps });
      const details = found.details as Record<string, number>;
      const error = Math.sqrt(1 / draws + 1 / bootstraps);
      expect(Math.abs(found.beta - mean)).toBeLessThan(3 * sd * error);
      expect(Math.abs(details.intercept - intercept)).toBeLessThan(3 * intercept_sd * error);
      expect(relative(found.standardError, sd)).toBeLessThan(3 * error);
    },
  );

  test("bootstrapped MR-Egger: the package's line is not that of weighted least squares, and its P is one-sided", () => {
    const cases = casesOf(["mr_egger_regression_bootstrap"]);
    const away = cases.map(({ set, result }) => {
      const own = fixture.egger_bootstrap.find((row) => row.set === set);
      return own ? Math.abs(result.b - own.mean) / (own.sd / Math.sqrt(own.draws)) : 0;
    });
    expect(Math.max(...away)).toBeGreaterThan(20);
  });

  test("unweighted regression: estimate within 1e-8; the package's error depends on the outcome's unit, ours does not", () => {
    for (const { set, result } of casesOf(["mr_uwr"])) {
      const effects = sets[set]();
      const found = methods.unweighted().estimate(effects, settings);
      expect(relative(found.beta, result.b)).toBeLessThan(1e-8);
      const { residualStandardError } = found.details as Record<string, number>;
      const theirs = found.standardError / Math.min(1, residualStandardError);
      expect(relative(theirs, result.se)).toBeLessThan(1e-8);
      const inOtherUnit = {
        ...effects,
        betaOutcome: effects.betaOutcome.map((beta) => 100 * beta),
        standardErrorOutcome: effects.standardErrorOutcome.map((sd) => 100 * sd),
      };
      const scaled = methods.unweighted().estimate(inOtherUnit, settings);
      expect(relative(scaled.standardError, 100 * found.standardError)).toBeLessThan(1e-10);
      expect(relative(lnP(scaled), lnP(found))).toBeLessThan(1e-10);
    }
  });

  test("maximum likelihood: lower than where the package's Nelder–Mead stops", () => {
    for (const { set, result } of casesOf(["mr_two_sample_ml"])) {
      const found = methods.maximumLikelihood({ model: "fixed" }).estimate(sets[set](), settings);
      expect(found.details.q).toBeLessThan(result.Q * (1 + 1e-9));
    }
    const ldl = casesOf(["mr_two_sample_ml"]).find(({ set }) => set === "ldl");
    expect(ldl?.result.b).toBeCloseTo(3.225, 3);
  });

  test("golden values of LDL cholesterol on coronary heart disease", () => {
    const effects = lipids("ldlc");
    const beta = (estimator: mr.Estimator): number => estimator.estimate(effects, settings).beta;
    expect(beta(methods.simpleMedian())).toBeCloseTo(1.75513834, 8);
    expect(beta(methods.weightedMedian())).toBeCloseTo(2.677244284, 9);
    expect(beta(methods.weightedMedian({ weights: "firstOrder" }))).toBeCloseTo(2.682883465, 9);
    expect(beta(methods.penalisedMedian())).toBeCloseTo(2.676906988, 9);
    expect(beta(methods.simpleMode())).toBeCloseTo(2.405551116, 9);
    expect(beta(methods.weightedMode())).toBeCloseTo(2.946300572, 9);
  });

  test("body mass index on coronary disease: the shared expected values", () => {
    const expected = (
      sharedJson("mr-bmi-chd-twosamplemr/expected.json") as {
        peer_computed: Record<string, { b: number; se: number }[]>;
      }
    ).peer_computed;
    const effects = bodyMass();
    const check = (estimator: mr.Estimator, [{ b, se }]: { b: number; se: number }[]): void => {
      const found = estimator.estimate(effects, settings);
      expect(relative(found.beta, b)).toBeLessThan(1e-8);
      // Standard errors of 1000 draws each: within 3 of theirs.
      const tolerance = estimator.isRandom ? 3 * 1.5 * Math.sqrt(1 / 1000) : 1e-8;
      expect(relative(found.standardError, se)).toBeLessThan(tolerance);
    };
    check(methods.egger(), expected.mr_mr_egger_regression);
    check(methods.simpleMedian(), expected.mr_mr_simple_median);
    check(methods.weightedMedian(), expected.mr_mr_weighted_median);
    check(methods.ivw(), expected.mr_mr_ivw);
    check(methods.ivw({ model: "randomUncorrected" }), expected.mr_mr_ivw_mre);
    check(methods.ivw({ model: "fixed" }), expected.mr_mr_ivw_fe);
  });
});

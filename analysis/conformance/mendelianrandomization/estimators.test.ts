import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { chiSquare1QuantileOfLnP } from "../../src/stats/normal.ts";
import { mr } from "../../src/index.ts";
import {
  bloodPressure,
  calcium,
  effectsOfNumbers,
  BOOTSTRAPS,
  HAS_DATA,
  lipids,
  repeated,
  REPEATS,
  sharedJson,
} from "../peer/mr-sets.ts";

type SetName = "ldl" | "hdl" | "sbp" | "underdispersed" | "calcium";
interface Case {
  readonly set: SetName;
  readonly name: string;
  readonly result: Record<string, number | number[]>;
}
interface Fixture {
  readonly underdispersed: { bx: number[]; bxse: number[]; by: number[]; byse: number[] };
  readonly cases: readonly Case[];
  readonly likelihood: readonly {
    readonly set: SetName;
    readonly psi: number;
    readonly package: { Estimate: number; StdError: number; "Heter.Stat": [number, number] };
    readonly bfgs: { estimate: number; objective: number };
  }[];
}
const fixture = JSON.parse(
  readFileSync(new URL("expected.json", import.meta.url), "utf8"),
) as Fixture;
const sets: Record<SetName, () => mr.InstrumentEffects> = {
  ldl: () => lipids("ldlc"),
  hdl: () => lipids("hdlc"),
  sbp: bloodPressure,
  underdispersed: () => effectsOfNumbers(fixture.underdispersed),
  calcium,
};
const { methods } = mr;
const settings = { seed: 1, bootstraps: 1000, confidence: 0.95 };
const casesOf = (names: readonly string[]): Case[] =>
  fixture.cases.filter(({ name }) => names.includes(name));
const relative = (value: number, expected: number): number => Math.abs(value / expected - 1);
const pOf = ({ negLog10PValue }: mr.Estimate): number => 10 ** -negLog10PValue;

function expectInference(
  found: mr.Estimate,
  expected: Record<string, number | number[]>,
  tolerance: number,
): void {
  const number = (...names: string[]): number =>
    expected[names.find((name) => name in expected) ?? ""] as number;
  expect(relative(found.beta, number("Estimate"))).toBeLessThan(tolerance);
  expect(relative(found.standardError, number("StdError", "StdError.Est"))).toBeLessThan(tolerance);
  // Ends near 0 are differences of larger numbers.
  const scale = Math.abs(found.beta) + found.standardError;
  expect(Math.abs(found.ciLower - number("CILower", "CILower.Est")) / scale).toBeLessThan(
    tolerance,
  );
  expect(Math.abs(found.ciUpper - number("CIUpper", "CIUpper.Est")) / scale).toBeLessThan(
    tolerance,
  );
  // The package's 2 (1 − Φ(z)) loses digits of small P values; and a P value moves z² times as much as its z.
  const p = number("Pvalue", "Pvalue.Est");
  const z = Math.abs(found.beta / found.standardError);
  expect(Math.abs(pOf(found) - p)).toBeLessThan(tolerance * 10 * (1 + z * z) * p + 1e-15);
}

describe.skipIf(!HAS_DATA)("MendelianRandomization 0.10.0 (needs ../shared/data)", () => {
  const closed: Record<string, { estimator: mr.Estimator; confidence?: number }> = {
    "ivw.random": { estimator: methods.ivw() },
    "ivw.fixed": { estimator: methods.ivw({ model: "fixed" }) },
    "ivw.random.delta": { estimator: methods.ivw({ weights: "delta" }) },
    "ivw.fixed.delta": { estimator: methods.ivw({ model: "fixed", weights: "delta" }) },
    "ivw.psi": { estimator: methods.ivw({ weights: "delta", psi: 0.3 }) },
    "ivw.random.penalised": { estimator: methods.ivw({ penalised: true }) },
    "ivw.fixed.penalised": { estimator: methods.ivw({ model: "fixed", penalised: true }) },
    "ivw.delta.penalised": { estimator: methods.ivw({ weights: "delta", penalised: true }) },
    "ivw.t": { estimator: methods.ivw({ distribution: "t" }), confidence: 0.9 },
    "egger.normal": { estimator: methods.egger({ distribution: "normal" }) },
    "egger.penalised.normal": {
      estimator: methods.egger({ distribution: "normal", penalised: true }),
    },
    "divw.TRUE": { estimator: methods.divw() },
    "divw.FALSE": { estimator: methods.divw({ overdispersion: false }) },
    "pivw.normal.TRUE": { estimator: methods.pivw({ penalty: 2, interval: "normal" }) },
    "pivw.normal.FALSE": {
      estimator: methods.pivw({ penalty: 2, interval: "normal", overdispersion: false }),
    },
  };
  test.each(casesOf(Object.keys(closed)))("$name of $set within 1e-8", ({ set, name, result }) => {
    const { estimator, confidence = 0.95 } = closed[name];
    const found = estimator.estimate(sets[set](), { ...settings, confidence });
    expectInference(found, result, 1e-8);
    if ("Intercept" in result) {
      const { intercept, interceptStandardError } = found.details as Record<string, number>;
      expect(relative(intercept, result.Intercept as number)).toBeLessThan(1e-8);
      expect(relative(interceptStandardError, result["StdError.Int"] as number)).toBeLessThan(1e-8);
    }
    if ("RSE" in result) {
      const { residualStandardError } = found.details as Record<string, number>;
      expect(relative(residualStandardError, result.RSE as number)).toBeLessThan(1e-8);
    }
    if ("Fstat" in result) {
      expect(relative(found.details.meanF as number, result.Fstat as number)).toBeLessThan(
        set === "calcium" ? 1 : 1e-10,
      );
    }
    if ("Condition" in result) {
      expect(relative(found.details.condition as number, result.Condition as number)).toBeLessThan(
        1e-8,
      );
    }
  });

  const robust: Record<string, mr.Estimator> = {
    "ivw.random.robust": methods.ivw({ robust: true }),
    "ivw.fixed.robust": methods.ivw({ model: "fixed", robust: true }),
    "ivw.robust.penalised": methods.ivw({ robust: true, penalised: true }),
    "egger.robust.normal": methods.egger({ robust: true, distribution: "normal" }),
    "egger.penalised.robust.normal": methods.egger({
      robust: true,
      penalised: true,
      distribution: "normal",
    }),
  };
  test.each(casesOf(Object.keys(robust)))(
    "$name of $set within 1e-5 of robustbase's lmrob",
    ({ set, name, result }) => {
      expectInference(robust[name].estimate(sets[set](), settings), result, 1e-5);
    },
  );

  test.each(casesOf(["pivw.selection.TRUE", "pivw.selection.FALSE"]))(
    "$name of $set, selected by another study's P values, within 1e-8",
    ({ set, name, result }) => {
      const effects = sets[set]();
      const negLog10PValue = effects.betaExposure.map((beta, j) => {
        const z = (beta / effects.standardErrorExposure[j]) * 0.9;
        return mr.methods.waldRatio().estimate(oneVariant(z), settings).negLog10PValue;
      });
      const estimator = methods.pivw({
        overdispersion: name.endsWith("TRUE"),
        interval: "normal",
        selection: { threshold: 5, negLog10PValue },
      });
      const found = estimator.estimate(effects, settings);
      expectInference(found, result, 1e-8);
      expect(found.variantCount).toBe(result.SNPs);
      expect(relative(found.details.condition as number, result.Condition as number)).toBeLessThan(
        1e-8,
      );
    },
  );

  test.each(casesOf(["pivw.TRUE", "pivw.FALSE"]))(
    "$name of $set with its bootstrapped Fieller interval: ends within 6 % of the interval's length",
    ({ set, name, result }) => {
      const estimator = methods.pivw({ overdispersion: name.endsWith("TRUE") });
      const found = estimator.estimate(sets[set](), settings);
      expect(relative(found.beta, result.Estimate as number)).toBeLessThan(1e-8);
      const [lower, upper] = [result.CILower as number, result.CIUpper as number];
      expect(Math.abs(found.ciLower - lower)).toBeLessThan(0.06 * (upper - lower));
      expect(Math.abs(found.ciUpper - upper)).toBeLessThan(0.06 * (upper - lower));
      // P values of 1000 draws each.
      const p = result.Pvalue as number;
      const error = Math.sqrt((2 * Math.max(p, 1e-3) * (1 - p)) / 1000);
      expect(Math.abs(pOf(found) - p)).toBeLessThan(3 * error + 1e-3);
    },
  );

  const medians: Record<string, mr.Estimator> = {
    "median.simple": methods.simpleMedian(),
    "median.weighted": methods.weightedMedian({ weights: "firstOrder" }),
    "median.penalized": methods.penalisedMedian({ weights: "firstOrder" }),
  };
  test.each(casesOf(Object.keys(medians)))(
    "$name of $set: estimate within 1e-8, bootstrapped standard error within 3 of its own",
    ({ set, name, result }) => {
      const bootstraps = 10_000;
      const found = medians[name].estimate(sets[set](), { ...settings, bootstraps });
      expect(relative(found.beta, result.Estimate as number)).toBeLessThan(1e-8);
      // Both are of 10 000 draws; the tails of ratios add to the error of a normal standard deviation.
      expect(relative(found.standardError, result.StdError as number)).toBeLessThan(
        3 * Math.sqrt(2 / (2 * bootstraps)) * 1.5,
      );
    },
  );

  const modes: Record<string, mr.Estimator> = {
    "mbe.weighted.delta": methods.weightedMode({ distribution: "normal" }),
    "mbe.weighted.simple": methods.weightedMode({ distribution: "normal", nome: true }),
    "mbe.unweighted.delta": methods.simpleMode({ distribution: "normal" }),
    "mbe.unweighted.simple": methods.simpleMode({ distribution: "normal", nome: true }),
    "mbe.phi": methods.weightedMode({ distribution: "normal", phi: 0.5 }),
  };
  test.each(casesOf(Object.keys(modes)))(
    "$name of $set: the same point of R's grid, bootstrapped standard error within 3 of its own",
    ({ set, name, result }) => {
      const { beta, standardError, error } = repeated(modes[name], sets[set]());
      expect(relative(beta, result.Estimate as number)).toBeLessThan(1e-8);
      const both = error * Math.sqrt(1 / REPEATS + BOOTSTRAPS / 4000);
      expect(Math.abs(standardError - (result.StdError as number))).toBeLessThan(3 * both);
    },
  );

  test.each(casesOf(["conmix"]))(
    "contamination mixture of $set: on the package's grid its numbers, without one the maximum between",
    ({ set, result }) => {
      const step = result.CIStep as number;
      const effects = sets[set]();
      const onGrid = methods.contaminationMixture({ step }).estimate(effects, settings);
      expect(relative(onGrid.beta, result.Estimate as number)).toBeLessThan(1e-8);
      const ends = [result.CILower, result.CIUpper].map((value) => [value].flat());
      const intervals = ends[0].flatMap((low, i) => [low, ends[1][i]]);
      const found = onGrid.details.intervals as number[];
      expect(found.length).toBe(intervals.length);
      found.forEach((end, i) => expect(end).toBeCloseTo(intervals[i], 9));
      expect(relative(onGrid.details.psi as number, result.Psi as number)).toBeLessThan(1e-12);
      const valid = (result.Valid as number[]).map((j) => `variant ${j}`);
      expect(onGrid.details.valid).toEqual(valid);

      const exact = methods.contaminationMixture().estimate(effects, settings);
      expect(Math.abs(exact.beta - onGrid.beta)).toBeLessThan(step);
      expect(Math.abs(exact.ciLower - onGrid.ciLower)).toBeLessThan(step);
      expect(Math.abs(exact.ciUpper - onGrid.ciUpper)).toBeLessThan(step);
    },
  );

  test("contamination mixture: where φ > 1 the package's P value is not that of its interval; ours is", () => {
    for (const { set, result } of casesOf(["conmix"])) {
      const step = result.CIStep as number;
      const found = methods.contaminationMixture({ step }).estimate(sets[set](), settings);
      const phi = found.details.overdispersion as number;
      // Its likelihood ratio times φ², ours over φ²: equal when each is freed of its own factor.
      const lnP = (negLog10: number): number => -negLog10 * Math.LN10;
      const ours = chiSquare1QuantileOfLnP(lnP(found.negLog10PValue)) * phi ** 2;
      const theirs = chiSquare1QuantileOfLnP(Math.log(result.Pvalue as number)) / phi ** 2;
      expect(relative(ours, theirs)).toBeLessThan(1e-6);
    }
  });

  test.each(fixture.likelihood)(
    "maximum likelihood of $set, ψ $psi: BFGS's optimum, lower than where the package's Nelder–Mead stops",
    ({ set, psi, package: reference, bfgs }) => {
      const found = methods.maximumLikelihood({ psi }).estimate(sets[set](), settings);
      expect(relative(found.beta, bfgs.estimate)).toBeLessThan(1e-5);
      expect(found.details.negativeLogLikelihood).toBeLessThanOrEqual(bfgs.objective * (1 + 1e-12));
      expect(found.details.q).toBeLessThan(reference["Heter.Stat"][0] * (1 + 1e-9));
    },
  );

  test("printed and golden values of LDL cholesterol on coronary heart disease", () => {
    const { cases } = (
      sharedJson("mr-lipids-chd/expected.json") as {
        peer_computed: { cases: Record<string, { result: Record<string, number> }> };
      }
    ).peer_computed;
    const effects = lipids("ldlc");
    const expected: [mr.Estimator, string][] = [
      [methods.ivw(), "ivw_default_ldlc"],
      [methods.ivw({ model: "fixed" }), "ivw_fixed_ldlc"],
      [methods.ivw({ weights: "delta" }), "ivw_delta_ldlc"],
      [methods.ivw({ penalised: true }), "ivw_penalized_ldlc"],
      [methods.ivw({ distribution: "t" }), "ivw_tdist_ldlc"],
      [methods.egger({ distribution: "normal" }), "egger_ldlc"],
      [methods.egger(), "egger_tdist_ldlc"],
    ];
    for (const [estimator, name] of expected) {
      expectInference(estimator.estimate(effects, settings), cases[name].result, 1e-8);
    }
    expectInference(methods.ivw().estimate(calcium(), settings), cases.ivw_correl.result, 1e-8);
    const likelihood = methods.maximumLikelihood({ model: "fixed" }).estimate(effects, settings);
    expect(relative(likelihood.beta, 3.17326849)).toBeLessThan(1e-8);
    expect(likelihood.standardError).toBeCloseTo(0.3131268, 7);
    expect(likelihood.details.q).toBeCloseTo(85.9721674, 7);
    expect(methods.divw().estimate(effects, settings).beta).toBeCloseTo(2.9396459, 7);
    expect(methods.egger().estimate(effects, settings).details.i2gx).toBeCloseTo(0.9193654, 7);
  });

  test("systolic blood pressure on coronary disease", () => {
    const expected = (
      sharedJson("mr-sbp-cad/expected.json") as {
        peer_computed: Record<string, Record<string, number>>;
      }
    ).peer_computed;
    const effects = bloodPressure();
    const check = (estimator: mr.Estimator, name: string, hasError: boolean): void => {
      const found = estimator.estimate(effects, settings);
      expect(relative(found.beta, expected[name].est)).toBeLessThan(1e-8);
      if (hasError) expect(relative(found.standardError, expected[name].se)).toBeLessThan(1e-8);
    };
    check(methods.ivw(), "ivw", true);
    check(methods.egger(), "egger", true);
    check(methods.weightedMedian({ weights: "firstOrder" }), "weighted_median", false);
    check(methods.simpleMedian(), "simple_median", false);
    check(methods.divw(), "divw", true);
    check(methods.weightedMode(), "mbe", false);
    check(methods.contaminationMixture({ step: 0.001 }), "conmix", false);
  });
});

/** One variant whose Wald ratio has this z: its P value is that of the z. */
function oneVariant(z: number): mr.InstrumentEffects {
  return {
    exposure: "",
    outcome: "",
    variantId: ["one"],
    betaExposure: Float64Array.of(1),
    standardErrorExposure: Float64Array.of(1),
    betaOutcome: Float64Array.of(z),
    standardErrorOutcome: Float64Array.of(1),
  };
}

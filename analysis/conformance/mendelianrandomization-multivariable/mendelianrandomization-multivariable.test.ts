import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { mr } from "../../src/index.ts";
import { hasData, reference, ROOT } from "../peer/shared-data.ts";

interface Fit {
  readonly beta: readonly number[];
  readonly standardError: readonly number[];
}
interface Line extends Fit {
  readonly pValue: readonly number[];
  readonly rse: number;
  readonly q: number;
}
interface Egger extends Line {
  readonly intercept: number;
  readonly interceptStandardError: number;
  readonly interceptPValue: number;
}
interface Lasso extends Fit {
  readonly valid: readonly string[];
  readonly lambda: number;
}
interface Cml extends Fit {
  readonly invalid: readonly number[];
}
interface Expected {
  readonly n: number;
  readonly correlation: readonly number[];
  readonly ivw: Line;
  readonly ivwFixedT: Line;
  readonly ivwLinked: Line;
  readonly conditionalF: readonly number[];
  readonly conditionalFCorrelated: readonly number[];
  readonly egger: Egger;
  readonly eggerToSecond: Egger;
  readonly eggerLinked: Egger;
  readonly median: Fit;
  readonly lasso: Lasso;
  readonly lassoToThird: Lasso;
  readonly cmlBic: Cml;
  readonly cmlBicCorrelated: Cml;
  readonly cmlPerturbed: Fit;
}
interface Data {
  readonly betaExposures: readonly (readonly number[])[];
  readonly standardErrorExposures: readonly (readonly number[])[];
}

const expected = JSON.parse(readFileSync(new URL("expected.json", import.meta.url), "utf8")) as {
  readonly simulated: Expected &
    Data & {
      readonly betaOutcome: readonly number[];
      readonly standardErrorOutcome: readonly number[];
      readonly linkage: readonly number[];
    };
  readonly lipids: Expected;
};
const methods = mr.multivariableMethods;

const near = (values: ArrayLike<number>, references: readonly number[], tolerance = 1e-8): void => {
  expect(values).toHaveLength(references.length);
  references.forEach((value, i) => {
    expect(Math.abs(values[i] - value) / Math.abs(value)).toBeLessThan(tolerance);
  });
};

function simulated(linked: boolean): mr.MultivariableHarmonised {
  const { betaExposures, standardErrorExposures, betaOutcome, standardErrorOutcome, linkage } =
    expected.simulated;
  return mr.multivariableFromArrays({
    exposures: betaExposures.map((beta, i) => ({
      name: `x${i + 1}`,
      beta,
      standardError: standardErrorExposures[i],
    })),
    outcome: { name: "y", beta: betaOutcome, standardError: standardErrorOutcome },
    correlation: linked ? linkage : undefined,
  });
}

function lipids(linked: boolean): mr.MultivariableHarmonised {
  const { columns } = reference("mr-lipids-chd/lipids_chd_28snps.tsv");
  const trait = (name: string, se: string): mr.GivenTrait => ({
    name,
    beta: columns[name].map(Number),
    standardError: columns[se].map(Number),
  });
  return mr.multivariableFromArrays({
    exposures: [trait("ldlc", "ldlcse"), trait("hdlc", "hdlcse"), trait("trig", "trigse")],
    outcome: trait("chdlodds", "chdloddsse"),
    correlation: linked
      ? Array.from({ length: 28 * 28 }, (_, at) => 0.6 ** Math.abs(Math.floor(at / 28) - (at % 28)))
      : undefined,
  });
}

describe("simulated, three exposures, six of 40 variants invalid", () => {
  compare(simulated, expected.simulated);
});

describe.skipIf(!hasData("mr-lipids-chd"))("lipids (needs ../shared/data)", () => {
  compare(lipids, expected.lipids);

  test("what the vignette printed, and what the shared data say", () => {
    const { cases } = (
      JSON.parse(readFileSync(`${ROOT}mr-lipids-chd/expected.json`, "utf8")) as {
        readonly peer_computed: {
          readonly cases: Readonly<
            Record<
              "mvivw" | "mvivw_condF",
              {
                readonly result: {
                  readonly Estimate: number[];
                  readonly StdError: number[];
                  readonly Pvalue: number[];
                  readonly CILower: number[];
                  readonly RSE: number;
                  readonly CondFstat: number[];
                };
              }
            >
          >;
        };
      }
    ).peer_computed;
    const { result } = cases.mvivw_condF;
    const own = mr.multivariable(lipids(false), { methods: ["ivw"] });
    near(own.columns.beta, result.Estimate);
    near(own.columns.standardError, result.StdError);
    near(own.columns.pValue, result.Pvalue);
    near(own.columns.ciLower, result.CILower);
    near([own.details("ivw")["residualStandardError"] as number], [result.RSE]);
    const strength = mr.conditionalStrength(lipids(false), {
      convention: "MendelianRandomization",
      sampleSizes: 17723,
    });
    const { conditionalF } = strength.columns;
    // The peer's least squares are a numeric minimum.
    near([conditionalF[0], conditionalF[2]], [result.CondFstat[0], result.CondFstat[2]], 1e-7);
    // Of the second exposure the peer's optimiser went part of the way from 13.96 to the minimum at 12.19.
    expect(conditionalF[1]).toBeGreaterThan(result.CondFstat[1]);
  });
});

test("mr_mvcML with data perturbation, within three Monte-Carlo errors of each", () => {
  const perturbations = 300;
  const { n, cmlPerturbed } = expected.simulated;
  const own = mr.multivariable(simulated(false), {
    methods: [methods.cml({ perturbations, sampleSize: n })],
    seed: 3,
  });
  cmlPerturbed.beta.forEach((beta, i) => {
    const error = cmlPerturbed.standardError[i] * Math.sqrt(2 / perturbations);
    expect(Math.abs(own.columns.beta[i] - beta)).toBeLessThan(3 * error);
  });
  near(own.columns.standardError, cmlPerturbed.standardError, 3 * Math.sqrt(1 / perturbations));
});

test("where mr_mvcML stays in a local optimum ours has a lower BIC, and never a higher one", () => {
  const optima = JSON.parse(
    readFileSync(new URL("local-optima.json", import.meta.url), "utf8"),
  ) as {
    readonly standardErrorExposures: readonly (readonly number[])[];
    readonly standardErrorOutcome: readonly number[];
    readonly sampleSize: number;
    readonly runs: readonly {
      readonly betaExposures: readonly (readonly number[])[];
      readonly betaOutcome: readonly number[];
      readonly bic: number;
    }[];
  };
  const gains = optima.runs.map(({ betaExposures, betaOutcome, bic }) => {
    const harmonised = mr.multivariableFromArrays({
      exposures: betaExposures.map((beta, i) => ({
        name: `x${i + 1}`,
        beta,
        standardError: optima.standardErrorExposures[i],
      })),
      outcome: { name: "y", beta: betaOutcome, standardError: optima.standardErrorOutcome },
    });
    const own = mr.multivariable(harmonised, {
      methods: [methods.cml({ perturbations: 0, sampleSize: optima.sampleSize })],
    });
    return bic - (own.details("cml.bic")["bic"] as number);
  });
  for (const gain of gains) expect(gain).toBeGreaterThan(-1e-5);
  expect(gains.filter((gain) => Math.abs(gain) < 1e-5).length).toBeGreaterThan(gains.length / 2);
  expect(gains.filter((gain) => gain > 0.1).length).toBeGreaterThan(0);
});

/** Q at its minimum, over its degrees of freedom: below it no conditional F can be. */
function leastF(
  harmonised: mr.MultivariableHarmonised,
  options: mr.ConditionalStrengthOptions,
): number {
  const { conditionalF } = mr.conditionalStrength(harmonised, {
    ...options,
    convention: "weakestCombination",
  }).columns;
  return conditionalF[0];
}

function compare(data: (linked: boolean) => mr.MultivariableHarmonised, reference: Expected): void {
  const estimate = (
    method: mr.MultivariableEstimator,
    linked = false,
    options: mr.MultivariableOptions = {},
  ): mr.MultivariableEstimates => mr.multivariable(data(linked), { methods: [method], ...options });
  const line = (own: mr.MultivariableEstimates, fit: Line): void => {
    near(own.columns.beta, fit.beta);
    near(own.columns.standardError, fit.standardError);
    near(own.columns.pValue, fit.pValue);
    const details = own.details(own.columns.method[0]);
    near([details["residualStandardError"] as number, details["q"] as number], [fit.rse, fit.q]);
  };
  const egger = (own: mr.MultivariableEstimates, fit: Egger): void => {
    line(own, fit);
    const details = own.details(own.columns.method[0]);
    near(
      [
        details["intercept"] as number,
        details["interceptStandardError"] as number,
        10 ** -(details["interceptNegLog10PValue"] as number),
      ],
      [fit.intercept, fit.interceptStandardError, fit.interceptPValue],
    );
  };

  test("mr_mvivw: random, fixed with t, correlated variants", () => {
    line(estimate(methods.ivw()), reference.ivw);
    line(estimate(methods.ivw({ model: "fixed", distribution: "t" })), reference.ivwFixedT);
    line(estimate(methods.ivw(), true), reference.ivwLinked);
  });

  test("conditional F: the peer starts where we are and stops, short of the minimum, where it happens to", () => {
    for (const [exposureCorrelation, peer] of [
      [undefined, reference.conditionalF],
      [reference.correlation, reference.conditionalFCorrelated],
    ] as const) {
      const options = { sampleSizes: reference.n, exposureCorrelation };
      const convention = "MendelianRandomization";
      const own = mr.conditionalStrength(data(false), { ...options, convention }).columns;
      const least = leastF(data(false), options);
      peer.forEach((value, i) => {
        expect(own.conditionalF[i]).toBeGreaterThan(value * (1 - 1e-7));
        expect(least).toBeLessThan(value * (1 + 1e-7));
      });
    }
  });

  test("mr_mvegger: oriented to the first, to the second; correlated variants", () => {
    const second = data(false).exposures[1].name;
    egger(estimate(methods.egger()), reference.egger);
    egger(estimate(methods.egger({ orientTo: second })), reference.eggerToSecond);
    egger(estimate(methods.egger(), true), reference.eggerLinked);
  });

  test("mr_mvmedian: estimates, and standard errors within three of their Monte-Carlo errors", () => {
    const own = estimate(methods.median(), false, { bootstraps: 10_000, seed: 4 });
    near(own.columns.beta, reference.median.beta);
    // The relative error of a standard deviation of 10,000 draws is about 1 / √20,000, and the peer has one too.
    near(own.columns.standardError, reference.median.standardError, 3 * Math.sqrt(2 / 20_000));
  });

  test("mr_mvlasso: the same valid variants and the estimates of these", () => {
    const third = data(false).exposures[2].name;
    for (const [own, fit] of [
      [estimate(methods.lasso()), reference.lasso],
      [estimate(methods.lasso({ orientTo: third })), reference.lassoToThird],
    ] as const) {
      const details = own.details("lasso");
      expect(data(false).rowCount - (details["invalid"] as readonly string[]).length).toBe(
        fit.valid.length,
      );
      for (const id of fit.valid) expect(details["invalid"]).not.toContain(id);
      near([details["lambda"] as number], [fit.lambda]);
      near(own.columns.beta, fit.beta);
      near(own.columns.standardError, fit.standardError);
    }
  });

  test("mr_mvcML by BIC at rest: the same invalid variants and estimates", () => {
    const options = { perturbations: 0, sampleSize: reference.n };
    for (const [own, fit] of [
      [estimate(methods.cml(options)), reference.cmlBic],
      [
        estimate(methods.cml(options), false, { exposureCorrelation: reference.correlation }),
        reference.cmlBicCorrelated,
      ],
    ] as const) {
      const ids = data(false).columns.variantId;
      expect(own.details("cml.bic")["invalid"]).toEqual(fit.invalid.map((row) => ids[row - 1]));
      near(own.columns.beta, fit.beta, 1e-6);
      near(own.columns.standardError, fit.standardError, 1e-5);
    }
  });
}

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import * as mr from "../../src/mr/index.ts";
import { liabilityR } from "../../src/mr/diagnostics/variance-explained.ts";
import { hasData, ROOT } from "../peer/shared-data.ts";

interface Expected {
  readonly regressions: Readonly<Record<"ldl" | "bmi", Regressions>>;
  readonly steiger: {
    readonly effect: {
      readonly rX: number[];
      readonly rY: number[];
      readonly overall: Direction;
      readonly reliable: Direction;
      readonly p: number[];
    };
    readonly pValue: { p: number[]; n: number; r: number[]; rX: number[] };
    readonly liability: { cases: number; controls: number; prevalence: number; r: number[] };
    readonly standardised: number[];
  };
  readonly overlap: Readonly<
    Record<"continuous" | "binary", { bias: number; type1_error: number }>
  >;
  readonly power: {
    readonly continuous: number[];
    readonly continuousN: number;
    readonly binary: number[];
    readonly binaryN: number;
  };
}

type Direction = Readonly<Record<string, number>>;

interface Influence {
  readonly residual: number[];
  readonly leverage: number[];
  readonly studentised: number[];
  readonly cooks: number[];
}

interface Regressions {
  readonly q: Readonly<Record<string, number>>;
  readonly p: Readonly<Record<string, number>>;
  readonly intercept: { b: number; se: number; p: number };
  readonly i2gx: [number, number];
  readonly influence: Readonly<Record<"ivw" | "egger", Influence>>;
  readonly loo: Readonly<
    Record<"ivw" | "egger", { b: number[]; se: number[]; p: number[]; q: number[] }>
  >;
  readonly funnel: { intercept: number; t: number };
  readonly kendall: { tau: number; z: number; p: number };
}

const expected = JSON.parse(
  readFileSync(new URL("expected.json", import.meta.url), "utf8"),
) as Expected;
const FILES = {
  ldl: {
    path: "mr-lipids-chd/lipids_chd_28snps.tsv",
    names: ["snp", "ldlc", "ldlcse", "chdlodds", "chdloddsse"],
  },
  bmi: {
    path: "mr-bmi-chd-twosamplemr/bmi_chd_harmonised_79snps.tsv",
    names: ["SNP", "beta.exposure", "se.exposure", "beta.outcome", "se.outcome"],
  },
} as const;

function columnsOf(path: string): Record<string, string[]> {
  const [header, ...lines] = readFileSync(ROOT + path, "utf8")
    .trim()
    .split("\n");
  const rows = lines.map((line) => line.split("\t"));
  return Object.fromEntries(
    header.split("\t").map((name, column) => [name, rows.map((row) => row[column])]),
  );
}

function harmonised(set: "ldl" | "bmi", traits: Partial<mr.GivenEffects> = {}): mr.Harmonised {
  const { path, names } = FILES[set];
  const columns = columnsOf(path);
  const [variantId, ...numbers] = names.map((name) => columns[name]);
  const [betaExposure, standardErrorExposure, betaOutcome, standardErrorOutcome] = numbers.map(
    (column) => column.map(Number),
  );
  return mr.fromArrays({
    exposure: "exposure",
    outcome: "outcome",
    variantId,
    betaExposure,
    standardErrorExposure,
    betaOutcome,
    standardErrorOutcome,
    ...traits,
  });
}

function bmiWith(traits: Partial<mr.GivenEffects>): mr.Harmonised {
  const columns = columnsOf(FILES.bmi.path);
  return harmonised("bmi", {
    nExposure: columns["samplesize.exposure"].map(Number),
    nOutcome: columns["samplesize.outcome"].map(Number),
    ...traits,
  });
}

/** Largest difference relative to the larger of the value and `floor`. */
function worst(actual: ArrayLike<number>, reference: readonly number[], floor = 1e-300): number {
  expect(actual.length).toBe(reference.length);
  return Math.max(
    ...reference.map((value, j) => Math.abs(actual[j] - value) / Math.max(Math.abs(value), floor)),
  );
}

const TOLERANCE = 1e-8;

describe.skipIf(!hasData("mr-lipids-chd") || !hasData("mr-bmi-chd-twosamplemr"))(
  "TwoSampleMR 0.7.9, psych and R 4.2.2 (needs ../shared/data)",
  () => {
    describe.each(["ldl", "bmi"] as const)("%s", (set) => {
      const theirs = expected.regressions[set];

      test("Q, Q′, their difference and the Q of maximum likelihood", () => {
        const { method, q, pValue } = mr.heterogeneity(harmonised(set)).columns;
        const reference = method.map((name) => theirs.q[name]);
        expect(worst(q, reference)).toBeLessThan(TOLERANCE);
        expect(worst([pValue[0], pValue[1]], [theirs.p["ivw"], theirs.p["egger"]])).toBeLessThan(
          TOLERANCE,
        );
      });

      test("Egger intercept, its SE and its P of Student's t", () => {
        const { intercept, standardError, pValue } = mr.pleiotropy(harmonised(set)).columns;
        const { b, se, p } = theirs.intercept;
        expect(worst([intercept[0], standardError[0], pValue[0]], [b, se, p])).toBeLessThan(
          TOLERANCE,
        );
      });

      test("I²_GX, unweighted and weighted", () => {
        const { value } = mr.instrumentStrength(harmonised(set)).columns;
        expect(worst(value.subarray(2), theirs.i2gx)).toBeLessThan(TOLERANCE);
      });

      test.each(["ivw", "egger"] as const)(
        "leverage, rstudent and Cook's distance of %s",
        (method) => {
          const { columns } = mr.influence(harmonised(set)).filter((row) => row.method === method);
          const { residual, leverage, studentised, cooks } = theirs.influence[method];
          expect(worst(columns.residual, residual, 1e-3)).toBeLessThan(TOLERANCE);
          expect(worst(columns.leverage, leverage)).toBeLessThan(TOLERANCE);
          expect(worst(columns.studentisedResidual, studentised, 1e-2)).toBeLessThan(TOLERANCE);
          expect(worst(columns.cooksDistance, cooks, 1e-6)).toBeLessThan(TOLERANCE);
        },
      );

      test.each(["ivw", "egger"] as const)("leave-one-out of %s, without a refit", (method) => {
        const { columns } = mr.leaveOneOut(harmonised(set), { method });
        const { b, se, p, q } = theirs.loo[method];
        expect(worst(columns.beta, b)).toBeLessThan(TOLERANCE);
        expect(worst(columns.standardError, se)).toBeLessThan(TOLERANCE);
        expect(worst(columns.pValue, p)).toBeLessThan(TOLERANCE);
        expect(worst(columns.q, q)).toBeLessThan(TOLERANCE);
      });

      test("tests of the funnel: lm's intercept and cor.test's τ", () => {
        const { estimate, statistic, pValue } = mr.funnelAsymmetry(harmonised(set)).columns;
        const { funnel, kendall } = theirs;
        expect(
          worst(
            [estimate[0], statistic[0], estimate[1], statistic[1], pValue[1]],
            [funnel.intercept, funnel.t, kendall.tau, kendall.z, kendall.p],
          ),
        ).toBeLessThan(TOLERANCE);
      });
    });

    test("the tables of mr_singlesnp and mr_leaveoneout", () => {
      const data = harmonised("bmi");
      const folder = "mr-bmi-chd-twosamplemr";
      for (const [file, table] of [
        ["expected_singlesnp.tsv", mr.singleVariant(data).columns],
        ["expected_leaveoneout.tsv", mr.leaveOneOut(data).columns],
      ] as const) {
        const columns = columnsOf(`${folder}/${file}`);
        const count = table.variantId.length;
        expect(columns["SNP"].slice(0, count)).toEqual(table.variantId);
        const theirs = (name: string): number[] => columns[name].slice(0, count).map(Number);
        expect(worst(table.beta, theirs("b"))).toBeLessThan(TOLERANCE);
        expect(worst(table.standardError, theirs("se"))).toBeLessThan(TOLERANCE);
        expect(worst(table.pValue, theirs("p"))).toBeLessThan(TOLERANCE);
      }
      const last = columnsOf(`${folder}/expected_leaveoneout.tsv`);
      const { all } = mr.leaveOneOut(data);
      expect(
        worst(
          [all.beta, all.standardError],
          [last["b"], last["se"]].map((c) => Number(c.at(-1))),
        ),
      ).toBeLessThan(TOLERANCE);
    });

    test("the Steiger test from effects and sample sizes, with and without measurement error", () => {
      const theirs = expected.steiger.effect;
      const given = { from: "effect" } as const;
      const data = bmiWith({});
      const ours = mr.steiger(data, {
        exposure: given,
        outcome: given,
        reliabilityExposure: 0.7,
        reliabilityOutcome: 0.9,
      });
      expect(
        worst(
          ours.columns.r2Exposure,
          theirs.rX.map((r) => r * r),
        ),
      ).toBeLessThan(TOLERANCE);
      expect(
        worst(
          ours.columns.r2Outcome,
          theirs.rY.map((r) => r * r),
        ),
      ).toBeLessThan(TOLERANCE);
      expect(worst(ours.columns.statistic.map(Math.abs), theirs.p, 1e-3)).toBeLessThan(TOLERANCE);
      const { overall } = ours;
      const { adjusted } = overall;
      expect(
        worst(
          [
            overall.r2Exposure,
            overall.r2Outcome,
            overall.pValue,
            overall.volume,
            overall.volumeWrong,
            overall.volumeRight,
            overall.sensitivityRatio,
            adjusted.r2Exposure,
            adjusted.r2Outcome,
            adjusted.pValue,
          ],
          [
            ...["r2_exp", "r2_out", "steiger_test", "vz", "vz0", "vz1", "sensitivity_ratio"].map(
              (name) => theirs.overall[name],
            ),
            ...["r2_exp_adj", "r2_out_adj", "steiger_test_adj"].map(
              (name) => theirs.reliable[name],
            ),
          ],
        ),
      ).toBeLessThan(TOLERANCE);
    });

    test("r² in standard deviations", () => {
      const columns = columnsOf(FILES.bmi.path);
      const data = bmiWith({
        exposure: { name: "BMI", unit: "SD" },
        effectAlleleFrequencyExposure: columns["eaf.exposure"].map(Number),
      });
      const { r2Exposure } = mr.steiger(data).columns;
      expect(worst(r2Exposure, expected.steiger.standardised)).toBeLessThan(TOLERANCE);
    });

    // get_r_from_pn takes F with n − 1 degrees of freedom where a regression on one variant has n − 2.
    test("r from P and n: the t of n − 2 degrees of freedom, which the peer misses by one", () => {
      const { p, n, r } = expected.steiger.pValue;
      const r2 = p.map((value) => {
        const data = mr.fromArrays({
          exposure: "x",
          outcome: "y",
          betaExposure: [1],
          standardErrorExposure: [0.1],
          betaOutcome: [0.1],
          standardErrorOutcome: [0.1],
          nExposure: n,
          nOutcome: 1000,
        });
        data.columns.negLog10PValueExposure[0] = -Math.log10(value);
        return mr.steiger(data, { exposure: { from: "pValue" } }).columns.r2Exposure[0];
      });
      // R 4.2.2: qt(p / 2, n - 2)^2 / (n - 2 + qt(p / 2, n - 2)^2)
      const exact = [0.012057120010091, 0.162119781562894, 0.471428484046777, 0.741722798772453];
      const difference = worst(
        r2,
        r.map((value) => value * value),
      );
      expect(worst(r2, exact)).toBeLessThan(1e-9);
      expect(difference).toBeGreaterThan(1e-4);
      expect(difference).toBeLessThan(0.03);
    });

    // The peer's genotype variance is f(1 − f), that of one chromosome; a person has two.
    test("r from log-odds: the peer's odds r²/(1 − r²) are half of ours, exactly", () => {
      const { cases, controls, prevalence, r } = expected.steiger.liability;
      const columns = columnsOf(FILES.bmi.path);
      const beta = columns["beta.outcome"].map(Number);
      const ours = columns["eaf.outcome"].map((frequency, j) =>
        liabilityR(beta[j], Number(frequency), { cases, controls, prevalence }),
      );
      const odds = (value: number): number => value ** 2 / (1 - value ** 2);
      expect(
        worst(
          ours.map(odds),
          r.map((value) => 2 * odds(value)),
        ),
      ).toBeLessThan(TOLERANCE);
      expect(ours.map(Math.sign)).toEqual(r.map(Math.sign));
    });
  },
);

test("mRnd: power, non-centrality, F and sample size of both kinds of outcome", () => {
  const { continuous, continuousN, binary, binaryN } = expected.power;
  for (const [options, theirs, size] of [
    [
      { n: 50_000, r2: 0.01, beta: 1.3, observationalBeta: 1.41, varianceOutcome: 10.8 ** 2 },
      continuous,
      continuousN,
    ],
    [{ n: 100_000, r2: 0.02, oddsRatio: 1.1, caseShare: 0.3 }, binary, binaryN],
  ] as const) {
    const ours = mr.power(options);
    expect(worst([ours.power, ours.nonCentrality, ours.fStatistic], theirs)).toBeLessThan(
      TOLERANCE,
    );
    expect(ours.nForWantedPower).toBe(size);
  }
});

test("mrSampleOverlap's bias and type 1 error; its 1.96 for a quantile costs seven digits", () => {
  for (const [kind, more] of [
    ["continuous", {}],
    ["binary", { caseShare: 0.035 }],
  ] as const) {
    const ours = mr.overlapBias({
      fStatistic: 134,
      r2: 0.068,
      nOutcome: 1_125_328,
      overlap: 0.3,
      observationalBias: 0.2,
      ...more,
    });
    expect(ours.bias).toBeCloseTo(expected.overlap[kind].bias, 14);
    expect(Math.abs(ours.typeOneError - expected.overlap[kind].type1_error)).toBeLessThan(1e-5);
  }
});

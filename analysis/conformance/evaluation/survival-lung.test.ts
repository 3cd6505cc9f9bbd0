import { describe, expect, test } from "vitest";
import { readFileSync } from "node:fs";
import { concordanceIndex } from "../../src/stats/concordance.ts";
import { coxRegression } from "../../src/stats/cox-regression.ts";
import { kaplanMeierCurve, logRankTest } from "../../src/stats/kaplan-meier.ts";
import { linearPredictor } from "../../src/stats/logistic-regression.ts";
import { hasData, reference, ROOT } from "../peer/shared-data.ts";

interface Cox {
  readonly coef: Readonly<Record<string, number>>;
  readonly se: Readonly<Record<string, number>> | number;
  readonly loglik: readonly number[];
  readonly score: number;
  readonly concordance: number;
  readonly concordance_se: number;
}

interface Peer {
  readonly cox_age_sex_phecog: Cox;
  readonly cox_sex_breslow: Cox;
  readonly cox_sex_efron: Cox;
  readonly km_table: readonly Readonly<Record<string, number>>[];
  readonly logrank: { readonly chisq: number; readonly exp: readonly number[] };
}

const FOLDER = "survival-lung";

describe.skipIf(!hasData(FOLDER))("survival 3.5 on lung cancer (needs ../shared/data)", () => {
  const { peer_computed: peer } = hasData(FOLDER)
    ? (JSON.parse(readFileSync(`${ROOT}${FOLDER}/expected.json`, "utf8")) as {
        readonly peer_computed: Peer;
      })
    : { peer_computed: {} as Peer };

  function patients(...covariates: readonly string[]): {
    readonly time: Float64Array;
    readonly isEvent: Float64Array;
    readonly columns: Float64Array[];
  } {
    const { columns } = reference(`${FOLDER}/lung.tsv`);
    const rows = [...columns.time.keys()].filter((row) =>
      covariates.every((name) => columns[name][row] !== "NA"),
    );
    const of = (name: string): Float64Array =>
      Float64Array.from(rows, (row) => Number(columns[name][row]));
    return {
      time: of("time"),
      isEvent: of("status").map((status) => status - 1),
      columns: covariates.map(of),
    };
  }

  test.each([
    ["cox_age_sex_phecog", ["age", "sex", "ph.ecog"], "efron"],
    ["cox_sex_efron", ["sex"], "efron"],
    ["cox_sex_breslow", ["sex"], "breslow"],
  ] as const)("%s within 1e-6, as its data state", (name, covariates, ties) => {
    const { time, isEvent, columns } = patients(...covariates);
    const fit = coxRegression({ columns, time, isEvent, ties });
    if (fit.status !== "fitted") throw new Error(fit.status);
    const expected = peer[name];
    covariates.forEach((covariate, j) => {
      expect(fit.coefficients[j]).toBeCloseTo(expected.coef[covariate], 6);
      const se = typeof expected.se === "number" ? expected.se : expected.se[covariate];
      expect(Math.sqrt(fit.covariance[j * covariates.length + j])).toBeCloseTo(se, 7);
    });
    expect(fit.nullLogLikelihood).toBeCloseTo(expected.loglik[0], 8);
    expect(fit.logLikelihood).toBeCloseTo(expected.loglik[1], 8);
    expect(fit.scoreStatistic).toBeCloseTo(expected.score, 7);
    const risk = linearPredictor([0, ...fit.coefficients], columns, time.length);
    const found = concordanceIndex(risk, time, isEvent)!;
    expect(found.concordance).toBeCloseTo(expected.concordance, 12);
    expect(found.standardError).toBeCloseTo(expected.concordance_se, 12);
  });

  test("Kaplan–Meier by sex to the nine digits printed, medians with their bounds", () => {
    const { time, isEvent, columns } = patients("sex");
    const table = reference(`${FOLDER}/ref_km_by_sex.tsv`).columns;
    for (const sex of [1, 2]) {
      const own = (values: Float64Array): Float64Array =>
        values.filter((_, i) => columns[0][i] === sex);
      const curve = kaplanMeierCurve(own(time), own(isEvent));
      const rows = [...table.strata.keys()].filter((row) => table.strata[row] === `sex=${sex}`);
      const isListed = (t: number): boolean => rows.some((row) => Number(table.time[row]) === t);
      const places = [...curve.time.keys()].filter((i) => isListed(curve.time[i]));
      expect(places.length).toBe(rows.length);
      places.forEach((at, i) => {
        const expected = (name: string): number => Number(table[name][rows[i]]);
        expect(curve.atRisk[at]).toBe(expected("n.risk"));
        expect(curve.events[at]).toBe(expected("n.event"));
        for (const [name, found] of [
          ["surv", curve.survival],
          ["se", curve.standardError],
          ["lower", curve.lower],
          ["upper", curve.upper],
        ] as const) {
          if (curve.survival[at] === 0 && name !== "surv") continue;
          expect(
            Math.abs(found[at] / expected(name) - 1),
            `${name} at ${curve.time[at]}`,
          ).toBeLessThan(1e-8);
        }
      });
      const row = peer.km_table[sex - 1];
      expect([curve.median.time, curve.median.lower, curve.median.upper]).toEqual([
        row.median,
        row["0.95LCL"],
        row["0.95UCL"],
      ]);
    }
  });

  test("log-rank by sex", () => {
    const { time, isEvent, columns } = patients("sex");
    const found = logRankTest(
      time,
      isEvent,
      columns[0].map((sex) => sex - 1),
      2,
    )!;
    expect(found.chiSquare).toBeCloseTo(peer.logrank.chisq, 10);
    expect(found.expected[0]).toBeCloseTo(peer.logrank.exp[0], 10);
  });
});

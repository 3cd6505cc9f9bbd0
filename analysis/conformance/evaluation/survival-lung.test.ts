import { describe, expect, test } from "vitest";
import { readFileSync } from "node:fs";
import { effectMeasure, fitOutcome } from "../../src/prs/evaluation/outcome.ts";
import { concordanceIndex } from "../../src/stats/concordance.ts";
import { coxRegression } from "../../src/stats/cox-regression.ts";
import { kaplanMeierCurve, logRankTest } from "../../src/stats/kaplan-meier.ts";
import { linearPredictor } from "../../src/stats/logistic-regression.ts";
import { solvePositiveDefinite } from "../../src/stats/positive-definite.ts";
import { hasData, reference, ROOT } from "../peer/shared-data.ts";

interface Cox {
  readonly coef: Readonly<Record<string, number>>;
  readonly se: Readonly<Record<string, number>>;
  /** By name where there are several coefficients. */
  readonly z: Readonly<Record<string, number>> | readonly number[];
  readonly p: Readonly<Record<string, number>> | readonly number[];
  readonly loglik: readonly number[];
  readonly lrt: number;
  /** In two decimals. */
  readonly wald: number;
  readonly score: number;
  readonly n: number;
  readonly nevent: number;
  readonly concordance: number;
  readonly concordance_se: number;
}

interface Peer {
  readonly cox_age_sex_phecog: Cox;
  readonly cox_sex_breslow: Cox;
  readonly cox_sex_efron: Cox;
  readonly km_table: readonly Readonly<Record<string, number>>[];
  readonly logrank: Readonly<Record<"obs" | "exp" | "n", readonly number[]>> & {
    readonly chisq: number;
  };
}

const FOLDER = "survival-lung";

// Of the peer's numbers rmean, its error and cox_zph have no counterpart: curves are given on a grid up to where few are at risk,
// so that a mean to the last person's time is not shown, and no test of proportional hazards is part of the evaluation.
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
  ] as const)("%s, within 1e-7 relative", (name, covariates, ties) => {
    const { time, isEvent, columns } = patients(...covariates);
    const fit = coxRegression({ columns, time, isEvent, ties });
    if (fit.status !== "fitted") throw new Error(fit.status);
    const expected = peer[name];
    expect([time.length, fit.eventCount]).toEqual([expected.n, expected.nevent]);
    const evaluated = fitOutcome({ kind: "survival", time, isEvent, ties }, columns);
    const k = covariates.length;
    covariates.forEach((covariate, j) => {
      const of = (values: Readonly<Record<string, number>> | readonly number[]): number =>
        Array.isArray(values)
          ? (values as readonly number[])[j]
          : (values as Readonly<Record<string, number>>)[covariate];
      expectClose(fit.coefficients[j], expected.coef[covariate], covariate);
      const se = Math.sqrt(fit.covariance[j * k + j]);
      expectClose(se, expected.se[covariate], `standard error of ${covariate}`);
      expectClose(fit.coefficients[j] / se, of(expected.z), `z of ${covariate}`);
      // The measure that prs.evaluate reports.
      const found = effectMeasure("HR", "survival", evaluated, j, 0.95);
      expectClose(found.estimate, Math.exp(expected.coef[covariate]), `HR of ${covariate}`);
      expectClose(10 ** -found.negLog10PValue, of(expected.p), `P of ${covariate}`);
    });
    expectClose(fit.nullLogLikelihood, expected.loglik[0], "log-likelihood at 0");
    expectClose(fit.logLikelihood, expected.loglik[1], "log-likelihood");
    expectClose(2 * (fit.logLikelihood - fit.nullLogLikelihood), expected.lrt, "likelihood ratio");
    expectClose(fit.scoreStatistic, expected.score, "score statistic");
    const { x } = solvePositiveDefinite(fit.covariance, fit.coefficients)!;
    const wald = x.reduce((sum, value, j) => sum + value * fit.coefficients[j], 0);
    expect(wald.toFixed(2)).toBe(expected.wald.toFixed(2));
    const risk = linearPredictor([0, ...fit.coefficients], columns, time.length);
    const found = concordanceIndex(risk, time, isEvent)!;
    expectClose(found.concordance, expected.concordance, "concordance", 1e-10);
    expectClose(found.standardError, expected.concordance_se, "its standard error");
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
      expect(curve.atRisk[0]).toBe(row["n.start"]);
      expect(curve.events.reduce((sum, value) => sum + value, 0)).toBe(row.events);
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
    expectClose(found.chiSquare, peer.logrank.chisq, "chi-square", 1e-10);
    expect([Array.from(found.observed), Array.from(found.n)]).toEqual([
      peer.logrank.obs,
      peer.logrank.n,
    ]);
    for (const sex of [0, 1])
      expectClose(
        found.expected[sex],
        peer.logrank.exp[sex],
        `events expected of sex ${sex + 1}`,
        1e-10,
      );
  });
});

/** coxph stops at a change of 1e-9 of the log-likelihood, up to 5e-9 of a coefficient before ours. */
function expectClose(found: number, expected: number, what: string, tolerance = 1e-7): void {
  expect(Math.abs(found / expected - 1), what).toBeLessThan(tolerance);
}

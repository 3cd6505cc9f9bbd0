import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { radial } from "../../src/mr/estimators/robust/radial/radial.ts";
import { exactRandomEffects, leastQ } from "../../src/mr/estimators/robust/radial/exact.ts";
import { ratiosOf } from "../../src/mr/estimators/robust/radial/weights.ts";
import { hasData, ROOT } from "../peer/shared-data.ts";
import { effectsOfTable } from "../mrpresso/effects-of-table.ts";

const FOLDER = "mr-presso-radial-mvmr-raps";

interface Fit {
  readonly coef: readonly Record<string, number>[];
  readonly qstatistic: number;
  readonly df: number;
  readonly outliers: readonly { SNP: string; Q_statistic: number; "p.value": number }[];
  readonly confint: readonly unknown[];
  readonly meanF: number;
}

const close = (found: number, wanted: number, tolerance = 1e-8): void =>
  expect(Math.abs(found / wanted - 1)).toBeLessThan(tolerance);

describe.skipIf(!hasData(FOLDER))("RadialMR 1.2.3 (needs ../shared/data)", () => {
  const effects = (): ReturnType<typeof effectsOfTable> =>
    effectsOfTable(`${FOLDER}/data_radial.tsv`, {
      variantId: "rsid",
      betaExposure: "ldlcbeta",
      standardErrorExposure: "ldlcse",
      betaOutcome: "chdbeta",
      standardErrorOutcome: "chdse",
      below: ["ldlcp2", 5e-8],
    });
  const cases = (): Record<string, Fit> =>
    (
      JSON.parse(readFileSync(`${ROOT}${FOLDER}/expected.json`, "utf8")) as {
        peer_computed: { cases: Record<string, Fit> };
      }
    ).peer_computed.cases;

  test.each([
    ["firstOrder", 1],
    ["secondOrder", 2],
    ["modifiedSecondOrder", 3],
  ] as const)("%s weights: IVW and Egger, Q, intervals and outliers to 1e-8", (weights, code) => {
    const found = radial(effects(), { weights, bootstraps: 20 });
    const byT = radial(effects(), { weights, bootstraps: 20, distribution: "t" });
    const ivw = cases()[`radial_ivw_ldlc_w${code}`];
    const egger = cases()[`radial_egger_ldlc_w${code}`];
    close(found.ivw.estimate.beta, ivw.coef[0].Estimate);
    close(found.ivw.estimate.standardError, ivw.coef[0]["Std.Error"]);
    close(10 ** -found.ivw.estimate.negLog10PValue, ivw.coef[0]["Pr(>|t|)"]);
    const limits = ivw.confint[0] as Record<string, number>;
    close(byT.ivw.estimate.ciLower, limits["2.5 %"]);
    close(byT.ivw.estimate.ciUpper, limits["97.5 %"]);
    close(found.ivw.q, ivw.qstatistic);
    close(found.meanF, ivw.meanF);
    close(found.iterative.beta, ivw.coef[1].Estimate);
    close(found.egger!.estimate.beta, egger.coef[1].Estimate);
    close(found.egger!.estimate.standardError, egger.coef[1]["Std. Error"]);
    close(10 ** -found.egger!.estimate.negLog10PValue, egger.coef[1]["Pr(>|t|)"]);
    close(found.egger!.estimate.ciLower, egger.confint[0] as number);
    close(found.egger!.intercept, egger.coef[0].Estimate);
    close(
      found.egger!.estimate.details.interceptStandardError as number,
      egger.coef[0]["Std. Error"],
    );
    close(found.egger!.q, egger.qstatistic);
    for (const [model, fit] of [
      [found.ivw, ivw],
      [found.egger!, egger],
    ] as const) {
      expect(model.outliers).toEqual(fit.outliers.map(({ SNP }) => SNP));
      const { variantId, q, negLog10PValue } = model.variants.columns;
      for (const outlier of fit.outliers) {
        const row = variantId.indexOf(outlier.SNP);
        close(q[row], outlier.Q_statistic);
        close(10 ** -negLog10PValue[row], outlier["p.value"]);
      }
    }
  });

  test("exact estimates: nearer to their definitions than the package, and its bootstrap error within Monte Carlo", () => {
    const wanted = cases().radial_ivw_ldlc_w3.coef;
    const found = radial(effects(), { bootstraps: 2000, seed: 1 });
    close(found.exactFixed.beta, wanted[2].Estimate, 5e-5);
    close(found.exactFixed.standardError, wanted[2]["Std.Error"], 1e-5);
    close(found.exactRandom.beta, wanted[3].Estimate, 1e-5);
    // Errors of standard deviations of 1000 and 2000 bootstrap slopes: 1 / √(2n) each.
    const sd = Math.sqrt(1 / 2000 + 1 / 4000);
    close(found.exactRandom.standardError, wanted[3]["Std.Error"], 3 * sd);
    const ratios = ratiosOf(effects());
    const rows = Int32Array.from({ length: ratios.ratio.length }, (_, i) => i);
    const q = (slope: number): number =>
      rows.reduce(
        (sum, i) =>
          sum +
          (ratios.ratio[i] - slope) ** 2 /
            (ratios.outcomeVariance[i] + slope * slope * ratios.exposureVariance[i]),
        0,
      );
    const least = leastQ(ratios, 1, rows, [0.5]);
    expect(q(least.slope)).toBeLessThan(q(wanted[2].Estimate));
    expect(exactRandomEffects(ratios, rows, [0.5]).q).toBeCloseTo(rows.length - 1, 6);
  });
});

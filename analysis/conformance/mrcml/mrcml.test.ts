import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { bicOf, cml, dataOf } from "../../src/mr/estimators/robust/cml/cml.ts";
import { trimmedLikelihood } from "../../src/mr/estimators/robust/cml/trimmed.ts";
import { lasso } from "../../src/mr/estimators/robust/lasso.ts";
import { hasData } from "../peer/shared-data.ts";
import { effectsOfTable, LIPIDS } from "../mrpresso/effects-of-table.ts";

interface Cml {
  readonly starts: number;
  readonly bic: readonly number[];
  readonly bicTheta: number;
  readonly bicSe: number;
  readonly invalid: readonly number[];
  readonly maTheta: number;
  readonly maSe: number;
}

interface Perturbed {
  readonly MA_BIC_DP_theta: number;
  readonly MA_BIC_DP_se: number;
  readonly BIC_DP_theta: number;
  readonly BIC_DP_se: number;
  readonly GOF1_p: number;
  readonly GOF2_p: number;
}

interface Lasso {
  readonly beta: number;
  readonly standardError: number;
  readonly valid: readonly number[];
  readonly lambda: number;
  readonly regression: number;
}

const expected = JSON.parse(readFileSync(new URL("expected.json", import.meta.url), "utf8")) as {
  readonly n: number;
  readonly cml: Record<"lipidsOnce" | "lipids" | "pressure", Cml>;
  readonly perturbed: {
    readonly count: number;
    readonly most: number;
    readonly lipidsOnce: Perturbed;
    readonly lipids: Perturbed;
  };
  readonly lasso: Record<"lipids" | "pressure" | "lipidsGiven", Lasso>;
};

const SETTINGS = { seed: 1, bootstraps: 1, confidence: 0.95 };
const close = (found: number, wanted: number, tolerance: number): void =>
  expect(Math.abs(found / wanted - 1)).toBeLessThan(tolerance);

describe.skipIf(!hasData("mr-lipids-chd") || !hasData("mr-sbp-cad"))(
  "MRcML and MendelianRandomization's lasso (needs ../shared/data)",
  () => {
    const lipids = (): ReturnType<typeof effectsOfTable> =>
      effectsOfTable("mr-lipids-chd/lipids_chd_28snps.tsv", LIPIDS);
    const pressure = (): ReturnType<typeof effectsOfTable> =>
      effectsOfTable("mr-sbp-cad/SBP_CAD.tsv", {
        betaExposure: "bx",
        standardErrorExposure: "bxse",
        betaOutcome: "by",
        standardErrorOutcome: "byse",
      });
    const { n } = expected;

    test("28 lipid variants: BIC's choice and the average to 1e-5, with 40 starts of the package", () => {
      const wanted = expected.cml.lipids;
      const best = cml({ perturbations: 0, sampleSize: n, selection: "bic" });
      const found = best.estimate(lipids(), SETTINGS);
      close(found.beta, wanted.bicTheta, 1e-5);
      close(found.standardError, wanted.bicSe, 1e-5);
      expect(found.details.excluded).toEqual(wanted.invalid.map(String));
      const averaged = cml({ perturbations: 0, sampleSize: n }).estimate(lipids(), SETTINGS);
      close(averaged.beta, wanted.maTheta, 1e-5);
      close(averaged.standardError, wanted.maSe, 1e-5);
    });

    test.each([
      ["lipids", lipids],
      ["pressure", pressure],
    ] as const)(
      "%s: no likelihood is below the package's, and some of its are local optima",
      (name, effects) => {
        const { bic } = expected.cml[name];
        const input = effects();
        const path = trimmedLikelihood(input.variantId.length, {
          fewestInvalid: 0,
          mostInvalid: bic.length - 1,
        }).solve(dataOf(input));
        const found = bicOf(path.negativeLogLikelihood, n);
        bic.forEach((value, invalid) => expect(found[invalid]).toBeLessThan(value + 1e-8));
        expect(
          bic.filter((value, invalid) => Math.abs(found[invalid] - value) < 1e-6).length,
        ).toBeGreaterThan(7);
        expect(bic.some((value, invalid) => found[invalid] < value - 2)).toBe(true);
      },
    );

    test("data perturbation with several starts: slope and error within 3 Monte-Carlo standard errors", () => {
      const { count, most, lipids: wanted } = expected.perturbed;
      const perturbations = 2000;
      const shared = { perturbations, sampleSize: n, mostInvalid: most };
      const averaged = cml(shared).estimate(lipids(), SETTINGS);
      const best = cml({ ...shared, selection: "bic" }).estimate(lipids(), SETTINGS);
      const counts = 1 / count + 1 / perturbations;
      for (const [found, theta, error] of [
        [averaged, wanted.MA_BIC_DP_theta, wanted.MA_BIC_DP_se],
        [best, wanted.BIC_DP_theta, wanted.BIC_DP_se],
      ] as const) {
        expect(Math.abs(found.beta - theta)).toBeLessThan(3 * error * Math.sqrt(counts));
        close(found.standardError, error, 3 * Math.sqrt(counts / 2));
      }
    });

    test.each([
      ["lipids", lipids, {}],
      ["pressure", pressure, {}],
      ["lipidsGiven", lipids, { lambda: 0.2 }],
    ] as const)(
      "MR-Lasso, %s: the same valid variants, lambda and estimate",
      (name, effects, options) => {
        const wanted = expected.lasso[name];
        const found = lasso(options).estimate(effects(), SETTINGS);
        close(found.beta, wanted.beta, 1e-8);
        close(found.standardError, wanted.standardError, 1e-8);
        close(found.details.lambda as number, wanted.lambda, 1e-8);
        expect(found.variantCount).toBe(wanted.valid.length);
        const excluded = found.details.excluded as string[];
        expect(excluded.some((id) => wanted.valid.includes(Number(id)))).toBe(false);
        // glmnet's coordinate descent stops at 1e-7 of the deviance.
        close(found.details.betaPenalised as number, wanted.regression, 1e-4);
      },
    );
  },
);

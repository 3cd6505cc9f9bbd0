import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  pressoAtOnce,
  type PressoResult,
  type SimulatedP,
} from "../../src/mr/estimators/robust/presso/presso.ts";
import { hasData } from "../peer/shared-data.ts";
import { effectsOfTable, LIPIDS } from "./effects-of-table.ts";

interface Expected {
  readonly simulations: number;
  /** Rows of exposures: estimate, standard error, t, P. */
  readonly raw: readonly (readonly number[])[];
  readonly corrected: readonly (readonly (number | "NA")[])[];
  readonly global: { readonly RSSobs: number; readonly Pvalue: number | string };
  readonly outlierRss: readonly number[];
  readonly outlierP: readonly string[];
  readonly outliers: readonly number[];
  readonly distortion: number;
  readonly distortionP: number;
}

const expected = JSON.parse(
  readFileSync(new URL("expected.json", import.meta.url), "utf8"),
) as Record<"lipids" | "example" | "exampleTwo", Expected>;

const EXAMPLE = "mr-presso-radial-mvmr-raps/presso_SummaryStats.tsv";
const FIRST = {
  betaExposure: "E1_effect",
  standardErrorExposure: "E1_se",
  betaOutcome: "Y_effect",
  standardErrorOutcome: "Y_se",
};
const SIMULATIONS = 20_000;

/** Two P values counted in simulations agree within 3 standard errors of their difference. */
function expectSameP(found: SimulatedP, wanted: number | string, simulations: number): void {
  const p = Number(String(wanted).replace("<", ""));
  const n = 1 / (1 / simulations + 1 / SIMULATIONS);
  const middle = Math.max(p, found.pValue, 1 / simulations);
  const difference = Math.abs(found.pValue - (String(wanted).startsWith("<") ? 0 : p));
  expect(difference).toBeLessThanOrEqual(3 * Math.sqrt((middle * (1 - middle)) / n) + 1e-12);
}

function expectSameEstimates(
  found: PressoResult["raw"],
  wanted: readonly (readonly (number | "NA")[])[],
): void {
  wanted.forEach((numbers, row) => {
    const { beta, standardError, statistic, negLog10PValue } = found.row(row);
    [beta, standardError, statistic, 10 ** -negLog10PValue].forEach((value, c) => {
      expect(Math.abs(value / Number(numbers[c]) - 1)).toBeLessThan(1e-8);
    });
  });
}

describe.skipIf(!hasData("mr-presso-radial-mvmr-raps") || !hasData("mr-lipids-chd"))(
  "MR-PRESSO 1.0 (needs ../shared/data)",
  () => {
    test.each([
      ["lipids", "mr-lipids-chd/lipids_chd_28snps.tsv", LIPIDS],
      ["example", EXAMPLE, FIRST],
    ] as const)("%s: all three tests and both estimates", (name, path, columns) => {
      const wanted = expected[name];
      const found = pressoAtOnce(effectsOfTable(path, columns), { simulations: SIMULATIONS });
      expect(Math.abs(found.global.rssObserved / wanted.global.RSSobs - 1)).toBeLessThan(1e-8);
      expectSameP(found.global, wanted.global.Pvalue, wanted.simulations);
      expectSameEstimates(found.raw, wanted.raw);
      expect(found.outliers).toEqual(wanted.outliers.map(String));
      expectSameEstimates(found.corrected!, wanted.corrected);
      const { distance, pValue } = found.outlierTest.columns;
      const k = distance.length;
      distance.forEach((value, i) => {
        expect(Math.abs(value / wanted.outlierRss[i] - 1)).toBeLessThan(1e-7);
        const isBound = wanted.outlierP[i].startsWith("<");
        const own = Number(wanted.outlierP[i].replace("<", "")) / k;
        // Bonferroni's P values of 1 say only that the plain one is at least 1 / k.
        if (own * k === 1) expect(pValue[i]).toBeGreaterThan(0.7);
        else {
          const plain = { exceeding: NaN, pValue: pValue[i] / k, isUpperBound: false };
          expectSameP(plain, isBound ? `<${own}` : own, wanted.simulations);
        }
      });
      expect(found.distortion![0].percent / wanted.distortion).toBeCloseTo(1, 8);
      expectSameP(found.distortion![0].p, wanted.distortionP, wanted.simulations);
    });

    test("two exposures: RSS, P and both estimates", () => {
      const first = effectsOfTable(EXAMPLE, FIRST);
      const second = effectsOfTable(EXAMPLE, {
        ...FIRST,
        betaExposure: "E2_effect",
        standardErrorExposure: "E2_se",
      });
      const found = pressoAtOnce(
        {
          exposures: ["E1", "E2"],
          outcome: "Y",
          variantId: first.variantId,
          betaExposures: [first.betaExposure, second.betaExposure],
          standardErrorExposures: [first.standardErrorExposure, second.standardErrorExposure],
          betaOutcome: first.betaOutcome,
          standardErrorOutcome: first.standardErrorOutcome,
        },
        { simulations: SIMULATIONS },
      );
      const wanted = expected.exampleTwo;
      expect(Math.abs(found.global.rssObserved / wanted.global.RSSobs - 1)).toBeLessThan(1e-8);
      expectSameP(found.global, wanted.global.Pvalue, wanted.simulations);
      expectSameEstimates(found.raw, wanted.raw);
      expect(found.corrected).toBeUndefined();
    });
  },
);

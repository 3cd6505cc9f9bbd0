import { describe, expect, test } from "vitest";
import { isAnalysisError } from "../../../../errors.ts";
import { randomStream } from "../../../../random.ts";
import { weightedLeastSquares } from "../../../../stats/least-squares.ts";
import { effectsAt } from "../checked-effects.ts";
import { simulatedEffects } from "../test-effects.ts";
import { leaveOneOut } from "./leave-one-out.ts";
import { presso, pressoAtOnce } from "./presso.ts";

describe("leave-one-out from one fit", () => {
  test.each([1, 2, 3])("equals k fits, with %i exposures", (p) => {
    const k = 9;
    const random = randomStream(p, "leave-one-out");
    const draw = (n: number): Float64Array =>
      Float64Array.from({ length: n }, () => random.normal());
    const [x, y] = [draw(k * p), draw(k)];
    const weight = draw(k).map((value) => value * value + 0.1);
    let wanted = 0;
    for (let out = 0; out < k; out++) {
      const rows = Array.from({ length: k }, (_, i) => i).filter((i) => i !== out);
      const fit = weightedLeastSquares({
        columns: Array.from({ length: p }, (_, a) => Float64Array.from(rows, (i) => x[i * p + a])),
        y: Float64Array.from(rows, (i) => y[i]),
        weights: Float64Array.from(rows, (i) => weight[i]),
      })!;
      let residual = y[out];
      for (let a = 0; a < p; a++) residual -= fit.coefficients[a] * x[out * p + a];
      wanted += weight[out] * residual * residual;
    }
    expect(leaveOneOut(k, p, weight).rss(x, y) / wanted).toBeCloseTo(1, 10);
  });
});

describe("MR-PRESSO", () => {
  const effects = simulatedEffects(5, 20, 3);

  test("finds the pleiotropic variants and leaves them out", () => {
    const result = pressoAtOnce(effects, { seed: 1 });
    expect(result.outliers).toEqual(expect.arrayContaining(["rs18", "rs19", "rs20"]));
    expect(result.global.pValue).toBeLessThan(0.001);
    const rest = effects.variantId.flatMap((id, i) => (result.outliers.includes(id) ? [] : [i]));
    const without = pressoAtOnce(effectsAt(effects, rest), {});
    expect(result.corrected?.columns.beta[0]).toBeCloseTo(without.raw.columns.beta[0], 12);
    expect(result.distortion).toHaveLength(1);
  });

  test("calls no outlier without pleiotropy, and its global P is then uniform", () => {
    const values = Array.from(
      { length: 200 },
      (_, seed) =>
        pressoAtOnce(simulatedEffects(seed + 1, 12), { simulations: 300, seed }).global.pValue,
    );
    const mean = values.reduce((sum, p) => sum + p, 0) / values.length;
    // Mean of 200 uniform values: standard error 0.0204.
    expect(Math.abs(mean - 0.5)).toBeLessThan(3 * 0.0204 + 0.02);
    expect(pressoAtOnce(simulatedEffects(2, 12), {}).outliers).toEqual([]);
  });

  test("in batches with progress it equals one go, and the seed is all it depends on", async () => {
    const done: number[] = [];
    const options = { simulations: 40_000, seed: 4 };
    const result = await presso(effects, { ...options, onProgress: (p) => done.push(p.done) });
    expect(result).toEqual(pressoAtOnce(effects, options));
    expect(done.length).toBeGreaterThan(1);
    expect(done.at(-1)).toBe(40_000);
    const other = pressoAtOnce(effects, { ...options, seed: 5 });
    expect(other.outlierTest.columns.exceeding).not.toEqual(result.outlierTest.columns.exceeding);
  });

  test("can be cancelled", async () => {
    const controller = new AbortController();
    const run = presso(effects, {
      simulations: 400_000,
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(run).rejects.toSatisfy((error) => isAnalysisError(error, "cancelled"));
  });

  test("says how many simulations it needs", () => {
    const attempt = (): unknown => pressoAtOnce(effects, { simulations: 400 });
    expect(attempt).toThrow(/simulations: 401 or more/);
    expect(() => pressoAtOnce(effects, { simulations: 401 })).not.toThrow();
  });

  test("two exposures: each has an estimate, and the same twice is refused by name", () => {
    const second = simulatedEffects(6, 20);
    const both = {
      exposures: ["a", "b"],
      outcome: "outcome",
      variantId: effects.variantId,
      betaExposures: [effects.betaExposure, second.betaExposure],
      standardErrorExposures: [effects.standardErrorExposure, second.standardErrorExposure],
      betaOutcome: effects.betaOutcome,
      standardErrorOutcome: effects.standardErrorOutcome,
    };
    const result = pressoAtOnce(both, {});
    expect(result.outliers).toEqual(expect.arrayContaining(["rs18", "rs19", "rs20"]));
    expect(result.raw.columns.exposure).toEqual(["a", "b"]);
    expect(result.distortion?.map(({ exposure }) => exposure)).toEqual(["a", "b"]);
    const twice = { ...both, betaExposures: [effects.betaExposure, effects.betaExposure] };
    expect(() => pressoAtOnce(twice, {})).toThrow(/effects on a, b are linearly dependent/);
  });
});

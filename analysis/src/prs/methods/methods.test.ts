import { describe, expect, test } from "vitest";
import { Matrix, solve } from "ml-matrix";
import { Table } from "../../table.ts";
import {
  lassosum2,
  ldpred2Auto,
  ldpred2Grid,
  ldpred2Infinitesimal,
  prsCs,
  sblup,
} from "./index.ts";
import { decayingLd, densePanel, simulateStudy, summaryOf } from "./test-panels.ts";

const STUDY = simulateStudy({
  seed: 4,
  blocks: 10,
  size: 100,
  rho: 0.7,
  n: 50_000,
  heritability: 0.3,
  causalShare: 0.03,
});
const { panel, summary, heritability } = STUDY;
const M = panel.variants.count;

describe("LDpred2-inf and SBLUP", () => {
  test("solve their equations to the last digits", async () => {
    const ld = decayingLd(30, 0.6).map(Math.fround);
    const small = densePanel([ld, decayingLd(20, 0.3).map(Math.fround)]);
    const effects = Float64Array.from({ length: 50 }, (_, j) => 0.02 * Math.sin(j * j));
    const n = 10_000;
    const input = { summary: summaryOf(small, effects, n), panel: small };
    const inf = await ldpred2Infinitesimal({ ...input, heritability: 0.2 });
    const blup = await sblup({ ...input, heritability: 0.2 });
    const exact = (ridge: number): number[] => {
      const system = new Matrix(
        Array.from({ length: 30 }, (_, i) => Array.from(ld.slice(i * 30, i * 30 + 30))),
      );
      for (let i = 0; i < 30; i++) system.set(i, i, 1 + ridge);
      return solve(system, Matrix.columnVector(Array.from(effects.slice(0, 30)))).to1DArray();
    };
    for (const [weights, ridge] of [
      [inf.weights[0], 50 / (n * 0.2)],
      [blup.weights[0], (50 * (1 / 0.2 - 1)) / n],
    ] as const) {
      exact(ridge).forEach((value, j) =>
        expect(Math.abs(weights[j] / value - 1)).toBeLessThan(1e-11),
      );
    }
    expect(inf.columns.variantId).toEqual(small.variants.variantId);
    expect(inf.provenance).toMatchObject({ method: "LDpred2-inf", heritability: 0.2 });
  });

  test("are per copy of the panel's effect allele, whatever the study's effect allele and scale are", async () => {
    const small = densePanel([decayingLd(4, 0.5)]);
    const base = summaryOf(small, [0.02, -0.01, 0.03, 0.01], 5000);
    const plain = await ldpred2Infinitesimal({ summary: base, panel: small, heritability: 0.3 });
    const turned = base.columns;
    // Variant 1 counts the other allele; variant 2 has effects of a rarer allele, so on a larger scale.
    (turned["effectAllele"] as string[]) = ["A", "G", "A", "A"];
    (turned["otherAllele"] as string[]) = ["G", "A", "G", "G"];
    (turned["beta"] as Float64Array)[1] *= -1;
    (turned["beta"] as Float64Array)[2] *= 5;
    (turned["standardError"] as Float64Array)[2] *= 5;
    const again = await ldpred2Infinitesimal({ summary: base, panel: small, heritability: 0.3 });
    const factors = [1, 1, 5, 1];
    plain.weights[0].forEach((weight, j) =>
      expect(again.weights[0][j]).toBeCloseTo(weight * factors[j], 14),
    );
    expect(again.matching.toRows()[1]).toMatchObject({ count: 1 });
  });
});

describe("LDpred2-grid", () => {
  test("has a model that predicts better than LDpred2-inf", async () => {
    const inf = await ldpred2Infinitesimal({ summary, panel, heritability });
    const grid = await ldpred2Grid({
      summary,
      panel,
      heritability,
      causalShares: [0.001, 0.01, 0.03, 0.1, 1],
      heritabilityFactors: [0.7, 1],
    });
    const best = Math.max(...grid.weights.map(STUDY.r2));
    const ofInf = STUDY.r2(inf.weights[0]);
    expect(best).toBeGreaterThan(ofInf);
    expect(best).toBeGreaterThan(0.9 * heritability);
    expect(grid.scores).toHaveLength(20);
    expect(grid.models.columns.verdict).toEqual(new Array(20).fill("weights"));
    const infinitesimal = grid.weights[grid.scores.indexOf("h2=0.3,p=1")];
    // With p = 1 the sampler's mean is LDpred2-inf's solution, within Monte-Carlo error.
    expect(correlation(infinitesimal, inf.weights[0])).toBeGreaterThan(0.99);
  }, 60_000);
});

describe("LD of other people", () => {
  const other = simulateStudy({
    seed: 1,
    blocks: 4,
    size: 50,
    rho: 0.95,
    studyRho: 0.5,
    n: 100_000,
    heritability: 0.3,
    causalShare: 0.1,
  });
  const input = { summary: other.summary, panel: other.panel, heritability: 0.3 };

  test("is refused by LDpred2-grid when no model is left", async () => {
    const wanting = ldpred2Grid({ ...input, causalShares: [0.01, 0.1], heritabilityFactors: [1] });
    await expect(wanting).rejects.toMatchObject({
      tag: "unfit-ld",
      why: expect.stringContaining("diverged in iteration") as string,
    });
  });

  test("leaves lassosum2 its models of large penalties, with a reason for each of the others", async () => {
    const path = await lassosum2(input);
    const verdicts = path.models.columns.verdict;
    const lost = verdicts.filter((verdict) => verdict.startsWith("diverged"));
    expect(lost.length).toBeGreaterThan(10);
    expect(path.scores.length + lost.length).toBe(120);
    expect(path.notices).toContain(
      `${lost.length} of 120 models have no weights; models says why.`,
    );
    for (const weights of path.weights) expect(weights.every(Number.isFinite)).toBe(true);
  });
});

test("PRS-CS says when effects and LD contradict each other", async () => {
  const opposite = simulateStudy({
    seed: 1,
    blocks: 4,
    size: 50,
    rho: 0.99,
    studyRho: -0.5,
    n: 500_000,
    heritability: 0.8,
    causalShare: 0.5,
  });
  const { summary: effects, panel: other } = opposite;
  const made = await prsCs({ summary: effects, panel: other, burnIn: 50, iterations: 50 });
  expect(made.notices).toContainEqual(expect.stringContaining("contradict each other"));
});

describe("LDpred2-auto", () => {
  const options = { causalShares: [1e-3, 1e-2, 0.05, 0.2], burnIn: 200, iterations: 200 };

  test("recovers heritability and share of causal variants, and predicts", async () => {
    const auto = await ldpred2Auto({
      summary,
      panel,
      ...options,
      samplesPerChain: 5,
      shrinkCorrelations: 1,
      allowJumpSign: true,
    });
    const [h2, p] = auto.estimates.toRows();
    const causal = STUDY.truth.filter((effect) => effect !== 0).length / M;
    // Truth within three posterior standard deviations.
    expect(Math.abs(h2.estimate - heritability)).toBeLessThan(3 * h2.standardDeviation);
    expect(Math.abs(p.estimate - causal)).toBeLessThan(3 * p.standardDeviation);
    expect(h2.standardDeviation).toBeLessThan(0.03);
    expect(h2.rHat).toBeLessThan(1.1);
    expect(STUDY.r2(auto.weights[0])).toBeGreaterThan(0.95 * heritability);
    const hasEffect = (j: number): boolean => STUDY.truth[j] !== 0;
    const called = Array.from(auto.pip.keys()).filter((j) => auto.pip[j] > 0.95);
    expect(called.filter(hasEffect).length / called.length).toBeGreaterThan(0.9);
    expect(auto.samples!.scores).toHaveLength(5 * Number(auto.provenance["chainsKept"]));
    const mean = meanOf(auto.samples!.weights);
    expect(correlation(mean, auto.weights[0])).toBeGreaterThan(0.95);
    expect(auto.paths.rowCount).toBe(4 * 400);
  }, 60_000);

  test("gives the same weights again with the same seed, and with the robust defaults predicts as well", async () => {
    const small = { summary, panel, ...options, burnIn: 50, iterations: 50 };
    const [one, two] = [await ldpred2Auto(small), await ldpred2Auto(small)];
    expect(two.weights[0]).toEqual(one.weights[0]);
    expect((await ldpred2Auto({ ...small, seed: 2 })).weights[0]).not.toEqual(one.weights[0]);
    expect(STUDY.r2(one.weights[0])).toBeGreaterThan(0.9 * heritability);
  }, 60_000);

  test("keeps the share of causal variants within its bounds, and gives sparse weights when asked", async () => {
    const bounds = [0.03, 0.03] as const;
    const small = { summary, panel, causalShares: [1e-3, 0.2], burnIn: 50, iterations: 50 };
    const dense = await ldpred2Auto({ ...small, causalShareBounds: bounds });
    expect(dense.paths.columns.causalShare.every((share) => share === 0.03)).toBe(true);
    const sparse = await ldpred2Auto({ ...small, causalShareBounds: bounds, sparse: true });
    expect(sparse.scores).toEqual(["ldpred2-auto", "ldpred2-auto-sparse"]);
    expect(sparse.weights[0]).toEqual(dense.weights[0]);
    expect(sparse.weights[1].filter((weight) => weight === 0).length).toBeGreaterThan(M / 2);
    expect(STUDY.r2(sparse.weights[1])).toBeGreaterThan(0.85 * heritability);
  }, 60_000);

  test("finds a dependence of effects on frequency", async () => {
    const frequency = Float64Array.from({ length: M }, (_, v) => 0.02 + 0.47 * ((v * 0.618) % 1));
    const unlinked = densePanel(Array.from({ length: 10 }, () => decayingLd(100, 0)));
    const alpha = -0.2;
    const variance = frequency.map((f) => 2 * f * (1 - f));
    const effects = variance.map(
      (of, v) => 0.02 * Math.sin(v * v) * Math.SQRT2 * Math.pow(of, (alpha + 1) / 2),
    );
    const standardised = summaryOf(unlinked, effects, 1e6);
    // Per allele, of a trait in other units.
    const perAllele = (values: unknown): Float64Array =>
      (values as Float64Array).map((value, v) => (7 * value) / Math.sqrt(variance[v]));
    const { beta, standardError } = standardised.columns;
    const summary = new Table({
      ...standardised.columns,
      beta: perAllele(beta),
      standardError: perAllele(standardError),
    });
    const input = { panel: unlinked, summary };
    const auto = await ldpred2Auto({
      ...input,
      causalShares: [0.1, 0.5],
      burnIn: 200,
      iterations: 200,
    });
    const found = auto.estimates.toRows()[2];
    expect(found.parameter).toBe("alpha");
    expect(Math.abs(found.estimate - alpha)).toBeLessThan(3 * found.standardDeviation);
    expect(found.standardDeviation).toBeLessThan(0.2);
    const fixed = await ldpred2Auto({
      ...input,
      causalShares: [0.1],
      burnIn: 20,
      iterations: 20,
      alpha: -1,
    });
    expect(fixed.estimates.toRows()[2]).toMatchObject({ estimate: -1, standardDeviation: 0 });
  }, 60_000);

  test("has a verdict in words for LD of other people, never NaN", async () => {
    const other = simulateStudy({
      seed: 1,
      blocks: 4,
      size: 50,
      rho: 0.99,
      studyRho: -0.5,
      n: 500_000,
      heritability: 0.8,
      causalShare: 0.5,
    });
    const outcome: unknown = await ldpred2Auto({
      ...options,
      summary: other.summary,
      panel: other.panel,
      shrinkCorrelations: 1,
      allowJumpSign: true,
    }).catch((error: unknown) => error);
    expect(outcome).toMatchObject({
      tag: "unfit-ld",
      why: expect.stringContaining("diverged") as string,
    });
  }, 60_000);
});

describe("lassosum2", () => {
  test("is the soft threshold where variants are independent", async () => {
    const alone = densePanel([decayingLd(6, 0)]);
    const effects = [0.05, -0.02, 0.01, 0, 0.03, -0.04];
    const path = await lassosum2({ summary: summaryOf(alone, effects, 1e4), panel: alone });
    expect(path.scores).toHaveLength(120);
    path.models.toRows().forEach(({ delta, lambda, nonZero }, i) => {
      effects.forEach((effect, j) => {
        const excess = Math.max(0, Math.abs(effect) - lambda);
        expect(path.weights[i][j]).toBeCloseTo((Math.sign(effect) * excess) / (1 + delta), 15);
      });
      expect(nonZero).toBe(effects.filter((effect) => Math.abs(effect) > lambda).length);
    });
    expect(path.models.columns.lambda[29]).toBeCloseTo(0.0005, 15);
  });

  test("fulfils the conditions of the optimum with LD", async () => {
    const small = densePanel([decayingLd(25, 0.6)]);
    const effects = Float64Array.from({ length: 25 }, (_, j) => 0.03 * Math.sin(j * j + 1));
    const path = await lassosum2({
      summary: summaryOf(small, effects, 1e4),
      panel: small,
      deltas: [0.01],
      tolerance: 1e-12,
    });
    const { r, rowStart, column } = await small.readBlock(0);
    path.models.toRows().forEach(({ lambda, delta }, i) => {
      const beta = path.weights[i];
      for (let j = 0; j < 25; j++) {
        let gradient = effects[j] - delta * beta[j];
        for (let e = rowStart[j]; e < rowStart[j + 1]; e++) gradient -= r[e] * beta[column[e]];
        if (beta[j] === 0) expect(Math.abs(gradient)).toBeLessThan(lambda * (1 + 1e-9));
        else expect(gradient).toBeCloseTo(Math.sign(beta[j]) * lambda, 12);
      }
    });
  });

  test("predicts nearly as well as the truth allows", async () => {
    const path = await lassosum2({ summary, panel });
    expect(Math.max(...path.weights.map(STUDY.r2))).toBeGreaterThan(0.93 * heritability);
  }, 30_000);
});

describe("PRS-CS", () => {
  test("predicts with an automatic φ, and gives draws around its mean", async () => {
    const made = await prsCs({ summary, panel, burnIn: 100, iterations: 100, samples: 20 });
    expect(STUDY.r2(made.weights[0])).toBeGreaterThan(0.87 * heritability);
    const [phi, residual, explained] = made.estimates.toRows();
    expect(phi.estimate).toBeLessThan(0.3);
    // With ψ ≤ 1 half of a strong effect is left, as in the published program.
    expect(explained.estimate).toBeLessThan(0.6 * heritability);
    expect(residual.estimate + explained.estimate).toBeLessThan(1);
    expect(made.samples!.scores).toHaveLength(20);
    expect(correlation(meanOf(made.samples!.weights), made.weights[0])).toBeGreaterThan(0.999);
  }, 60_000);

  test("is the same again with the same seed", async () => {
    const options = { summary, panel, phi: 0.01, burnIn: 5, iterations: 10 };
    const [one, two] = [await prsCs(options), await prsCs(options)];
    expect(two.weights[0]).toEqual(one.weights[0]);
    expect(one.path.columns.phi).toEqual(new Float64Array(15).fill(0.01));
  }, 30_000);
});

test("a long call reports and can be cancelled", async () => {
  const stop = new AbortController();
  let reports = 0;
  const call = ldpred2Auto({
    summary,
    panel,
    signal: stop.signal,
    onProgress: ({ done, total }) => {
      expect(done).toBeLessThanOrEqual(total);
      if (++reports === 15) stop.abort();
    },
  });
  await expect(call).rejects.toMatchObject({ tag: "cancelled" });
  expect(reports).toBe(15);
});

function meanOf(columns: readonly Float64Array[]): Float64Array {
  return columns[0].map(
    (_, j) => columns.reduce((sum, column) => sum + column[j], 0) / columns.length,
  );
}

function correlation(x: Float64Array, y: Float64Array): number {
  const n = x.length;
  const [mx, my] = [x, y].map((values) => values.reduce((sum, value) => sum + value, 0) / n);
  let [xy, xx, yy] = [0, 0, 0];
  for (let j = 0; j < n; j++) {
    xy += (x[j] - mx) * (y[j] - my);
    xx += (x[j] - mx) ** 2;
    yy += (y[j] - my) ** 2;
  }
  return xy / Math.sqrt(xx * yy);
}

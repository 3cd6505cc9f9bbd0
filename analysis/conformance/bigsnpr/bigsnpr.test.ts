import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { linear } from "../../src/gwas/linear.ts";
import { panel as makePanel } from "../../src/ld/panel.ts";
import type { LdPanel } from "../../src/ld/ld-panel.ts";
import {
  ldpred2Auto,
  ldpred2Grid,
  ldpred2Infinitesimal,
  lassosum2,
  sblup,
  type Ldpred2Auto,
  type Ldpred2AutoOptions,
} from "../../src/prs/methods/index.ts";
import { likeliestEffectVariance } from "../../src/prs/methods/effect-variance.ts";
import { densePanel, summaryOf } from "../../src/prs/methods/test-panels.ts";
import { Table } from "../../src/table.ts";
import { chr22Study } from "../peer/chr22-study.ts";
import {
  correlation,
  expectAgreement,
  monteCarloAgreement,
  type OverRuns,
} from "../peer/monte-carlo.ts";
import { cohort, hasData, reference, ROOT } from "../peer/shared-data.ts";

interface Lasso {
  readonly lambda: readonly number[];
  readonly delta: readonly number[];
  readonly nonZero: readonly number[];
  readonly weights: readonly (readonly number[])[];
}

interface Grid extends OverRuns {
  readonly p: number;
  readonly h2: number;
  readonly sparse: boolean;
  readonly burnIn: number;
  readonly iterations: number;
  readonly seeds: number;
}

/** Over seeds: means of a path after the burn-in, and spreads within it. */
interface PathOverSeeds {
  readonly mean: number;
  readonly sd: number;
  readonly within: number;
  readonly withinSd: number;
}

interface Paths {
  readonly heritability: PathOverSeeds;
  readonly causalShare: PathOverSeeds;
  readonly alpha: PathOverSeeds | null;
}

interface Auto extends Paths {
  readonly p: number;
  readonly h2: number;
  readonly burnIn: number;
  readonly iterations: number;
  readonly seeds: number;
  readonly beta: OverRuns;
  readonly pip: OverRuns;
  /** Of LDpred2-grid with a chain's estimates. */
  readonly sparse: OverRuns | null;
  readonly range: { readonly mean: number; readonly sd: number };
}

const expected = JSON.parse(readFileSync(new URL("expected.json", import.meta.url), "utf8")) as {
  readonly infinitesimal: Record<
    "even" | "evenClosed" | "unevenClosed" | "example",
    readonly number[]
  > & { readonly h2: number };
  readonly lassosum2: Record<"even" | "uneven" | "example", Lasso>;
  readonly grid: readonly Grid[];
  readonly auto: Record<
    "plain" | "likelihood" | "noJumps" | "robust" | "fixedAlpha" | "bounded",
    Auto
  > & {
    readonly units: { readonly alpha: PathOverSeeds };
  };
  readonly open: { readonly exact: readonly number[]; readonly diverged: number };
  readonly likelihood: Record<
    "logs" | "beta" | "free" | "lowVariance" | "fixed" | "atBound",
    readonly number[]
  >;
};

const EVERY = 10;
const CONVERGED = { tolerance: 1e-13, maxRounds: 1e6 };

describe.skipIf(!hasData("prs-sim-chr22"))(
  "800 variants, 20,000 people (needs ../shared/data)",
  () => {
    const { panel, summary, sd, truth, z } = chr22Study();
    const uneven = changed(summary, 100, (v) => 1 - 0.7 * ((v * 0.618) % 1));

    test("LDpred2-inf is the closed form in double precision", async () => {
      const { h2, even, evenClosed, unevenClosed } = expected.infinitesimal;
      const made = async (study: Table): Promise<Float64Array> =>
        (await ldpred2Infinitesimal({ summary: study, panel, heritability: h2 })).weights[0];
      expect(relativeDistance(await made(summary), evenClosed)).toBeLessThan(1e-13);
      expect(relativeDistance(await made(uneven), unevenClosed)).toBeLessThan(1e-13);
      // SBLUP's ridge is λ / n, that of LDpred2-inf m / (n h²).
      const blup = await sblup({ summary: uneven, panel, lambda: 800 / h2 });
      expect(relativeDistance(blup.weights[0], unevenClosed)).toBeLessThan(1e-13);
      // bigsnpr's own solver stops at 1e-10 of the residual.
      expect(relativeDistance(await made(summary), even)).toBeLessThan(1e-8);
      // A published solution in ten decimals, of standardised effects z / √n.
      const standard = summaryOf(
        panel,
        z.map((value) => value / Math.sqrt(20_000)),
        20_000,
      );
      const published = reference("prs-sim-chr22/ref_ldpred_inf.tsv").columns.beta_std;
      const own = await made(standard);
      published.forEach((value, v) => expect(Math.abs(own[v] - Number(value))).toBeLessThan(5e-9));
    });

    test("lassosum2 finds the same minimum, model by model", async () => {
      const { even, uneven: ofUneven } = expected.lassosum2;
      const own = await lassosum2({
        summary,
        panel,
        deltas: [0.001, 0.1],
        lambdaCount: 6,
        ...CONVERGED,
      });
      expectLasso(own.models.columns, own.weights, even, 1e-10);
      const other = await lassosum2({
        summary: uneven,
        panel,
        deltas: [0.5],
        lambdaCount: 4,
        ...CONVERGED,
      });
      expectLasso(other.models.columns, other.weights, ofUneven, 1e-10);
    });

    test.each(expected.grid)(
      "LDpred2-grid: p $p, h² $h2, sparse $sparse",
      async (model) => {
        const own = await gridMeans(
          model.h2 === 0.05 && isUneven(model) ? uneven : summary,
          panel,
          model,
        );
        expectAgreement(
          `LDpred2-grid p ${model.p}, h² ${model.h2}${model.sparse ? ", sparse" : ""}`,
          monteCarloAgreement(own, GRID_RUNS, model, model.seeds),
          0.999,
        );
      },
      300_000,
    );

    const isUneven = (model: Grid): boolean => expected.grid.indexOf(model) === 4;

    test.each([
      ["plain", { effectVariance: "heritability", allowJumpSign: true, shrinkCorrelations: 1 }],
      ["likelihood", { allowJumpSign: true, shrinkCorrelations: 1 }],
      ["noJumps", { effectVariance: "heritability" }],
      ["robust", {}],
      ["fixedAlpha", { alpha: -0.5 }],
      ["bounded", BOUNDED],
    ] as const)(
      "LDpred2-auto, %s",
      async (name, options) => {
        const model = expected.auto[name];
        const study = name === "fixedAlpha" ? uneven : summary;
        const auto = await runAuto(study, panel, model, options);
        expectAuto(`LDpred2-auto ${name}`, auto, model, auto.weights[0], auto.pip);
      },
      300_000,
    );

    test("LDpred2-auto, sparse weights of single chains", async () => {
      const { p, h2, burnIn, iterations, sparse, seeds } = expected.auto.bounded;
      const runs = await Promise.all(
        Array.from({ length: CHAINS }, (_, seed) =>
          ldpred2Auto({
            ...{ summary, panel, ...BOUNDED, sparse: true },
            ...{ heritability: h2, causalShares: [p], burnIn, iterations, seed },
          }),
        ),
      );
      const mean = runs[0].weights[1].map(
        (_, v) => runs.reduce((sum, { weights }) => sum + weights[1][v], 0) / CHAINS,
      );
      expectAgreement(
        "LDpred2-auto sparse",
        monteCarloAgreement(mean, CHAINS, sparse!, seeds),
        0.999,
      );
      for (const { weights, scores } of runs) {
        expect(scores).toEqual(["ldpred2-auto", "ldpred2-auto-sparse"]);
        expect(weights[0].every((weight) => weight !== 0)).toBe(true);
        expect(weights[1].filter((weight) => weight === 0).length).toBeGreaterThan(400);
      }
    }, 120_000);

    test("LDpred2-auto does not depend on the unit of the trait, by which bigsnpr's α moves less", async () => {
      const { units, robust } = expected.auto;
      expect(units.alpha.within).toBeLessThan(0.5 * robust.alpha!.within);
      const small = { ...robust, burnIn: 100, iterations: 100 };
      const times100 = changed(summary, 100, () => 1);
      const [one, other] = [
        await runAuto(summary, panel, small, {}, 4),
        await runAuto(times100, panel, small, {}, 4),
      ];
      expect(correlation(one.weights[0], other.weights[0])).toBeGreaterThan(0.999);
      expect(within(other, "alpha", small.burnIn).mean).toBeCloseTo(
        within(one, "alpha", small.burnIn).mean,
        1,
      );
    }, 120_000);

    test("LDpred2-auto and lassosum2 come closer to the truth than LDpred2-inf", async () => {
      const auto = await ldpred2Auto({ summary, panel, causalShares: [1e-3, 0.01, 0.1] });
      const lasso = await lassosum2({ summary, panel });
      const closeness = (weights: Float64Array): number =>
        correlation(
          weights.map((weight, v) => weight * sd[v]),
          truth,
        );
      expect(closeness(auto.weights[0])).toBeGreaterThan(0.9);
      expect(Math.max(...lasso.weights.map(closeness))).toBeGreaterThan(0.8);
      const [h2, p] = auto.estimates.toRows();
      // What the 40 true effects explain with this LD; they were drawn to explain 0.05 without.
      expect(Math.abs(h2.estimate - 0.03927)).toBeLessThan(3 * h2.standardDeviation);
      expect(Math.abs(p.estimate - 40 / 800)).toBeLessThan(3 * p.standardDeviation);
    }, 120_000);
  },
);

describe.skipIf(!hasData("geno-bigsnpr-example"))(
  "517 people, 4,542 variants, from genotypes (needs ../shared/data)",
  () => {
    test("LDpred2-inf, lassosum2", async () => {
      // All its variants are A/T.
      const input = { ...(await exampleStudy()), palindromic: "assumeForward" } as const;
      const some = (weights: Float64Array): Float64Array =>
        weights.filter((_, v) => v % EVERY === 0);
      const inf = await ldpred2Infinitesimal({ ...input, heritability: 0.3 });
      // Correlations of both sides are rounded to single precision.
      expect(relativeDistance(some(inf.weights[0]), expected.infinitesimal.example)).toBeLessThan(
        1e-6,
      );
      const lasso = await lassosum2({
        ...{ ...input, deltas: [0.1, 1], lambdaCount: 4, lambdaRatio: 0.2 },
        ...CONVERGED,
      });
      expectLasso(lasso.models.columns, lasso.weights.map(some), expected.lassosum2.example, 1e-5);
    });
  },
);

test("LDpred2-grid gives effects that LD leaves open, where bigsnpr takes them for a divergence", async () => {
  const m = 50;
  const panel = densePanel([
    Float64Array.from({ length: m * m }, (_, at) => (at % (m + 1) === 0 ? 1 : 0.995)),
  ]);
  const summary = summaryOf(
    panel,
    Float64Array.from({ length: m }, (_, v) => 0.02 + 0.001 * Math.sin(v + 1)),
    1000,
  );
  const { exact, diverged } = expected.open;
  expect(diverged).toBe(5);
  const input = { summary, panel, heritability: 0.5 };
  const closed = (await ldpred2Infinitesimal(input)).weights[0];
  expect(relativeDistance(closed, exact)).toBeLessThan(1e-11);
  // With p = 1 the sampler's posterior mean is the closed form.
  const grid = await ldpred2Grid({
    ...input,
    ...{
      causalShares: [1],
      heritabilityFactors: [1],
      sparse: [false],
      burnIn: 500,
      iterations: 20_000,
    },
  });
  // The data tell the sum alone, so it is what a sampler finds.
  const sum = (values: ArrayLike<number>): number =>
    Array.from(values).reduce((total, value) => total + value, 0);
  expect(Math.abs(sum(grid.weights[0]) / sum(exact) - 1)).toBeLessThan(0.15);
});

test("variance and α of effects are those of largest likelihood, within the bounds of a step", () => {
  const { logs, beta, free, lowVariance, fixed, atBound } = expected.likelihood;
  const squares = Float64Array.from(beta, (effect) => effect * effect);
  const found = (variance: number, alpha?: number): readonly number[] => {
    const before = { alpha: alpha ?? -1, variance };
    const own = likeliestEffectVariance(before, squares, Float64Array.from(logs), alpha);
    return [own.alpha + 1, own.variance];
  };
  const expectNear = ([alpha, variance]: readonly number[], wanted: readonly number[]): void => {
    // The peer's optimiser stops when the likelihood changes by less than 1e-7 of itself.
    expect(Math.abs(alpha - wanted[0])).toBeLessThan(1e-4);
    expect(Math.abs(variance / wanted[1] - 1)).toBeLessThan(1e-3);
  };
  expectNear(found(4e-4), free);
  expectNear(found(1e-5), lowVariance);
  expectNear(found(4e-4, -0.7), fixed);
  expectNear(found(4e-4, -0.8), atBound);
});

const GRID_RUNS = 50;
const CHAINS = 30;
const BOUNDED = {
  effectVariance: "heritability",
  allowJumpSign: true,
  shrinkCorrelations: 1,
  causalShareBounds: [0.01, 0.05],
} as const;

async function gridMeans(summary: Table, panel: LdPanel, model: Grid): Promise<Float64Array> {
  const { p, h2, sparse, burnIn, iterations } = model;
  const sum = new Float64Array(panel.variants.count);
  for (let seed = 1; seed <= GRID_RUNS; seed++) {
    const { weights } = await ldpred2Grid({
      ...{ summary, panel, heritability: h2, heritabilityFactors: [1], causalShares: [p] },
      ...{ sparse: [sparse], burnIn, iterations, seed },
    });
    weights[0].forEach((weight, v) => (sum[v] += weight / GRID_RUNS));
  }
  return sum;
}

function runAuto(
  summary: Table,
  panel: LdPanel,
  { p, h2, burnIn, iterations }: Pick<Auto, "p" | "h2" | "burnIn" | "iterations">,
  options: Partial<Ldpred2AutoOptions>,
  chains = CHAINS,
): Promise<Ldpred2Auto> {
  const causalShares = new Array<number>(chains).fill(p);
  return ldpred2Auto({
    summary,
    panel,
    heritability: h2,
    causalShares,
    burnIn,
    iterations,
    ...options,
  });
}

function expectAuto(
  title: string,
  auto: Ldpred2Auto,
  model: Auto,
  weights: Float64Array,
  pip: Float64Array,
): void {
  const chains = CHAINS;
  const kept = Number(auto.provenance["chainsKept"]);
  expect(kept).toBeGreaterThan(0.9 * chains);
  expectAgreement(title, monteCarloAgreement(weights, kept, model.beta, model.seeds), 0.999);
  // All of them rise and fall with p, so that many can be far off at once.
  const ofPip = monteCarloAgreement(pip, kept, model.pip, model.seeds);
  expectAgreement(`${title}, probabilities`, ofPip, 0.998, 1);
  const near = (what: string, own: number, wanted: number, deviation: number): void => {
    const errors = (own - wanted) / (deviation * Math.sqrt(1 / chains + 1 / model.seeds));
    console.log(
      `${title}, ${what}: ${own.toPrecision(4)} and ${wanted.toPrecision(4)}, ${errors.toFixed(1)} standard errors`,
    );
    expect(Math.abs(errors), `${title}, ${what}`).toBeLessThan(3.5);
  };
  for (const parameter of ["heritability", "causalShare", "alpha"] as const) {
    const path = model[parameter];
    if (path === null) continue;
    const own = within(auto, parameter, model.burnIn);
    if (path.sd > 0) near(parameter, own.mean, path.mean, path.sd);
    // bigsnpr's steps of α depend on the unit of the trait, and are shorter.
    if (parameter === "alpha") expect(own.spread).toBeGreaterThanOrEqual(path.within - 1e-12);
    else near(`spread of ${parameter}`, own.spread, path.within, path.withinSd);
    if (path.sd === 0) expect(own.mean).toBeCloseTo(path.mean, 12);
  }
  const ranges = auto.chains.columns.range;
  near(
    "range of predicted correlations",
    ranges.reduce((sum, r) => sum + r, 0) / chains,
    model.range.mean,
    model.range.sd,
  );
}

/** Over chains: mean of a parameter after the burn-in, and its standard deviation within a chain. */
function within(
  { paths, chains }: Ldpred2Auto,
  parameter: "heritability" | "causalShare" | "alpha",
  burnIn: number,
): { readonly mean: number; readonly spread: number } {
  const { chain, iteration } = paths.columns;
  const values = paths.columns[parameter];
  let [mean, spread] = [0, 0];
  for (let c = 1; c <= chains.rowCount; c++) {
    const own = values.filter((_, row) => chain[row] === c && iteration[row] > burnIn);
    const average = own.reduce((sum, value) => sum + value, 0) / own.length;
    const squares = own.reduce((sum, value) => sum + (value - average) ** 2, 0);
    mean += average / chains.rowCount;
    spread += Math.sqrt(squares / (own.length - 1)) / chains.rowCount;
  }
  return { mean, spread };
}

function expectLasso(
  models: {
    readonly lambda: Float64Array;
    readonly delta: Float64Array;
    readonly nonZero: Int32Array;
  },
  weights: readonly Float64Array[],
  wanted: Lasso,
  tolerance: number,
): void {
  expect(Array.from(models.delta)).toEqual(wanted.delta);
  expect(relativeDistance(models.lambda, wanted.lambda)).toBeLessThan(tolerance);
  expect(Array.from(models.nonZero)).toEqual(wanted.nonZero);
  wanted.weights.forEach((values, model) =>
    expect(relativeDistance(weights[model], values), `model ${model}`).toBeLessThan(tolerance),
  );
}

/** Largest difference over the largest value. */
function relativeDistance(found: ArrayLike<number>, wanted: ArrayLike<number>): number {
  expect(found.length).toBe(wanted.length);
  let [largest, difference] = [0, 0];
  for (let v = 0; v < wanted.length; v++) {
    largest = Math.max(largest, Math.abs(wanted[v]));
    difference = Math.max(difference, Math.abs(found[v] - wanted[v]));
  }
  return difference === 0 ? 0 : difference / largest;
}

/** The trait times `unit`, and each variant of a share of the people. */
function changed(summary: Table, unit: number, share: (variant: number) => number): Table {
  const { columns } = summary;
  const of = (name: string): Float64Array => columns[name] as Float64Array;
  return new Table({
    ...columns,
    beta: of("beta").map((beta) => unit * beta),
    standardError: of("standardError").map((error, v) => (unit * error) / Math.sqrt(share(v + 1))),
    n: of("n").map((n, v) => Math.round(n * share(v + 1))),
  });
}

async function exampleStudy(): Promise<{ readonly panel: LdPanel; readonly summary: Table }> {
  const genotypes = await cohort("geno-bigsnpr-example/example.bed");
  const status = readFileSync(`${ROOT}geno-bigsnpr-example/example.fam`, "utf8")
    .trim()
    .split("\n")
    .map((line) => Number(line.split(/\s+/)[5]) - 1);
  const summary = await linear({ genotypes, trait: status });
  const last = genotypes.variants.basePairLocation.reduce((most, at) => Math.max(most, at), 0);
  const start = Array.from({ length: Math.ceil(last / 300_000) }, (_, b) => 300_000 * b);
  const end = start.map((at) => at + 300_000);
  const panel = await makePanel(genotypes, {
    blocks: { chromosome: start.map(() => "1"), start, end },
    window: { variants: 100_000 },
  });
  return { panel, summary };
}

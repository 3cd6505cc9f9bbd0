import { afterAll, describe, expect, test } from "vitest";
import { release } from "../../compute/engine/pool.ts";
import { isAnalysisError } from "../../errors.ts";
import { genotypesFromDosages } from "../../genotypes/from-memory.ts";
import type { Genotypes } from "../../genotypes/genotypes.ts";
import { randomStream } from "../../random.ts";
import type { SummaryStatistics } from "../../sumstats/summary-file.ts";
import { estimate } from "../estimators/estimate.ts";
import { associations } from "../harmonise/associations.ts";
import { fromArrays } from "../harmonise/from-arrays.ts";
import { colocalisation } from "./colocalisation.ts";
import { drugTarget } from "./drug-target.ts";
import { principalComponentsIvw } from "./principal-components-ivw.ts";

const PEOPLE = 2000;
const VARIANTS = 60;
const STUDY = 50_000;
const EFFECT = 0.4;
const START = 1_000_000;

afterAll(release);

/** Genotypes of a region: haplotypes in which each variant is a copy of the one before it, but for some. */
function region(
  seed: number,
  newHaplotypes: number = 0.08,
): { panel: Genotypes; dosages: Float64Array[] } {
  const random = randomStream(seed, "drug-target.test");
  const haplotypes = Array.from({ length: 2 * PEOPLE }, () => {
    let allele = Number(random.uniform() < 0.4);
    return Array.from({ length: VARIANTS }, () => {
      if (random.uniform() < newHaplotypes) allele = Number(random.uniform() < 0.4);
      return allele;
    });
  });
  const dosages = Array.from({ length: VARIANTS }, (_, v) =>
    Float64Array.from(
      { length: PEOPLE },
      (__, i) => haplotypes[2 * i][v] + haplotypes[2 * i + 1][v],
    ),
  );
  const panel = genotypesFromDosages({
    matrix: dosages.flatMap((row) => Array.from(row)),
    sampleCount: PEOPLE,
    variants: {
      variantId: names,
      contig: names.map(() => "1"),
      basePairLocation: Int32Array.from(names, (_, v) => START + 1000 * v),
      effectAllele: names.map(() => "A"),
      otherAllele: names.map(() => "G"),
    },
  });
  return { panel, dosages };
}

const names = Array.from({ length: VARIANTS }, (_, v) => `rs${v + 1}`);

/** What a study of other people with the same correlations observes of effects per SD of each variant. */
function study(
  name: string,
  dosages: readonly Float64Array[],
  causal: Readonly<Record<number, number>>,
  seed: number,
): SummaryStatistics {
  const random = randomStream(seed, `study of ${name}`);
  const scaled = dosages.map((row) => {
    const mean = row.reduce((sum, value) => sum + value, 0) / PEOPLE;
    const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / PEOPLE;
    return { x: row.map((value) => (value - mean) / Math.sqrt(variance)), mean, variance };
  });
  // Marginal effects are sums over causal variants; their errors are correlated as the genotypes are.
  const draws = Float64Array.from({ length: PEOPLE }, () => random.normal() / Math.sqrt(PEOPLE));
  const product = (a: Float64Array, b: Float64Array): number =>
    a.reduce((sum, value, i) => sum + value * b[i], 0);
  const beta = scaled.map(({ x, variance }) => {
    const truth = Object.entries(causal).reduce(
      (sum, [v, effect]) => sum + (effect * product(x, scaled[Number(v)].x)) / PEOPLE,
      0,
    );
    return (truth + product(x, draws) / Math.sqrt(STUDY)) / Math.sqrt(variance);
  });
  return associations({
    ...{ name, variantId: names, beta, n: STUDY, unit: "SD" },
    standardError: scaled.map(({ variance }) => 1 / Math.sqrt(STUDY * variance)),
    effectAllele: names.map(() => "A"),
    otherAllele: names.map(() => "G"),
    effectAlleleFrequency: scaled.map(({ mean }) => mean / 2),
    chromosome: names.map(() => 1),
    basePairLocation: names.map((_, v) => START + 1000 * v),
  });
}

const CAUSAL = { 12: 0.12, 45: 0.09 };
const cis = { chromosome: 1, from: START, to: START + 60_000 };

function scaledBy(factor: number): Record<number, number> {
  return Object.fromEntries(Object.entries(CAUSAL).map(([v, effect]) => [v, factor * effect]));
}

describe("mr.drugTarget", () => {
  const { panel, dosages } = region(1);
  const exposure = study("protein", dosages, CAUSAL, 2);
  const outcome = study("disease", dosages, scaledBy(EFFECT), 3);
  const options = { exposure, outcome, cis, genotypes: panel, r2: 0.2 };

  test("finds the effect, with the correlation of the instruments taken into account", async () => {
    const found = await drugTarget(options);
    const { headline, gate, verdict, harmonised, estimates } = found;
    expect(harmonised.correlation).toHaveLength(harmonised.keptRows.length ** 2);
    expect(harmonised.keptRows.length).toBeGreaterThan(1);
    expect(Math.abs(headline!.beta - EFFECT)).toBeLessThan(3 * headline!.standardError);
    expect(headline!.standardError).toBeLessThan(0.06);
    expect(gate).toBe("not run");
    expect(verdict).toContain("gate was not run");
    expect(estimates.columns.methodId).toContain("principalComponentsIvw");
    expect(found.consistency!.outliers).toEqual([]);
    expect(found.consistency!.table.rowCount).toBeGreaterThan(2);
  });

  test("covers the truth as often as an interval of 95 % should, in 60 studies", async () => {
    let covered = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const found = await drugTarget({
        ...options,
        exposure: study("protein", dosages, CAUSAL, 100 + seed),
        outcome: study("disease", dosages, scaledBy(EFFECT), 200 + seed),
        methods: ["ivw"],
      });
      const { ciLower, ciUpper } = found.headline!;
      covered += Number(ciLower <= EFFECT && EFFECT <= ciUpper);
    }
    // Within 3 standard errors (1.7) of 57.
    expect(covered).toBeGreaterThanOrEqual(52);
  }, 120_000);

  test("opens the gate for one shared causal variant", async () => {
    const one = { 12: 0.12 };
    const found = await drugTarget({
      ...options,
      exposure: study("protein", dosages, one, 4),
      outcome: study("disease", dosages, { 12: EFFECT * 0.12 }, 5),
      colocalisation,
    });
    expect(found.colocalisation!.h4).toBeGreaterThan(0.8);
    expect(found.gate).toBe("supported");
    expect(found.verdict).toContain("Supported by colocalisation");
    expect(found.headline).toBeDefined();
  });

  test("keeps the numbers but gives no headline where another variant nearby is causal", async () => {
    const found = await drugTarget({
      ...options,
      exposure: study("protein", dosages, { 12: 0.12 }, 4),
      outcome: study("disease", dosages, { 20: 0.1 }, 5),
      colocalisation,
    });
    expect(found.colocalisation!.h4).toBeLessThan(0.2);
    expect(found.gate).toBe("not supported");
    expect(found.headline).toBeUndefined();
    expect(found.verdict).toContain("not supported by colocalisation");
    expect(found.estimates.columns.beta[0]).not.toBeNaN();
  });

  test("takes another hook, and another probability", async () => {
    const regions: number[] = [];
    const hook = async (all: { readonly rowCount: number }): Promise<{ h4: number }> => {
      regions.push(all.rowCount);
      return Promise.resolve({ h4: 0.7 });
    };
    const strict = await drugTarget({ ...options, colocalisation: hook });
    const lenient = await drugTarget({ ...options, colocalisation: hook, h4: 0.6 });
    expect([strict.gate, lenient.gate]).toEqual(["not supported", "supported"]);
    expect(regions).toEqual([VARIANTS, VARIANTS]);
  });

  test("puts principal components first where correlations are near singular", async () => {
    const close = region(1, 0.01);
    const found = await drugTarget({
      ...options,
      genotypes: close.panel,
      exposure: study("protein", close.dosages, CAUSAL, 2),
      outcome: study("disease", close.dosages, scaledBy(EFFECT), 3),
      r2: 0.9999,
    });
    expect(found.conditionNumber).toBeGreaterThan(1000);
    const [first] = found.estimates.toRows();
    expect(first.methodId).toBe("principalComponentsIvw");
    expect(Math.abs(first.beta - EFFECT)).toBeLessThan(3.5 * first.standardError);
    expect(found.notices.join(" ")).toContain("near singular");
  });

  test("says where panel and exposure do not fit, and refuses a region without instruments", async () => {
    const { variants } = panel;
    const swapped = names.map((_, v) => (v % 3 === 0 ? "G" : "A"));
    const other = {
      ...panel,
      variants: {
        ...variants,
        effectAllele: swapped,
        otherAllele: swapped.map((allele) => (allele === "G" ? "A" : "G")),
      },
    };
    const found = await drugTarget({ ...options, genotypes: other });
    expect(found.consistency!.outliers.length).toBeGreaterThan(0);
    expect(found.consistency!.sentence).toContain("not as strong as the panel's correlations tell");
    const nowhere = { chromosome: 2, from: 1, to: 1000 };
    await expect(drugTarget({ ...options, cis: nowhere })).rejects.toSatisfy((error) =>
      isAnalysisError(error, "no-overlap"),
    );
    await expect(drugTarget({ ...options, h4: 2 })).rejects.toThrow("h4 is 2.");
  });

  test("one instrument gives its Wald ratio", async () => {
    const found = await drugTarget({
      ...options,
      exposure: study("protein", dosages, { 12: 0.05 }, 4),
      outcome: study("disease", dosages, { 12: EFFECT * 0.05 }, 5),
      r2: 0.001,
    });
    expect(found.harmonised.keptRows).toHaveLength(1);
    expect(found.headline!.methodId).toBe("waldRatio");
  });
});

describe("what designs refuse", () => {
  const effects = {
    exposure: "x",
    outcome: "y",
    betaExposure: [0.1, 0.2],
    standardErrorExposure: [0.01, 0.01],
    betaOutcome: [0.05, 0.1],
    standardErrorOutcome: [0.01, 0.01],
  };

  test("principal components without correlation, and a share that is none", () => {
    expect(() => estimate(fromArrays(effects), { methods: [principalComponentsIvw()] })).toThrow(
      "Add it with harmonised.withCorrelation",
    );
    expect(() => principalComponentsIvw({ share: 0 })).toThrow("share is 0.");
  });

  test("colocalisation of effects whose scale is not known, of nothing, and with impossible priors", () => {
    expect(() => colocalisation(fromArrays(effects))).toThrow("standard deviation of x");
    const none = fromArrays({ ...effects, betaOutcome: [NaN, NaN] });
    expect(() => colocalisation(none)).toThrow("No variant of the region");
    expect(() => colocalisation(fromArrays(effects), { p12: 0 })).toThrow("p12 is 0.");
  });

  test("one variant alone cannot be two different ones: H3 is 0, and all add to 1", () => {
    const one = fromArrays({
      exposure: { name: "x", unit: "SD" },
      outcome: { name: "y", unit: "log odds" },
      betaExposure: [0.1],
      standardErrorExposure: [0.01],
      betaOutcome: [0.2],
      standardErrorOutcome: [0.02],
    });
    const { h0, h1, h2, h3, h4 } = colocalisation(one);
    expect(h3).toBe(0);
    expect(h0 + h1 + h2 + h3 + h4).toBeCloseTo(1, 12);
    expect(h4).toBeGreaterThan(0.99);
  });
});

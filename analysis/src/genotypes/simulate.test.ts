import { createHash } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { isAnalysisError } from "../errors.ts";
import { MISSING_GENOTYPE } from "./genotypes.ts";
import { simulate, type SimulatedCohort } from "./simulate.ts";
import { unpackVariant } from "./unpack.ts";

async function fingerprint({ genotypes, phenotypes }: SimulatedCohort): Promise<string> {
  const hash = createHash("sha256");
  for await (const block of genotypes.blocks({ maxBytes: 5000 })) hash.update(block.packed);
  hash.update(genotypes.variants.variantId.join());
  for (const column of Object.values(phenotypes.columns)) hash.update(column.join());
  return hash.digest("hex").slice(0, 16);
}

test("the same seed gives the same bytes, on every machine and in every version", async () => {
  const small = { seed: 7, samples: 60, variants: 300 };
  const first = await fingerprint(await simulate(small));
  expect(await fingerprint(await simulate(small))).toBe(first);
  expect(await fingerprint(await simulate({ ...small, seed: 8 }))).not.toBe(first);
  expect(first).toMatchInlineSnapshot(`"4375a126135d1486"`);
});

test.each([{ samples: 3 }, { variants: 1.5 }, { populations: 4 }, { fst: 0 }, { seed: 0.5 }])(
  "%o is refused",
  async (options) => {
    await expect(simulate(options)).rejects.toSatisfy((error) =>
      isAnalysisError(error, "invalid-argument"),
    );
  },
);

test("populations of given names and sizes, on some chromosomes, each drifted by its own F", async () => {
  const { genotypes, populations, phenotypes } = await simulate({
    seed: 5,
    variants: 1500,
    chromosomes: [22, 21],
    populations: [
      { name: "near", samples: 300, fst: 0.01 },
      { name: "far", samples: 200, fst: 0.2 },
    ],
  });
  expect(new Set(genotypes.variants.chromosome)).toEqual(new Set([21, 22]));
  expect(populations).toEqual([
    ...new Array<string>(300).fill("near"),
    ...new Array<string>(200).fill("far"),
  ]);
  expect(phenotypes.columns.population).toEqual(populations);
  // E 2p(1 − p) within a population is (1 − F) that of the founders: 0.8 / 0.99.
  let [near, far] = [0, 0];
  for await (const block of genotypes.blocks()) {
    for (let i = 0; i < block.count; i++) {
      const row = unpackVariant(block, i);
      const heterozygosity = (name: string): number => {
        const [p] = frequencyOf(row, (j) => populations[j] === name);
        return 2 * p * (1 - p);
      };
      near += heterozygosity("near");
      far += heterozygosity("far");
    }
  }
  expect(far / near).toBeGreaterThan(0.74);
  expect(far / near).toBeLessThan(0.88);
});

const two = [
  { name: "A", samples: 30 },
  { name: "B", samples: 30 },
];

test.each([
  { populations: two, samples: 60 },
  { populations: [] },
  { populations: [two[0], two[0]] },
  { populations: [{ name: "A", samples: 30, fst: 0.6 }] },
  { populations: [{ name: "A", samples: 5 }] },
  { chromosomes: [] },
  { chromosomes: [21, 21] },
  { chromosomes: [23] },
  { chromosomes: [19], region: { chromosome: 19, from: 44_000_000, to: 44_200_000 } },
])("%o is refused", async (options) => {
  await expect(simulate({ variants: 200, ...options })).rejects.toSatisfy((error) =>
    isAnalysisError(error, "invalid-argument"),
  );
});

test("all variants in one region, with LD between neighbours", async () => {
  const region = { chromosome: 19, from: 44_000_000, to: 44_200_000 };
  const { genotypes } = await simulate({ seed: 2, samples: 400, variants: 200, region });
  const { chromosome, basePairLocation, count } = genotypes.variants;
  expect(count).toBe(200);
  expect(new Set(chromosome)).toEqual(new Set([19]));
  expect(basePairLocation[0]).toBeGreaterThanOrEqual(region.from);
  expect(basePairLocation[199]).toBeLessThanOrEqual(region.to);
  const common: Uint8Array[] = [];
  for await (const block of genotypes.blocks({ maxBytes: 1e6 })) {
    for (let i = 0; i < block.count; i++) {
      const copies = unpackVariant(block, i);
      const mean = copies.reduce((sum, g) => sum + (g === MISSING_GENOTYPE ? 0 : g), 0) / 400;
      if (mean > 0.2) common.push(copies);
    }
  }
  const neighbours = common.slice(1).map((copies, i) => correlation(common[i], copies) ** 2);
  expect(neighbours.reduce((sum, r2) => sum + r2, 0) / neighbours.length).toBeGreaterThan(0.1);
});

test.each([
  { chromosome: 23, from: 1, to: 1e6 },
  { chromosome: 22, from: 1, to: 60e6 },
  { chromosome: 1, from: 5, to: 300 },
  { chromosome: 1, from: 0.5, to: 1e6 },
])("region %o is refused for 200 variants", async (region) => {
  await expect(simulate({ samples: 50, variants: 200, region })).rejects.toSatisfy((error) =>
    isAnalysisError(error, "invalid-argument"),
  );
});

test("shows how far it is, up to the end, and stops when asked", async () => {
  const seen: number[] = [];
  const controller = new AbortController();
  const small = { samples: 20, variants: 300, signal: controller.signal };
  await simulate({ ...small, onProgress: ({ done }) => seen.push(done) });
  expect(seen).toEqual([0, 64, 128, 192, 256, 300]);
  const stopping = simulate({
    ...small,
    onProgress: ({ done }) => done > 100 && controller.abort(),
  });
  await expect(stopping).rejects.toSatisfy((error) => isAnalysisError(error, "cancelled"));
});

describe("a cohort of 800 people", () => {
  const fst = 0.03;
  let cohort: SimulatedCohort;
  let rows: Uint8Array[];
  let frequencies: number[];

  beforeAll(async () => {
    cohort = await simulate({ seed: 3, samples: 800, variants: 6000, fst });
    rows = [];
    for await (const block of cohort.genotypes.blocks()) {
      for (let i = 0; i < block.count; i++) rows.push(unpackVariant(block, i));
    }
    frequencies = rows.map((row) => frequencyOf(row, () => true)[0]);
  });

  test("has mostly rare alleles, and the counted one is the minor one", () => {
    const share = (low: number, high: number): number =>
      frequencies.filter((p) => p > low && p <= high).length / frequencies.length;
    expect(share(0, 0.1)).toBeGreaterThan(share(0.1, 0.2));
    expect(share(0.1, 0.2)).toBeGreaterThan(share(0.2, 0.3));
    expect(share(0.2, 0.3)).toBeGreaterThan(share(0.4, 0.5));
    expect(share(0.4, 0.5)).toBeGreaterThan(0.02);
    expect(share(0.55, 1)).toBe(0);
  });

  test("has linkage disequilibrium that falls with distance and ends with the chromosome", () => {
    const { chromosome, basePairLocation } = cohort.genotypes.variants;
    const sums = [0, 1, 2, 3].map(() => ({ sum: 0, count: 0 }));
    const between: number[] = [];
    const common = frequencies.flatMap((p, j) => (p > 0.15 ? [j] : []));
    for (let a = 0; a < common.length; a++) {
      for (let b = a + 1; b < Math.min(a + 6, common.length); b++) {
        const [j, k] = [common[a], common[b]];
        const r2 = correlation(rows[j], rows[k]) ** 2;
        if (chromosome[j] !== chromosome[k]) {
          between.push(r2);
          continue;
        }
        const distance = basePairLocation[k] - basePairLocation[j];
        const bin = sums[distance < 2e5 ? 0 : distance < 6e5 ? 1 : distance < 1.5e6 ? 2 : 3];
        bin.sum += r2;
        bin.count++;
      }
    }
    const [near, middle, far, farthest] = sums.map(({ sum, count }) => sum / count);
    expect(near).toBeGreaterThan(0.2);
    expect(near).toBeGreaterThan(1.5 * middle);
    expect(middle).toBeGreaterThan(1.5 * far);
    expect(farthest).toBeLessThan(0.02);
    expect(between.reduce((sum, r2) => sum + r2, 0) / between.length).toBeLessThan(0.02);
  });

  test("has populations that differ by the F that was asked for (Hudson's estimator)", () => {
    const population = cohort.phenotypes.columns.population as readonly string[];
    let difference = 0;
    let total = 0;
    for (const row of rows) {
      const [p, n] = frequencyOf(row, (i) => population[i] === "pop1");
      const [q, m] = frequencyOf(row, (i) => population[i] === "pop2");
      difference += (p - q) ** 2 - (p * (1 - p)) / (n - 1) - (q * (1 - q)) / (m - 1);
      total += p * (1 - q) + q * (1 - p);
    }
    expect(difference / total).toBeGreaterThan(0.8 * fst);
    expect(difference / total).toBeLessThan(1.2 * fst);
  });

  test("has missing calls, some bad variants and some bad samples", () => {
    const missing = rows.map(
      (row) => row.filter((g) => g === MISSING_GENOTYPE).length / row.length,
    );
    const mean = missing.reduce((sum, rate) => sum + rate, 0) / missing.length;
    expect(mean).toBeGreaterThan(0.001);
    expect(mean).toBeLessThan(0.01);
    expect(missing.filter((rate) => rate > 0.03).length).toBeGreaterThan(10);
    const bySample = Array.from({ length: 800 }, (_, i) => {
      return rows.filter((row) => row[i] === MISSING_GENOTYPE).length / rows.length;
    });
    expect(bySample.filter((rate) => rate > 0.035)).toHaveLength(4);
  });

  test("knows its causal variants, each a variant of the genotypes with the stated frequency", () => {
    const { truth, genotypes } = cohort;
    expect(truth.rowCount).toBe(8);
    truth.toRows().forEach((row) => {
      const j = genotypes.variants.variantId.indexOf(row.variantId);
      expect(genotypes.variants.basePairLocation[j]).toBe(row.basePairLocation);
      expect(genotypes.variants.effectAllele[j]).toBe(row.effectAllele);
      expect(Math.abs(frequencies[j] - row.effectAlleleFrequency)).toBeLessThan(0.02);
    });
  });

  test("has effects of about the stated size", () => {
    const { truth, genotypes, phenotypes } = cohort;
    const height = phenotypes.columns.height as Float64Array;
    const sex = phenotypes.columns.sex as Float64Array;
    const adjusted = height.map((value, i) => value - (sex[i] === 1 ? 178 : 165));
    for (const row of truth.toRows().filter(({ trait }) => trait === "height")) {
      const g = rows[genotypes.variants.variantId.indexOf(row.variantId)];
      expect(Math.abs(slope(g, adjusted) - row.beta)).toBeLessThan(1.6);
    }
  });

  test("has people without phenotypes and phenotypes of people without genotypes", () => {
    const genotyped = new Set(cohort.genotypes.samples.individualId);
    const phenotyped = cohort.phenotypes.individualId;
    expect(phenotyped.filter((id) => !genotyped.has(id))).toHaveLength(3);
    expect([...(cohort.phenotypes.columns.height as Float64Array)].some(Number.isNaN)).toBe(true);
  });
});

function frequencyOf(row: Uint8Array, isIn: (i: number) => boolean): [p: number, alleles: number] {
  let sum = 0;
  let count = 0;
  row.forEach((g, i) => {
    if (g === MISSING_GENOTYPE || !isIn(i)) return;
    sum += g;
    count += 2;
  });
  return [sum / count, count];
}

function moments(x: ArrayLike<number>, y: ArrayLike<number>) {
  let [n, sx, sy, sxy, sxx, syy] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const [a, b] = [x[i], y[i]];
    if (a === MISSING_GENOTYPE || b === MISSING_GENOTYPE || Number.isNaN(b)) continue;
    n++;
    sx += a;
    sy += b;
    sxy += a * b;
    sxx += a * a;
    syy += b * b;
  }
  return { xy: sxy - (sx * sy) / n, xx: sxx - (sx * sx) / n, yy: syy - (sy * sy) / n };
}

function correlation(x: Uint8Array, y: Uint8Array): number {
  const { xy, xx, yy } = moments(x, y);
  return xy / Math.sqrt(xx * yy);
}

function slope(x: Uint8Array, y: Float64Array): number {
  const { xy, xx } = moments(x, y);
  return xy / xx;
}

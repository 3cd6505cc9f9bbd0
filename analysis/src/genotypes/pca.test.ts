import { inspect } from "node:util";
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { describe, expect, test } from "vitest";
import { randomStream } from "../random.ts";
import { genotypesFromDosages } from "./from-memory.ts";
import type { Genotypes } from "./genotypes.ts";
import { principalComponents } from "./pca.ts";
import { projectSamples } from "./pca-projection.ts";

/** Two populations whose frequencies differ; every 40th call missing, variant 0 constant. */
function twoPopulations(n: number, m: number, missing = true): { matrix: Float64Array; n: number } {
  const random = randomStream(11, "two populations");
  const matrix = new Float64Array(m * n);
  for (let v = 0; v < m; v++) {
    const p = 0.2 + 0.6 * random.uniform();
    const away = 0.08 * random.normal();
    for (let i = 0; i < n; i++) {
      const own = v === 0 ? 0 : Math.min(0.99, Math.max(0.01, p + (i % 2 ? away : -away)));
      const copies = Number(random.uniform() < own) + Number(random.uniform() < own);
      matrix[v * n + i] = missing && random.integer(40) === 0 ? NaN : copies;
    }
  }
  return { matrix, n };
}

function cohortOf({ matrix, n }: { matrix: Float64Array; n: number }): Genotypes {
  return genotypesFromDosages({ matrix, sampleCount: n });
}

const N = 61;
const M = 400;
const data = twoPopulations(N, M);
const cohort = cohortOf(data);

/** ZZᵀ / m, and Z, by definition. */
function relationship({ matrix, n }: typeof data): { z: Matrix; a: Matrix } {
  const rows: number[][] = [];
  for (let v = 0; v < matrix.length / n; v++) {
    const row = Array.from(matrix.subarray(v * n, (v + 1) * n));
    const called = row.filter((copies) => !Number.isNaN(copies));
    const p = called.reduce((sum, copies) => sum + copies, 0) / (2 * called.length);
    if (p === 0 || p === 1) continue;
    rows.push(row.map((x) => (Number.isNaN(x) ? 0 : (x - 2 * p) / Math.sqrt(2 * p * (1 - p)))));
  }
  const z = new Matrix(rows);
  return { z, a: z.transpose().mmul(z).div(rows.length) };
}

describe.each(["auto", "cpu"] as const)("principalComponents on %s", (compute) => {
  test("are the leading eigenvectors of the whole matrix", async () => {
    const options = { components: 5, compute };
    const found = await principalComponents(cohort, { ...options, tolerance: 1e-9 });
    const { z, a } = relationship(data);
    const truth = new EigenvalueDecomposition(a, { assumeSymmetric: true });
    const descending = truth.realEigenvalues.map((_, i) => i).reverse();
    expect(found.loadings.rowCount).toBe(M - 1);
    for (let j = 0; j < 5; j++) {
      const column = truth.eigenvectorMatrix.getColumn(descending[j]);
      const own = found.columns[`PC${j + 1}`];
      const cosine = column.reduce((sum, value, i) => sum + value * own[i], 0);
      expect(Math.abs(cosine)).toBeGreaterThan(1 - 1e-10);
      const eigenvalue = truth.realEigenvalues[descending[j]];
      expect(found.eigenvalues.columns.eigenvalue[j] / eigenvalue).toBeCloseTo(1, 10);
    }
    const loading = (found.loadings.columns as Record<string, unknown>)["PC2"] as Float64Array;
    const own = found.columns["PC2"];
    const product = z.mmul(Matrix.columnVector(Array.from(own))).to1DArray();
    const length = Math.sqrt(product.reduce((sum, value) => sum + value * value, 0));
    product.forEach((value, v) => expect(loading[v]).toBeCloseTo(value / length, 9));
  });
});

describe("principalComponents", () => {
  test("tell two populations apart, and show eigenvalues only", async () => {
    const found = await principalComponents(cohort, { components: 2 });
    const groups = [0, 1].map((group) => found.columns["PC1"].filter((_, i) => i % 2 === group));
    expect(
      Math.max(...groups[0]) < Math.min(...groups[1]) ||
        Math.max(...groups[1]) < Math.min(...groups[0]),
    ).toBe(true);
    expect(inspect(found)).toContain("PC1");
    expect(inspect(found)).not.toMatch(/\bs\d+\b/);
  });

  test("say where passes did not suffice", async () => {
    const { notices, eigenvalues } = await principalComponents(cohort, {
      components: 3,
      mostPasses: 1,
    });
    expect(notices[0]).toContain("not exact after 1 passes");
    expect(eigenvalues.columns.residual[2]).toBeGreaterThan(1e-3);
  });

  test("refuse more components than there are, and none", async () => {
    await expect(principalComponents(cohort, { components: N })).rejects.toThrow("at most 60");
    await expect(principalComponents(cohort, { components: 0 })).rejects.toThrow("components is 0");
    const constant = cohort.select({ variants: Uint32Array.of(0) });
    await expect(principalComponents(constant)).rejects.toThrow("0 varying autosomal variants");
  });
});

describe("projectSamples", () => {
  test("plain: gives the people of the reference their own components, also with swapped alleles", async () => {
    const reference = await principalComponents(cohort, { components: 3, tolerance: 1e-9 });
    const swapped = genotypesFromDosages({
      matrix: data.matrix.map((copies) => 2 - copies),
      sampleCount: N,
      variants: {
        effectAllele: new Array<string>(M).fill("G"),
        otherAllele: new Array<string>(M).fill("A"),
      },
    });
    for (const genotypes of [cohort, swapped]) {
      const own = await projectSamples(genotypes, { reference, method: "plain" });
      for (const name of ["PC1", "PC2", "PC3"]) {
        own.columns[name].forEach((value, i) =>
          expect(value).toBeCloseTo(reference.columns[name][i], 8),
        );
      }
    }
  });

  test("augmented: new people lie as far out as the reference's, plain ones too near 0", async () => {
    const both = twoPopulations(400, 1500, false);
    const all = cohortOf(both);
    const half = (part: number): Uint32Array =>
      Uint32Array.from(
        Array.from({ length: 400 }, (_, i) => i).filter((i) => i % 4 < 2 === (part === 0)),
      );
    const reference = await principalComponents(all.select({ samples: half(0) }), {
      components: 2,
    });
    const people = all.select({ samples: half(1) });
    const spread = (values: Float64Array): number =>
      values.reduce((sum, value) => sum + Math.abs(value), 0) / values.length;
    const inside = spread(reference.columns["PC1"]);
    const [plain, augmented] = await Promise.all(
      (["plain", "augmented"] as const).map(async (method) => {
        const { columns } = await projectSamples(people, { reference, method });
        return spread(columns["PC1"]) / inside;
      }),
    );
    expect(plain).toBeLessThan(0.95);
    expect(Math.abs(augmented - 1)).toBeLessThan(0.03);
  });

  test("counts variants that are lacking, and refuses too few", async () => {
    const reference = await principalComponents(cohort, { components: 2 });
    const most = cohort.select({ variants: Uint32Array.from({ length: 350 }, (_, v) => v) });
    const { matches, notices } = await projectSamples(most, { reference });
    expect(Array.from(matches.columns.variants)).toEqual([349, 0, 0, 50]);
    expect(notices[0]).toContain("50 of the reference's 399 variants");
    const few = cohort.select({ variants: Uint32Array.of(1, 2) });
    await expect(projectSamples(few, { reference })).rejects.toMatchObject({ tag: "no-overlap" });
    await expect(projectSamples(cohort, { reference, minimumOverlap: 2 })).rejects.toThrow(
      "minimumOverlap is 2",
    );
  });
});

import { describe, expect, test } from "vitest";
import { genotypesFromDosages } from "../genotypes/from-memory.ts";
import { isAnalysisError } from "../errors.ts";
import { simulate } from "../genotypes/simulate.ts";
import { sampleTable } from "../io/sample-table.ts";
import type { AssociationOptions } from "./association-options.ts";
import { linear } from "./linear.ts";

const N = 211;
const M = 60;

/** Numbers in [0, 1), the same each run. */
function uniform(seed: number): number {
  const x = Math.sin(seed * 127.1) * 43758.5453;
  return x - Math.floor(x);
}

const age = Float64Array.from({ length: N }, (_, i) => 1950 + 40 * uniform(i + 0.5));
const weight = Float64Array.from({ length: N }, (_, i) => 1e-6 * uniform(i + 0.25));
/** m × n calls of mixed frequencies, 4 % missing. */
const matrix = Float64Array.from({ length: M * N }, (_, k) => {
  const f = 0.02 + 0.9 * uniform(Math.floor(k / N) + 0.1);
  if (uniform(k + 0.77) < 0.04) return NaN;
  return Number(uniform(k + 0.3) < f) + Number(uniform(k + 0.6) < f);
});
const height = Float64Array.from(
  { length: N },
  (_, i) => 150 + 0.01 * age[i] + 4 * uniform(i + 0.9) + 0.8 * (matrix[5 * N + i] || 0),
);

function study(change: Partial<AssociationOptions> = {}): AssociationOptions {
  return {
    genotypes: genotypesFromDosages({ matrix, sampleCount: N }),
    trait: height,
    covariates: { age, weight },
    ...change,
  };
}

/** Ordinary least squares by normal equations on the samples of one variant; centred, so that it is accurate. */
function byNormalEquations(v: number): { beta: number; standardError: number; n: number } {
  const kept = Array.from({ length: N }, (_, i) => i).filter(
    (i) => !Number.isNaN(matrix[v * N + i]),
  );
  const centre = (values: number[]): number[] => {
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
    return values.map((x) => x - mean);
  };
  const columns = [
    kept.map((i) => matrix[v * N + i]),
    kept.map((i) => age[i]),
    kept.map((i) => 1e6 * weight[i]),
  ].map(centre);
  const y = centre(kept.map((i) => height[i]));
  const product = (a: number[], b: number[]): number => a.reduce((sum, x, i) => sum + x * b[i], 0);
  // Gram–Schmidt with the genotype last.
  const [g, ...others] = columns;
  const basis: number[][] = [];
  const residual = (column: number[]): number[] =>
    basis.reduce((left, q) => left.map((x, i) => x - product(q, left) * q[i]), column);
  for (const column of others) {
    const left = residual(residual(column));
    basis.push(left.map((x) => x / Math.sqrt(product(left, left))));
  }
  const gr = residual(residual(g));
  const yr = residual(residual(y));
  const beta = product(gr, yr) / product(gr, gr);
  const rss = product(yr, yr) - beta * product(gr, yr);
  return {
    beta,
    standardError: Math.sqrt(rss / (kept.length - 4) / product(gr, gr)),
    n: kept.length,
  };
}

test("linear() equals least squares on each variant's own samples", async () => {
  const { columns } = await linear(study({ effectAllele: "counted" }));
  for (let v = 0; v < M; v++) {
    const expected = byNormalEquations(v);
    expect(columns.n[v]).toBe(expected.n);
    expect(columns.beta[v] / expected.beta).toBeCloseTo(1, 9);
    expect(columns.standardError[v] / expected.standardError).toBeCloseTo(1, 9);
  }
});

test("flipping the alleles flips the sign of beta and nothing else", async () => {
  const straight = await linear(study({ effectAllele: "counted" }));
  const flipped = await linear(
    study({
      effectAllele: "counted",
      genotypes: genotypesFromDosages({
        matrix: matrix.map((copies) => 2 - copies),
        sampleCount: N,
      }),
    }),
  );
  for (let v = 0; v < M; v++) {
    expect(flipped.columns.beta[v] / -straight.columns.beta[v]).toBeCloseTo(1, 11);
    expect(flipped.columns.negLog10PValue[v]).toBeCloseTo(straight.columns.negLog10PValue[v], 11);
    expect(flipped.columns.effectAlleleFrequency[v]).toBeCloseTo(
      1 - straight.columns.effectAlleleFrequency[v],
      14,
    );
  }
});

test("the minor allele is the effect allele, whichever the file counts", async () => {
  const { columns } = await linear(study());
  expect(Math.max(...columns.effectAlleleFrequency)).toBeLessThanOrEqual(0.5);
  expect(new Set(columns.effectAllele).size).toBe(2);
});

test("permuting the samples changes nothing", async () => {
  const order = Array.from({ length: N }, (_, i) => (i * 97) % N);
  const permuted = (values: Float64Array): Float64Array =>
    Float64Array.from(order, (i) => values[i]);
  const rows = Array.from({ length: M }, (_, v) => permuted(matrix.slice(v * N, (v + 1) * N)));
  const before = await linear(study());
  const after = await linear({
    genotypes: genotypesFromDosages({ matrix: rows.flatMap((row) => [...row]), sampleCount: N }),
    trait: permuted(height),
    covariates: { age: permuted(age), weight: permuted(weight) },
  });
  for (let v = 0; v < M; v++) {
    expect(after.columns.statistic[v] / before.columns.statistic[v]).toBeCloseTo(1, 10);
    expect(after.columns.standardError[v] / before.columns.standardError[v]).toBeCloseTo(1, 12);
  }
});

test("the units of covariates and trait do not matter", async () => {
  const before = await linear(study());
  const after = await linear(
    study({
      covariates: { age: age.map((x) => 1e9 * x), weight: weight.map((x) => 1e9 * x + 7) },
      trait: height.map((x) => x / 1000),
    }),
  );
  for (let v = 0; v < M; v++) {
    expect((1000 * after.columns.beta[v]) / before.columns.beta[v]).toBeCloseTo(1, 8);
    expect(after.columns.statistic[v] / before.columns.statistic[v]).toBeCloseTo(1, 8);
  }
});

test("names and arrays, and a phenotype table in another order with missing values, agree", async () => {
  const genotypes = genotypesFromDosages({ matrix, sampleCount: N });
  const order = Array.from({ length: N }, (_, i) => (i * 50) % N);
  const phenotypes = sampleTable({
    individualId: order.map((i) => genotypes.samples.individualId[i]),
    columns: {
      height: order.map((i) => (i < 9 ? NaN : height[i])),
      age: order.map((i) => age[i]),
      weight: order.map((i) => weight[i]),
    },
  });
  const byName = await linear({
    genotypes,
    phenotypes,
    trait: "height",
    covariates: ["age", "weight"],
  });
  const byArray = await linear(study({ trait: height.map((y, i) => (i < 9 ? NaN : y)) }));
  expect([...byName.columns.statistic]).toEqual([...byArray.columns.statistic]);
  expect(byName.provenance.n).toBe(N - 9);
  expect(byName.attrition.columns.removed.reduce((sum, count) => sum + count, 0)).toBe(9);
});

test("variants that cannot be tested carry a code, never a bare NaN", async () => {
  const row = (of: (i: number) => number): number[] => Array.from({ length: N }, (_, i) => of(i));
  const rows = [
    row(() => NaN),
    row(() => 0),
    row(() => 2),
    row(() => 1),
    row((i) => (age[i] > 1970 ? i % 2 : NaN)),
    row((i) => Number(age[i] > 1970)),
    row((i) => i % 3),
  ];
  const { columns } = await linear({
    genotypes: genotypesFromDosages({ matrix: rows.flat(), sampleCount: N }),
    trait: height,
    covariates: { isOld: Float64Array.from(age, (year) => Number(year > 1970)) },
  });
  expect(columns.errorCode).toEqual([
    "SAMPLE_CT<=PREDICTOR_CT",
    ...Array<string>(3).fill("CONST_OMITTED_ALLELE"),
    "VIF_INFINITE",
    "CORR_TOO_HIGH",
    ".",
  ]);
  columns.errorCode.forEach((code, v) => expect(Number.isNaN(columns.beta[v])).toBe(code !== "."));
});

test("X, Y and MT are coded, the pseudo-autosomal region is tested", async () => {
  const genotypes = genotypesFromDosages({
    matrix: matrix.slice(0, 4 * N),
    sampleCount: N,
    variants: { contig: ["X", "Y", "MT", "XY"] },
  });
  const { columns } = await linear({ genotypes, trait: height });
  expect(columns.errorCode).toEqual(["NOT_DIPLOID", "NOT_DIPLOID", "NOT_DIPLOID", "."]);
  expect(columns.effectAlleleFrequency[0]).toBeNaN();
});

test("P below 1e-308 keeps its logarithm", async () => {
  const g = Float64Array.from({ length: 5000 }, (_, i) => i % 3);
  const trait = g.map((copies, i) => copies + 0.05 * uniform(i));
  const { columns } = await linear({
    genotypes: genotypesFromDosages({ matrix: g, sampleCount: 5000 }),
    trait,
  });
  expect(columns.pValue[0]).toBe(0);
  expect(columns.negLog10PValue[0]).toBeGreaterThan(5000);
});

test("confidence limits hold beta in their middle, at the quantile of Student's t", async () => {
  const { columns } = await linear(study({ confidenceLevel: 0.95 }));
  const { ciLower, ciUpper } = columns as unknown as Record<string, Float64Array>;
  expect((ciLower[3] + ciUpper[3]) / 2).toBeCloseTo(columns.beta[3], 12);
  // t quantile 0.975 for about 200 degrees of freedom
  expect((ciUpper[3] - ciLower[3]) / 2 / columns.standardError[3]).toBeCloseTo(1.972, 3);
});

describe("refusals before the scan", () => {
  const tagOf = async (change: Partial<AssociationOptions>): Promise<[string, string[]?]> => {
    const error: unknown = await linear(study(change)).catch((thrown: unknown) => thrown);
    if (!isAnalysisError(error)) return ["none"];
    return "columns" in error ? [error.tag, error.columns as string[]] : [error.tag];
  };

  test.each([
    [
      "a constant covariate",
      { covariates: { age, site: new Float64Array(N).fill(3) } },
      ["collinear", ["site"]],
    ],
    [
      "two alike covariates",
      { covariates: { age, months: age.map((x) => 12 * x) } },
      ["collinear", ["age", "months"]],
    ],
    [
      "a sum of covariates",
      { covariates: { age, weight, sum: age.map((x, i) => x / 20 + 2e6 * weight[i]) } },
      ["collinear", ["age", "weight", "sum"]],
    ],
    ["a constant trait", { trait: new Float64Array(N).fill(1) }, ["constant-trait"]],
    ["a device that is not there", { compute: "webgpu" }, ["device-unavailable"]],
    ["names without phenotypes", { trait: "height" }, ["invalid-argument"]],
    ["a confidence level of 95", { confidenceLevel: 95 }, ["invalid-argument"]],
    ["an unknown effect allele", { effectAllele: "major" as "minor" }, ["invalid-argument"]],
    ["a trait too short", { trait: height.slice(1) }, ["length-mismatch"]],
  ] as const)("%s", async (_, change, expected) => {
    expect(await tagOf(change)).toEqual(expected);
  });
});

test("one sample is refused in words, and an aborted signal stops the scan", async () => {
  const one = linear({
    genotypes: genotypesFromDosages({ matrix: [1, 2], sampleCount: 1 }),
    trait: [1],
  });
  await expect(one).rejects.toSatisfy((error) => isAnalysisError(error, "constant-trait"));
  const aborted = linear(study({ signal: AbortSignal.abort() }));
  await expect(aborted).rejects.toSatisfy((error) => isAnalysisError(error, "cancelled"));
});

test("the provenance has the build when the genotypes have it", async () => {
  const simulated = await simulate({ samples: 30, variants: 100 });
  const result = await linear({ ...simulated, trait: "height" });
  expect(result.provenance.build).toBe("GRCh38");
});

test("progress reaches the number of variants", async () => {
  const seen: number[] = [];
  await linear(study({ onProgress: ({ done }) => seen.push(done) }));
  expect(seen.at(-1)).toBe(M);
});

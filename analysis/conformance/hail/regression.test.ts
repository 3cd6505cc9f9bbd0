import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { genotypesFromDosages } from "../../src/genotypes/from-memory.ts";
import { JAVASCRIPT } from "../../src/compute/operation.ts";
import { linearFit, type LinearEstimates, type LinearFitInput } from "../../src/gwas/linear-fit.ts";
import { linear } from "../../src/gwas/linear.ts";
import { prepareLogisticFit, type LogisticEstimate } from "../../src/gwas/logistic-newton.ts";
import { logistic } from "../../src/gwas/logistic.ts";
import { dot, norm, orthogonalTo, orthonormalBasis } from "../../src/stats/test-projections.ts";

const FOLDER = fileURLToPath(new URL("../../../../shared/data/regression-hail/", import.meta.url));

interface Expected {
  linear_two_covariates: Record<string, { beta: number; se: number; t: number; p: number }>;
  logistic_wald: Record<string, { beta: number; se: number; z: number; p: number }>;
}

/** Calls of the samples that Hail keeps: with covariates and a phenotype other than 0. */
function study(name: string): { matrix: number[][]; trait: number[]; covariates: Float64Array[] } {
  const rows = (file: string): string[][] =>
    readFileSync(`${FOLDER}${name}.${file}`, "utf8")
      .trim()
      .split("\n")
      .filter((line) => !line.startsWith("##"))
      .map((line) => line.split("\t"));
  const trait = new Map(
    rows("pheno")
      .slice(1)
      .map(([id, value]) => [id, Number(value)]),
  );
  const covariates = new Map(
    rows("cov")
      .slice(1)
      .map(([id, ...values]) => [id, values.map(Number)]),
  );
  const [header, ...lines] = rows("vcf");
  const ids = header.slice(9).filter((id) => (trait.get(id) ?? 0) !== 0 && covariates.has(id));
  const copies = new Map([
    ["0/0", 0],
    ["0/1", 1],
    ["1/1", 2],
    ["./.", NaN],
  ]);
  return {
    matrix: lines.map((line) => ids.map((id) => copies.get(line[header.indexOf(id)].slice(0, 3))!)),
    trait: ids.map((id) => trait.get(id)!),
    covariates: [0, 1].map((c) => Float64Array.from(ids, (id) => covariates.get(id)![c])),
  };
}

function rowMajor(columns: readonly Float64Array[]): Float64Array {
  const n = columns[0].length;
  return Float64Array.from({ length: n * columns.length }, (_, i) => {
    return columns[i % columns.length][Math.floor(i / columns.length)];
  });
}

/** As Hail does: the mean of the samples kept. */
function meanImputed(calls: readonly number[]): Float64Array {
  const known = calls.filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  return Float64Array.from(calls, (value) => (Number.isNaN(value) ? mean : value));
}

describe.skipIf(!existsSync(FOLDER))(
  "Hail's regressions, checked there with R (needs ../shared/data)",
  () => {
    const expected = (): Expected =>
      (JSON.parse(readFileSync(`${FOLDER}expected.json`, "utf8")) as { published: Expected })
        .published;

    test("linear regression of imputed dosages equals the printed numbers", () => {
      const { matrix, trait, covariates } = study("regressionLinear");
      const n = trait.length;
      const basis = orthonormalBasis([new Float64Array(n).fill(1), ...covariates]);
      const residual = orthogonalTo(basis, Float64Array.from(trait));
      const scale = norm(residual);
      for (const [id, { beta, se, t }] of Object.entries(expected().linear_two_covariates)) {
        const g = meanImputed(matrix[Number(id) - 1]);
        const sum = g.reduce((total, value) => total + value, 0);
        const columns = [...basis, residual.map((r) => r / scale)];
        const fit = linearFit.prepare(
          {
            columns: { sampleCount: n, width: columns.length, values: rowMajor(columns) },
            covariateCount: 2,
            traitCount: 1,
            sampleCount: n,
            maxCovariateInflation: 1,
            traitNorms: Float64Array.of(scale),
          },
          JAVASCRIPT,
        ) as (input: LinearFitInput) => LinearEstimates;
        const none = new Int32Array(1);
        const {
          beta: betas,
          standardError,
          statistic,
        } = fit({
          block: {
            count: 1,
            sampleCount: n,
            bytesPerVariant: Math.ceil(n / 4),
            packed: new Uint8Array(Math.ceil(n / 4)).fill(0xff),
          },
          counts: {
            ...{ twos: none, ones: none, missing: none },
            dosages: {
              sum: Float64Array.of(sum),
              sumOfSquares: Float64Array.of(dot(g, g)),
              missing: none,
            },
          },
          products: Float64Array.from(columns, (column) => dot(column, g)),
        });
        expect(betas[0]).toBeCloseTo(beta, 6);
        expect(standardError[0]).toBeCloseTo(se, 6);
        expect(statistic[0]).toBeCloseTo(t, 6);
      }
    });

    test("linear() equals them where nothing is missing, and codes what has no estimate", async () => {
      const { matrix, trait, covariates } = study("regressionLinear");
      const genotypes = genotypesFromDosages({ matrix: matrix.flat(), sampleCount: trait.length });
      const { columns } = await linear({
        genotypes,
        trait,
        covariates: { Cov1: covariates[0], Cov2: covariates[1] },
        effectAllele: "counted",
      });
      const { beta, se, p } = expected().linear_two_covariates["1"];
      expect(columns.beta[0]).toBeCloseTo(beta, 6);
      expect(columns.standardError[0]).toBeCloseTo(se, 6);
      expect(columns.pValue[0]).toBeCloseTo(p, 6);
      expect(columns.errorCode.slice(5, 8)).toEqual(Array(3).fill("CONST_OMITTED_ALLELE"));
      expect(columns.errorCode[1]).toBe("SAMPLE_CT<=PREDICTOR_CT");
    });

    test("logistic regression of imputed dosages equals the printed numbers", () => {
      const { matrix, trait, covariates } = study("regressionLogistic");
      const isCase = Float64Array.from(trait, (value) => value - 1);
      const fit = prepareLogisticFit(trait.length, 4);
      const intercept = new Float64Array(trait.length).fill(1);
      for (const id of ["1", "2"]) {
        const estimate: LogisticEstimate = { code: ".", beta: NaN, standardError: NaN, steps: 0 };
        fit(
          [intercept, meanImputed(matrix[Number(id) - 1]), ...covariates],
          isCase,
          trait.length,
          estimate,
        );
        const { beta, se } = expected().logistic_wald[id];
        expect(estimate.beta).toBeCloseTo(beta, 5);
        expect(estimate.standardError).toBeCloseTo(se, 5);
      }
    });

    test("logistic() flags the separable and the constant genotypes", async () => {
      const { matrix, trait, covariates } = study("regressionLogistic");
      const genotypes = genotypesFromDosages({ matrix: matrix.flat(), sampleCount: trait.length });
      const { columns } = await logistic({
        genotypes,
        trait,
        covariates: { Cov1: covariates[0], Cov2: covariates[1] },
        effectAllele: "counted",
      });
      expect(columns.errorCode[0]).toBe(".");
      expect(Math.log(columns.oddsRatio[0])).toBeCloseTo(expected().logistic_wald["1"].beta, 5);
      expect(columns.errorCode[2]).toMatch(/^(SEPARATION,|UNFINISHED|LOGISTIC_CONVERGE_FAIL)/);
      expect(columns.errorCode.slice(5, 10)).toEqual(Array(5).fill("CONST_OMITTED_ALLELE"));
    });
  },
);

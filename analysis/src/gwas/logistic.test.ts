import { expect, test } from "vitest";
import { genotypesFromDosages } from "../genotypes/from-memory.ts";
import { isAnalysisError } from "../errors.ts";
import { explainErrorCode } from "./error-codes.ts";
import { logistic } from "./logistic.ts";

/** Genotypes and status of a 2 × 3 table: controls with 0, 1, 2 copies, then cases. */
function table(
  controls: readonly number[],
  cases: readonly number[],
): { matrix: number[]; trait: number[] } {
  const copies = (counts: readonly number[]): number[] =>
    counts.flatMap((count, value) => Array<number>(count).fill(value));
  return {
    matrix: [...copies(controls), ...copies(cases)],
    trait: [...copies(controls).map(() => 1), ...copies(cases).map(() => 2)],
  };
}

async function fit(
  controls: readonly number[],
  cases: readonly number[],
  trait?: readonly number[],
): ReturnType<typeof logistic> {
  const study = table(controls, cases);
  return logistic({
    genotypes: genotypesFromDosages({ matrix: study.matrix, sampleCount: study.matrix.length }),
    trait: trait ?? study.trait,
    effectAllele: "counted",
  });
}

test("of two genotypes the odds ratio is that of the table, its error Woolf's", async () => {
  const { columns } = await fit([40, 12, 0], [25, 31, 0]);
  const oddsRatio = (40 * 31) / (12 * 25);
  expect(columns.oddsRatio[0] / oddsRatio).toBeCloseTo(1, 8);
  expect(columns.standardError[0] ** 2).toBeCloseTo(1 / 40 + 1 / 12 + 1 / 25 + 1 / 31, 6);
  expect(columns.statistic[0]).toBeCloseTo(Math.log(oddsRatio) / columns.standardError[0], 8);
});

test("cases as 1/2 and as 0/1 are the same; 0 is missing beside 2", async () => {
  const study = table([30, 20, 5], [20, 30, 9]);
  const plink = await fit([30, 20, 5], [20, 30, 9]);
  const zeroOne = await fit(
    [30, 20, 5],
    [20, 30, 9],
    study.trait.map((y) => y - 1),
  );
  expect([...zeroOne.columns.oddsRatio]).toEqual([...plink.columns.oddsRatio]);
  const withMissing = await fit(
    [30, 20, 5],
    [20, 30, 9],
    study.trait.map((y, i) => (i === 0 ? 0 : y)),
  );
  expect(withMissing.columns.n[0]).toBe(plink.columns.n[0] - 1);
  expect(plink.provenance).toMatchObject({ cases: 59, controls: 55 });
});

test.each([
  ["no case carries the counted allele", [20, 20, 5], [30, 0, 0], "SEPARATION,ALT1"],
  ["every control has two copies", [0, 0, 20], [10, 20, 5], "SEPARATION,REF"],
  ["complete separation", [20, 0, 0], [0, 0, 20], "SEPARATION,REF"],
  ["quasi-complete separation by one genotype", [20, 20, 0], [0, 20, 20], "UNFINISHED"],
  ["one genotype only", [0, 20, 0], [0, 20, 0], "CONST_OMITTED_ALLELE"],
] as const)("%s: %s", async (_, controls, cases, code) => {
  const { columns, notices } = await fit(controls, cases);
  expect(columns.errorCode[0]).toBe(code);
  expect(notices.some((notice) => notice.includes(code))).toBe(true);
  expect(explainErrorCode(code).length).toBeGreaterThan(40);
  if (code !== "UNFINISHED") expect(columns.oddsRatio[0]).toBeNaN();
});

test("no more calls than predictors: SAMPLE_CT<=PREDICTOR_CT", async () => {
  const { matrix, trait } = table([4, 1, 0], [4, 1, 0]);
  const sparse = matrix.map((copies, i) => (i === 3 || i === 4 ? copies : NaN));
  const genotypes = genotypesFromDosages({ matrix: sparse, sampleCount: 10 });
  const { columns } = await logistic({ genotypes, trait });
  expect(columns.errorCode).toEqual(["SAMPLE_CT<=PREDICTOR_CT"]);
});

test("flipping the alleles inverts the odds ratio, permuting the samples changes nothing", async () => {
  const study = table([33, 21, 8], [20, 30, 12]);
  const n = study.matrix.length;
  const covariate = study.trait.map((y, i) => Math.sin(5 * study.matrix[i] + 3 * y + (i % 7)));
  const fitWith = async (
    matrix: number[],
    trait: number[],
    c: number[],
  ): Promise<{ oddsRatio: number; error: number }> => {
    const { columns } = await logistic({
      genotypes: genotypesFromDosages({ matrix, sampleCount: n }),
      trait,
      covariates: { c },
      effectAllele: "counted",
    });
    return { oddsRatio: columns.oddsRatio[0], error: columns.standardError[0] };
  };
  const straight = await fitWith(study.matrix, study.trait, covariate);
  const flipped = await fitWith(
    study.matrix.map((copies) => 2 - copies),
    study.trait,
    covariate,
  );
  expect(flipped.oddsRatio * straight.oddsRatio).toBeCloseTo(1, 7);
  const order = study.trait.map((_, i) => (i * 35) % n);
  const permute = (values: number[]): number[] => order.map((i) => values[i]);
  const permuted = await fitWith(permute(study.matrix), permute(study.trait), permute(covariate));
  expect(permuted.oddsRatio / straight.oddsRatio).toBeCloseTo(1, 12);
  expect(permuted.error / straight.error).toBeCloseTo(1, 12);
});

test("a quantitative trait is refused, and so is one class only", async () => {
  const genotypes = genotypesFromDosages({ matrix: [0, 1, 2, 1, 0, 1], sampleCount: 6 });
  await expect(logistic({ genotypes, trait: [1.5, 2, 3, 1, 2, 1] })).rejects.toSatisfy((error) =>
    isAnalysisError(error, "invalid-argument"),
  );
  await expect(logistic({ genotypes, trait: [1, 1, 1, 1, 1, 1] })).rejects.toSatisfy((error) =>
    isAnalysisError(error, "constant-trait"),
  );
});

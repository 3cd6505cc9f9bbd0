import { describe, expect, test } from "vitest";
import { isAnalysisError } from "../errors.ts";
import { genotypesFromDosages } from "./from-memory.ts";
import type { Genotypes } from "./genotypes.ts";
import * as qc from "./qc.ts";

const NONE = NaN;

/** Six people; the last is no founder, the second and third are male. */
function cohort(rows: readonly (readonly number[])[], contig?: readonly string[]): Genotypes {
  return genotypesFromDosages({
    matrix: rows.flat(),
    sampleCount: 6,
    variants: { contig },
    samples: { sex: [2, 1, 1, 2, 0, 2], isFounder: [1, 1, 1, 1, 1, 0] },
  });
}

const ROWS = [
  [0, 1, 2, NONE, 0, 2],
  [2, 2, 2, 2, 2, 2],
  [NONE, NONE, NONE, NONE, NONE, NONE],
  [1, 1, 0, 0, 1, 0],
];

describe("frequency()", () => {
  test("counts founders unless told otherwise", async () => {
    const founders = await qc.frequency(cohort(ROWS));
    expect([...founders.columns.effectAlleleCount]).toEqual([3, 10, 0, 3]);
    expect([...founders.columns.alleleNumber]).toEqual([8, 10, 0, 10]);
    const all = await qc.frequency(cohort(ROWS), { foundersOnly: false });
    expect([...all.columns.effectAlleleCount]).toEqual([5, 12, 0, 3]);
  });

  test("a variant without any call has no frequency, a monomorphic one has 1", async () => {
    const { columns } = await qc.frequency(cohort(ROWS));
    expect([...columns.effectAlleleFrequency]).toEqual([3 / 8, 1, NaN, 0.3]);
    expect([...columns.minorAlleleFrequency]).toEqual([3 / 8, 0, NaN, 0.3]);
  });

  test("males carry one X and the only Y, everyone one MT; pseudo-autosomal is diploid", async () => {
    const row = [1, 2, 1, 0, 1, 0];
    const { columns } = await qc.frequency(cohort([row, row, row, row], ["X", "Y", "MT", "XY"]));
    expect([...columns.alleleNumber]).toEqual([8, 2, 5, 10]);
    expect([...columns.effectAlleleCount]).toEqual([1 + 1 + 0.5 + 0 + 1, 1.5, 2.5, 5]);
  });
});

test("variantMissingness() has males alone as denominator on Y", async () => {
  const row = [NONE, NONE, 1, 0, 1, 0];
  const { columns } = await qc.variantMissingness(cohort([row, row], ["1", "Y"]));
  expect([...columns.missingCount]).toEqual([2, 1]);
  expect([...columns.missingRate]).toEqual([2 / 6, 1 / 2]);
});

test("sampleMissingness() counts Y for males only", async () => {
  const row = [NONE, NONE, 1, 0, 1, 0];
  const { columns } = await qc.sampleMissingness(cohort([row, row], ["1", "Y"]));
  expect([...columns.missingCount]).toEqual([1, 2, 0, 0, 0, 0]);
  expect([...columns.variantCount]).toEqual([1, 2, 2, 1, 1, 1]);
});

describe("hardyWeinberg()", () => {
  test("tests founders, codes X, and takes controls", async () => {
    const { columns } = await qc.hardyWeinberg(cohort([ROWS[3], ROWS[3]], ["1", "X"]));
    expect([
      columns.effectHomozygotes[0],
      columns.heterozygotes[0],
      columns.otherHomozygotes[0],
    ]).toEqual([0, 3, 2]);
    expect(columns.errorCode).toEqual([".", "NOT_DIPLOID"]);
    expect(columns.pValue[1]).toBeNaN();
    const controls = await qc.hardyWeinberg(cohort([ROWS[3]]), { samples: [1, 0, 1, 1, 0, 1] });
    expect(controls.columns.heterozygotes[0]).toBe(1);
    expect(controls.columns.otherHomozygotes[0]).toBe(2);
  });

  test("samples of another length are refused", async () => {
    await expect(qc.hardyWeinberg(cohort(ROWS), { samples: [1] })).rejects.toSatisfy((error) =>
      isAnalysisError(error, "length-mismatch"),
    );
  });
});

describe("heterozygosity()", () => {
  test("expects the homozygosity of the sample's own variants", async () => {
    const table = await qc.heterozygosity(cohort(ROWS));
    const expectedOf = (f: number): number => 1 - 2 * f * (1 - f);
    const [a, b, d] = [expectedOf(3 / 8), 1, expectedOf(0.3)];
    expect([...table.columns.n]).toEqual([3, 3, 3, 2, 3, 3]);
    expect([...table.columns.observedHomozygotes]).toEqual([2, 1, 3, 2, 2, 3]);
    expect(table.columns.expectedHomozygotes[0]).toBeCloseTo(a + b + d, 14);
    expect(table.columns.expectedHomozygotes[3]).toBeCloseTo(b + d, 14);
    expect(table.columns.inbreeding[0]).toBeCloseTo((2 - (a + b + d)) / (3 - (a + b + d)), 13);
  });

  test("says that few founders make it rough", async () => {
    expect((await qc.heterozygosity(cohort(ROWS))).provenance.caution).toContain("5 founders");
  });
});

test("permuting the samples permutes their rows and leaves the variants' alone", async () => {
  const order = [3, 5, 0, 2, 4, 1];
  const before = await qc.variantMissingness(cohort(ROWS));
  const after = await qc.variantMissingness(cohort(ROWS.map((row) => order.map((i) => row[i]))));
  expect([...after.columns.missingCount]).toEqual([...before.columns.missingCount]);
});

test("one sample, and no variants, give tables of their size", async () => {
  const one = genotypesFromDosages({ matrix: [1], sampleCount: 1 });
  expect((await qc.hardyWeinberg(one)).columns.pValue[0]).toBe(1);
  expect((await qc.sampleMissingness(one)).rowCount).toBe(1);
  const none = genotypesFromDosages({ matrix: [], sampleCount: 3 });
  expect((await qc.frequency(none)).rowCount).toBe(0);
  expect((await qc.sampleMissingness(none)).rowCount).toBe(3);
});

test("an aborted signal stops every measure", async () => {
  const options = { signal: AbortSignal.abort() };
  const genotypes = cohort(ROWS);
  const calls = [
    qc.frequency(genotypes, options),
    qc.variantMissingness(genotypes, options),
    qc.sampleMissingness(genotypes, options),
    qc.hardyWeinberg(genotypes, options),
    qc.heterozygosity(genotypes, options),
    qc.filter(genotypes, { ...options, variantMissingness: 0.1 }),
  ];
  for (const call of calls) {
    await expect(call).rejects.toSatisfy((error) => isAnalysisError(error, "cancelled"));
  }
});

import { expect, test } from "vitest";
import { genotypesFromDosages } from "../genotypes/from-memory.ts";
import type { Genotypes } from "../genotypes/genotypes.ts";
import { simulate } from "../genotypes/simulate.ts";
import { unpackVariant } from "../genotypes/unpack.ts";
import { correlation } from "./correlation.ts";

/** r of two rows over the samples that have both, by its definition. */
function pearson(x: readonly number[], y: readonly number[]): { r: number; n: number } {
  const both = [...x.keys()].filter((i) => !Number.isNaN(x[i] + y[i]));
  const mean = (row: readonly number[]): number =>
    both.reduce((sum, i) => sum + row[i], 0) / both.length;
  const [a, b] = [mean(x), mean(y)];
  const sum = (f: (i: number) => number): number => both.reduce((total, i) => total + f(i), 0);
  const r =
    sum((i) => (x[i] - a) * (y[i] - b)) /
    Math.sqrt(sum((i) => (x[i] - a) ** 2) * sum((i) => (y[i] - b) ** 2));
  return { r, n: both.length };
}

async function rowsOf(genotypes: Genotypes): Promise<number[][]> {
  const rows: number[][] = [];
  for await (const block of genotypes.blocks()) {
    for (let v = 0; v < block.count; v++) {
      const row = unpackVariant(block, v);
      rows.push(Array.from(row, (value) => (value === 255 ? NaN : value)));
    }
  }
  return rows;
}

test("every pair in the window, whatever the blocks, r within 1e-12 of its definition", async () => {
  const { genotypes } = await simulate({ samples: 83, variants: 300, seed: 3 });
  const rows = await rowsOf(genotypes);
  const { contig, basePairLocation, variantId } = genotypes.variants;
  const small: Genotypes = { ...genotypes, blocks: () => genotypes.blocks({ maxBytes: 21 * 7 }) };
  const window = { basePairs: 30_000_000, variants: 6 };
  const table = await correlation(small, { window, minimumR2: 0 });
  const expected: string[] = [];
  let row = 0;
  for (let v = 0; v < rows.length; v++) {
    for (let w = v + 1; w < Math.min(rows.length, v + 7); w++) {
      if (contig[v] !== contig[w] || basePairLocation[w] - basePairLocation[v] > 30_000_000)
        continue;
      const { r, n } = pearson(rows[v], rows[w]);
      if (Number.isNaN(r)) continue;
      expected.push(`${variantId[v]} ${variantId[w]} ${n}`);
      expect(Math.abs(table.columns.r[row++] - r)).toBeLessThan(1e-12);
    }
  }
  expect(expected.length).toBeGreaterThan(500);
  expect(
    table.toRows().map((pair) => `${pair.variantId} ${pair.otherVariantId} ${pair.n}`),
  ).toEqual(expected);
});

test("listed variants are paired in both directions, and a flip of alleles flips r", async () => {
  const matrix = [0, 1, 2, 1, 0, 2, 2, 1, 0, 1, 2, 0, 0, 1, 2, 2, 0, NaN];
  const cohort = genotypesFromDosages({ matrix, sampleCount: 6 });
  const table = await correlation(cohort, { variants: ["v2"], minimumR2: 0 });
  expect(table.columns.otherVariantId).toEqual(["v1", "v3"]);
  expect(table.columns.r[0]).toBe(-1);
  expect(table.columns.n).toEqual(Int32Array.of(6, 5));
});

test("X is left out and counted; variants that do not vary are in no pair", async () => {
  const matrix = [0, 1, 2, 0, 1, 2, 1, 1, 1, 0, 1, 2];
  const variants = { contig: ["1", "1", "1", "X"] };
  const table = await correlation(genotypesFromDosages({ matrix, sampleCount: 3, variants }), {
    minimumR2: 0,
  });
  expect(table.toRows()).toMatchObject([{ variantId: "v1", otherVariantId: "v2", r: 1, n: 3 }]);
  expect(table.provenance["leftOutVariants"]).toBe(1);
});

test("unsorted positions, unknown ids and impossible thresholds are refused", async () => {
  const options = { matrix: [0, 1, 2, 0], sampleCount: 2 };
  const cohort = genotypesFromDosages(options);
  const unsorted = genotypesFromDosages({ ...options, variants: { basePairLocation: [5, 4] } });
  await expect(correlation(unsorted)).rejects.toThrow(/out of order/);
  await expect(correlation(cohort, { variants: ["rs0"] })).rejects.toThrow(/rs0/);
  await expect(correlation(cohort, { minimumR2: 2 })).rejects.toThrow(/minimumR2 is 2/);
});

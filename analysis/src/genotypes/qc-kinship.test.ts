import { inspect } from "node:util";
import { expect, test } from "vitest";
import { genotypesFromDosages } from "./from-memory.ts";
import { kinship, kingRobust } from "./qc-kinship.ts";
import { relationship } from "./qc-relationship.ts";
import { simulate } from "./simulate.ts";

test("a duplicate has kinship 0.5, whatever is missing; X does not count", async () => {
  const { genotypes } = await simulate({ samples: 60, variants: 2000, seed: 2, populations: 1 });
  const rows: number[] = [];
  for await (const block of genotypes.blocks()) {
    for (let v = 0; v < block.count; v++) {
      for (const i of [...Array(60).keys(), 7]) {
        const byte = block.packed[v * block.bytesPerVariant + (i >> 2)];
        rows.push([2, NaN, 1, 0][(byte >> (2 * (i & 3))) & 3]);
      }
    }
  }
  const contig = genotypes.variants.contig.map((name, v) => (v < 5 ? "X" : name));
  const cohort = genotypesFromDosages({ matrix: rows, sampleCount: 61, variants: { contig } });
  const related = await kinship(cohort, { minimumKinship: 0.4 });
  expect(related.toRows()).toMatchObject([
    { individualId: "s61", otherIndividualId: "s8", oppositeHomozygous: 0, kinship: 0.5 },
  ]);
  expect(related.provenance).toMatchObject({ pairs: 1830, leftOutVariants: 5, samples: 61 });
  const all = await kinship(cohort, { minimumKinship: -Infinity });
  expect(all.rowCount).toBe(1830);
  const grm = await relationship(cohort);
  const at = (i: number, j: number): number => grm.values[(i * (i + 1)) / 2 + j];
  expect(at(60, 60)).toBe(at(7, 7));
  expect(at(60, 7)).toBeCloseTo(at(7, 7), 12);
});

test("kinship is KING's formula, NaN where no one is heterozygous", () => {
  // Half of the variants shared heterozygous, none opposite.
  expect(kingRobust(50, 0, 100, 80)).toBeCloseTo(0.5 - (0.25 * 80) / 80, 15);
  expect(kingRobust(0, 10, 20, 40)).toBeCloseTo(0.5 - (0.25 * 100) / 20, 15);
  expect(kingRobust(0, 0, 0, 0)).toBeNaN();
});

test("displays name no one", async () => {
  const matrix = [0, 1, 2, 1, 0, 1, 2, 1, 1, 1, 1, 0];
  const samples = { individualId: ["ann", "ben", "cas"], familyId: ["fam1", "fam2", "fam3"] };
  const cohort = genotypesFromDosages({ matrix, sampleCount: 3, samples });
  const table = await kinship(cohort, { minimumKinship: -Infinity });
  expect(table.rowCount).toBe(3);
  const grm = await relationship(cohort);
  expect(inspect(table) + inspect(grm)).not.toMatch(/ann|ben|cas|fam\d/);
});

test("impossible thresholds and cohorts are refused; a cancel stops both", async () => {
  const cohort = genotypesFromDosages({ matrix: [0, 0, 0, 2, 2, 2], sampleCount: 3 });
  await expect(kinship(cohort, { minimumKinship: 0.6 })).rejects.toThrow(/at most 0.5/);
  await expect(relationship(cohort)).rejects.toThrow(/None of the 2 diploid variants varies/);
  const signal = AbortSignal.abort();
  await expect(kinship(cohort, { signal })).rejects.toMatchObject({ tag: "cancelled" });
  await expect(relationship(cohort, { signal })).rejects.toMatchObject({ tag: "cancelled" });
});

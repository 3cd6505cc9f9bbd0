import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Genotypes } from "../../src/genotypes/genotypes.ts";
import { frequency } from "../../src/genotypes/qc.ts";
import { genotypes } from "../../src/open.ts";
import { qcFrequencyTable } from "./frequencies.ts";
import { randomNumbers, writeBed } from "../peer/bed-writer.ts";
import { edgeCohort } from "../plink2/edge-cohort.ts";
import { dosageRows, writeVcf } from "../plink2/pgen-sets.ts";
import { hasPlink2, PLINK2_VERSION, runPlink2 } from "../plink2/run-plink2.ts";
import { expectSame, ownScores, peerScores, writeWeights, type WeightRow } from "./run-score.ts";

/** PLINK 2's modifiers and the same in options. */
const MODES = [
  [[], {}],
  [["no-mean-imputation"], { missing: "none" }],
  [["center"], { centre: true }],
  [["center", "no-mean-imputation"], { centre: true, missing: "none" }],
  [["dominant"], { coding: "dominant" }],
  [["recessive"], { coding: "recessive" }],
  [["dominant", "no-mean-imputation"], { coding: "dominant", missing: "none" }],
  [["recessive", "no-mean-imputation"], { coding: "recessive", missing: "none" }],
] as const;

const STANDARDISED = [
  [["variance-standardize"], { standardise: true }],
  [["variance-standardize", "no-mean-imputation"], { standardise: true, missing: "none" }],
] as const;

function drawWeights(
  ids: readonly string[],
  alleles: (v: number) => string,
  columns: number,
  seed: number,
): readonly WeightRow[] {
  const random = randomNumbers(seed);
  return ids.map((id, v) => [
    id,
    alleles(v),
    ...Array.from({ length: columns }, () => Number((random() - 0.5).toFixed(4))),
  ]);
}

/** What one copy of each X variant that a person has is expected to add to score c. */
function expectedOnX(
  { variants }: Genotypes,
  frequencies: Float64Array,
  weights: readonly WeightRow[],
  calls: readonly Int32Array[],
  c: number,
  person: number,
): number {
  return weights.reduce((sum, [, allele, ...own], v) => {
    const f = frequencies[v];
    const isThere = variants.contig[v] === "X" && calls[v][person] >= 0;
    return sum + (isThere ? own[c] * (allele === variants.effectAllele[v] ? f : 1 - f) : 0);
  }, 0);
}

describe.skipIf(!hasPlink2)(`beside a running plink2 (needs ${PLINK2_VERSION})`, () => {
  const folder = mkdtempSync(join(tmpdir(), "genobook-prs-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  test("an edge cohort as .bed: rare, constant and mostly missing variants, non-founders, both alleles", async () => {
    const prefix = join(folder, "edge");
    writeBed(prefix, edgeCohort());
    const cohort = await genotypes(`${prefix}.bed`);
    // Variant 6 has no call at all: PLINK 2 takes 0.5 for its frequency.
    const { effectAllele, otherAllele, variantId } = cohort.variants;
    const rows = drawWeights(
      variantId,
      (v) => (v % 3 === 0 ? otherAllele[v] : effectAllele[v]),
      3,
      1,
    ).filter((_, v) => v !== 6 && v !== 7);
    writeWeights(`${prefix}.weights`, rows);
    for (const [modifiers, options] of MODES) {
      const theirs = peerScores(prefix, ["--bfile", prefix], `${prefix}.weights`, 3, modifiers);
      const ours = await ownScores(cohort, `${prefix}.weights`, { missing: "plink2", ...options });
      expectSame(ours, theirs, modifiers.join(" "));
    }
    const { effectAlleleFrequency: own } = (await frequency(cohort)).columns;
    const varying = rows.filter(([id]) => {
      const f = own[variantId.indexOf(id)];
      return f > 0 && f < 1;
    });
    writeWeights(`${prefix}.varying`, varying);
    for (const [modifiers, options] of STANDARDISED) {
      const theirs = peerScores(prefix, ["--bfile", prefix], `${prefix}.varying`, 3, modifiers);
      const ours = await ownScores(cohort, `${prefix}.varying`, { missing: "plink2", ...options });
      expectSame(ours, theirs, modifiers.join(" "));
    }
  });

  test("dosages of a .pgen, in every mode", async () => {
    const prefix = join(folder, "dosed");
    writeVcf(prefix, { samples: 137, variants: 300, seed: 5, content: "dosages" });
    const cohort = await genotypes(`${prefix}.pgen`);
    const { effectAllele, otherAllele, variantId } = cohort.variants;
    const rows = drawWeights(
      variantId,
      (v) => (v % 2 === 0 ? otherAllele[v] : effectAllele[v]),
      5,
      2,
    );
    writeWeights(`${prefix}.weights`, rows);
    for (const [modifiers, options] of MODES) {
      const input = ["--pfile", prefix, "vzs"];
      const theirs = peerScores(prefix, input, `${prefix}.weights`, 5, modifiers);
      const ours = await ownScores(cohort, `${prefix}.weights`, { missing: "plink2", ...options });
      expectSame(ours, theirs, modifiers.join(" "));
    }
  });

  test("X, Y and MT with all sexes, under both models of males on X", async () => {
    const prefix = join(folder, "sexes");
    const { calls } = edgeCohort(7);
    const n = calls[0].length;
    const sex = Uint8Array.from({ length: n }, (_, i) => i % 3);
    const contig = calls.slice(100, 400).map((_, v) => ["1", "X", "Y", "MT", "XY"][v % 5]);
    // Heterozygous calls of one copy would be PLINK 2's to judge: males on X and everyone on Y and MT have none.
    const clean = calls.slice(100, 400).map((row, v) =>
      row.map((copies, i) => {
        const isHaploid = v % 5 === 2 || v % 5 === 3 || (v % 5 === 1 && sex[i] === 1);
        return isHaploid && copies === 1 ? 2 : copies;
      }),
    );
    const order = contig.map((_, v) => v).sort((a, b) => (a % 5) - (b % 5) || a - b);
    const isFounder = Uint8Array.from({ length: n }, (_, i) => Number(i % 4 !== 0));
    writeBed(prefix, {
      calls: order.map((v) => clean[v]),
      contig: order.map((v) => contig[v]),
      sex,
      isFounder,
    });
    const cohort = await genotypes(`${prefix}.bed`);
    const { effectAllele, otherAllele, variantId } = cohort.variants;
    const alleleOf = (v: number): string => (v % 2 === 0 ? otherAllele[v] : effectAllele[v]);
    const rows = drawWeights(variantId, alleleOf, 2, 3);
    writeWeights(`${prefix}.weights`, rows);
    const { effectAlleleFrequency: frequencies } = (await frequency(cohort)).columns;
    const called = await dosageRows(cohort);
    for (const [modifiers, options] of MODES.slice(0, 4)) {
      for (const [model, malesOnX] of [
        ["2", "two copies"],
        ["1", "one copy"],
      ] as const) {
        const input = ["--bfile", prefix, "--xchr-model", model];
        const theirs = peerScores(prefix, input, `${prefix}.weights`, 2, modifiers);
        const ours = await ownScores(cohort, `${prefix}.weights`, {
          missing: "plink2",
          malesOnX,
          ...options,
        });
        const what = `${modifiers.join(" ")}, model ${model}`;
        if (model === "1" && modifiers.some((modifier) => modifier === "center")) {
          // What PLINK 2 subtracts of males' one copy is the mean of two: ours have the mean 0.
          for (const c of [0, 1]) {
            const theirSums = theirs.columns[`SCORE${c + 1}_SUM`].map(Number);
            ours.sum(ours.scores[c]).forEach((sum, i) => {
              const excess =
                sex[i] === 1 ? expectedOnX(cohort, frequencies, rows, called, c, i) : 0;
              expect(Math.abs(sum - excess - theirSums[i]), what).toBeLessThan(1e-4);
            });
          }
        } else expectSame(ours, theirs, what);
      }
    }
    await expect(
      ownScores(cohort, `${prefix}.weights`, { coding: "dominant" }),
    ).rejects.toMatchObject({ tag: "invalid-argument", argument: "coding" });
    await expect(
      ownScores(cohort, `${prefix}.weights`, { standardise: true }),
    ).rejects.toMatchObject({ tag: "invalid-argument", argument: "standardise" });
  });

  test("frequencies of another cohort, as --read-freq", async () => {
    const prefix = join(folder, "given");
    const size = ["--maf", "0.05", "--make-bed"];
    runPlink2(prefix, "--dummy", "211", "300", "0.1", "acgt", "--seed", "4", ...size);
    const cohort = await genotypes(`${prefix}.bed`);
    const { effectAllele, variantId } = cohort.variants;
    writeWeights(
      `${prefix}.weights`,
      drawWeights(variantId, (v) => effectAllele[v], 2, 9),
    );
    runPlink2(`${prefix}.half`, "--bfile", prefix, "--thin-indiv-count", "90", "--freq");
    const frequencies = qcFrequencyTable(`${prefix}.half.afreq`);
    const own = await ownScores(cohort, `${prefix}.weights`);
    for (const modifiers of [[], ["center"], ["variance-standardize"]]) {
      const input = ["--bfile", prefix, "--read-freq", `${prefix}.half.afreq`];
      const theirs = peerScores(prefix, input, `${prefix}.weights`, 2, modifiers);
      const ours = await ownScores(cohort, `${prefix}.weights`, {
        missing: "plink2",
        frequencies,
        centre: modifiers.includes("center"),
        standardise: modifiers.includes("variance-standardize"),
      });
      expectSame(ours, theirs, `given, ${modifiers.join(" ")}`);
      expect(ours.sum()).not.toEqual(own.sum());
    }
  });

  test("300 scores in one pass", async () => {
    const prefix = join(folder, "many");
    runPlink2(prefix, "--dummy", "97", "200", "0.02", "acgt", "--seed", "6", "--make-pgen");
    const cohort = await genotypes(`${prefix}.pgen`);
    const { effectAllele, otherAllele, variantId } = cohort.variants;
    writeWeights(
      `${prefix}.weights`,
      drawWeights(variantId, (v) => (v % 2 ? effectAllele : otherAllele)[v], 300, 11),
    );
    const theirs = peerScores(prefix, ["--pfile", prefix], `${prefix}.weights`, 300, []);
    const ours = await ownScores(cohort, `${prefix}.weights`);
    expect(ours.scores.length).toBe(300);
    expectSame(ours, theirs, "300 scores");
  });
});

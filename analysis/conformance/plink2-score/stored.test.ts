import { describe, expect, test } from "vitest";
import { score, scoringFile } from "../../src/prs/scoring/index.ts";
import type { ScoreOptions } from "../../src/prs/scoring/index.ts";
import { readScores } from "../../src/prs/scoring/read-scores.ts";
import { genotypes } from "../../src/open.ts";
import type { Genotypes } from "../../src/genotypes/genotypes.ts";
import { expectWithin } from "../peer/compare.ts";
import { hasData, reference, ROOT } from "../peer/shared-data.ts";
import type { TextTable } from "../peer/text-table.ts";
import * as report from "../plink2/reports.ts";
import { expectPrinted, expectSame } from "./run-score.ts";

const FOLDER = "prs-pgsc-cineca";
const PREFIX = `${ROOT}${FOLDER}/cineca_synthetic_subset`;

/** The genotypes with ids as `--set-all-var-ids` makes them. */
async function named(ending: "bed" | "pgen", withAlleles: boolean): Promise<Genotypes> {
  const cohort = await genotypes(`${PREFIX}.${ending}`);
  const { variants } = cohort;
  const { contig, basePairLocation, effectAllele, otherAllele } = variants;
  const variantId = contig.map((name, v) => {
    const place = `${name}:${basePairLocation[v]}`;
    return withAlleles ? `${place}:${otherAllele[v]}:${effectAllele[v]}` : place;
  });
  return {
    ...cohort,
    variants: { ...variants, contig, effectAllele, otherAllele, variantId },
  };
}

const asPlink = {
  by: "name",
  flips: false,
  keepAmbiguous: true,
  keepMultiallelic: true,
  minimumOverlap: 0,
} as const satisfies Partial<ScoreOptions>;

describe.skipIf(!hasData(FOLDER))("scores of plink2 stored (needs ../shared/data)", () => {
  test.each([
    ["score", "pgen", {}],
    ["score", "bed", {}],
    ["score_nomi", "pgen", { missing: "none" }],
  ] as const)("%s of two columns, from .%s", async (name, ending, options) => {
    const cohort = await named(ending, true);
    const scores = await readScores(`${ROOT}${FOLDER}/scorefiles/multiscore.txt`);
    const ours = await score({ genotypes: cohort, scores, ...asPlink, ...options });
    expect(ours.scores).toEqual(["PGS001229_22", "second_score"]);
    expectSame(ours, reference(`${FOLDER}/ref/${name}.sscore.gz`), name);
    const used = reference(`${FOLDER}/ref/score.sscore.vars`);
    // The first name stands where a header would.
    expect(ours.counts.columns.matched[0]).toBe(used.rowCount + 1);
  });

  test("test.scorefile is the first of the two, from other digits of the same weights", async () => {
    const scores = await readScores(`${ROOT}${FOLDER}/scorefiles/test.scorefile`);
    const ours = await score({ genotypes: await named("pgen", true), scores, ...asPlink });
    expect(ours.scores).toEqual(["PGS001229_22"]);
    const theirs = reference(`${FOLDER}/ref/score.sscore.gz`).columns;
    expectPrinted(ours.sum(), theirs.SCORE1_SUM, "sums");
    expectPrinted(ours.average(), theirs.SCORE1_AVG, "averages");
  });

  test.each([
    ["additive", {}],
    ["dominant", { coding: "dominant" }],
    ["recessive", { coding: "recessive" }],
  ] as const)("%s", async (name, options) => {
    const cohort = await named("pgen", false);
    const scores = await readScores(`${ROOT}${FOLDER}/score_${name}.tsv`);
    const ours = await score({
      genotypes: cohort,
      scores,
      ...asPlink,
      missing: "plink2",
      ...options,
    });
    expectSame(ours, reference(`${FOLDER}/ref/score_${name}.sscore`), name);
  });

  test("frequencies and missing calls beside the scores: every digit", async () => {
    const cohort = await genotypes(`${PREFIX}.pgen`);
    const at = (name: string): TextTable => reference(`${FOLDER}/ref/${name}`);
    for (const name of ["freq", "freq_vcf"])
      expectWithin(name, at(`${name}.afreq`), await report.frequencyReport(cohort));
    expectWithin(".vmiss", at("missing.vmiss"), await report.variantMissingReport(cohort));
    expectWithin(".smiss", at("missing.smiss"), await report.sampleMissingReport(cohort));
  });

  test("files that match nothing or are of another build are refused, and part of a file has the weights of the whole", async () => {
    const cohort = { ...(await genotypes(`${PREFIX}.pgen`)), build: "GRCh37" } as const;
    const file = (name: string): ReturnType<typeof readScores> =>
      readScores(`${ROOT}${FOLDER}/scorefiles/${name}.txt`);
    for (const [name, words] of [
      ["customgrch37", /0 of 2/],
      ["customgrch38", /GRCh38.*GRCh37/s],
    ] as const)
      await expect(score({ genotypes: cohort, scores: await file(name) })).rejects.toThrow(words);
    const [whole, part] = [await file("PGS001229_22"), await file("PGS001229_22_duplicate")];
    expect(part.rowCount).toBe(8);
    const weightOf = new Map(whole.columns.variantId.map((id, i) => [id, whole.weights[0][i]]));
    part.columns.variantId.forEach((id, i) => expect(part.weights[0][i]).toBe(weightOf.get(id)));
  });

  test("one file with additive, dominant and recessive rows is the sum of the three", async () => {
    const cohort = await genotypes(`${PREFIX}.pgen`);
    const all = await readScores(
      `${ROOT}${FOLDER}/scorefiles/scorefile_dominant_and_recessive.txt`,
    );
    const options = { genotypes: cohort, missing: "plink2", keepAmbiguous: true } as const;
    const together = await score({ ...options, scores: all });
    const sums = new Float64Array(cohort.samples.count);
    for (const type of ["additive", "dominant", "recessive"] as const) {
      const rows = all.columns.effectType.flatMap((own, i) => (own === type ? [i] : []));
      const part = scoringFile({
        chromosome: rows.map((i) => all.columns.chromosome[i]),
        basePairLocation: rows.map((i) => all.columns.basePairLocation[i]),
        effectAllele: rows.map((i) => all.columns.effectAllele[i]),
        otherAllele: rows.map((i) => all.columns.otherAllele[i]),
        weights: { part: rows.map((i) => all.weights[0][i]) },
      });
      const own = await score({ ...options, scores: part, coding: type });
      own.sum().forEach((value, i) => (sums[i] += value));
    }
    together.sum().forEach((value, i) => expect(value).toBeCloseTo(sums[i], 10));
  });
});

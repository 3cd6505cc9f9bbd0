import { beforeAll, describe, expect, test } from "vitest";
import type { Genotypes } from "../../src/genotypes/genotypes.ts";
import { kinship } from "../../src/genotypes/qc-kinship.ts";
import { frequency, principalComponents } from "../../src/genotypes/qc.ts";
import { logistic } from "../../src/gwas/logistic.ts";
import { clump } from "../../src/ld/clump.ts";
import { clumpThreshold } from "../../src/prs/clumping/clump-threshold.ts";
import { score } from "../../src/prs/scoring/score.ts";
import { Table } from "../../src/table.ts";
import { expectWithin } from "../peer/compare.ts";
import { cohort, hasData, people, reference, ROOT } from "../peer/shared-data.ts";
import { expectPrinted, ownScores } from "../plink2-score/run-score.ts";
import { SINGLE_PRECISION } from "../plink2/bounds.ts";
import * as report from "../plink2/reports.ts";

const FOLDER = "geno-bigsnpr-example";
const skip = !hasData(FOLDER);
const at = (name: string): string => `${FOLDER}/${name}`;

function correlation(one: ArrayLike<number>, other: ArrayLike<number>): number {
  const mean = (of: ArrayLike<number>): number =>
    Array.from(of).reduce((sum, value) => sum + value, 0) / of.length;
  const [m1, m2] = [mean(one), mean(other)];
  let [xy, xx, yy] = [0, 0, 0];
  for (let i = 0; i < one.length; i++) {
    xy += (one[i] - m1) * (other[i] - m2);
    xx += (one[i] - m1) ** 2;
    yy += (other[i] - m2) ** 2;
  }
  return xy / Math.sqrt(xx * yy);
}

describe.skipIf(skip)("what bigsnpr publishes of its example (needs ../shared/data)", () => {
  let genotypes: Genotypes;
  let associations: Table;

  beforeAll(async () => {
    genotypes = await cohort("geno-bigsnpr-example/example.bed");
    // snp_autoSVD: clumping by minor allele frequency, r² 0.2, 500 kb; no stretch of long LD is found in simulated people.
    const { columns: own } = await frequency(genotypes);
    const byFrequency = new Table({
      variantId: genotypes.variants.variantId,
      negLog10PValue: own.effectAlleleFrequency.map((p) => 0.001 + Math.min(p, 1 - p)),
    });
    const settings = { genotypes, p1: 1, p2: 1, r2: 0.2, kilobases: 500 };
    const leads = new Set((await clump(byFrequency, settings)).columns.variantId);
    const unlinked = genotypes.variants.variantId.flatMap((id, v) => (leads.has(id) ? [v] : []));
    const components = await principalComponents(
      genotypes.select({ variants: Uint32Array.from(unlinked) }),
      { components: 10 },
    );
    const covariates = Object.fromEntries(
      Object.entries(components.columns).flatMap(([name, values]) =>
        values instanceof Float64Array ? [[name, values] as const] : [],
      ),
    );
    const trait = await caseControl(genotypes);
    const { columns } = await logistic({
      ...{ genotypes, trait, covariates },
      effectAllele: "counted",
    });
    associations = new Table({ ...columns });
  }, 120_000);

  test("P of a logistic regression with ten components of unlinked variants, within 1e-4", () => {
    const theirs = reference(at("published/pval.tsv")).columns["p"].map(Number);
    const ours = associations.columns["pValue"] as Float64Array;
    const total = (of: readonly number[]): number => of.reduce((sum, value) => sum + value, 0);
    const differences = theirs.map((p, v) => Math.abs(p - ours[v]));
    expect(total(differences) / total(theirs)).toBeLessThan(1e-4);
    expect(Math.max(...differences)).toBeLessThan(3e-4);
  });

  test("98 % of the variants that its clumping keeps, and its scores of eleven thresholds", async () => {
    const thresholds = Array.from({ length: 11 }, (_, t) => 10 ** (-0.5 * t));
    const made = await clumpThreshold({
      ...{ associations, genotypes, thresholds, ambiguous: "keep" },
      clump: { r2: 0.2 },
    });
    const { variantId, verdict } = made.columns;
    const leads = new Set(variantId.filter((_, i) => verdict[i] === "lead"));
    const kept = reference(at("published/clumping_kept.tsv")).columns["kept_snp_index1"].map(
      (place) => genotypes.variants.variantId[Number(place) - 1],
    );
    expect(kept.filter((id) => leads.has(id)).length / kept.length).toBeGreaterThan(0.98);
    expect(leads.size / kept.length).toBeLessThan(1 / 0.98);
    const { columns } = await score({ scores: made.scores, genotypes, keepAmbiguous: true });
    const theirs = reference(at("published/scores_PRS.tsv")).columns;
    for (const { threshold, score: name } of made.thresholds.toRows()) {
      const column = `X${Math.round(-2 * Math.log10(threshold)) + 1}`;
      const agreement = correlation(columns[name], theirs[column].map(Number));
      expect(agreement, column).toBeGreaterThan(0.999);
    }
  });
});

/** 1 for cases, as the sixth column of the .fam says. */
async function caseControl({ samples }: Genotypes): Promise<Float64Array> {
  const { columns } = await people(at("example.fam"));
  const status = Object.values(columns).at(-1) as Float64Array;
  expect(status).toHaveLength(samples.count);
  return status;
}

describe.skipIf(skip)("what PLINK reports of the example (needs ../shared/data)", () => {
  test.each([
    ["score", {}],
    ["score_nomi", { missing: "none", centre: true }],
  ] as const)("%s.sscore: every digit", async (name, options) => {
    const genotypes = await cohort("geno-bigsnpr-example/example.bed");
    const ours = await ownScores(genotypes, `${ROOT}${at("score_input.tsv")}`, options);
    const theirs = reference(at(`ref/${name}.sscore`)).columns;
    expectPrinted(ours.average(), theirs["SCORE1_AVG"], `${name} averages`);
    if (theirs["SCORE1_SUM"]) expectPrinted(ours.sum(), theirs["SCORE1_SUM"], `${name} sums`);
  });

  test("score19.profile of PLINK 1.9: every digit", async () => {
    const genotypes = await cohort("geno-bigsnpr-example/example.bed");
    const ours = await ownScores(genotypes, `${ROOT}${at("score_input.tsv")}`);
    expectPrinted(ours.average(), reference(at("ref/score19.profile")).columns["SCORE"], "SCORE");
  });

  test("frequencies, Hardy–Weinberg and heterozygosity: every digit", async () => {
    const genotypes = await cohort("geno-bigsnpr-example/example.bed");
    expectWithin(
      "--freq",
      reference(at("ref/freq.afreq")),
      await report.frequencyReport(genotypes),
    );
    const hardy = await report.hardyReport(genotypes, false);
    expectWithin("--hardy", reference(at("ref/hardy.hardy.gz")), hardy);
    const het = await report.heterozygosityReport(genotypes);
    expectWithin("--het", reference(at("ref/het.het")), het);
  });

  test("the same of the example with missing calls", async () => {
    const genotypes = await cohort("geno-bigsnpr-example/example-missing.bed");
    const frequencies = await report.frequencyReport(genotypes);
    expectWithin("--freq", reference(at("ref/missing_freq.afreq")), frequencies);
    const hardy = await report.hardyReport(genotypes, false);
    expectWithin("--hardy", reference(at("ref/missing_hardy.hardy")), hardy);
    const variants = await report.variantMissingReport(genotypes);
    expectWithin(".vmiss", reference(at("ref/missing.vmiss")), variants);
    const samples = await report.sampleMissingReport(genotypes);
    expectWithin(".smiss", reference(at("ref/missing.smiss")), samples);
  });

  test("logistic regression with four components", async () => {
    const genotypes = await cohort("geno-bigsnpr-example/example.bed");
    const { columns } = reference(at("ref/pca.eigenvec"));
    const names = ["PC1", "PC2", "PC3", "PC4"];
    const result = await logistic({
      genotypes,
      trait: await caseControl(genotypes),
      covariates: Object.fromEntries(names.map((name) => [name, columns[name].map(Number)])),
    });
    const theirs = reference(at("ref/logistic_pcs.PHENO1.glm.logistic.gz"));
    expectWithin("logistic", theirs, report.associationReport(genotypes, result), {
      ...SINGLE_PRECISION,
      "LOG(OR)_SE": { share: 0.02, units: 12 },
      Z_STAT: { share: 0.2, units: 15, ofAtLeast: 1 },
      P: { share: 0.2, units: 500 },
    });
  });

  test("kinship of the pairs that are stored", async () => {
    const genotypes = await cohort("geno-bigsnpr-example/example.bed");
    const { columns } = await kinship(genotypes, { minimumKinship: -Infinity });
    const found = new Map<string, number>();
    columns.individualId.forEach((id, i) => {
      found.set(`${id} ${columns.otherIndividualId[i]}`, columns.kinship[i]);
      found.set(`${columns.otherIndividualId[i]} ${id}`, columns.kinship[i]);
    });
    const theirs = reference(at("ref/king.kin0.subset.tsv")).columns;
    const ours = theirs["IID1"].map((id, i) => found.get(`${id} ${theirs["IID2"][i]}`)!);
    expectPrinted(Float64Array.from(ours), theirs["KINSHIP"], "KINSHIP");
  });
});

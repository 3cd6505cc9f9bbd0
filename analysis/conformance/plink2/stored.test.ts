import { describe, test } from "vitest";
import * as qc from "../../src/genotypes/qc.ts";
import { linear } from "../../src/gwas/linear.ts";
import { logistic } from "../../src/gwas/logistic.ts";
import { LINEAR, SINGLE_PRECISION } from "./bounds.ts";
import { expectWithin } from "../peer/compare.ts";
import * as report from "./reports.ts";
import { cohort, hasData, people, reference } from "../peer/shared-data.ts";

describe.each([
  ["geno-1000g-eur-bolt", "EUR_subset.bed", ".gz"],
  ["geno-regenie-example", "example.bed", ""],
  ["geno-hapmap3", "HM3.bed", ".gz"],
] as const)("quality control of %s (needs ../shared/data)", (folder, bed, gz) => {
  const skip = !hasData(folder);
  const at = (name: string): string => `${folder}/ref/${name}`;

  test.skipIf(skip)("--freq: every digit", async () => {
    const ours = await report.frequencyReport(await cohort(`${folder}/${bed}`));
    expectWithin(`${folder} --freq`, reference(at(`freq.afreq${gz}`)), ours);
  });

  test.skipIf(skip)("--missing: every digit", async () => {
    const data = await cohort(`${folder}/${bed}`);
    const variants = await report.variantMissingReport(data);
    const gzOfVariants = folder === "geno-regenie-example" ? "" : gz;
    expectWithin(`${folder} .vmiss`, reference(at(`missing.vmiss${gzOfVariants}`)), variants);
    const samples = await report.sampleMissingReport(data);
    expectWithin(`${folder} .smiss`, reference(at("missing.smiss")), samples);
  });

  test.skipIf(skip)("--hardy: every digit", async () => {
    const ours = await report.hardyReport(await cohort(`${folder}/${bed}`), false);
    expectWithin(`${folder} --hardy`, reference(at(`hardy.hardy${gz}`)), ours);
  });

  test.skipIf(skip)("--het: every digit", async () => {
    const ours = await report.heterozygosityReport(await cohort(`${folder}/${bed}`));
    expectWithin(`${folder} --het`, reference(at("het.het")), ours);
  });
});

describe.skipIf(!hasData("geno-regenie-example"))("regenie example (needs ../shared/data)", () => {
  const folder = "geno-regenie-example";
  const at = (name: string): string => `${folder}/ref/${name}`;

  test("--hardy midp: every digit", async () => {
    const ours = await report.hardyReport(await cohort(`${folder}/example.bed`), true);
    expectWithin("--hardy midp", reference(at("hardy_midp.hardy")), ours);
  });

  test.each(["Y1", "Y2"])("linear regression of %s with covariates", async (trait) => {
    const data = await cohort(`${folder}/example.bed`);
    const phenotypes = await people(`${folder}/phenotype.txt`, `${folder}/covariates.txt`);
    const result = await linear({
      genotypes: data,
      phenotypes,
      trait,
      covariates: ["V1", "V2", "V3"],
    });
    expectWithin(
      `linear ${trait}`,
      reference(at(`linear.${trait}.glm.linear`)),
      report.associationReport(data, result),
      LINEAR,
    );
  });

  test("linear regression without covariates", async () => {
    const data = await cohort(`${folder}/example.bed`);
    const phenotypes = await people(`${folder}/phenotype.txt`);
    const result = await linear({ genotypes: data, phenotypes, trait: "Y1" });
    expectWithin(
      "linear Y1, no covariates",
      reference(at("linear_nocov.Y1.glm.linear")),
      report.associationReport(data, result),
      LINEAR,
    );
  });

  test.each(["Y1", "Y2"])("logistic regression of %s", async (trait) => {
    const data = await cohort(`${folder}/example.bed`);
    const phenotypes = await people(`${folder}/phenotype_bin.txt`, `${folder}/covariates.txt`);
    const result = await logistic({
      genotypes: data,
      phenotypes,
      trait,
      covariates: ["V1", "V2", "V3"],
    });
    expectWithin(
      `logistic ${trait}`,
      reference(at(`logistic.${trait}.glm.logistic`)),
      report.associationReport(data, result),
      SINGLE_PRECISION,
    );
  });
});

describe.skipIf(!hasData("geno-1000g-eur-bolt"))(
  "1000 Genomes Europeans (needs ../shared/data)",
  () => {
    test("linear regression of 54 051 variants with numeric and categorical covariates", async () => {
      const folder = "geno-1000g-eur-bolt";
      const data = await cohort(`${folder}/EUR_subset.bed`);
      const { genotypes } = await qc.filter(data, { minorAlleleFrequency: 0.01 });
      const phenotypes = await people(`${folder}/pheno_plink.tsv`, `${folder}/covars_plink.tsv`);
      const result = await linear({
        genotypes,
        phenotypes,
        trait: "PHENO",
        covariates: ["QCOV1", "QCOV2", "CAT_COV"],
      });
      expectWithin(
        "linear PHENO",
        reference(`${folder}/ref/linear.PHENO.glm.linear.gz`),
        report.associationReport(genotypes, result),
        LINEAR,
      );
    });
  },
);

describe.skipIf(!hasData("geno-mouse-hs1940"))("mice (needs ../shared/data)", () => {
  // The peer's --maf and --geno removed nothing: no mouse is a founder, so that no frequency is known.
  test("linear regression of CD8 without covariates", async () => {
    const folder = "geno-mouse-hs1940";
    const genotypes = await cohort(`${folder}/mouse_hs1940.bed`);
    const phenotypes = await people(`${folder}/pheno_plink.tsv`);
    const result = await linear({ genotypes, phenotypes, trait: "CD8" });
    expectWithin(
      "linear CD8",
      reference(`${folder}/ref/linear_CD8.CD8.glm.linear.gz`),
      report.associationReport(genotypes, result),
      LINEAR,
    );
  });
});

describe.skipIf(!hasData("format-bed"))("some_missing of bed-reader (needs ../shared/data)", () => {
  test("--missing: every digit", async () => {
    const data = await cohort("format-bed/some_missing.bed");
    expectWithin(
      "some_missing .vmiss",

      reference("format-bed/ref/missing.vmiss"),
      await report.variantMissingReport(data),
    );
    expectWithin(
      "some_missing .smiss",

      reference("format-bed/ref/missing.smiss"),
      await report.sampleMissingReport(data),
    );
  });
});

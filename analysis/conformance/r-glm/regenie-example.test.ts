import { describe, expect, test } from "vitest";
import { linear } from "../../src/gwas/linear.ts";
import { logistic } from "../../src/gwas/logistic.ts";
import { cohort, hasData, people, reference } from "../peer/shared-data.ts";

const FOLDER = "geno-regenie-example";

/** Largest relative difference from R's column over the 40 variants, signs for the allele that R counted. */
function worst(
  effect: Float64Array,
  variantId: readonly string[],
  effectAllele: readonly string[],
  column: string,
  isSigned: boolean,
): number {
  const r = reference(`${FOLDER}/ref/r_lm_glm_logistf_40snps.tsv`);
  const errors = r.columns.snp.map((name, row) => {
    const [id, counted] = name.split("_");
    const v = variantId.indexOf(id);
    const sign = isSigned && effectAllele[v] !== counted ? -1 : 1;
    return Math.abs((sign * effect[v]) / Number(r.columns[column][row]) - 1);
  });
  expect(errors.length).toBe(40);
  return Math.max(...errors);
}

describe.skipIf(!hasData(FOLDER))(
  "R 4.2.2 lm and glm on 40 variants (needs ../shared/data)",
  () => {
    test("linear: beta, SE and P to the ten digits printed", async () => {
      const phenotypes = await people(`${FOLDER}/phenotype.txt`, `${FOLDER}/covariates.txt`);
      const result = await linear({
        genotypes: await cohort(`${FOLDER}/example.bed`),
        phenotypes,
        trait: "Y1",
        covariates: ["V1", "V2", "V3"],
      });
      const { beta, standardError, statistic, pValue, variantId, effectAllele } = result.columns;
      expect(worst(beta, variantId, effectAllele, "lin_b", true)).toBeLessThan(1e-9);
      expect(worst(standardError, variantId, effectAllele, "lin_se", false)).toBeLessThan(1e-9);
      expect(worst(statistic, variantId, effectAllele, "lin_t", true)).toBeLessThan(1e-9);
      expect(worst(pValue, variantId, effectAllele, "lin_p", false)).toBeLessThan(1e-9);
    });

    test("logistic: log odds ratio within 1e-6, SE within 1e-5 (PLINK 2's early stop)", async () => {
      const phenotypes = await people(`${FOLDER}/phenotype_bin.txt`, `${FOLDER}/covariates.txt`);
      const result = await logistic({
        genotypes: await cohort(`${FOLDER}/example.bed`),
        phenotypes,
        trait: "Y1",
        covariates: ["V1", "V2", "V3"],
      });
      const { oddsRatio, standardError, variantId, effectAllele } = result.columns;
      expect(worst(oddsRatio.map(Math.log), variantId, effectAllele, "log_b", true)).toBeLessThan(
        1e-6,
      );
      expect(worst(standardError, variantId, effectAllele, "log_se", false)).toBeLessThan(1e-5);
    });
  },
);

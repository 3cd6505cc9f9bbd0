import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { panel } from "../../src/ld/panel.ts";
import { scores } from "../../src/ld/ld-scores.ts";
import { cohort, hasData } from "../peer/shared-data.ts";
import { readTable } from "../peer/text-table.ts";

const skip = !hasData("geno-bigsnpr-example");

test.skipIf(skip)(
  "LD scores are LDSC's to the three decimals it prints, from genotypes and from a panel (needs ../shared/data)",
  async () => {
    const genotypes = await cohort("geno-bigsnpr-example/example.bed");
    const window = { basePairs: 1_000_000 };
    const ours = await scores(genotypes, { window });
    const ofPanel = await scores(await panel(genotypes, { window }));
    const text = readFileSync(new URL("ldsc-l2.tsv", import.meta.url), "utf8");
    const { SNP, L2 } = readTable(text).columns;
    expect(SNP.length).toBe(909);
    const place = new Map(ours.columns.variantId.map((id, v) => [id, v]));
    SNP.forEach((id, i) => {
      const v = place.get(id)!;
      expect(Math.abs(ours.columns.ldScore[v] - Number(L2[i]))).toBeLessThan(5.1e-4);
      expect(Math.abs(ofPanel.columns.ldScore[v] - Number(L2[i]))).toBeLessThan(5.1e-4);
    });
    expect(ours.provenance["commonVariants"]).toBe(4524);
  },
  60_000,
);

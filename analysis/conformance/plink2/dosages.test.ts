import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Genotypes } from "../../src/genotypes/genotypes.ts";
import type { GwasResult } from "../../src/gwas/gwas-result.ts";
import { relationship } from "../../src/genotypes/qc-relationship.ts";
import { correlation } from "../../src/ld/correlation.ts";
import { linear } from "../../src/gwas/linear.ts";
import { logistic } from "../../src/gwas/logistic.ts";
import type { SampleTable } from "../../src/io/sample-table.ts";
import { genotypes, phenotypes } from "../../src/open.ts";
import { formatPlinkNumber } from "../../src/sumstats/format-plink-number.ts";
import { randomNumbers } from "../peer/bed-writer.ts";
import { expectWithin, type Bounds } from "../peer/compare.ts";
import { takeRows } from "../peer/text-table.ts";
import { LINEAR, SINGLE_PRECISION } from "./bounds.ts";
import { writeVcf } from "./pgen-sets.ts";
import * as report from "./reports.ts";
import { hasPlink2, plink2, PLINK2_VERSION, runPlink2 } from "./run-plink2.ts";

const COLUMNS = "cols=chrom,pos,ref,alt,a1freq,test,nobs,orbeta,se,tz,p,err";
const COVARIATES = ["b", "c"];
/** Single precision again: with few people and dosages the error of a large standard error grows. */
const DOSED: Bounds = {
  ...SINGLE_PRECISION,
  "LOG(OR)_SE": { share: 0.1, units: 10 },
  P: { share: 0.3, units: 50 },
};
/** In single precision, fits of fewer people do not settle, or settle elsewhere. */
const ENOUGH_PEOPLE = 20;
const folder = mkdtempSync(join(tmpdir(), "genobook-plink2-dosages-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Where `auto` computes them, too: few genotypes stay in the calling thread. */
const COHORTS = [
  { name: "few variants", samples: 300, variants: 400, where: "this thread" },
  { name: "many variants", samples: 299, variants: 7000, where: "in WebAssembly SIMD" },
  {
    name: "rare, common and nearly fixed variants",
    samples: 203,
    variants: 900,
    where: "this thread",
  },
] as const;

describe.skipIf(!hasPlink2)(`beside a running plink2 (needs ${PLINK2_VERSION})`, () => {
  describe.each(COHORTS)(
    "dosages and missing calls, $name",
    ({ name, samples, variants, where }) => {
      const prefix = join(folder, name.replaceAll(" ", "-"));
      let cohort: Genotypes;
      let people: SampleTable;
      let glm: readonly string[];

      beforeAll(async () => {
        if (name.startsWith("rare"))
          writeVcf(prefix, { samples, variants, seed: 8, content: "dosages" });
        else {
          const shape = ["--dummy", `${samples}`, `${variants}`, "0.03", "dosage-freq=0.7", "acgt"];
          runPlink2(prefix, ...shape, "--seed", "3", "--make-pgen", "vzs");
        }
        cohort = await genotypes(`${prefix}.pgen`);
        const random = randomNumbers(5);
        const lines = cohort.samples.individualId.map((id) => {
          const [a, b, c] = [random(), random(), random()];
          const sick = 1 + Number(random() < 0.3 + 0.4 * c);
          return [id, (a + b - 1 + 0.3 * c).toFixed(6), sick, b.toFixed(6), (100 * c).toFixed(4)];
        });
        const rows = [["#IID", "score", "sick", ...COVARIATES], ...lines];
        writeFileSync(`${prefix}.tsv`, rows.map((row) => `${row.join("\t")}\n`).join(""));
        people = await phenotypes(`${prefix}.tsv`);
        glm = [
          ...["--pfile", prefix, "vzs", "--pheno", `${prefix}.tsv`, "--pheno-name", "score,sick"],
          ...["--covar", `${prefix}.tsv`, "--covar-name", COVARIATES.join(",")],
          ...["--glm", "no-firth", "hide-covar", COLUMNS],
        ];
      }, 60_000);

      test("linear regressions, all rows", async () => {
        const peer = plink2(prefix, "score.glm.linear", ...glm);
        const options = { genotypes: cohort, phenotypes: people, covariates: COVARIATES };
        const ours = await linear({ ...options, trait: "score" });
        expect(ours.provenance["deviceReason"]).toContain(where);
        expectWithin(`${name}, linear`, peer, rowsOf(cohort, ours), LINEAR);
      });

      test("logistic regressions, all rows", async () => {
        const options = { genotypes: cohort, phenotypes: people, covariates: COVARIATES };
        const ours = await logistic({ ...options, trait: "sick" });
        expect(ours.provenance["deviceReason"]).toContain(where);
        const { n, variantId } = ours.columns;
        // Apart, because of the defect of PLINK 2.00a3.5 that CONFORMANCE.md describes.
        for (const isComplete of [true, false]) {
          const rows = [...n.keys()].filter(
            (v) => (n[v] === samples) === isComplete && n[v] >= ENOUGH_PEOPLE,
          );
          if (rows.length === 0) continue;
          writeFileSync(`${prefix}.ids`, rows.map((v) => `${variantId[v]}\n`).join(""));
          const peer = plink2(prefix, "sick.glm.logistic", ...glm, "--extract", `${prefix}.ids`);
          const found = takeRows({ columns: rowsOf(cohort, ours) }, rows).columns;
          const title = `${name}, ${isComplete ? "no missing calls" : "missing calls"}, logistic`;
          expectWithin(title, peer, found, DOSED);
        }
      });

      test("relationships are of dosages, within half of the last digit printed", async () => {
        runPlink2(prefix, "--pfile", prefix, "vzs", "--make-rel", "square");
        const printed = readFileSync(`${prefix}.rel`, "utf8").trimEnd().split("\n");
        const { values } = await relationship(cohort);
        let largest = 0;
        printed.forEach((line, i) => {
          const row = line.split("\t").map(Number);
          for (let j = 0; j <= i; j++) {
            const value = values[(i * (i + 1)) / 2 + j];
            largest = Math.max(largest, Math.abs(value - row[j]) / Math.max(1, Math.abs(row[j])));
          }
        });
        expect(printed.length).toBe(samples);
        console.log(`${name}, relationships: ${largest.toExponential(2)} apart`);
        expect(largest).toBeLessThan(5.1e-6);
      });

      test("frequencies are of dosages; missingness and Hardy–Weinberg of hard calls", async () => {
        const afreq = plink2(prefix, "afreq", "--pfile", prefix, "vzs", "--freq");
        expectWithin(`${name}, frequency`, afreq, await report.frequencyReport(cohort));
        const missing = plink2(prefix, "vmiss", "--pfile", prefix, "vzs", "--missing");
        expectWithin(`${name}, missingness`, missing, await report.variantMissingReport(cohort));
        const hardy = plink2(prefix, "hardy", "--pfile", prefix, "vzs", "--hardy");
        expectWithin(`${name}, Hardy–Weinberg`, hardy, await report.hardyReport(cohort, false));
        const het = plink2(prefix, "het", "--pfile", prefix, "vzs", "--het");
        const { F, IID, ...counts } = await report.heterozygosityReport(cohort);
        // PLINK 2 leaves out variants that do not vary, which changes the counts alone.
        const isVaried = name !== "rare, common and nearly fixed variants";
        expectWithin(`${name}, heterozygosity`, het, { F, IID, ...(isVaried && counts) });
      });
    },
  );

  test("hard calls of a .pgen give the rows of the same calls of a .bed", async () => {
    const prefix = join(folder, "calls");
    const shape = ["--dummy", "400", "6000", "0.02", "acgt", "--seed", "4"];
    runPlink2(prefix, ...shape, "--make-pgen");
    runPlink2(prefix, "--pfile", prefix, "--make-bed");
    const random = randomNumbers(6);
    const [pgen, bed] = [await genotypes(`${prefix}.pgen`), await genotypes(`${prefix}.bed`)];
    const lines = bed.samples.individualId.map(
      (id) => `${id}\t${random()}\t${1 + Number(random() < 0.4)}\n`,
    );
    writeFileSync(`${prefix}.tsv`, `#IID\tscore\tsick\n${lines.join("")}`);
    const table = await phenotypes(`${prefix}.tsv`);
    for (const [method, trait] of [
      [linear, "score"],
      [logistic, "sick"],
    ] as const) {
      const [a, b] = [
        await method({ genotypes: pgen, phenotypes: table, trait }),
        await method({ genotypes: bed, phenotypes: table, trait }),
      ];
      expect(rowsOf(pgen, a)).toEqual(rowsOf(bed, b));
    }
    const pairs = { window: { variants: 40, basePairs: Infinity }, minimumR2: 0.01 };
    const [a, b] = [await correlation(pgen, pairs), await correlation(bed, pairs)];
    expect(a.rowCount).toBeGreaterThan(1000);
    // PLINK 1 sets count REF or ALT, whichever is rarer; PLINK 2 sets ALT.
    expect(a.columns.r2).toEqual(b.columns.r2);
    expect(a.columns.otherVariantId).toEqual(b.columns.otherVariantId);
  });
});

function rowsOf(cohort: Genotypes, result: GwasResult): Record<string, readonly string[]> {
  const { columns } = result;
  const frequency = Array.from(columns.effectAlleleFrequency, (value) => formatPlinkNumber(value));
  return { ...report.associationReport(cohort, result), A1_FREQ: frequency };
}

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { linear } from "../../src/gwas/linear.ts";
import { logistic } from "../../src/gwas/logistic.ts";
import type { Genotypes } from "../../src/genotypes/genotypes.ts";
import { phenotypes } from "../../src/open.ts";
import { randomNormal, randomNumbers } from "../peer/bed-writer.ts";
import { expectWithin, type Bounds } from "../peer/compare.ts";
import { cohort, hasData } from "../peer/shared-data.ts";
import { takeRows, type TextTable } from "../peer/text-table.ts";
import * as report from "./reports.ts";
import { hasPlink19, plink19, PLINK19_VERSION } from "./run-plink1.9.ts";

const folder = mkdtempSync(join(tmpdir(), "genobook-plink1.9-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** PLINK 1.9 fits logistic models in single precision. */
const LOGISTIC: Bounds = {
  OR: { share: 0.02, units: 1 },
  SE: { share: 0.02, units: 1 },
  L95: { share: 0.02, units: 1 },
  U95: { share: 0.03, units: 1 },
  STAT: { share: 0.02, units: 1, ofAtLeast: 1 },
  P: { share: 0.02, units: 2 },
};

describe.each([
  ["geno-1000g-eur-bolt", "EUR_subset"],
  ["geno-regenie-example", "example"],
  ["geno-hapmap3", "HM3"],
  ["format-bed", "some_missing"],
])(`%s beside a running plink1.9 (needs ${PLINK19_VERSION} and ../shared/data)`, (name, stem) => {
  const skip = !hasPlink19 || !hasData(name);
  const prefix = join(folder, stem);
  const path = `${name}/${stem}`;
  const open = (): Promise<Genotypes> => cohort(`${path}.bed`);
  const peer = (ending: string, ...args: string[]): ReturnType<typeof plink19> =>
    plink19(prefix, path, ending, ...args);
  const compare = (title: string, theirs: TextTable, ours: report.Report, bounds?: Bounds): void =>
    expectWithin(`${name} ${title}`, theirs, ours, bounds, report.DIGITS);

  test.skipIf(skip)("--freq, --missing, --het", async () => {
    const data = await open();
    compare("--freq", peer("frq", "--freq"), await report.frequencyReport(data));
    compare(".lmiss", peer("lmiss", "--missing"), await report.variantMissingReport(data));
    compare(".imiss", peer("imiss", "--missing"), await report.sampleMissingReport(data));
    compare("--het", peer("het", "--het"), await report.heterozygosityReport(data));
  });

  test.skipIf(skip)("--hardy and --hardy midp", async () => {
    const data = await open();
    for (const midP of [false, true]) {
      const args = midP ? ["--hardy", "midp"] : ["--hardy"];
      const theirs = peer("hwe", ...args);
      const all = theirs.columns.TEST.flatMap((test, i) => (test.startsWith("ALL") ? [i] : []));
      compare(args.join(" "), takeRows(theirs, all), await report.hardyReport(data, midP));
    }
  });

  test.skipIf(skip)("--linear and --logistic with covariates", async () => {
    const data = await open();
    const file = `${prefix}.traits`;
    writeFileSync(file, traitFile(data));
    const people = await phenotypes(file);
    const covariates = ["b", "c"];
    const model = ["hide-covar", "--covar", file, "--covar-name", "b,c", "--ci", "0.95"];
    const about = {
      genotypes: data,
      phenotypes: people,
      covariates,
      effectAllele: "counted",
    } as const;
    const quantitative = await linear({ ...about, trait: "score" });
    compare(
      "--linear",
      peer("assoc.linear", "--pheno", file, "--pheno-name", "score", "--linear", ...model),
      report.associationReport(quantitative),
      { U95: { share: 0.001, units: 1 } },
    );
    const binary = await logistic({ ...about, trait: "sick" });
    const theirs = peer(
      "assoc.logistic",
      "--pheno",
      file,
      "--pheno-name",
      "sick",
      "--logistic",
      ...model,
    );
    const ours = report.associationReport(binary);
    const { errorCode } = binary.columns;
    const fitted = [...errorCode.keys()].filter((v) => errorCode[v] === ".");
    compare(
      "--logistic",
      takeRows(theirs, fitted),
      takeRows({ columns: ours }, fitted).columns,
      LOGISTIC,
    );
    const errorsOfOthers = theirs.columns.SE.filter((_, v) => errorCode[v] !== ".");
    console.log(`${name} --logistic: ${errorsOfOthers.length} variants with a code`);
    for (const error of errorsOfOthers) expect(error === "NA" || Number(error) > 100).toBe(true);
  });
});

/** A quantitative trait, a binary one and two covariates that go with both; one in 50 values is missing. */
function traitFile({ samples }: Genotypes): string {
  const random = randomNumbers(31);
  const lines = samples.individualId.map((id, i) => {
    const [b, c, noise] = [random(), 100 * random(), randomNormal(random)];
    const score = random() < 0.02 ? "NA" : (3 * b + c / 50 + noise).toFixed(6);
    const sick = random() < 0.02 ? "NA" : 1 + Number(random() < 0.2 + 0.4 * b);
    return `${samples.familyId[i]} ${id} ${score} ${sick} ${b.toFixed(6)} ${c.toFixed(4)}\n`;
  });
  return `FID IID score sick b c\n${lines.join("")}`;
}

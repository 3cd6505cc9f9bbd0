import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { alignSamples } from "../../src/genotypes/align-samples.ts";
import { linear } from "../../src/gwas/linear.ts";
import { genotypes, phenotypes } from "../../src/open.ts";
import { randomNumbers } from "../peer/bed-writer.ts";
import { expectWithin } from "../peer/compare.ts";
import type { TextTable } from "../peer/text-table.ts";
import { LINEAR } from "./bounds.ts";
import { associationReport } from "./reports.ts";
import { hasPlink2, plink2, PLINK2_VERSION, runPlink2 } from "./run-plink2.ts";

const SAMPLES = 240;
const folder = mkdtempSync(join(tmpdir(), "genobook-join-"));
const prefix = join(folder, "dummy");
afterAll(() => rmSync(folder, { recursive: true }));

function glm(name: string, lines: readonly string[], ...modifiers: string[]): TextTable {
  const file = `${prefix}.${name}`;
  writeFileSync(file, `#IID score ${name}\n${lines.join("\n")}\n`.replaceAll(" ", "\t"));
  const from = ["--bfile", prefix, "--pheno", file, "--pheno-name", "score"];
  return plink2(
    prefix,
    "score.glm.linear",
    ...from,
    "--covar",
    file,
    "--covar-name",
    name,
    "--glm",
    ...modifiers,
  );
}

describe.skipIf(!hasPlink2)(`joining as a running plink2 joins (needs ${PLINK2_VERSION})`, () => {
  beforeAll(() => {
    runPlink2(prefix, "--dummy", String(SAMPLES), "200", "0", "acgt", "--seed", "3", "--make-bed");
  });

  test("-9 is missing in a covariate as in a trait", async () => {
    const random = randomNumbers(17);
    const lines = Array.from({ length: SAMPLES }, (_, i) => {
      const score = i % 20 === 3 ? "-9" : (10 * random()).toFixed(5);
      return `per${i} ${score} ${i % 12 === 5 ? "-9" : (5 * random()).toFixed(5)}`;
    });
    const peer = glm("b", lines, "hide-covar");
    const cohort = await genotypes(`${prefix}.bed`);
    const people = await phenotypes(`${prefix}.b`);
    const ours = await linear({
      genotypes: cohort,
      phenotypes: people,
      trait: "score",
      covariates: ["b"],
    });
    expect(ours.columns.n[0]).toBe(SAMPLES - 12 - 20);
    expectWithin("-9 in a covariate", peer, associationReport(cohort, ours), LINEAR);
  });

  test.each([
    ["the most common level", ["b", "a", "b", "c", "b", "c"]],
    ["of equally common levels the first in natural order", ["c10", "c9", "c2"]],
    ["of two most common levels the first in natural order", ["z", "B10", "z", "B9", "B10", "a"]],
    ["capitals before small letters, alike in frequency", ["b", "A", "a", "B"]],
    [
      "the first of many in natural order",
      [..."a_b ab a-b A.b a1 a9 a10 a9b _x Z aB b1 B1 AB".split(" ")],
    ],
    ["as PLINK 2 sees it, among those with a trait", ["x", "y", "y", "x", "x", "y"], 1],
  ] as [string, string[], number?][])(
    "the reference of a category is %s",
    async (_, levels, missingAt = -1) => {
      const random = randomNumbers(23);
      const lines = Array.from({ length: SAMPLES }, (_, i) => {
        const level = i % levels.length;
        const score = level === missingAt && i < 60 ? "NA" : (10 * random()).toFixed(5);
        return `per${i} ${score} ${levels[level]}`;
      });
      const { ID, TEST } = glm("site", lines).columns;
      const theirs = TEST.filter((name, i) => ID[i] === ID[0] && name.startsWith("site="));
      const { covariates } = alignSamples({
        genotypes: await genotypes(`${prefix}.bed`),
        phenotypes: await phenotypes(`${prefix}.site`),
        trait: "score",
        covariates: ["site"],
      });
      expect(covariates.map(({ name }) => name)).toEqual(theirs);
      expect(theirs).toHaveLength(new Set(levels).size - 1);
    },
  );
});

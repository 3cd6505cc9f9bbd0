import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { release, threads, useThreads } from "../../src/compute/engine/pool.ts";
import type { Genotypes } from "../../src/genotypes/genotypes.ts";
import { writePlink1 } from "../../src/genotypes/write-plink1.ts";
import { linear } from "../../src/gwas/linear.ts";
import type { SampleTable } from "../../src/io/sample-table.ts";
import { genotypes as openGenotypes, phenotypes as openPhenotypes } from "../../src/open.ts";
import { randomNormal, randomNumbers } from "../peer/bed-writer.ts";
import { randomPgenRows, writePgen } from "../peer/pgen-writer.ts";

const VARIANTS = 900;
const SAMPLES = 1403;
const workers = threads();
const folder = mkdtempSync(join(tmpdir(), "genobook-carriers-linear-"));
let listed: Genotypes;
let packed: Genotypes;
let people: SampleTable;

beforeAll(async () => {
  const random = randomNumbers(11);
  const frequencies = [0.002, 0.995, 0.4, 0.01, 0.04, 0.06];
  const rows = randomPgenRows(VARIANTS, SAMPLES, 4, { frequencies });
  writeFileSync(join(folder, "x.pgen"), writePgen(rows, 8, { isSmallest: true }));
  const variants = rows.map((_, v) => `1\t${v + 1}\tv${v}\tG\tA\n`);
  writeFileSync(join(folder, "x.pvar"), `#CHROM\tPOS\tID\tREF\tALT\n${variants.join("")}`);
  const ids = Array.from({ length: SAMPLES }, (_, i) => `s${i}`);
  // Every seventh has a parent: the minor allele is that of the founders, not of a regression's own samples.
  const samples = ids.map((id, i) => `${id}\t${i % 7 === 6 ? "s0" : "0"}\t0\n`);
  writeFileSync(join(folder, "x.psam"), `#IID\tPAT\tMAT\n${samples.join("")}`);
  const table = ids.map((id, i) => {
    const numbers = [0, 1, 2, 3].map(() => randomNormal(random));
    return `${id}\t${numbers.join("\t")}\t${i % 5 === 0 ? "NA" : numbers[0] + numbers[1]}\n`;
  });
  writeFileSync(join(folder, "x.tsv"), `#IID\ty\tc1\tc2\tc3\tgaps\n${table.join("")}`);
  listed = await openGenotypes(join(folder, "x.pgen"));
  await writePlink1(listed, join(folder, "y"));
  packed = await openGenotypes(join(folder, "y.bed"));
  people = await openPhenotypes(join(folder, "x.tsv"));
});
afterAll(async () => {
  await release();
  useThreads(workers);
  rmSync(folder, { recursive: true });
});

describe("a linear scan of a .pgen by carriers is that of the .bed of the same calls, bit by bit", () => {
  const covariates = ["c1", "c2", "c3"];

  test.each(["y", "gaps"])("of %s, for any number of threads", async (trait) => {
    const options = { phenotypes: people, trait, covariates, compute: "cpu" } as const;
    useThreads(2);
    const expected = await linear({ ...options, genotypes: packed });
    expect(expected.columns.errorCode.filter((code) => code === ".").length).toBeGreaterThan(500);
    for (const count of [1, 2, 5]) {
      useThreads(count);
      const found = await linear({ ...options, genotypes: listed });
      expect(found.columns).toEqual(expected.columns);
    }
  });

  test("of some of the variants and samples", async () => {
    useThreads(2);
    const runs = { variants: Uint32Array.from({ length: 400 }, (_, v) => v + 37) };
    const gaps = { variants: Uint32Array.from({ length: 300 }, (_, v) => 3 * v) };
    const some = { samples: Uint32Array.from({ length: 900 }, (_, i) => i + (i >> 1)) };
    for (const selection of [runs, gaps, some, { ...runs, ...some }]) {
      const [a, b] = await Promise.all(
        [listed, packed].map((all) =>
          linear({
            genotypes: all.select(selection),
            phenotypes: people,
            trait: "gaps",
            covariates,
            compute: "cpu",
          }),
        ),
      );
      expect(a.columns).toEqual(b.columns);
    }
  });

  test("written to files, several traits at once", async () => {
    useThreads(3);
    const texts: string[] = [];
    for (const [name, genotypes] of [["l", listed] as const, ["p", packed] as const]) {
      const path = join(folder, `${name}.{trait}.glm.linear`);
      const traits = ["y", "gaps"];
      await linear({ genotypes, phenotypes: people, traits, covariates, out: { path } });
      texts.push(
        traits.map((trait) => readFileSync(path.replace("{trait}", trait), "utf8")).join(""),
      );
    }
    expect(texts[0]).toBe(texts[1]);
  });
});

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import * as qc from "../../src/genotypes/qc.ts";
import { correlation } from "../../src/ld/correlation.ts";
import { genotypes } from "../../src/open.ts";
import { formatPlinkNumber } from "../../src/sumstats/format-plink-number.ts";
import { expectWithin } from "../peer/compare.ts";
import { cohort, hasData, reference } from "../peer/shared-data.ts";
import { readTable } from "../peer/text-table.ts";
import { hasPlink19, PLINK19_VERSION } from "../plink1.9/run-plink1.9.ts";

const numbers = (values: ArrayLike<number>): string[] =>
  Array.from(values, (value) => formatPlinkNumber(value));

describe.skipIf(!hasData("geno-1000g-eur-bolt"))("1000 Genomes EUR (needs ../shared/data)", () => {
  test("plink1.9 --r2 of chromosome 22: the same pairs, every digit", async () => {
    const all = await cohort("geno-1000g-eur-bolt/EUR_subset.bed");
    const { genotypes: common } = await qc.filter(all, { minorAlleleFrequency: 0.05 });
    const on22 = Uint32Array.from(common.variants.chromosome.keys()).filter(
      (v) => common.variants.chromosome[v] === 22,
    );
    const { columns } = await correlation(common.select({ variants: on22 }), {
      window: { basePairs: 50_000, variants: 99 },
      minimumR2: 0.2,
    });
    expectWithin("EUR --r2", reference("geno-1000g-eur-bolt/ref/r2_chr22.ld.gz"), {
      SNP_A: columns.variantId,
      SNP_B: columns.otherVariantId,
      R2: numbers(columns.r2),
    });
  });
});

describe.skipIf(!hasPlink19)(`beside a running plink1.9 (needs ${PLINK19_VERSION})`, () => {
  const folder = mkdtempSync(join(tmpdir(), "genobook-ld-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  test("5 % missing: --r and --r2 of all pairs of 120 variants", async () => {
    const prefix = join(folder, "ld");
    const run = (...args: string[]): void => {
      execFileSync("plink1.9", [...args, "--threads", "1", "--out", prefix], { stdio: "pipe" });
    };
    run("--dummy", "333", "120", "0.05", "acgt", "--seed", "3", "--make-bed");
    // --dummy writes no positions apart: a variant every 1000 bases.
    const lines = readFileSync(`${prefix}.bim`, "utf8").trimEnd().split("\n");
    const spaced = lines.map((line, i) => {
      const fields = line.split("\t");
      fields[3] = String(1000 * (i + 1));
      return `${fields.join("\t")}\n`;
    });
    writeFileSync(`${prefix}.bim`, spaced.join(""));
    const people = await genotypes(`${prefix}.bed`);
    const { columns } = await correlation(people, { minimumR2: 0 });
    const window = ["--ld-window", "200", "--ld-window-kb", "1000", "--keep-allele-order"];
    run("--bfile", prefix, "--r2", "--ld-window-r2", "0", ...window);
    const squares = readTable(readFileSync(`${prefix}.ld`, "utf8"));
    expect(squares.rowCount).toBe((120 * 119) / 2);
    const ids = { SNP_A: columns.variantId, SNP_B: columns.otherVariantId };
    expectWithin("dummy --r2", squares, { ...ids, R2: numbers(columns.r2) });
    run("--bfile", prefix, "--r", "--ld-window-r2", "0", ...window);
    const signed = readTable(readFileSync(`${prefix}.ld`, "utf8"));
    expectWithin("dummy --r", signed, { ...ids, R: numbers(columns.r) });
  });
});

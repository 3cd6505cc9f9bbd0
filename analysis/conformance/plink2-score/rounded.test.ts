import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { release, threads, useThreads } from "../../src/compute/engine/pool.ts";
import type { Genotypes } from "../../src/genotypes/genotypes.ts";
import { genotypes } from "../../src/open.ts";
import type { PolygenicScores } from "../../src/prs/scoring/index.ts";
import { formatPlinkNumber } from "../../src/sumstats/format-plink-number.ts";
import { randomNumbers } from "../peer/bed-writer.ts";
import type { TextTable } from "../peer/text-table.ts";
import { hasPlink2, PLINK2_VERSION, runPlink2 } from "../plink2/run-plink2.ts";
import { ownScores, peerScores, writeWeights, type WeightRow } from "./run-score.ts";

/** With 2³⁰ products of genotypes and columns sums are rounded. */
const SHAPE = { people: 3000, variants: 16_000, scores: 20 };
/** Of the standard deviation of a score; 2 × 10⁻⁸ is what was found. */
const TOLERANCE = 1e-7;
/** Of a thousand numbers of six digits: one that lies so near the edge between two is printed as its neighbour. */
const NEIGHBOURS = 5;

function standardDeviation(values: Float64Array): number {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  return Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length);
}

describe.skipIf(!hasPlink2)(`rounded sums (needs ${PLINK2_VERSION})`, () => {
  const folder = mkdtempSync(join(tmpdir(), "genobook-rounded-"));
  const prefix = join(folder, "dummy");
  const weights = join(folder, "weights.txt");
  const before = threads();
  let cohort: Genotypes;
  let theirs: TextTable;
  let rounded: PolygenicScores;

  beforeAll(async () => {
    const { people, variants, scores } = SHAPE;
    const size = [`${people}`, `${variants}`, "0.01"];
    runPlink2(prefix, "--dummy", ...size, "acgt", "--seed", "8", "--make-bed");
    cohort = await genotypes(`${prefix}.bed`);
    const { variantId, effectAllele, otherAllele } = cohort.variants;
    const random = randomNumbers(5);
    // The last score has weights of very different sizes.
    const size0 = (v: number, c: number): number => (c < scores - 1 ? 1 : 10 ** (2 - (v % 7)));
    const rows = variantId.map((id, v): WeightRow => {
      const own = Array.from({ length: scores }, (_, c) => (random() - 0.5) * size0(v, c));
      return [id, v % 3 ? effectAllele[v] : otherAllele[v], ...own.map((w) => +w.toPrecision(6))];
    });
    writeWeights(weights, rows);
    theirs = peerScores(join(folder, "theirs"), ["--bfile", prefix], weights, scores, []);
    rounded = await ownScores(cohort, weights, { missing: "plink2" });
  });
  afterAll(async () => {
    await release();
    useThreads(before);
    rmSync(folder, { recursive: true });
  });

  test("are those in double precision, within 1e-7 of the standard deviation, and counts are whole", async () => {
    const exact = await ownScores(cohort, weights, { missing: "plink2", exact: true });
    let isAnyRounded = false;
    for (const name of exact.scores) {
      const [own, expected] = [rounded.sum(name), exact.sum(name)];
      const sd = standardDeviation(expected);
      let largest = 0;
      own.forEach((x, i) => (largest = Math.max(largest, Math.abs(x - expected[i]))));
      expect(largest / sd, name).toBeLessThan(TOLERANCE);
      isAnyRounded ||= largest / sd > 1e-12;
    }
    expect(isAnyRounded).toBe(true);
    expect(rounded.alleles().alleleNumber).toEqual(exact.alleles().alleleNumber);
    expect(exact.provenance["rounding"]).toBeUndefined();
    expect(rounded.provenance["rounding"]).toMatch(/32 variants/);
  });

  test("are printed as plink2 prints them, but for the last digit of five in a thousand", () => {
    let [numbers, different] = [0, 0];
    rounded.scores.forEach((name, c) => {
      const texts = theirs.columns[`${name}_AVG`] ?? theirs.columns[`SCORE${c + 1}_AVG`];
      const averages = rounded.average(name);
      const slack = TOLERANCE * standardDeviation(averages);
      averages.forEach((value, i) => {
        numbers++;
        if (formatPlinkNumber(value) === texts[i]) return;
        different++;
        const most = 0.5 * 10 ** (Math.floor(Math.log10(Math.abs(value))) - 5);
        expect(Math.abs(value - Number(texts[i]))).toBeLessThanOrEqual(most + slack);
      });
    });
    console.log(`${different} of ${numbers} averages are printed with another sixth digit`);
    expect(different / numbers).toBeLessThan(NEIGHBOURS / 1000);
    rounded
      .alleles()
      .alleleNumber.forEach((count, i) =>
        expect(String(count)).toBe(theirs.columns["ALLELE_CT"][i]),
      );
  });

  test("are the same for any number of workers", async () => {
    useThreads(1);
    const alone = await ownScores(cohort, weights, { missing: "plink2" });
    for (const name of alone.scores) expect(alone.sum(name)).toEqual(rounded.sum(name));
  });
});

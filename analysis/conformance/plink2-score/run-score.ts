import { writeFileSync } from "node:fs";
import { expect } from "vitest";
import { score, type PolygenicScores } from "../../src/prs/scoring/index.ts";
import { readScores } from "../../src/prs/scoring/read-scores.ts";
import type { Genotypes } from "../../src/genotypes/genotypes.ts";
import { formatPlinkNumber } from "../../src/sumstats/format-plink-number.ts";
import type { ScoreRuleOptions } from "../../src/prs/scoring/index.ts";
import type { TextTable } from "../peer/text-table.ts";
import { plink2 } from "../plink2/run-plink2.ts";

/** Variant id, allele, and a weight a score. */
export type WeightRow = readonly [id: string, allele: string, ...weights: number[]];

export function writeWeights(path: string, rows: readonly WeightRow[]): void {
  const names = rows[0].slice(2).map((_, c) => `score${c + 1}`);
  const lines = [["ID", "A1", ...names], ...rows].map((row) => row.join("\t"));
  writeFileSync(path, `${lines.join("\n")}\n`);
}

/** A running plink2's report on weights with a header. */
export function peerScores(
  prefix: string,
  input: readonly string[],
  weights: string,
  columns: number,
  modifiers: readonly string[],
  ...rest: readonly string[]
): TextTable {
  return plink2(
    prefix,
    "sscore",
    ...input,
    "--score",
    weights,
    "1",
    "2",
    "header",
    ...modifiers,
    "cols=+scoresums,+denom",
    "--score-col-nums",
    `3-${columns + 2}`,
    ...rest,
  );
}

/** The same scores as PLINK 2 takes them: by name, nothing flipped and nothing dropped. */
export async function ownScores(
  genotypes: Genotypes,
  weights: string,
  options: ScoreRuleOptions = {},
): Promise<PolygenicScores> {
  return score({
    genotypes,
    scores: await readScores(weights),
    by: "name",
    flips: false,
    keepAmbiguous: true,
    duplicates: "keepAll",
    minimumOverlap: 0,
    ...options,
  });
}

/** Numbers as printed: the same text, or a neighbour where the sum lies on the edge between the two. */
export function expectPrinted(ours: Float64Array, theirs: readonly string[], what: string): void {
  expect(ours.length, what).toBe(theirs.length);
  ours.forEach((value, i) => {
    if (theirs[i] === "nan") {
      expect(value, `${what} ${i}`).toBeNaN();
      return;
    }
    // Sums of 0 are printed as rounding leaves them.
    if (formatPlinkNumber(value) === theirs[i] || Math.abs(value - Number(theirs[i])) < 1e-12)
      return;
    const unit = 10 ** (Math.floor(Math.log10(Math.abs(value))) - 5);
    expect(Math.abs(value - Number(theirs[i])), `${what} ${i}`).toBeLessThanOrEqual(
      0.5 * unit * (1 + 1e-6),
    );
  });
}

/** PLINK 2 prints sums of dosages as near as tells them apart. */
const DOSAGE_UNIT = 1 / 16_384;

/** All columns of the report, for every score. */
export function expectSame(ours: PolygenicScores, { columns }: TextTable, what: string): void {
  ours.scores.forEach((name, c) => {
    const own = columns[`${name}_SUM`] ? name : `SCORE${c + 1}`;
    const denominator = ours.alleles(name).denominator;
    // People without any allele: PLINK 2 prints a sum of 0, we have none.
    const sums = columns[`${own}_SUM`].map((text, i) => (denominator[i] === 0 ? "nan" : text));
    expectPrinted(ours.sum(name), sums, `${what}, sum ${c}`);
    expectPrinted(ours.average(name), columns[`${own}_AVG`], `${what}, average ${c}`);
  });
  const { alleleNumber, denominator, effectAlleleDosage } = ours.alleles();
  expectPrinted(alleleNumber, columns["ALLELE_CT"], `${what}, ALLELE_CT`);
  expectPrinted(denominator, columns["DENOM"], `${what}, DENOM`);
  columns["NAMED_ALLELE_DOSAGE_SUM"].forEach((text, i) => {
    const difference = Math.abs(effectAlleleDosage[i] - Number(text));
    expect(difference, `${what}, dosage sum ${i}`).toBeLessThanOrEqual(
      Math.max(DOSAGE_UNIT, 5e-6 * Math.abs(Number(text))),
    );
  });
}

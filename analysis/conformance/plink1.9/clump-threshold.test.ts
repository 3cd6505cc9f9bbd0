import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Genotypes } from "../../src/genotypes/genotypes.ts";
import { frequency } from "../../src/genotypes/qc-frequency.ts";
import { unpackValues } from "../../src/compute/code-values.ts";
import { clumpThreshold } from "../../src/prs/clumping/clump-threshold.ts";
import type { ScoringFile } from "../../src/prs/scoring/scoring-file.ts";
import { Table } from "../../src/table.ts";
import { randomNormal, randomNumbers } from "../peer/bed-writer.ts";
import { cohort, hasData, reference } from "../peer/shared-data.ts";
import { readTable } from "../peer/text-table.ts";
import { hasPlink19, plink19, PLINK19_VERSION } from "./run-plink1.9.ts";

const folder = mkdtempSync(join(tmpdir(), "genobook-plink1.9-ct-"));
afterAll(() => rmSync(folder, { recursive: true }));

const THRESHOLDS = [0.001, 0.01, 0.05, 0.2, 0.5, 1];

describe.each([
  ["geno-bigsnpr-example", "geno-bigsnpr-example/example", "of its traits"],
  ["geno-regenie-example", "geno-regenie-example/example", "drawn"],
  ["geno-1000g-eur-bolt", "geno-1000g-eur-bolt/EUR_subset", "drawn"],
] as const)(
  `%s --clump, then --score sum with --q-score-range (needs ${PLINK19_VERSION} and ../shared/data)`,
  (name, stem, kind) => {
    test.skipIf(!hasPlink19 || !hasData(name))(
      "every person's score at every threshold, to the last printed digit",
      async () => {
        const genotypes = await cohort(`${stem}.bed`);
        const associations = kind === "drawn" ? drawn(genotypes) : ofTraits();
        const prefix = join(folder, name);
        writeFiles(prefix, associations);
        const clumped = plink19(
          prefix,
          stem,
          "clumped",
          ...["--clump", `${prefix}.assoc`, "--clump-p1", "1", "--clump-p2", "1"],
          ...["--clump-r2", "0.1", "--clump-kb", "250"],
        );
        writeFileSync(`${prefix}.leads`, clumped.columns["SNP"].join("\n") + "\n");
        plink19(
          prefix,
          stem,
          "log",
          ...["--score", `${prefix}.weights`, "sum", "--extract", `${prefix}.leads`],
          ...["--q-score-range", `${prefix}.ranges`, `${prefix}.pvalues`],
        );
        const own = await clumpThreshold({
          associations,
          genotypes,
          ambiguous: "keep",
          thresholds: THRESHOLDS,
          clump: { measure: "haplotypes" },
        });
        const leads = own.columns.variantId.filter((_, i) => own.columns.verdict[i] === "lead");
        expect(leads.sort()).toEqual([...clumped.columns["SNP"]].sort());
        const sums = await scoreSums(own.scores, genotypes);
        for (const [t, threshold] of THRESHOLDS.entries()) {
          const column = own.scores.scores.indexOf(own.thresholds.columns.score[t]);
          if (column < 0) continue;
          const peer = readTable(readFileSync(`${prefix}.S${threshold}.profile`, "utf8"));
          const theirs = peer.columns["SCORESUM"];
          const wrong = theirs.filter(
            (text, i) => Math.abs(sums[column][i] - Number(text)) > halfUnit(text),
          );
          expect(wrong, `${name}, P ≤ ${threshold}`).toEqual([]);
        }
      },
    );
  },
);

/** Half of the last of six significant digits, and rounding of a sum of some thousand terms. */
function halfUnit(text: string): number {
  const size = Math.abs(Number(text));
  return 0.5 * 10 ** (Math.floor(Math.log10(size || 1)) - 5) * 1.0001 + 1e-10;
}

function ofTraits(): Table {
  const { columns } = reference("geno-bigsnpr-example/ref/assoc.assoc.gz");
  const numbers = (text: readonly string[]): Float64Array => Float64Array.from(text, Number);
  return new Table({
    variantId: columns["SNP"],
    effectAllele: columns["A1"],
    otherAllele: columns["A2"],
    oddsRatio: numbers(columns["OR"]),
    pValue: numbers(columns["P"]),
  });
}

function drawn({ variants }: Genotypes): Table {
  const random = randomNumbers(23);
  return new Table({
    variantId: Array.from(variants.variantId),
    effectAllele: Array.from(variants.effectAllele),
    otherAllele: Array.from(variants.otherAllele),
    beta: Float64Array.from({ length: variants.count }, () =>
      Number((0.1 * randomNormal(random)).toPrecision(6)),
    ),
    pValue: Float64Array.from({ length: variants.count }, () =>
      Number((random() ** 2).toPrecision(6)),
    ),
  });
}

function writeFiles(prefix: string, { columns, rowCount }: Table): void {
  const rows = Array.from({ length: rowCount }, (_, i) => i);
  const ratio = columns["oddsRatio"] as Float64Array | undefined;
  const beta = (i: number): number => (ratio ? Math.log(ratio[i]) : Number(columns["beta"][i]));
  const write = (name: string, lines: readonly string[]): void =>
    writeFileSync(`${prefix}.${name}`, lines.join("\n") + "\n");
  const pairs = rows.map((i) => `${columns["variantId"][i]} ${columns["pValue"][i]}`);
  write("assoc", ["SNP P", ...pairs]);
  write("pvalues", pairs);
  write(
    "weights",
    rows.flatMap((i) =>
      Number.isFinite(beta(i))
        ? [`${columns["variantId"][i]} ${columns["effectAllele"][i]} ${beta(i)}`]
        : [],
    ),
  );
  write(
    "ranges",
    THRESHOLDS.map((p) => `S${p} 0 ${p}`),
  );
}

/** Sums per score and person; a missing call is twice the frequency, as PLINK imputes it. */
async function scoreSums(scores: ScoringFile, genotypes: Genotypes): Promise<Float64Array[]> {
  const { variants, samples } = genotypes;
  const { effectAlleleFrequency } = (await frequency(genotypes)).columns;
  const rowOf = new Map(scores.columns.variantId.map((id, row) => [id, row] as const));
  const sums = scores.weights.map(() => new Float64Array(samples.count));
  const copies = new Float64Array(samples.count);
  for await (const block of genotypes.blocks()) {
    const values = new Float64Array(4 * block.count);
    for (let v = 0; v < block.count; v++) {
      const row = rowOf.get(variants.variantId[block.start + v]);
      if (row === undefined) continue;
      values.set([2, 2 * effectAlleleFrequency[block.start + v], 1, 0], 4 * v);
      unpackValues(block, v, values, 0, samples.count, copies);
      sums.forEach((sum, c) => {
        for (let i = 0; i < sum.length; i++) sum[i] += scores.weights[c][row] * copies[i];
      });
    }
  }
  return sums;
}

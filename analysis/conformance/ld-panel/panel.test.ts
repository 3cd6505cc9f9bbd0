import { describe, expect, test } from "vitest";
import type { Genotypes } from "../../src/genotypes/genotypes.ts";
import type { LdBoundaries } from "../../src/ld/panel-options.ts";
import { check } from "../../src/ld/ld-check.ts";
import { panel } from "../../src/ld/panel.ts";
import type { LdPanel } from "../../src/ld/ld-panel.ts";
import { Table } from "../../src/table.ts";
import { cohort, hasData, reference, ROOT } from "../peer/shared-data.ts";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

async function rowsOf(ld: LdPanel): Promise<Map<number, number>[]> {
  const rows: Map<number, number>[] = [];
  for (let b = 0; b < ld.blockCount; b++) {
    const { first, count, rowStart, column, r } = await ld.readBlock(b);
    for (let i = 0; i < count; i++) {
      const row = new Map<number, number>();
      for (let at = rowStart[i]; at < rowStart[i + 1]; at++) row.set(first + column[at], r[at]);
      rows.push(row);
    }
  }
  return rows;
}

/** Of 200 variants. */
const blocksOf = ({ variants: { basePairLocation } }: Genotypes): LdBoundaries => {
  const ends = [199, 399, 599, 799].map((v) => basePairLocation[v]);
  return { chromosome: ["22", "22", "22", "22"], start: [0, ...ends.slice(0, 3)], end: ends };
};

describe.skipIf(!hasData("geno-bigsnpr-example"))(
  "bigsnpr's example (needs ../shared/data)",
  () => {
    test("r² of the panel is that of bigsnpr's published PLINK file, pair for pair", async () => {
      const genotypes = await cohort("geno-bigsnpr-example/example.bed");
      const ld = await panel(genotypes, { window: {}, minimumR2: 0.2 });
      const rows = await rowsOf(ld);
      const place = new Map(ld.variants.variantId.map((id, v) => [id, v]));
      const theirs = reference("geno-bigsnpr-example/published/example.ld.gz").columns;
      const { SNP_A, SNP_B, R2 } = theirs;
      const least = Math.min(...R2.map(Number));
      let largest = 0;
      SNP_A.forEach((id, pair) => {
        const r = rows[place.get(id)!].get(place.get(SNP_B[pair])!)!;
        largest = Math.max(largest, Math.abs(r * r - Number(R2[pair])));
      });
      // Six printed digits, and r in single precision.
      expect(largest).toBeLessThan(6e-7);
      let above = 0;
      rows.forEach((row, v) => {
        for (const [w, r] of row) if (w > v && r * r >= least + 1e-6) above++;
      });
      expect(SNP_A.length).toBeGreaterThan(100);
      expect(above).toBeLessThanOrEqual(SNP_A.length);
    }, 60_000);
  },
);

describe.skipIf(!hasData("prs-sim-chr22"))("PRS-CS blocks (needs ../shared/data)", () => {
  test("are those of the panel, shrunk by 0.05, to their six decimals", async () => {
    const genotypes = await cohort("prs-sim-chr22/g800.bed");
    const ld = await panel(genotypes, { blocks: blocksOf(genotypes), shrink: 0.05 });
    expect(ld.blockStart).toEqual(Uint32Array.of(0, 200, 400, 600, 800));
    const rows = await rowsOf(ld);
    let largest = 0;
    for (let b = 0; b < 4; b++) {
      const text = gunzipSync(readFileSync(`${ROOT}prs-sim-chr22/ld_block${b + 1}.tsv.gz`));
      text
        .toString()
        .trim()
        .split("\n")
        .forEach((line, i) => {
          line.split("\t").forEach((value, j) => {
            const own = rows[200 * b + i].get(200 * b + j)!;
            largest = Math.max(largest, Math.abs(own - Number(value)));
          });
        });
    }
    expect(largest).toBeLessThan(6e-7);
  });

  test("fit the simulated study that has their LD; a flipped sign of a strong variant is found", async () => {
    const genotypes = await cohort("prs-sim-chr22/g800.bed");
    const ld = await panel(genotypes, { blocks: blocksOf(genotypes) });
    const table = reference("prs-sim-chr22/sim_sumstats.tsv").columns;
    const numbers = (name: string): Float64Array => Float64Array.from(table[name], Number);
    const study = {
      variantId: table["SNP"],
      chromosome: Uint8Array.from(table["CHR"], Number),
      basePairLocation: Int32Array.from(table["BP"], Number),
      effectAllele: table["A1"],
      otherAllele: table["A2"],
      effectAlleleFrequency: numbers("FRQ_A1"),
      beta: numbers("BETA"),
      standardError: numbers("SE"),
      n: numbers("N"),
    };
    const right = await check(ld, new Table(study));
    // The study was drawn from 0.95 R + 0.05 I.
    expect(right.inconsistency).toBeGreaterThan(0.02);
    expect(right.inconsistency).toBeLessThan(0.1);
    expect(right.issues.rowCount).toBe(0);
    expect(right.verdict).toBe("fits");
    const { z, flipLogRatio } = right.matched.columns;
    const told = flipLogRatio.reduce((best, ratio, i) => {
      return Math.abs(z[i]) > 5 && ratio < flipLogRatio[best] ? i : best;
    }, 0);
    const beta = study.beta.map((value, i) => (i === told ? -value : value));
    const { issues } = await check(ld, new Table({ ...study, beta }));
    expect(issues.toRows()).toMatchObject([{ row: told, problem: "flip" }]);
  }, 60_000);
});

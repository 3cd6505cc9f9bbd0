import { describe, expect, test } from "vitest";
import { panel } from "../../src/ld/panel.ts";
import type { LdPanel } from "../../src/ld/ld-panel.ts";
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
    const { basePairLocation } = genotypes.variants;
    const ends = [199, 399, 599, 799].map((v) => basePairLocation[v]);
    const blocks = {
      chromosome: ["22", "22", "22", "22"],
      start: [0, ...ends.slice(0, 3)],
      end: ends,
    };
    const ld = await panel(genotypes, { blocks, shrink: 0.05 });
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
});

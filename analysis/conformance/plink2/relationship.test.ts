import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { relationship, type RelationshipMatrix } from "../../src/genotypes/qc-relationship.ts";
import type { Genotypes } from "../../src/genotypes/genotypes.ts";
import { genotypes } from "../../src/open.ts";
import { cohort, hasData, reference, ROOT } from "../peer/shared-data.ts";
import { hasPlink2, PLINK2_VERSION, runPlink2 } from "./run-plink2.ts";

const folder = mkdtempSync(join(tmpdir(), "genobook-rel-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Rows of numbers without a header. */
function matrix(path: string): number[][] {
  const text = readFileSync(path, "utf8").trimEnd();
  return text.split("\n").map((line) => line.trim().split(/\s+/).map(Number));
}

/** Largest |difference| of the first rows and columns that the reference has, relative to 1 where values are smaller. */
function largestDifference({ values }: RelationshipMatrix, peer: number[][]): number {
  let largest = 0;
  peer.forEach((row, i) => {
    for (let j = 0; j <= Math.min(i, row.length - 1); j++) {
      const ours = values[(i * (i + 1)) / 2 + j];
      largest = Math.max(largest, Math.abs(ours - row[j]) / Math.max(1, Math.abs(row[j])));
    }
  });
  return largest;
}

/** GEMMA takes variants at negative positions too, which mean "leave out" in PLINK: here without the sign. */
async function miceWithAllVariants(): Promise<Genotypes> {
  const source = `${ROOT}geno-mouse-hs1940/mouse_hs1940`;
  const copy = join(folder, "mice");
  for (const part of ["bed", "fam"]) copyFileSync(`${source}.${part}`, `${copy}.${part}`);
  const bim = gunzipSync(readFileSync(`${source}.bim.gz`)).toString("utf8");
  writeFileSync(`${copy}.bim`, bim.replaceAll("\t-", "\t"));
  return genotypes(`${copy}.bed`);
}

describe("relationship matrices, within half of the last digit printed (needs ../shared/data)", () => {
  test.skipIf(!hasData("geno-hapmap3"))("HapMap 3: --make-rel, first 40 people", async () => {
    const grm = await relationship(await cohort("geno-hapmap3/HM3.bed"));
    const printed = matrix(`${ROOT}geno-hapmap3/ref/rel.rel.first40x40.tsv`);
    expect(printed.length).toBe(40);
    expect(largestDifference(grm, printed)).toBeLessThan(5.1e-6);
  });

  test.skipIf(!hasData("geno-mouse-hs1940"))(
    "heterogeneous stock mice: GEMMA's centred K",
    async () => {
      const all = await miceWithAllVariants();
      // The variants that pass GEMMA's own filters are those it tested.
      const tested = reference("geno-mouse-hs1940/ref/gemma_CD8_lmm4.assoc.txt.gz");
      const ids = new Set(tested.columns["rs"]);
      const variants = Uint32Array.from(all.variants.variantId.keys()).filter((v) =>
        ids.has(all.variants.variantId[v]),
      );
      const grm = await relationship(all.select({ variants }), {
        standardise: false,
        missing: "mean",
        foundersOnly: false,
      });
      const centred = matrix(`${ROOT}geno-mouse-hs1940/ref/gemma_K_first40x40.tsv`);
      expect(variants.length).toBe(tested.rowCount);
      expect(largestDifference(grm, centred)).toBeLessThan(1e-9);
    },
  );
});

describe.skipIf(!hasPlink2)(`beside a running plink2 (needs ${PLINK2_VERSION})`, () => {
  test("3 % missing: --make-rel, cov and meanimpute, all pairs", async () => {
    const prefix = join(folder, "rel");
    runPlink2(prefix, "--dummy", "170", "900", "0.03", "acgt", "--seed", "5", "--make-bed");
    const people = await genotypes(`${prefix}.bed`);
    for (const [modifiers, options] of [
      [[], {}],
      [["cov"], { standardise: false }],
      [["meanimpute"], { missing: "mean" }],
      [["cov", "meanimpute"], { standardise: false, missing: "mean" }],
    ] as const) {
      runPlink2(prefix, "--bfile", prefix, "--make-rel", "square", ...modifiers);
      const grm = await relationship(people, options);
      const printed = matrix(`${prefix}.rel`);
      expect(printed.length).toBe(170);
      expect(largestDifference(grm, printed), modifiers.join(" ")).toBeLessThan(5.1e-6);
    }
  });
});

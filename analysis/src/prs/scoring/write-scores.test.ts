import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { readScores } from "./read-scores.ts";
import { scoringFile } from "./scoring-file.ts";
import { writeScores } from "./write-scores.ts";

const folder = mkdtempSync(join(tmpdir(), "genobook-write-"));
afterAll(() => rmSync(folder, { recursive: true }));

const SCORES = scoringFile({
  variantId: ["rs1", "1:20:C:T"],
  chromosome: [1, 23],
  basePairLocation: [10, 20],
  effectAllele: ["A", "t"],
  otherAllele: ["G", "C"],
  weights: { height: [0.1 + 0.2, -1e-7] },
});

test("a file of the catalog, and the same scores when it is read", async () => {
  const path = join(folder, "height.txt");
  const written = await writeScores(SCORES, path, { traitReported: "Height", build: "GRCh38" });
  expect(written.rows).toBe(2);
  const lines = readFileSync(path, "utf8").split("\n");
  expect(lines.slice(1, 9)).toEqual([
    "#format_version=2.0",
    "##POLYGENIC SCORE (PGS) INFORMATION",
    "#pgs_name=height",
    "#trait_reported=Height",
    "#weight_type=NR",
    "#genome_build=GRCh38",
    "#variants_number=2",
    "##SOURCE INFORMATION",
  ]);
  expect(lines.slice(9)).toEqual([
    "rsID\tchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\tvariant_description",
    "rs1\t1\t10\tA\tG\t0.30000000000000004\t",
    "\tX\t20\tT\tC\t-1e-7\t1:20:C:T",
    "",
  ]);
  const read = await readScores(path);
  expect(read.weights).toEqual(SCORES.weights);
  expect(read.build).toBe("GRCh38");
  expect(read.notices).toEqual([]);
});

test("what the catalog asks for and the scores lack is refused, and no file is left", async () => {
  const path = join(folder, "none.txt.gz");
  const trait = { traitReported: "Height" };
  await expect(writeScores(SCORES, path)).rejects.toMatchObject({ argument: "traitReported" });
  await expect(writeScores(SCORES, path, trait)).rejects.toMatchObject({ argument: "build" });
  const named = scoringFile({ variantId: ["v1"], effectAllele: ["A"], weights: { a: [1] } });
  await expect(writeScores(named, path, trait)).rejects.toThrow("neither an rsID nor a position");
  const coded = scoringFile({ variantId: ["rs1"], effectAllele: ["I"], weights: { a: [1] } });
  await expect(writeScores(coded, path, trait)).rejects.toThrow("letters");
  const two = scoringFile({ variantId: ["rs1"], effectAllele: ["A"], weights: { a: [1], b: [2] } });
  await expect(writeScores(two, path, trait)).rejects.toMatchObject({ argument: "score" });
  const stop = AbortSignal.abort();
  const options = { ...trait, build: "GRCh38", signal: stop } as const;
  await expect(writeScores(SCORES, path, options)).rejects.toMatchObject({ tag: "cancelled" });
  expect(readdirSync(folder).filter((name) => name.includes("none"))).toEqual([]);
});

const FILES = fileURLToPath(
  new URL("../../../../../shared/data/prs-pgs-catalog-files/", import.meta.url),
);

describe.skipIf(!existsSync(FILES))("files of the PGS Catalog (needs ../shared/data)", () => {
  test.each([
    "PGS000001_hmPOS_GRCh38.txt.gz",
    "PGS000802_hmPOS_GRCh37.txt",
    "PGS004255_hmPOS_GRCh38.txt.gz",
  ])("%s, read, written and read", async (name) => {
    const scores = await readScores(FILES + name);
    const path = join(folder, "again.txt.gz");
    await writeScores(scores, path);
    const again = await readScores(path);
    expect({ ...again.columns }).toEqual({ ...scores.columns });
    expect(again.dosageWeights).toEqual(scores.dosageWeights);
    expect(again.header.traitReported).toBe(scores.header.traitReported);
    expect(again.build).toBe(scores.build);
  });
});

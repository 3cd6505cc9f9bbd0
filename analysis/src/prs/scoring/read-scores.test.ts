import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { tableText } from "../../table-display.ts";
import { readScores, type ReadScoresOptions } from "./read-scores.ts";
import { scoringFile, type ScoringFile } from "./scoring-file.ts";

const folder = mkdtempSync(join(tmpdir(), "genobook-scores-"));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function read(lines: readonly string[], options?: ReadScoresOptions): Promise<ScoringFile> {
  const path = join(folder, `s${files++}.txt`);
  writeFileSync(path, `${lines.join("\n")}\n`);
  return readScores(path, options);
}

const CATALOG = "rsID\tchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight";

test("weights by id, with and without header, plain and gzip", async () => {
  const plain = await read(["rs1 a 0.5", "rs2 G -1e-3"]);
  expect(plain.columns.variantId).toEqual(["rs1", "rs2"]);
  expect(plain.columns.effectAllele).toEqual(["A", "G"]);
  expect(plain.weights).toEqual([Float64Array.of(0.5, -1e-3)]);
  const one = await read(["rs1\tA\t0.5"]);
  expect(one.rowCount).toBe(1);
  const path = join(folder, "many.txt.gz");
  writeFileSync(path, gzipSync("#ID\tA1\tone\ttwo\nrs1\tA\t1\t2\nrs2\tC\t3\t4\n"));
  const many = await readScores(path);
  expect(many.scores).toEqual(["one", "two"]);
  expect(many.weights).toEqual([Float64Array.of(1, 3), Float64Array.of(2, 4)]);
  expect(many.columnNames).toContain("two");
});

test("several hundred scores in one file", async () => {
  const names = Array.from({ length: 400 }, (_, c) => `s${c}`);
  const scores = await read([
    `ID\tA1\t${names.join("\t")}`,
    `rs1\tA\t${names.map((_, c) => c).join("\t")}`,
  ]);
  expect(scores.scores).toEqual(names);
  expect(scores.weights.map((column) => column[0])).toEqual(names.map((_, c) => c));
});

test("odds ratios become their logarithms, said by the header, a column or the caller", async () => {
  const row = "rs1\t1\t5\tA\tC\t2";
  const logs = Float64Array.of(Math.log(2));
  expect((await read(["#weight_type=OR", CATALOG, row])).weights[0]).toEqual(logs);
  expect((await read([CATALOG, row], { weightType: "ratio" })).weights[0]).toEqual(logs);
  const named = await read(["rsID\teffect_allele\tOR", "rs1\tA\t2"]);
  expect(named.weights[0]).toEqual(logs);
  expect(named.notices.join()).toContain("logarithms");
  const kept = await read(["#weight_type=OR", CATALOG, row], { weightType: "effect" });
  expect(kept.weights[0]).toEqual(Float64Array.of(2));
  await expect(
    read(["#weight_type=OR", CATALOG, row, "rs2\t1\t6\tA\tC\t-0.1"]),
  ).rejects.toMatchObject({ tag: "scoring-file", problem: "weight-type", rows: 1 });
});

test("weights that look like odds ratios are pointed out", async () => {
  const rows = Array.from({ length: 12 }, (_, i) => `rs${i}\t1\t${i + 1}\tA\tC\t${0.9 + i / 50}`);
  expect((await read([CATALOG, ...rows])).notices.join()).toContain("odds ratios");
});

test("missing weights and effect alleles are refused, or left out by name", async () => {
  const rows = [CATALOG, "rs1\t1\t5\tA\tC\tNA", "rs2\t1\t6\t\tC\t1", "rs3\t1\t7\tA\tC\t1"];
  await expect(read(rows)).rejects.toMatchObject({ problem: "missing-effect-allele", rows: 1 });
  await expect(read(rows, { drop: ["missing effect allele"] })).rejects.toMatchObject({
    problem: "missing-weight",
    rows: 1,
  });
  const left = await read(rows, { drop: ["missing effect allele", "missing weight"] });
  expect(left.columns.variantId).toEqual(["rs3"]);
  expect(left.issues.columns.line).toEqual(Int32Array.of(2, 3));
});

test("interactions are refused by name and number", async () => {
  const rows = [
    `${CATALOG}\tis_interaction`,
    "rs1_x_rs2\t1\t5\tA\tC\t1\tTrue",
    "rs3\t1\t7\tA\tC\t1\tFalse",
  ];
  await expect(read(rows)).rejects.toThrow("1 interaction (is_interaction) in line 2");
  expect((await read(rows, { drop: ["complex"] })).rowCount).toBe(1);
});

test("coding that is contradictory, unreadable or in the names is refused", async () => {
  const flags = `${CATALOG}\tis_dominant\tis_recessive`;
  for (const row of ["True\tTrue", "maybe\tFalse"]) {
    const rows = [flags, `rs1\t1\t5\tA\tC\t1\t${row}`, "rs2\t1\t6\tA\tC\t1\tFalse\t0"];
    await expect(read(rows)).rejects.toMatchObject({ problem: "complex-variants", rows: 1 });
    expect((await read(rows, { drop: ["complex"] })).columns.variantId).toEqual(["rs2"]);
  }
  const pair = ["rs1_x_rs2\t1\t5\tA_x_T\tC\t1", "rs2\t1\t6\tA\tC\t1"];
  await expect(read([CATALOG, ...pair])).rejects.toThrow("1 interaction ");
});

test("weights for some numbers of copies only are no weights, and those of ratios become logarithms", async () => {
  const columns = `${CATALOG}\tdosage_0_weight\tdosage_1_weight\tdosage_2_weight`;
  const partial = [columns, "rs1\t1\t5\tA\tC\t1\t0\t\t2", "rs2\t1\t6\tA\tC\t1\t\t\t"];
  await expect(read(partial)).rejects.toMatchObject({ problem: "missing-weight", rows: 1 });
  const ratios = await read(["#weight_type=OR", columns, "rs1\t1\t5\tA\tC\t\t1\t2\t4"]);
  const { none, one, two } = ratios.dosageWeights!;
  expect([none[0], one[0], two[0]]).toEqual([0, Math.log(2), Math.log(4)]);
});

test("another build than the file's, unknown builds and scores of nothing are named", async () => {
  const row = "rs1\t1\t5\tA\tC\t0.5";
  await expect(
    read(["#genome_build=GRCh38", CATALOG, row], { build: "GRCh37" }),
  ).rejects.toMatchObject({ argument: "build" });
  const old = await read(["#genome_build=NCBI36", CATALOG, row]);
  expect(old.build).toBeUndefined();
  expect(old.notices.join()).toContain("NCBI36");
  const zero = await read([CATALOG, "rs1\t1\t5\tA\tC\t0"], { name: "nothing" });
  expect(zero.notices).toEqual(["All weights of nothing are 0: so is everybody's score."]);
});

test("options that are no words of theirs are refused", async () => {
  const rows = [CATALOG, "rs1\t1\t5\tA\tC\t2"];
  const wrong = { weightType: "OR" } as unknown as ReadScoresOptions;
  await expect(read(rows, wrong)).rejects.toMatchObject({ argument: "weightType" });
  const other = { drop: ["everything"] } as unknown as ReadScoresOptions;
  await expect(read(rows, other)).rejects.toMatchObject({ argument: "drop" });
});

test("weights and effect types from arrays are refused without effect allele", () => {
  const weights = { own: [1, 2] };
  const named = { variantId: ["rs1", "rs2"], weights };
  expect(() => scoringFile({ ...named, effectAllele: ["A", ""] })).toThrow("1 of 2 variants");
  expect(() =>
    scoringFile({
      ...named,
      effectAllele: ["A", "C"],
      effectType: ["additive", "dosage weights"],
    }),
  ).toThrow("effectType");
});

test("what is no scoring file is refused", async () => {
  await expect(read(["#pgs_id=PGS1"])).rejects.toMatchObject({ problem: "no-rows" });
  await expect(read([CATALOG])).rejects.toMatchObject({ problem: "no-rows" });
  await expect(read(["rsID\tchr_name\teffect_weight", "rs1\t1\t0.5"])).rejects.toMatchObject({
    problem: "missing-columns",
  });
  await expect(readScores(join(folder, "none.txt"))).rejects.toMatchObject({ tag: "format" });
});

test("a header that announces other numbers, and another build, is doubted", async () => {
  const scores = await read([
    "#variants_number=9",
    "#genome_build=GRCh38",
    CATALOG,
    "rs1801133\t1\t11856378\tA\tG\t0.5",
  ]);
  expect(scores.build).toBe("GRCh38");
  expect(scores.notices).toEqual([
    expect.stringContaining("announces 9 variants"),
    expect.stringContaining("positions tell GRCh37"),
  ]);
  expect(tableText(scores)).toContain("announces 9 variants");
});

const DATA = fileURLToPath(new URL("../../../../../shared/data/", import.meta.url));
const FILES = `${DATA}prs-pgs-catalog-files/`;

describe.skipIf(!existsSync(FILES))("files of the PGS Catalog (needs ../shared/data)", () => {
  test("PGS000001, original and harmonised in two builds", async () => {
    const original = await readScores(`${FILES}PGS000001.txt.gz`);
    expect(original.rowCount).toBe(77);
    expect(original.header).toMatchObject({ pgsId: "PGS000001", variantsNumber: 77 });
    expect(original.header.weightType).toBe("NR");
    expect(original.build).toBeUndefined();
    expect(original.weights[0][0]).toBe(0.16220387987485377);
    expect(original.annotations.columns["OR"][0]).toBe("1.1761");
    const places = { GRCh37: 69331418, GRCh38: 69516650 } as const;
    for (const build of ["GRCh37", "GRCh38"] as const) {
      const file = await readScores(`${FILES}PGS000001_hmPOS_${build}.txt.gz`);
      expect(file.build).toBe(build);
      expect(file.header.harmonisedBuild).toBe(build);
      expect(file.columns.basePairLocation[0]).toBe(places[build]);
      expect(file.weights[0]).toEqual(original.weights[0]);
      expect(file.scores).toEqual(["PGS000001"]);
      expect(file.annotations.columns["hm_source"][0]).toBe("ENSEMBL");
    }
  });

  test("dominant and recessive rows, and a weight for each number of copies", async () => {
    const types = await readScores(`${FILES}PGS000802_hmPOS_GRCh37.txt`);
    expect(types.rowCount).toBe(19);
    expect(types.columns.effectType.slice(0, 2)).toEqual(["dominant", "recessive"]);
    expect(types.columns.basePairLocation[0]).toBe(169492101);
    const original = await readScores(`${FILES}PGS000802_hmPOS_GRCh37.txt`, {
      positions: "original",
    });
    expect(original.columns.basePairLocation[0]).toBe(170974795);
    const dosages = await readScores(`${FILES}PGS004255_hmPOS_GRCh38.txt.gz`);
    expect(dosages.rowCount).toBe(30);
    expect(new Set(dosages.columns.effectType)).toEqual(new Set(["dosage weights"]));
    expect(dosages.dosageWeights!.two[0]).toBe(0.4437184);
    expect(dosages.build).toBe("GRCh38");
  });

  test("two files that name no variant are refused", async () => {
    for (const name of ["bad_harmonised.txt", "invalid_scorefile.txt"]) {
      await expect(readScores(FILES + name)).rejects.toMatchObject({
        tag: "scoring-file",
        problem: "no-place",
      });
    }
  });

  test("haplotypes and diplotypes are refused by name, or left out", async () => {
    const path = `${FILES}complex_variants_PGS000021.txt`;
    await expect(readScores(path)).rejects.toThrow(
      "3 haplotypes (is_haplotype) and 5 diplotypes (is_diplotype)",
    );
    const rest = await readScores(path, { drop: ["complex"] });
    expect(rest.rowCount).toBe(33 - 8);
    expect(rest.issues.rowCount).toBe(8);
  });

  test("custom files, with and without other allele, and the pair of builds", async () => {
    const custom = await readScores(`${FILES}custom.txt`);
    expect(custom.columns.otherAllele[0]).toBe("A");
    const without = await readScores(`${FILES}custom_no_oa.txt`);
    expect(without.columns.otherAllele[0]).toBe("");
    expect(without.columns.basePairLocation[0]).toBe(10397);
    for (const build of ["GRCh37", "GRCh38"] as const) {
      const lift = await readScores(`${FILES}lift_to_${build.toLowerCase()}.txt`);
      // Files to be lifted are in the other build.
      expect(lift.build).toBe(build === "GRCh37" ? "GRCh38" : "GRCh37");
    }
  });

  test("the scoring files of pgsc_calc", async () => {
    const cineca = `${DATA}prs-pgsc-cineca/scorefiles/`;
    const multi = await readScores(`${cineca}multiscore.txt`);
    expect(multi.scores).toEqual(["PGS001229_22", "second_score"]);
    expect(multi.rowCount).toBe(829);
    const types = await readScores(`${cineca}scorefile_dominant_and_recessive.txt`);
    expect(types.columns.effectType.slice(0, 3)).toEqual(["dominant", "recessive", "additive"]);
    expect(types.scores).toEqual(["PGS001229_22_DominantRecessiveExample"]);
    expect((await readScores(`${cineca}PGS001229_22.txt`)).rowCount).toBe(835);
  });
});

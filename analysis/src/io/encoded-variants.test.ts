import { inspect } from "node:util";
import { expect, test, vi } from "vitest";
import { memorySource } from "./byte-source.ts";
import * as rows from "./encoded-rows.ts";
import { pickVariants, variantIdAt } from "./encoded-variants.ts";
import { readBim } from "./plink1/bim.ts";

vi.mock("./encoded-rows.ts", async (original) => {
  const actual = await original<typeof rows>();
  return { ...actual, decodeColumn: vi.fn(actual.decodeColumn) };
});

const ROWS = [
  ["1", "rs1", 5, "A", "C"],
  ["1", "größe", 6, "ACGT", "é"],
  ["chrX", "b", 7, "T", "<DEL>"],
  ["25", "c", 8, "G", "T"],
  ["25", "d", 9, "G", "T"],
  ["HLA-A*01", ".", 10, "G", "TT"],
  ["1", "e", 11, "C", "T"],
] as const;

async function variants() {
  const content = ROWS.map((row) => row.join("\t")).join("\n");
  return (await readBim(memorySource("x.bim", content))).variants;
}

const textOf = (encoded: Awaited<ReturnType<typeof variants>>["encoded"]): string[] => {
  const { offsets, bytes } = encoded!.rows;
  return Array.from({ length: offsets.length - 1 }, (_, v) =>
    new TextDecoder().decode(bytes.slice(offsets[v], offsets[v + 1])),
  );
};

test("columns of strings are made when they are looked at, once each", async () => {
  const table = await variants();
  expect(rows.decodeColumn).toHaveBeenCalledTimes(0);
  expect(variantIdAt(table, 1)).toBe("größe");
  expect([variantIdAt(table, 7), variantIdAt(table, -1)]).toEqual([undefined, undefined]);
  expect(rows.decodeColumn).toHaveBeenCalledTimes(0);
  expect(table.variantId).toEqual(ROWS.map(([, id]) => id));
  expect(table.variantId).toBe(table.variantId);
  expect(rows.decodeColumn).toHaveBeenCalledTimes(1);
  expect(table.contig).toEqual(ROWS.map(([contig]) => contig));
  expect(table.effectAllele).toEqual(ROWS.map((row) => row[3]));
  expect(table.otherAllele).toEqual(ROWS.map((row) => row[4]));
});

test("the bytes are rows as PLINK 2 prints them, by runs of contigs", async () => {
  const { encoded } = await variants();
  expect(textOf(encoded)).toEqual([
    "1\t5\trs1\tC\tA",
    "1\t6\tgröße\té\tACGT",
    "X\t7\tb\t<DEL>\tT",
    "XY\t8\tc\tT\tG",
    "XY\t9\td\tT\tG",
    "HLA-A*01\t10\t.\tTT\tG",
    "1\t11\te\tT\tC",
  ]);
  expect(encoded!.runs).toEqual([
    { first: 0, contig: "1", chromosome: 1 },
    { first: 2, contig: "chrX", chromosome: 23 },
    { first: 3, contig: "25", chromosome: 23 },
    { first: 5, contig: "HLA-A*01", chromosome: 0 },
    { first: 6, contig: "1", chromosome: 1 },
  ]);
});

test("picked variants are those of the whole, in bytes too; runs that meet are one", async () => {
  const table = await variants();
  const all = textOf(table.encoded);
  for (const indices of [[0, 1, 2, 3, 4, 5, 6], [1, 3, 4], [0, 6], [5], []]) {
    const picked = pickVariants(table, Uint32Array.from(indices));
    expect(picked).toEqual({
      count: indices.length,
      chromosome: Uint8Array.from(indices, (i) => table.chromosome[i]),
      contig: indices.map((i) => table.contig[i]),
      basePairLocation: Int32Array.from(indices, (i) => table.basePairLocation[i]),
      variantId: indices.map((i) => table.variantId[i]),
      effectAllele: indices.map((i) => table.effectAllele[i]),
      otherAllele: indices.map((i) => table.otherAllele[i]),
    });
    expect(textOf(picked.encoded)).toEqual(indices.map((i) => all[i]));
  }
  expect(pickVariants(table, Uint32Array.of(0, 6)).encoded!.runs).toHaveLength(1);
});

test("a copy with other columns has no bytes that say otherwise; a console shows the columns", async () => {
  const table = await variants();
  const copy = { ...table, basePairLocation: new Int32Array(7) };
  expect(copy.encoded).toBeUndefined();
  expect(copy.variantId).toBe(table.variantId);
  expect(pickVariants(copy, Uint32Array.of(1)).variantId).toEqual(["größe"]);
  expect(inspect(table)).toContain("'größe'");
  expect(inspect(table)).not.toContain("Getter");
});

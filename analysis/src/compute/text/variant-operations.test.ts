import fc from "fast-check";
import { expect, test } from "vitest";
import { memorySource } from "../../io/byte-source.ts";
import { variantCollector } from "../../io/collect-variants.ts";
import { idHash, pairHashes } from "../../io/id-hash.ts";
import { readBim } from "../../io/plink1/bim.ts";
import { splitBimRows } from "../../io/plink1/split-bim-rows.ts";
import { readPvar } from "../../io/plink2/pvar.ts";
import { splitVariantRows } from "../../io/plink2/split-variant-rows.ts";
import { BIM_COLUMNS, type VariantBatch } from "../../io/variant-batch.ts";
import { wasmDevice } from "../wasm/kernels.ts";
import { variantOperations, variantOperationsOn } from "./variant-operations.ts";

const COLUMNS = { contig: 0, position: 1, id: 2, reference: 3, alternate: 4, needed: 5 };
const SOURCE = { name: "x.pvar", lines: 0 };

/** A batch's own values, copied out of memory that the next one uses. */
const plain = (batch: VariantBatch | undefined) =>
  batch && {
    count: batch.count,
    lines: batch.lines,
    starts: [...batch.starts],
    text: new TextDecoder().decode(batch.text.slice()),
    positions: [...batch.positions],
    hashes: [...batch.hashes],
    runs: batch.runs,
    negativePositions: [...batch.negativePositions],
    multiallelic: [...batch.multiallelic],
  };

const ROWS = Array.from({ length: 3000 }, (_, i) => {
  const alleles = [
    ["A", "C"],
    ["AT", "G"],
    ["G", "<DEL>"],
    ["T", "A,C,GG"],
    ["é", "ж"],
  ][i % 5];
  const position = i % 97 === 3 ? -i : i % 89 === 2 ? "-0" : 2 ** 31 - 1 - i;
  return [
    i < 1000 ? "1" : i % 20 < 10 ? "chrX" : i % 20 < 15 ? "M" : "HLA-é",
    position,
    i % 11 ? `rs${i}` : i % 2 ? "." : "ünïque",
    ...alleles,
    "PR;x=1",
  ];
});

test.each([
  ["tabs", "\t", "\n", "\n"],
  ["blanks", "  ", "\n", ""],
  ["Windows line ends and empty lines", "\t", "\r\n\r\n", "\r\n"],
])("WebAssembly splits a .pvar as JavaScript does: %s", async (_, separator, lineEnd, end) => {
  const { split } = variantOperationsOn(await wasmDevice());
  const bytes = new TextEncoder().encode(
    ROWS.map((row) => row.join(separator)).join(lineEnd) + end,
  );
  const expected = splitVariantRows(bytes, 0, bytes.length, COLUMNS, 7, SOURCE);
  expect(expected.count).toBe(ROWS.length);
  expect(expected.runs.length).toBeGreaterThan(300);
  expect(expected.negativePositions).toContain(3);
  expect(expected.multiallelic).toContain(3);
  expect(plain(split(bytes, 0, bytes.length, COLUMNS, 7))).toEqual(plain(expected));
  const from = bytes.indexOf(10) + 1;
  expect(plain(split(bytes, from, bytes.length, COLUMNS, 0))).toEqual(
    plain(splitVariantRows(bytes, from, bytes.length, COLUMNS, 0, SOURCE)),
  );
});

test("columns can lie anywhere in a .pvar", async () => {
  const { split } = variantOperationsOn(await wasmDevice());
  const columns = { contig: 11, position: 7, id: 9, reference: 12, alternate: 0, needed: 13 };
  const line = (i: number): string =>
    Array.from({ length: 15 }, (_, c) => (c === columns.position ? i : `f${c}-${i}`)).join("\t");
  const bytes = new TextEncoder().encode(Array.from({ length: 100 }, (_, i) => line(i)).join("\n"));
  const batch = split(bytes, 0, bytes.length, columns, 0);
  expect(plain(batch)).toEqual(plain(splitVariantRows(bytes, 0, bytes.length, columns, 0, SOURCE)));
  expect(batch?.count).toBe(100);
});

test("WebAssembly splits a .bim as JavaScript does, or leaves it to it", async () => {
  const { split } = variantOperationsOn(await wasmDevice());
  const position = fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: -20, max: 0x7fffffff }).map(String) },
    fc.constantFrom("-0", "007", "1e3", "9".repeat(12)),
  );
  const name = fc.constantFrom(".", "a", "é", "rs123456789012345", "\u00a0x", "A,C");
  const contig = fc.constantFrom("1", "chr1", "26", "M", "HLA-A*01", "é");
  const map = fc.constantFrom(["0"], ["1.5"], []);
  const row = fc
    .tuple(contig, name, map, position, name, name)
    .map(([first, id, centimorgans, ...rest]) => [first, id, ...centimorgans, ...rest]);
  const between = fc.constantFrom("\t", " ", " \t ");
  const after = fc.constantFrom("\n", "\r\n", " \n", "\n\n", "\u0001\n");
  let same = 0;
  fc.assert(
    fc.property(fc.array(row, { minLength: 1 }), between, after, (rows, separator, lineEnd) => {
      const bytes = new TextEncoder().encode(
        rows.map((fields) => fields.join(separator)).join(lineEnd),
      );
      const batch = plain(split(bytes, 0, bytes.length, BIM_COLUMNS, 0));
      if (!batch) return;
      same++;
      expect(batch).toEqual(plain(splitBimRows(bytes, 0, bytes.length, 0, SOURCE)));
    }),
    { numRuns: 300 },
  );
  expect(same).toBeGreaterThan(100);
});

test.each([
  "1\t2\trs1\tA",
  "1\t\trs1\tA\tC",
  "1\t2x\trs1\tA\tC",
  "1\t-\trs1\tA\tC",
  "1\t2147483648\trs1\tA\tC",
])("%j is left to JavaScript, which refuses it", async (row) => {
  const { split } = variantOperationsOn(await wasmDevice());
  const bytes = new TextEncoder().encode(`1\t1\ta\tA\tC\n${row}\n`);
  expect(split(bytes, 0, bytes.length, COLUMNS, 0)).toBeUndefined();
  expect(() => splitVariantRows(bytes, 0, bytes.length, COLUMNS, 0, SOURCE)).toThrow(/^Line 2 of/);
});

test("pairs are those of JavaScript, more of them than are told at a time", async () => {
  const { pair } = variantOperationsOn(await wasmDevice());
  const pairsBy = (find: typeof pair, hashes: Uint32Array): number[] => {
    const pairs: number[] = [];
    find(hashes, (row, first) => pairs.push(row, first));
    return pairs;
  };
  const hashes = Uint32Array.from({ length: 60_000 }, (_, i) =>
    i % 7 === 0 ? 0 : i % 2 === 0 ? i % 1000 : Math.imul(i, 0x85ebca6b),
  );
  const expected = pairsBy(pairHashes, hashes);
  expect(expected.length / 2).toBeGreaterThan(16_384);
  for (let i = 0; i < expected.length; i += 2) {
    expect(hashes[expected[i]]).toBe(hashes[expected[i + 1]]);
  }
  expect(pairsBy(pair, hashes)).toEqual(expected);
  expect(pairsBy(pair, hashes.subarray(0, 100))).toEqual(
    pairsBy(pairHashes, hashes.subarray(0, 100)),
  );
});

// Two ids of one hash.
const SAME_HASH = ["r10258", "r71604"];

test.each([
  ["bim", (i: number, id: string) => `1\t${id}\t0\t${i}\tA\tC\n`, ""],
  ["pvar", (i: number, id: string) => `1\t${i}\t${id}\tA\tC\n`, "#CHROM\tPOS\tID\tREF\tALT\n"],
] as const)(
  "a .%s of several blocks: repeats by their bytes, landmarks, the furthest position",
  async (ending, line, head) => {
    const ids = Array.from({ length: 60_000 }, (_, i) => `rs${1_000_000 + i}`);
    ids[5] = "rs7412";
    ids[17] = ids[16];
    ids[50_000] = ids[3];
    for (const [i, id] of [...SAME_HASH, ...SAME_HASH, "."].entries()) ids[40_000 + i] = id;
    ids[45_000] = ".";
    ids[59_999] = "rs7412";
    const content = head + ids.map((id, i) => line(i, id)).join("");
    const source = memorySource(`x.${ending}`, content);
    const read = ending === "bim" ? readBim : readPvar;
    const operations = await variantOperations(source.size);
    expect(operations).toBeDefined();
    for (const table of [await read(source, operations), await read(source)]) {
      expect(table.repeatedIds).toBe(5);
      expect(table.places).toEqual([
        { id: "rs7412", contig: "1", position: 5 },
        { id: "rs7412", contig: "1", position: 59_999 },
        { id: "", contig: "1", position: 59_999 },
      ]);
      expect(table.variants.variantId).toEqual(ids);
      expect(table.variants.encoded?.runs).toEqual([{ first: 0, contig: "1", chromosome: 1 }]);
    }
  },
);

test("a line damaged beyond the first block is told by its number", async () => {
  const good = Array.from({ length: 50_000 }, (_, i) => `1 v${i} 0 ${i} A C\n`).join("");
  const source = memorySource("x.bim", `\n${good}1 v 0 A C x y\n`);
  const operations = await variantOperations(source.size);
  await expect(readBim(source, operations)).rejects.toThrow(/Line 50002 of x\.bim has 7 fields/);
});

test("ids that differ can have one hash", () => {
  const [one, other] = SAME_HASH.map((id) => idHash(new TextEncoder().encode(id), 0, id.length));
  expect(one).toBe(other);
});

test("memory that a large file needed is not kept", async () => {
  const before = await variantOperations(1e6);
  expect(await variantOperations(1e6)).toBe(before);
  before!.pair(new Uint32Array(5_000_000), () => undefined);
  expect(await variantOperations(1e6)).not.toBe(before);
});

test("small files are left to JavaScript", async () => {
  expect(await variantOperations(100)).toBeUndefined();
});

test("a gzip text, whose size tells too little, gets the room it needs", () => {
  const collector = variantCollector({ ...memorySource("x", ""), size: 10 });
  const bytes = new TextEncoder().encode("1 a 0 5 A C\n".repeat(100));
  for (let i = 0; i < 30; i++) {
    collector.add(splitBimRows(bytes, 0, bytes.length, collector.textLength, SOURCE), bytes.length);
  }
  const { variants, repeatedIds } = collector.finish(undefined);
  expect(repeatedIds).toBe(2999);
  expect(variants.variantId).toEqual(Array.from({ length: 3000 }, () => "a"));
  expect(variants.otherAllele.at(-1)).toBe("C");
});

import { expect, test } from "vitest";
import { splitVariantRows } from "../../io/plink2/split-variant-rows.ts";
import { wasmDevice } from "../wasm/kernels.ts";
import { variantRowSplitter } from "./split-variant-rows.ts";

const COLUMNS = { contig: 0, position: 1, id: 2, reference: 3, alternate: 4, needed: 5 };
const SOURCE = { name: "x.pvar", lines: 0 };

const ROWS = Array.from({ length: 3000 }, (_, i) => {
  const alleles = [
    ["A", "C"],
    ["AT", "G"],
    ["G", "<DEL>"],
    ["T", "A,C,GG"],
    ["é", "ж"],
  ][i % 5];
  const position = i % 97 === 3 ? -i : 2 ** 31 - 1 - i;
  return [
    i < 1000 ? "1" : i % 2 ? "chrX" : "HLA-é",
    position,
    i % 11 ? `rs${i}` : "ünïque",
    ...alleles,
    "PR;x=1",
  ];
});

test.each([
  ["tabs", "\t", "\n", "\n"],
  ["blanks", "  ", "\n", ""],
  ["Windows line ends and empty lines", "\t", "\r\n\r\n", "\r\n"],
])("WebAssembly splits as JavaScript does: %s", async (_, separator, lineEnd, end) => {
  const split = variantRowSplitter(await wasmDevice());
  const bytes = new TextEncoder().encode(
    ROWS.map((row) => row.join(separator)).join(lineEnd) + end,
  );
  const expected = splitVariantRows(bytes, 0, bytes.length, COLUMNS, SOURCE);
  expect(expected.count).toBe(ROWS.length);
  expect(split(bytes, 0, bytes.length, COLUMNS)).toEqual(expected);
  const from = bytes.indexOf(10) + 1;
  expect(split(bytes, from, bytes.length, COLUMNS)).toEqual(
    splitVariantRows(bytes, from, bytes.length, COLUMNS, SOURCE),
  );
});

test.each([
  "1\t2\trs1\tA",
  "1\t\trs1\tA\tC",
  "1\t2x\trs1\tA\tC",
  "1\t-\trs1\tA\tC",
  "1\t2147483648\trs1\tA\tC",
])("%j is left to JavaScript, which refuses it", async (row) => {
  const split = variantRowSplitter(await wasmDevice());
  const bytes = new TextEncoder().encode(`1\t1\ta\tA\tC\n${row}\n`);
  expect(split(bytes, 0, bytes.length, COLUMNS)).toBeUndefined();
  expect(() => splitVariantRows(bytes, 0, bytes.length, COLUMNS, SOURCE)).toThrow(/^Line 2 of/);
});

import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { memorySource } from "../byte-source.ts";
import { chromosomeCode } from "../chromosome.ts";
import { whitespaceFields } from "../fields.ts";
import { readLines } from "../lines.ts";
import { readBim } from "./bim.ts";
import { readFam } from "./fam.ts";

/** Rows of fields, read in the plainest way. */
async function rowsOf(content: string): Promise<string[][]> {
  const rows: string[][] = [];
  await readLines(memorySource("text", content), (line) => {
    const fields = whitespaceFields(line);
    if (fields.length > 0) rows.push(fields);
  });
  return rows;
}

const separator = fc.constantFrom("\t", " ", "  ", " \t");
const end = fc.constantFrom("\n", "\r\n", " \n", "\n\n");
const name = fc.oneof(
  fc.constantFrom(".", "a", "é", "日本", "rs123456789012345", "\u00a0x"),
  fc.stringMatching(/^[!-~]{1,20}$/),
);

test("a .bim is what its fields say one by one", async () => {
  const contig = fc.constantFrom("1", "22", "chrX", "26", "0", "HLA-A*01", "é");
  const position = fc.oneof(
    fc.integer({ min: -0x7fffffff, max: 0x7fffffff }).map(String),
    fc.constantFrom("1e3", "0x10", "+7", "0012", "1.0", "-0"),
  );
  const row = fc.tuple(contig, name, fc.constantFrom("0", "1.5"), position, name, name);
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 1 }),
      separator,
      end,
      fc.boolean(),
      fc.boolean(),
      fc.boolean(),
      async (rows, between, after, hasMap, hasLast, isZipped) => {
        const lines = rows.map((fields) =>
          fields.filter((_, i) => hasMap || i !== 2).join(between),
        );
        const content = lines.join(after) + (hasLast ? after : "");
        const fields = await rowsOf(content);
        const { variants, negativePositions, repeatedIds, unknownContigs } = await readBim(
          memorySource("x.bim", isZipped ? gzipSync(content) : content),
        );
        const places = fields.map((cells) => Number(cells.at(-3)));
        expect(variants).toEqual({
          count: rows.length,
          contig: fields.map(([first]) => first),
          chromosome: Uint8Array.from(fields, ([first]) => chromosomeCode(first)),
          variantId: fields.map(([, id]) => id),
          basePairLocation: Int32Array.from(places, (place) => Math.max(0, place)),
          effectAllele: fields.map((cells) => cells.at(-2)),
          otherAllele: fields.map((cells) => cells.at(-1)),
        });
        const named = fields.map(([, id]) => id).filter((id) => id !== ".");
        expect({ negativePositions, repeatedIds, unknownContigs }).toEqual({
          negativePositions: Uint32Array.from(places.flatMap((place, i) => (place < 0 ? [i] : []))),
          repeatedIds: named.length - new Set(named).size,
          unknownContigs: [
            ...new Set(fields.map(([first]) => first).filter((first) => /HLA|é/.test(first))),
          ],
        });
      },
    ),
    { numRuns: 300 },
  );
});

test("a .fam is what its fields say one by one", async () => {
  const parent = fc.constantFrom("0", "00", "p", "1");
  const row = fc.tuple(
    name,
    parent,
    parent,
    fc.constantFrom("0", "1", "2", "3", "12", "F"),
    fc.oneof(name, fc.double().map(String), fc.constant("-9")),
    fc.constantFrom("", "extra"),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 1 }),
      separator,
      end,
      fc.boolean(),
      async (rows, between, after, isZipped) => {
        const lines = rows.map(([family, ...others], i) =>
          [family, `person${i}`, ...others].join(between),
        );
        const content = lines.join(after);
        const fields = await rowsOf(content);
        const { samples, trait } = await readFam(
          memorySource("x.fam", isZipped ? gzipSync(content) : content),
        );
        expect(samples).toEqual({
          count: rows.length,
          familyId: fields.map(([family]) => family),
          individualId: fields.map(([, individual]) => individual),
          sex: Uint8Array.from(fields, (cells) =>
            cells[4] === "1" ? 1 : cells[4] === "2" ? 2 : 0,
          ),
          isFounder: Uint8Array.from(fields, (cells) =>
            Number(cells[2] === "0" && cells[3] === "0"),
          ),
        });
        expect(trait).toEqual(fields.map((cells) => cells[5]));
      },
    ),
    { numRuns: 300 },
  );
});

test.each([
  ["1 a 0 5 A C\n\n1 b 0 A C x y\n", /Line 3 of x\.bim has 7 fields, not 6/],
  ["1 a 0 5 A\nX\n", /Line 2 of x\.bim has 1 fields/],
  ["1 a 0 5 A C\r\n1 b 0 1.5 A C\r\n", /Line 2 of x\.bim has the position "1\.5"/],
  ["1 a 0 2147483648 A C\n", /Line 1 of x\.bim has the position "2147483648"/],
  ["1 a 0 - A C\n", /Line 1 of x\.bim has the position "-"/],
  ["\n \r\n", /names no variants/],
])("%j is no .bim", async (content, message) => {
  await expect(readBim(memorySource("x.bim", content))).rejects.toThrow(message);
});

test("a .fam row without six fields is told by its line, a repeated person by number only", async () => {
  await expect(readFam(memorySource("x.fam", "\nf i 0 0 1 2\nf j 0 0 1\n"))).rejects.toThrow(
    /Line 3 of x\.fam has 5 fields/,
  );
  await expect(
    readFam(memorySource("x.fam", "f i 0 0 1 2\ng i 0 0 1 2\nf i 0 0 1 2\n")),
  ).rejects.toThrow(/1 of 3 samples more than once/);
  await expect(readFam(memorySource("x.fam", ""))).rejects.toThrow(/names no samples/);
});

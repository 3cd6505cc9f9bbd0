import { describe, expect, test, vi } from "vitest";
import { fieldSplitter } from "../compute/text/split-fields.ts";
import { memorySource, type ByteSource } from "../io/byte-source.ts";
import { readSummaryStatistics } from "./read-summary-statistics.ts";
import type { SummaryOptions } from "./summary-options.ts";

const split = vi.hoisted(() => ({ blocks: 0, isOff: false }));
vi.mock(import("../compute/text/split-fields.ts"), async (original) => {
  const { fieldSplitter: made, ...others } = await original();
  return {
    ...others,
    fieldSplitter: async (source: ByteSource) => {
      const splitter = split.isOff ? undefined : await made(source);
      return (
        splitter && {
          ...splitter,
          split: (...block: Parameters<typeof splitter.split>) => {
            const fields = splitter.split(...block);
            if (fields) split.blocks++;
            return fields;
          },
        }
      );
    },
  };
});

const ROWS = 2500;
const HEADER = "CHR\tBP\tSNP\tA1\tA2\tOR\tSE\tP\tFRQ\tN";

/** Rows of ten fields, of which some are odd. */
function rowsOf(odd: (i: number, fields: string[]) => void = () => undefined): string[][] {
  return Array.from({ length: ROWS }, (_, i) => {
    const fields = [
      String(1 + Math.floor(i / 300)),
      String(1000 + 37 * (i % 300)),
      `rs${i}`,
      "ACGT"[i & 3],
      "CGTA"[i & 3],
      `1.0${i % 97}`,
      `0.0${1 + (i % 89)}`,
      i % 50 === 3 ? `3.${i}e-${i % 400}` : `0.${1 + (i % 9999)}`,
      `0.${1 + (i % 49)}`,
      String(1000 + i),
    ];
    odd(i, fields);
    return fields;
  });
}

const textOf = (rows: readonly string[][], separator = "\t", end = "\n"): string =>
  [HEADER.replaceAll("\t", separator), ...rows.map((row) => row.join(separator)), ""].join(end);

/** Everything that is read, or the error. */
async function outcomeOf(text: string | Uint8Array, options: SummaryOptions) {
  const source = memorySource("x.tsv", typeof text === "string" ? text : new Uint8Array(text));
  try {
    const { columns, issues, notices, mapping, attrition, provenance } =
      await readSummaryStatistics(source, options);
    return { columns: { ...columns }, issues, notices, mapping, attrition, provenance };
  } catch (error) {
    return { error: (error as Error).message };
  }
}

/** The same in blocks as row by row. */
async function expectSame(text: string | Uint8Array, options: SummaryOptions = {}) {
  split.blocks = 0;
  const fast = await outcomeOf(text, options);
  const { blocks } = split;
  split.isOff = true;
  const slow = await outcomeOf(text, options);
  split.isOff = false;
  expect(split.blocks).toBe(blocks);
  expect(fast).toEqual(slow);
  return { fast, blocks };
}

describe("rows that are split in WebAssembly are those that JavaScript reads", () => {
  test.each([
    ["tabs", "\t", "\n"],
    ["commas", ",", "\n"],
    ["semicolons", ";", "\n"],
    ["blanks", "  ", "\n"],
    ["Windows line ends", "\t", "\r\n"],
    ["blanks and Windows line ends", " ", "\r\n"],
    ["empty lines", "\t", "\n\n"],
    ["lines of blanks", "\t", "\n \t\r\n"],
  ])("%s", async (_, separator, end) => {
    const { fast, blocks } = await expectSame(textOf(rowsOf(), separator, end));
    expect(fast.columns?.["variantId"]).toHaveLength(ROWS);
    expect(blocks).toBeGreaterThan(0);
  });

  test.each<[string, (i: number, fields: string[]) => void]>([
    [
      "words for missing values",
      (i, f) => (f[i % 10] = ["NA", ".", "", "inf", "-", "null"][i % 6]),
    ],
    [
      "values that are none",
      (i, f) => i % 7 === 5 && (f[i % 10] = ["x", "1e", "0x1F", "--1"][i % 4]),
    ],
    [
      "values out of range",
      (i, f) => i % 11 === 5 && (f[5 + (i % 4)] = ["-1", "0", "2", "1e400"][i % 4]),
    ],
    ["long numbers", (i, f) => (f[5] = `1.${"0123456789".repeat(1 + (i % 3))}${i}`)],
    ["exponents, signs and points", (i, f) => (f[5] = ["1e-1", "+1.5", "5.", ".5", "1E+0"][i % 5])],
    [
      "quoted fields",
      (i, f) => f.forEach((field, k) => (k + i) % 3 === 0 && (f[k] = `"${field}"`)),
    ],
    ["single quotation marks", (i, f) => i % 40 === 7 && (f[2] = ['"', '"rs', 'rs"', '""'][i % 4])],
    ["other chromosomes", (i, f) => (f[0] = ["X", "chr1", "MT", "1.0", "25", "0", "X_PAR"][i % 7])],
    [
      "places with separators",
      (i, f) => i % 3 === 1 && (f[1] = ["1,234,567", "1.5e6", "-5", "0"][i % 4]),
    ],
    [
      "small letters, indels and other alleles",
      (i, f) =>
        ([f[3], f[4]] = [
          ["a", "AC", "<DEL>", "0", "t"][i % 5],
          ["ACGT".repeat(i % 40), "g", "D"][i % 3],
        ]),
    ],
    [
      "digits as alleles",
      (i, f) => ([f[3], f[4]] = [String(1 + (i % 4)), String(1 + ((i + 1) % 4))]),
    ],
    ["long ids", (i, f) => (f[2] = `${"chr1:".repeat(1 + (i % 90))}${i}`)],
    [
      "ids of other scripts",
      (i, f) => (f[2] = ["变异", "é", "rs", "\u00a0 x", "𝒳"][i % 5] + String(i)),
    ],
    ["blanks around fields", (i, f) => i % 9 === 2 && (f[i % 10] = ` ${f[i % 10]} `)],
    ["a first field of another script", (i, f) => i % 500 === 9 && (f[0] = "é")],
    ["repeated variants", (i, f) => i % 10 === 4 && ((f[1] = "1000"), (f[0] = "1"))],
  ])("%s", async (_, odd) => {
    await expectSame(textOf(rowsOf(odd)));
    await expectSame(textOf(rowsOf(odd)), { drop: ["missing", "impossible", "duplicated"] });
  });

  test.each<[string, number, (fields: string[]) => void]>([
    ["a field too many", 2000, (fields) => fields.push("1")],
    ["a field too few", 1321, (fields) => fields.pop()],
  ])("%s", async (_, at, change) => {
    const rows = rowsOf((i, fields) => i === at && change(fields));
    const { fast } = await expectSame(textOf(rows));
    expect(fast.error).toContain(`Line ${at + 2}`);
  });

  test("problems are listed in the order of their first rows", async () => {
    const rows = rowsOf((i, fields) => {
      if (i === 2490) fields[5] = "NA";
      if (i === 2480) fields[9] = "x";
      if (i === 2485) [fields[3], fields[6]] = ["?", "-1"];
    });
    const { fast } = await expectSame(textOf(rows));
    const told = fast.notices?.filter((notice) => / is (missing|impossible) in /.test(notice));
    expect(told?.map((notice) => notice.split(" ")[0])).toEqual([
      "n",
      "effectAllele",
      "standardError",
      "oddsRatio",
    ]);
  });

  test("rows of other tests and traits are left out", async () => {
    const rows = rowsOf().map((row, i) => [...row, i % 3 === 1 ? "DOM" : "ADD", `T${i % 2}`]);
    const header = `${HEADER}\tTEST\tPHENO`;
    const text = [header, ...rows.map((row) => row.join("\t")), ""].join("\n");
    const options: SummaryOptions = { columns: { trait: "PHENO" }, keep: ["N"] };
    await expectSame(text, options);
    const { fast } = await expectSame(text, { ...options, trait: "T1" });
    expect(fast.columns?.["variantId"]).toHaveLength(833);
  });

  test("REF, ALT and the effect allele; names that tell places; strands", async () => {
    const plink = rowsOf().map(([chrom, pos, id, a, b, , se, p], i) =>
      [chrom, pos, id, a, b, i % 2 ? a : b, `0.0${i % 7}`, se, p].join("\t"),
    );
    const header = "#CHROM\tPOS\tID\tREF\tALT\tA1\tBETA\tSE\tP";
    const { fast } = await expectSame([header, ...plink, ""].join("\n"));
    expect(new Set(fast.columns?.["refAllele"] as string[])).toEqual(new Set(["EA", "OA"]));
    const named = rowsOf().map(([chrom, pos, , a, b, or, se, p]) =>
      [`${chrom}:${pos}_${a}_${b}`, or, se, p].join("\t"),
    );
    await expectSame(["SNP\tOR\tSE\tP", ...named, ""].join("\n"));
    const strands = rowsOf().map((row, i) => [...row, "+-."[i % 3]].join("\t"));
    await expectSame([`${HEADER}\tstrand`, ...strands, ""].join("\n"));
  });

  test("gzip, a byte order mark, and a last line without an end", async () => {
    const text = `\uFEFF${textOf(rowsOf()).slice(0, -1)}`;
    const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
    const zipped = new Uint8Array(await new Response(stream).arrayBuffer());
    const plain = await expectSame(text);
    const { columns } = await outcomeOf(zipped, {});
    expect(columns).toEqual(plain.fast.columns);
  });
});

test("small files are left to JavaScript", async () => {
  expect(await fieldSplitter(memorySource("x", HEADER))).toBeUndefined();
  expect(await fieldSplitter(memorySource("x", textOf(rowsOf())))).toBeDefined();
});

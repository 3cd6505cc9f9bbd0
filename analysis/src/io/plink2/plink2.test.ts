import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { isAnalysisError } from "../../errors.ts";
import { memorySource, type ByteSource } from "../byte-source.ts";
import { readPlink2 } from "./reader.ts";
import { readPsam, readPsamPhenotypes } from "./psam.ts";
import { readPvar } from "./pvar.ts";

const text = (content: string | Uint8Array, name = "x.pvar"): ByteSource =>
  memorySource(name, content);

const PVAR = [
  "##contig=<ID=1,length=249250621>",
  "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO",
  "1\t10\trs1\tA\tC\t.\tPASS\tPR",
  "1\t20\trs2\tAT\tA,G\t.\t.\t.",
  "chrX\t-30\trs1\tG\t<DEL>\t.\t.\t.",
];

test.each([
  ["tabs", PVAR.join("\n") + "\n"],
  ["blanks, and no end of the last line", PVAR.join("\n").replaceAll("\t", "  ")],
  ["Windows line ends and empty lines", PVAR.join("\r\n\r\n") + "\r\n"],
  ["gzip", gzipSync(PVAR.join("\n"))],
])("a .pvar with %s", async (_, content) => {
  const pvar = await readPvar(text(content));
  expect(pvar.variants).toEqual({
    count: 3,
    chromosome: Uint8Array.of(1, 1, 23),
    contig: ["1", "1", "chrX"],
    basePairLocation: Int32Array.of(10, 20, 0),
    variantId: ["rs1", "rs2", "rs1"],
    effectAllele: ["C", "A,G", "<DEL>"],
    otherAllele: ["A", "AT", "G"],
  });
  expect(pvar.header).toEqual([PVAR[0]]);
  expect([...pvar.multiallelic]).toEqual([1]);
  expect([...pvar.negativePositions]).toEqual([2]);
  expect(pvar.repeatedIds).toBe(1);
});

test("a .pvar without a header is a .bim with ALT before REF, with centimorgans or without", async () => {
  for (const row of ["1 rs1 0 10 C A", "1 rs1 10 C A"]) {
    const { variants } = await readPvar(text(`${row}\n`));
    expect([variants.effectAllele[0], variants.otherAllele[0]]).toEqual(["C", "A"]);
    expect(variants.basePairLocation[0]).toBe(10);
  }
});

test.each([
  ["empty", "", /names no variants/],
  ["a header alone", `${PVAR[1]}\n`, /header and no rows/],
  ["no ALT", "#CHROM\tPOS\tID\tREF\n1\t1\trs1\tA\n", /names no ALT/],
  ["a cut row", `${PVAR.slice(0, 3).join("\n")}\n1\t20\trs2\n`, /^Line 4 of x\.pvar has 3 fields/],
  ["no position", `${PVAR[1]}\n1\tten\trs1\tA\tC\n`, /^Line 2 of x\.pvar has the position "ten"/],
] as const)("a .pvar that is %s is refused", async (_, content, message) => {
  const error: unknown = await readPvar(text(content)).catch((thrown: unknown) => thrown);
  expect(isAnalysisError(error, "format")).toBe(true);
  expect((error as Error).message).toMatch(message);
});

test("a .psam with source ids, sex in letters, parents and traits", async () => {
  const content =
    "##note\n#FID IID SID PAT MAT SEX height group\nf a 1 0 0 M 1.5 x\nf a 2 0 0 f NA NONE\nf b 1 a 0 0 -9 y\n";
  const { samples } = await readPsam(text(content));
  expect(samples.sex).toEqual(Uint8Array.of(1, 2, 0));
  expect(samples.isFounder).toEqual(Uint8Array.of(1, 1, 0));
  const people = await readPsamPhenotypes(text(content.replace(" a 2", " c 2")));
  expect(people.columns).toEqual({
    sex: Float64Array.of(1, 2, NaN),
    height: Float64Array.of(1.5, NaN, NaN),
    group: ["x", "", "y"],
  });
});

test("a .psam without a header is a .fam; without family ids they are 0", async () => {
  const { samples, traits } = await readPsam(text("f a 0 0 1 2\nf b a 0 2 1\n"));
  expect(samples.familyId).toEqual(["f", "f"]);
  expect([...traits]).toEqual([["PHENO1", ["2", "1"]]]);
  expect((await readPsam(text("#IID\na\nb\n"))).samples.familyId).toEqual(["0", "0"]);
});

test.each([
  ["the same id twice", "#IID SEX\na 1\na 2\n", "duplicate-id", /1 of 2 samples more than once/],
  ["a short row", "#IID SEX\na 1\nb\n", "format", /^Line 3 of \S+ has 1 fields, not 2/],
  ["no rows", "#IID SEX\n", "format", /header and no rows/],
  ["nothing", "", "format", /is empty/],
] as const)("a .psam with %s is refused", async (_, content, tag, message) => {
  const error: unknown = await readPsam(text(content, "x.psam")).catch((thrown: unknown) => thrown);
  expect(isAnalysisError(error, tag)).toBe(true);
  expect((error as Error).message).toMatch(message);
});

/** A file of fixed width: two variants, three samples. */
const PGEN = Uint8Array.of(0x6c, 0x1b, 2, 2, 0, 0, 0, 3, 0, 0, 0, 0x40, 0b100100, 0b110001);
const SMALL_PVAR = "#CHROM POS ID REF ALT\n1 1 a A C\n1 2 b A C\n";
const SMALL_PSAM = "#IID\nx\ny\nz\n";

function set(pgen: Uint8Array, pvar = SMALL_PVAR, psam = SMALL_PSAM): Promise<unknown> {
  return readPlink2({
    pgen: text(pgen, "x.pgen"),
    pvar: text(pvar),
    psam: text(psam, "x.psam"),
  });
}

test("a small set is read", async () => {
  await expect(set(PGEN)).resolves.toMatchObject({ notices: [], provisionalReference: "none" });
});

const changed = (at: number, byte: number): Uint8Array => {
  const bytes = PGEN.slice();
  bytes[at] = byte;
  return bytes;
};

test.each([
  ["an empty .pgen", () => set(PGEN.slice(0, 0)), "truncated-file", /is empty/],
  ["a cut header", () => set(PGEN.slice(0, 9)), "truncated-file", /asks for 12 bytes; it has 9/],
  ["cut records", () => set(PGEN.slice(0, 13)), "truncated-file", /asks for 14 bytes; it has 13/],
  ["another magic", () => set(changed(0, 0x42)), "wrong-magic", /starts with 42 1b 02/],
  ["sample-major order", () => set(changed(2, 0)), "format", /mode 0x00.*sample-major.*plink2/],
  ["a later mode", () => set(changed(2, 5)), "format", /mode 0x05.*plink2 --pfile/],
  ["an index alone", () => set(changed(2, 0x30)), "format", /Open x\.pgen/],
  ["no index", () => set(changed(2, 0x20)), "files-disagree", /There is no x\.pgen\.pgi/],
  ["no samples", () => set(changed(7, 0)), "format", /no variants or no samples/],
  [
    "another .pvar",
    () => set(PGEN, "#CHROM POS ID REF ALT\n1 1 a A C\n"),
    "files-disagree",
    /2 variants × 3 samples; the \.pvar lists 1, the \.psam 3/,
  ],
  ["another .psam", () => set(PGEN, SMALL_PVAR, "#IID\nx\n"), "files-disagree", /the \.psam 1/],
] as const)("%s: refused", async (_, call, tag, message) => {
  const error: unknown = await call().catch((thrown: unknown) => thrown);
  expect(isAnalysisError(error, tag)).toBe(true);
  expect((error as Error).message).toMatch(message);
});

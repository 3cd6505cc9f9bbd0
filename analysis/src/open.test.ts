import { copyFile, mkdir, mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, expectTypeOf, test } from "vitest";
import { isAnalysisError } from "./errors.ts";
import type { Genotypes } from "./genotypes/genotypes.ts";
import { simulate } from "./genotypes/simulate.ts";
import { writePhenotypes, writePlink1 } from "./genotypes/write-plink1.ts";
import type { SampleTable } from "./io/sample-table.ts";
import { genotypes, open, phenotypes, summaryStatistics } from "./open.ts";
import type { SummaryFile } from "./sumstats/summary-file.ts";

let folder: string;
const at = (name: string): string => join(folder, name);
const cohort = await simulate({ seed: 2, samples: 101, variants: 500 });
const GLM =
  "#CHROM\tPOS\tID\tREF\tALT\tA1\tTEST\tOBS_CT\tBETA\tSE\tT_STAT\tP\tERRCODE\n" +
  "1\t5\trs1\tA\tG\tG\tADD\t100\t0.5\t0.01\t50\t1e-400\t.\n" +
  "1\t5\trs1\tA\tG\tG\tage\t100\t0.5\t0.01\t50\t0.5\t.\n";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "genobook-open-"));
  await writePlink1(cohort.genotypes, at("cohort"));
  await writePhenotypes(cohort.phenotypes, at("people.txt"));
  await writeFile(at("scan.glm.linear"), GLM);
  await mkdir(at("zipped"));
  await copyFile(at("cohort.bed"), at("zipped/z.bed"));
  for (const ending of [".bim", ".fam"]) {
    await writeFile(at(`zipped/z${ending}.gz`), gzipSync(await readFile(at(`cohort${ending}`))));
  }
});
afterAll(() => rm(folder, { recursive: true }));

async function bytesOf(data: Genotypes, maxBytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  const unused = 2 * (data.samples.count % 4);
  for await (const block of data.blocks({ maxBytes })) {
    expect(block.packed.length).toBeLessThanOrEqual(maxBytes);
    const copy = Buffer.from(block.packed);
    for (let v = 1; v <= block.count; v++) copy[v * block.bytesPerVariant - 1] &= (1 << unused) - 1;
    parts.push(copy);
  }
  return Buffer.concat(parts);
}

test.each(["cohort", "cohort.bed", "cohort.bim", "cohort.fam", "zipped/z", "zipped/z.bim.gz"])(
  "a PLINK set is opened by %s, and reads what was written in blocks smaller than the file",
  async (name) => {
    const read = await genotypes(at(name));
    expect(read.variants).toEqual(cohort.genotypes.variants);
    expect(read.samples).toEqual(cohort.genotypes.samples);
    expect(await bytesOf(read, 1000)).toEqual(await bytesOf(cohort.genotypes, 5000));
    expect((await open(at(name))).kind).toBe("genotypes");
  },
);

test("open() tells by content what a file is", async () => {
  const people = (await open(at("people.txt"))) as SampleTable;
  expect(people.columns).toEqual(cohort.phenotypes.columns);
  const scan = (await open(at("scan.glm.linear"))) as unknown as SummaryFile;
  expect(scan.rowCount).toBe(1);
  expect(scan.columns.negLog10PValue[0]).toBe(400);
  expect(scan.provenance.rowsOfOtherTests).toBe(1);
});

test("a .fam read as phenotypes gives sex and its sixth column", async () => {
  await writeFile(at("f.fam"), "f a 0 0 1 2\nf b 0 0 2 -9\nf c 0 0 0 1.5\n");
  const { columns } = await phenotypes(at("f.fam"));
  expect(columns.sex).toEqual(Float64Array.of(1, 2, NaN));
  expect(columns.phenotype).toEqual(Float64Array.of(2, NaN, 1.5));
});

test("reading a large text reports its bytes, and stops when cancelled", async () => {
  const rows = Array.from({ length: 600_000 }, (_, i) => `person${i}\t${i}`);
  for (const [name, content] of [
    ["large.tsv", `#IID\theight\n${rows.join("\n")}\n`],
    ["large.tsv.gz", gzipSync(`#IID\theight\n${rows.join("\n")}\n`, { level: 0 })],
  ] as const) {
    await writeFile(at(name), content);
    const seen: number[] = [];
    await phenotypes(at(name), { onProgress: ({ done, total }) => seen.push(done / total) });
    expect(seen.length).toBeGreaterThan(2);
    expect(seen.at(-1)).toBe(1);
    const abort = new AbortController();
    const stopped = phenotypes(at(name), {
      signal: abort.signal,
      onProgress: () => {
        abort.abort();
      },
    });
    const error: unknown = await stopped.catch((thrown: unknown) => thrown);
    expect(isAnalysisError(error, "cancelled")).toBe(true);
  }
});

test("the types follow the ending of the path", () => {
  expectTypeOf(() => open("a/b.bed")).returns.resolves.toEqualTypeOf<Genotypes>();
  expectTypeOf(() => open("a/b.pheno.tsv")).returns.resolves.toEqualTypeOf<SampleTable>();
  expectTypeOf(() => open("a.glm.logistic.hybrid")).returns.resolves.toEqualTypeOf<SummaryFile>();
});

test.each([
  ["missing file", () => genotypes(at("nobody.bed")), "format", /There is no file .*nobody\.bed/],
  ["a folder", () => open(folder), "format", /is a folder/],
  ["phenotypes as genotypes", () => genotypes(at("people.txt")), "format", /Use data\.phenotypes/],
  ["genotypes as phenotypes", () => phenotypes(at("cohort.bed")), "format", /Use data\.genotypes/],
  [
    "phenotypes as results",
    () => summaryStatistics(at("people.txt")),
    "format",
    /Use data\.phenotypes/,
  ],
  [
    "results as phenotypes",
    () => phenotypes(at("scan.glm.linear")),
    "format",
    /Use data\.summaryStatistics/,
  ],
] as const)("%s: refused, saying what it is", async (_, call, tag, message) => {
  const error: unknown = await (call() as Promise<unknown>).catch((thrown: unknown) => thrown);
  expect(isAnalysisError(error, tag)).toBe(true);
  expect(String(error)).toMatch(message);
});

test.each([
  ["x.pgen", Uint8Array.of(0x6c, 0x1b, 0x10, 0), /There is no \S+x\.pvar.*three files/],
  ["x.bgen", Buffer.concat([Buffer.alloc(16), Buffer.from("bgen....")]), /BGEN.*--bgen/],
  [
    "x.vcf",
    "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n",
    /VCF.*plink2 --vcf/,
  ],
  [
    "x.vcf.gz",
    gzipSync("##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"),
    /VCF.*plink2 --vcf/,
  ],
  ["x.txt", "words\n", /of no known format/],
  ["x.empty", "", /is empty/],
] as const)("%s is recognised and refused with the way out", async (name, content, message) => {
  await writeFile(at(name), content);
  const error: unknown = await open(at(name)).catch((thrown: unknown) => thrown);
  expect(isAnalysisError(error, "format")).toBe(true);
  expect(error instanceof Error && error.message).toMatch(message);
});

test("a set without its .fam, and one with a packed .bed, say what is missing", async () => {
  await mkdir(at("part"));
  await copyFile(at("cohort.bed"), at("part/c.bed"));
  await copyFile(at("cohort.bim"), at("part/c.bim"));
  await expect(genotypes(at("part/c.bed"))).rejects.toThrow(/There is no .*c\.fam/);
  await copyFile(at("cohort.bim"), at("part/d.bim"));
  await writeFile(at("part/d.bed.gz"), gzipSync(await readFile(at("cohort.bed"))));
  await expect(genotypes(at("part/d.bim"))).rejects.toThrow(/gunzip -k/);
});

test("a .bed that shrinks after opening is told when it is read", async () => {
  await mkdir(at("shrink"));
  for (const ending of ["bed", "bim", "fam"])
    await copyFile(at(`cohort.${ending}`), at(`shrink/c.${ending}`));
  const read = await genotypes(at("shrink/c"));
  await truncate(at("shrink/c.bed"), 5000);
  const error: unknown = await bytesOf(read, 2000).catch((thrown: unknown) => thrown);
  expect(isAnalysisError(error, "truncated-file")).toBe(true);
});

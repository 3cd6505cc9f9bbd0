import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { type AnalysisError, DuplicateIdError, isAnalysisError } from "../errors.ts";
import { memorySource } from "../io/byte-source.ts";
import { genotypesFromPlink1 } from "./read-plink1.ts";
import { unpackVariant } from "./unpack.ts";

const FAM = "F1 I1 0 0 1 -9\nF2\tI2\t0\t0\t2\t1\nF3 I3 I1 I2 0 2";
const BIM = "1\trs1\t0\t100\tA\tG\r\n1\trs2\t0\t200\tC\tT\r\n";
const BED = Uint8Array.of(0x6c, 0x1b, 1, 0b00_10_01_00, 0b00_11_11_10);

type Content = Uint8Array | string;
function open(parts: { bed?: Content; bim?: Content; fam?: Content } = {}) {
  return genotypesFromPlink1({
    bed: memorySource("x.bed", parts.bed ?? BED),
    bim: memorySource("x.bim", parts.bim ?? BIM),
    fam: memorySource("x.fam", parts.fam ?? FAM),
  });
}

async function failure(parts: Parameters<typeof open>[0]): Promise<AnalysisError> {
  const error: unknown = await open(parts).catch((thrown: unknown) => thrown);
  if (!isAnalysisError(error)) throw new Error(`not a typed error: ${String(error)}`);
  return error;
}

test("spaces, tabs, CRLF and a missing last line end read alike; founders are those without parents", async () => {
  const cohort = await open();
  expect(cohort.samples.individualId).toEqual(["I1", "I2", "I3"]);
  expect([...cohort.samples.isFounder]).toEqual([1, 1, 0]);
  expect([...cohort.samples.sex]).toEqual([1, 2, 0]);
  expect([...cohort.variants.basePairLocation]).toEqual([100, 200]);
  expect(cohort.variants.otherAllele).toEqual(["G", "T"]);
  for await (const block of cohort.blocks()) {
    expect([...unpackVariant(block, 0)]).toEqual([2, 255, 1]);
    expect([...unpackVariant(block, 1)]).toEqual([1, 0, 0]);
  }
});

test("a well-known variant tells the build, which stays with a selection", async () => {
  const cohort = await open({ bim: BIM.replace("rs1\t0\t100", "rs7412\t0\t44908822") });
  expect(cohort.build).toBe("GRCh38");
  expect(cohort.select({ variants: Uint32Array.of(1) }).build).toBe("GRCh38");
  expect((await open()).build).toBeUndefined();
});

test("gzip companions are read as plain ones", async () => {
  const cohort = await open({ bim: gzipSync(BIM), fam: gzipSync(FAM) });
  expect(cohort.variants.variantId).toEqual(["rs1", "rs2"]);
});

test.each([
  ["an empty .bed", { bed: "" }, "truncated-file", /is empty/],
  ["a .bed of two bytes", { bed: BED.slice(0, 2) }, "truncated-file", /only 2 bytes/],
  ["a .bed of intervals", { bed: "chr1\t10\t20\n" }, "wrong-magic", /starts with 63 68 72/],
  ["a bad mode byte", { bed: Uint8Array.of(0x6c, 0x1b, 7, 0, 0) }, "wrong-magic", /6c 1b 07/],
  [
    "sample-major order",
    { bed: Uint8Array.of(0x6c, 0x1b, 0, 0, 0, 0) },
    "format",
    /plink1\.9 --bfile x --make-bed --out x\.variant-major/,
  ],
  ["a .bed without its last variant", { bed: BED.slice(0, 4) }, "files-disagree", /fit 1 variants/],
  [
    "a .bed cut inside a variant",
    { bed: BED.slice(0, 4), fam: `${FAM}\nF4 I4 0 0 1 1\nF5 I5 0 0 1 1` },
    "truncated-file",
    /2 variants \(\.bim\) × 5 samples \(\.fam\) take 7 bytes; the \.bed has 4/,
  ],
  [
    "a .fam of others",
    { fam: `${FAM}\nF4 I4 0 0 1 1\nF5 I5 0 0 1 1`, bed: Uint8Array.of(...BED, 0, 0, 0) },
    "files-disagree",
    /number of samples/,
  ],
  [
    "a .bim with a header",
    { bim: `CHR SNP CM BP A1 A2\n${BIM}` },
    "format",
    /Line 1 of x\.bim has the position "BP"/,
  ],
  ["a short .bim row", { bim: `${BIM}1 rs3 0\n` }, "format", /Line 3 of x\.bim has 3 fields/],
  ["an empty .bim", { bim: "" }, "format", /names no variants/],
  ["a short .fam row", { fam: "F1 I1 0 0 1" }, "format", /Line 1 of x\.fam has 5 fields/],
  ["an empty .fam", { fam: "\n" }, "format", /names no samples/],
  ["a damaged gzip", { bim: gzipSync(BIM.repeat(50)).subarray(0, 30) }, "format", /decompressed/],
] as const)("%s is refused: what, why, what to do", async (_, parts, tag, message) => {
  const error = await failure(parts);
  expect(error.tag).toBe(tag);
  expect(error.message).toMatch(message);
});

test("duplicate samples are counted and not named", async () => {
  const error = await failure({ fam: "F1 HG1 0 0 1 1\nF1 HG1 0 0 1 1\nF1 HG2 0 0 1 1" });
  expect(error instanceof DuplicateIdError && error.count).toBe(1);
  expect(error.message).not.toContain("HG1");
});

test("negative positions are left out, repeated ids and unknown contigs noted", async () => {
  const cohort = await open({
    bim: "1 rs1 0 100 A G\n1 rs9 0 -5 A G\nHLA-A rs1 0 7 A G\n",
    bed: Uint8Array.of(0x6c, 0x1b, 1, 0b11_11_11, 0, 0b10_10_10),
  });
  expect(cohort.variants.variantId).toEqual(["rs1", "rs1"]);
  expect([...cohort.variants.chromosome]).toEqual([1, 0]);
  expect(cohort.notices).toHaveLength(3);
  for await (const block of cohort.blocks()) {
    expect([...unpackVariant(block, 0), ...unpackVariant(block, 1)]).toEqual([0, 0, 0, 1, 1, 1]);
  }
});

const BED_READER = fileURLToPath(new URL("../../../../shared/data/format-bed/", import.meta.url));

describe.skipIf(!existsSync(BED_READER))("bed-reader's files (needs ../shared/data)", () => {
  const file = async (name: string) => memorySource(name, await readFile(BED_READER + name));

  test("some_missing.bed gives the published matrix of A1 counts", async () => {
    const cohort = await genotypesFromPlink1({
      bed: await file("some_missing.bed"),
      bim: await file("some_missing.bim"),
      fam: await file("some_missing.fam"),
    });
    const text = gunzipSync(
      await readFile(`${BED_READER}published_some_missing_values_100x100.tsv.gz`),
    ).toString();
    const published = text
      .trim()
      .split("\n")
      .map((line) => line.split("\t"));
    const ours: string[][] = cohort.samples.individualId.map(() => []);
    for await (const block of cohort.blocks({ maxBytes: 256 })) {
      for (let i = 0; i < block.count; i++) {
        unpackVariant(block, i).forEach((g, sample) =>
          ours[sample].push(g === 255 ? "NA" : String(g)),
        );
      }
    }
    expect(ours).toEqual(published.filter((row) => row.every((cell) => /^(NA|[012])$/.test(cell))));
    expect(ours).toHaveLength(100);
  });

  test("smallmode0.bed is refused as sample-major", async () => {
    await expect(
      genotypesFromPlink1({
        bed: await file("smallmode0.bed"),
        bim: await file("smallmode0.bim"),
        fam: await file("smallmode0.fam"),
      }),
    ).rejects.toThrow(/sample-major order/);
  });
});

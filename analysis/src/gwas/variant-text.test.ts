import { expect, test } from "vitest";
import { genotypesFromDosages } from "../genotypes/from-memory.ts";
import { encodeVariantText } from "./variant-text.ts";

const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes.slice());

test("rows are CHROM, POS, ID, REF and ALT, letters of several bytes too", async () => {
  const { variants } = genotypesFromDosages({
    matrix: [0, 1, 2, 0],
    sampleCount: 1,
    variants: {
      contig: ["chr1", "chr1", "chrX", "HLA-A*01"],
      basePairLocation: [0, 10, 2_147_483_647, 999],
      variantId: ["rs1", "größe", ".", "変異"],
      effectAllele: ["A", "ACGT", "<DEL>", "T"],
      otherAllele: ["G", "é", "C", "TTT"],
    },
  });
  const text = await encodeVariantText(variants, () => Promise.resolve());
  const { offsets, bytes } = text.rows;
  const rows = [0, 1, 2, 3].map((v) => decode(bytes.subarray(offsets[v], offsets[v + 1])));
  expect(rows).toEqual([
    "1\t0\trs1\tG\tA",
    "1\t10\tgröße\té\tACGT",
    "X\t2147483647\t.\tC\t<DEL>",
    "HLA-A*01\t999\t変異\tTTT\tT",
  ]);
});

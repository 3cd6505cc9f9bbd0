import fc from "fast-check";
import { expect, test } from "vitest";
import { InvalidArgumentError } from "../errors.ts";
import { genotypesFromDosages } from "./from-memory.ts";
import type { Genotypes } from "./genotypes.ts";
import { unpackVariant } from "./unpack.ts";

async function matrixOf(genotypes: Genotypes, maxBytes?: number): Promise<number[][]> {
  const rows: number[][] = [];
  for await (const block of genotypes.blocks(maxBytes === undefined ? {} : { maxBytes })) {
    expect(block.start).toBe(rows.length);
    expect(block.packed.length).toBe(block.count * block.bytesPerVariant);
    for (let i = 0; i < block.count; i++) rows.push(Array.from(unpackVariant(block, i)));
  }
  return rows;
}

const call = fc.constantFrom(0, 1, 2, 255);
const matrices = fc
  .record({ m: fc.integer({ min: 1, max: 30 }), n: fc.integer({ min: 1, max: 23 }) })
  .chain(({ m, n }) =>
    fc.record({
      n: fc.constant(n),
      matrix: fc.array(call, { minLength: m * n, maxLength: m * n }),
      maxBytes: fc.integer({ min: 1, max: 40 }),
      keepVariants: fc.array(fc.boolean(), { minLength: m, maxLength: m }),
      keepSamples: fc.array(fc.boolean(), { minLength: n, maxLength: n }),
    }),
  );

const kept = (keep: boolean[]): Uint32Array =>
  Uint32Array.from(keep.flatMap((is, i) => (is ? [i] : [])));

test("blocks of any size give back the matrix", async () => {
  await fc.assert(
    fc.asyncProperty(matrices, async ({ n, matrix, maxBytes }) => {
      const rows = await matrixOf(genotypesFromDosages({ matrix, sampleCount: n }), maxBytes);
      expect(rows.flat()).toEqual(matrix);
    }),
  );
});

test("select() equals picking rows and columns of the matrix, once and twice", async () => {
  await fc.assert(
    fc.asyncProperty(matrices, async ({ n, matrix, maxBytes, keepVariants, keepSamples }) => {
      const variants = kept(keepVariants);
      const samples = kept(keepSamples);
      const expected = Array.from(variants, (j) => Array.from(samples, (i) => matrix[j * n + i]));
      const narrowed = genotypesFromDosages({ matrix, sampleCount: n }).select({
        variants,
        samples,
      });
      expect(await matrixOf(narrowed, maxBytes)).toEqual(expected);
      expect(narrowed.samples.individualId).toEqual(Array.from(samples, (i) => `s${i + 1}`));
      expect(narrowed.variants.variantId).toEqual(Array.from(variants, (j) => `v${j + 1}`));

      const odd = (count: number): Uint32Array =>
        kept(Array.from({ length: count }, (_, i) => i % 2 === 1));
      const again = narrowed.select({
        variants: odd(variants.length),
        samples: odd(samples.length),
      });
      expect(await matrixOf(again, maxBytes)).toEqual(
        expected.filter((_, j) => j % 2 === 1).map((row) => row.filter((_, i) => i % 2 === 1)),
      );
    }),
  );
});

test("two readers of the same genotypes do not disturb each other", async () => {
  const matrix = Array.from({ length: 60 }, (_, i) => i % 3);
  const genotypes = genotypesFromDosages({ matrix, sampleCount: 6 });
  const [a, b] = await Promise.all([matrixOf(genotypes, 2), matrixOf(genotypes, 4)]);
  expect(a).toEqual(b);
});

test("select() refuses indices that do not ascend or do not exist", () => {
  const genotypes = genotypesFromDosages({ matrix: [0, 1, 2, 0], sampleCount: 2 });
  expect(() => genotypes.select({ samples: Uint32Array.of(1, 0) })).toThrow(InvalidArgumentError);
  expect(() => genotypes.select({ variants: Uint32Array.of(2) })).toThrow(
    /ascending indices below 2/,
  );
});

test("the display names sizes, chromosomes and source, and no sample", () => {
  const genotypes = genotypesFromDosages({
    matrix: [0, 1, 2, 0, 1, 2],
    sampleCount: 2,
    variants: { contig: ["1", "2", "chrX"] },
    samples: { individualId: ["NA12878", "NA12891"] },
    source: "<cohort>.bed",
  }) as Genotypes & Record<symbol, () => Record<string, string>>;
  const bundle = genotypes[Symbol.for("Jupyter.display")]();
  expect(bundle["text/plain"]).toBe(
    "Genotypes: 3 variants × 2 samples, chromosomes 1–2, X, from <cohort>.bed",
  );
  expect(bundle["text/html"]).toContain("&lt;cohort&gt;.bed");
  expect(JSON.stringify(bundle)).not.toContain("NA12");
});

test("a dosage that is no hard call is refused with its place, not its sample's name", () => {
  expect(() => genotypesFromDosages({ matrix: [0, 0.7], sampleCount: 2 })).toThrow(
    /Genotype 0.7 \(variant 0, sample 1\)/,
  );
});

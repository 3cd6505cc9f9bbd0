import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  copiesOf,
  drawRows,
  KINDS_OF_VALUES,
  packRows,
  testDevices,
  type TestRows,
} from "../test-blocks.ts";
import { genotypeProducts } from "../genotype-products/index.ts";
import { weightedScores } from "./index.ts";

const number = (seed: number): number => ((seed * 7919) % 101) / 8 - 6;

/**
 * Weights and columns are rounded on a GPU: three quarters of a unit at most, of which the largest product of these tests,
 * below 200, has 8.4 million; twice that for two copies.
 */
const GPU_ERROR = 4e-5;

/** Half a unit for each of eight look-ups, of what 2³⁰ units or more are the most. */
const ROUNDING_ERROR = 4 / 2 ** 30;

/** A value for each whole number of copies, dosages between them on straight lines, and one for missing. */
function valueOf(values: Float64Array, v: number, copies: number): number {
  if (Number.isNaN(copies)) return values[4 * v + 1];
  const [zero, one, two] = [values[4 * v + 3], values[4 * v + 2], values[4 * v]];
  return copies <= 1 ? zero + copies * (one - zero) : one + (copies - 1) * (two - one);
}

/** Values on a line, except for missing. */
function linearValues({ calls }: TestRows): Float64Array {
  return Float64Array.from(
    calls.flatMap((_, v) => {
      const [zero, step] = [number(v), number(v + 50)];
      return [zero + 2 * step, number(v + 99), zero + step, zero];
    }),
  );
}

const anyRows = (): fc.Arbitrary<TestRows> =>
  fc
    .record({
      rowCount: fc.nat(70),
      sampleCount: fc.oneof(
        { weight: 6, arbitrary: fc.integer({ min: 1, max: 140 }) },
        { weight: 1, arbitrary: fc.integer({ min: 250, max: 600 }) },
      ),
      values: fc.constantFrom(...KINDS_OF_VALUES),
      seed: fc.integer(),
    })
    .map((sizes) => drawRows({ ...sizes, withDosages: true }))
    .map(withDenseRows);

/** Every third row gets dosages of most samples, every sixth of all. */
function withDenseRows(rows: TestRows): TestRows {
  const { sampleCount } = rows;
  const dosages = rows.dosages?.map((own, v) => {
    if (v % 3 > 0) return own;
    const dense = new Map(own);
    for (let i = 0; i < sampleCount; i++) {
      if (v % 6 === 0 || (i * 7 + v) % 5 > 0) dense.set(i, ((i * 911 + v * 37) % 32_769) / 16_384);
    }
    return dense;
  });
  return { ...rows, dosages };
}

/** What codes of six rows in turn are worth: copies of one allele, of the other, or anything. */
const LINES = [[2, 0.7, 1, 0], undefined, [0, 0.7, 1, 2]] as const;

describe.each(await testDevices())("on $kind", (device) => {
  const exact = ["", false, 9] as const;
  // Elsewhere nothing is asked of it.
  const rounded = [" rounded", true, 17] as const;
  test.each(device.kind === "wasm" ? [exact, rounded] : [exact])(
    "weighted-scores%s, for one column and more, are sums over variants",
    async (_, isRounded, most) => {
      await fc.assert(
        fc.asyncProperty(anyRows(), fc.integer({ min: 1, max: most }), async (rows, width) => {
          const { sampleCount, calls } = rows;
          const values = Float64Array.from({ length: 4 * calls.length }, (_, i) => {
            const line = LINES[Math.floor(i / 24) % 3];
            return line ? line[i & 3] : number(i + 3);
          });
          const weights = Float64Array.from({ length: width * calls.length }, (_, i) => number(i));
          // A group of columns of which one only has weights.
          for (let i = 0; i < weights.length; i++) if ((i % width) % 8 > 4) weights[i] = 0;
          const run = weightedScores.prepare({ sampleCount, width, isRounded }, device);
          const absent = width % 2 ? weights.map((_, i) => (i % 3 ? 0 : number(i + 9))) : undefined;
          await run({ block: packRows(rows, device), values, weights: weights.map((w) => w + 1) });
          const scores = await run({ block: packRows(rows, device), values, weights, absent });
          const copies = copiesOf(rows);
          expect(scores.length).toBe(4 * Math.ceil(width / 4) * sampleCount);
          for (let c = 0; c < 4 * Math.ceil(width / 4); c++) {
            for (let i = 0; i < sampleCount; i++) {
              let [sum, size, most] = [0, 0, 0];
              for (let v = 0; c < width && v < copies.length; v++) {
                const codes = values.subarray(4 * v, 4 * v + 4).map(Math.abs);
                const weight = Math.abs(weights[v * width + c]);
                most += weight * Math.max(...codes) + Math.abs(absent?.[v * width + c] ?? 0);
                const term = weights[v * width + c] * valueOf(values, v, copies[v][i]);
                const beside = Number.isNaN(copies[v][i]) ? (absent?.[v * width + c] ?? 0) : 0;
                sum += term + beside;
                size += Math.abs(term) + Math.abs(beside);
              }
              const score = scores[((c >> 2) * sampleCount + i) * 4 + (c & 3)];
              const slack = device.kind === "webgpu" ? GPU_ERROR * copies.length : 0;
              const rounding = isRounded ? ROUNDING_ERROR * most : 0;
              expect(Math.abs(score - sum)).toBeLessThanOrEqual(
                rounding + weightedScores.tolerance * size + slack,
              );
            }
          }
        }),
      );
    },
  );

  test("genotype-products, for one to nine columns, are sums over samples", async () => {
    await fc.assert(
      fc.asyncProperty(anyRows(), fc.integer({ min: 1, max: 9 }), async (rows, width) => {
        const { sampleCount, calls } = rows;
        const values = linearValues(rows);
        const columns = Float64Array.from({ length: width * sampleCount }, (_, i) =>
          i % 13 < width ? 0 : number(i),
        );
        const run = genotypeProducts.prepare({ sampleCount, width, values: columns }, device);
        const products = await run({ block: packRows(rows, device), values });
        const copies = copiesOf(rows);
        for (let v = 0; v < calls.length; v++) {
          for (let c = 0; c < width; c++) {
            let [sum, size] = [0, 0];
            for (let i = 0; i < sampleCount; i++) {
              const term = columns[i * width + c] * valueOf(values, v, copies[v][i]);
              sum += term;
              size += Math.abs(term);
            }
            const slack = device.kind === "webgpu" ? GPU_ERROR * sampleCount : 0;
            const product = products[((c >> 2) * calls.length + v) * 4 + (c & 3)];
            expect(Math.abs(product - sum)).toBeLessThanOrEqual(
              genotypeProducts.tolerance * Math.max(size, 1) + slack,
            );
          }
        }
      }),
    );
  });
});

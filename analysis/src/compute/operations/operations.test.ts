import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { JAVASCRIPT } from "../device.ts";
import { exclusionBytes, maskPacked, type PackedBlock } from "../packed.ts";
import { alleleCounts } from "./allele-counts/index.ts";
import { dosageProducts } from "./dosage-products/index.ts";
import { missingProducts } from "./missing-products/index.ts";
import { sampleCounts } from "./sample-counts/index.ts";

const MISSING = 3;
const CODE_OF_COPIES = [0b11, 0b10, 0b00, 0b01];

/** Packs rows of copies (3 missing), padding with code 0b00, which a reader may leave there. */
function pack(rows: readonly (readonly number[])[], sampleCount: number): PackedBlock {
  const bytesPerVariant = Math.ceil(sampleCount / 4);
  const packed = new Uint8Array(rows.length * bytesPerVariant);
  rows.forEach((row, v) => {
    row.forEach((copies, i) => {
      packed[v * bytesPerVariant + (i >> 2)] |= CODE_OF_COPIES[copies] << (2 * (i & 3));
    });
  });
  return { count: rows.length, sampleCount, bytesPerVariant, packed };
}

/** Rows × samples of copies, and which samples are included. */
const studies = fc
  .tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 75 }))
  .chain(([rows, samples]) =>
    fc.record({
      rows: fc.array(
        fc.array(fc.integer({ min: 0, max: 3 }), { minLength: samples, maxLength: samples }),
        { minLength: rows, maxLength: rows },
      ),
      included: fc.array(fc.integer({ min: 0, max: 1 }), {
        minLength: samples,
        maxLength: samples,
      }),
    }),
  );

function masked(rows: readonly (readonly number[])[], included: readonly number[]): PackedBlock {
  return maskPacked(pack(rows, included.length), exclusionBytes(included.length, included));
}

describe("operations equal their definition, for any samples left out", () => {
  test("allele-counts", async () => {
    await fc.assert(
      fc.asyncProperty(studies, async ({ rows, included }) => {
        const counts = await alleleCounts.prepare({}, JAVASCRIPT)(masked(rows, included));
        rows.forEach((row, v) => {
          const count = (copies: number): number =>
            row.filter((value, i) => included[i] && value === copies).length;
          expect([counts.twos[v], counts.ones[v], counts.missing[v]]).toEqual([
            count(2),
            count(1),
            count(MISSING),
          ]);
        });
      }),
    );
  });

  test("sample-counts", async () => {
    await fc.assert(
      fc.asyncProperty(studies, async ({ rows, included }) => {
        const weights = Float64Array.from(rows, (_, v) => 2 ** v);
        const counts = await sampleCounts.prepare(
          {},
          JAVASCRIPT,
        )({ block: masked(rows, included), weights });
        included.forEach((isIncluded, i) => {
          const column = rows.map((row) => (isIncluded ? row[i] : 0));
          expect(counts.missing[i]).toBe(column.filter((value) => value === MISSING).length);
          expect(counts.ones[i]).toBe(column.filter((value) => value === 1).length);
          expect(counts.missingWeight[i]).toBe(
            column.reduce((sum, value, v) => sum + (value === MISSING ? weights[v] : 0), 0),
          );
        });
      }),
    );
  });

  test("dosage-products, for one to nine columns", async () => {
    await fc.assert(
      fc.asyncProperty(
        studies,
        fc.integer({ min: 1, max: 9 }),
        async ({ rows, included }, width) => {
          const sampleCount = included.length;
          const values = Float64Array.from(
            { length: sampleCount * width },
            (_, i) => ((i * 7919) % 101) - 50,
          );
          const products = await dosageProducts.prepare(
            { sampleCount, width, values },
            JAVASCRIPT,
          )(masked(rows, included));
          rows.forEach((row, v) => {
            for (let c = 0; c < width; c++) {
              const expected = row.reduce(
                (sum, copies, i) =>
                  sum + (included[i] && copies !== MISSING ? copies * values[i * width + c] : 0),
                0,
              );
              expect(products[v * width + c]).toBe(expected);
            }
          });
        },
      ),
    );
  });

  test("missing-products", async () => {
    await fc.assert(
      fc.asyncProperty(
        studies,
        fc.integer({ min: 1, max: 9 }),
        async ({ rows, included }, width) => {
          const sampleCount = included.length;
          const values = Float64Array.from(
            { length: sampleCount * width },
            (_, i) => ((i * 31) % 17) - 8,
          );
          const block = masked(rows, included);
          const { missing } = await alleleCounts.prepare({}, JAVASCRIPT)(block);
          const result = await missingProducts.prepare(
            { sampleCount, width, values },
            JAVASCRIPT,
          )({ block, missing });
          expect([...result.rows]).toEqual([...missing.keys()].filter((v) => missing[v] > 0));
          result.rows.forEach((v, r) => {
            for (let a = 0; a < width; a++) {
              for (let b = 0; b <= a; b++) {
                const expected = rows[v].reduce(
                  (sum, copies, i) =>
                    sum +
                    (included[i] && copies === MISSING
                      ? values[i * width + a] * values[i * width + b]
                      : 0),
                  0,
                );
                expect(result.grams[(r * width + a) * width + b]).toBe(expected);
              }
            }
          });
        },
      ),
    );
  });
});

test("dosage-products carries on over tiles of rows and buffers of earlier blocks", async () => {
  const rows = Array.from({ length: 4100 }, (_, v) => [v % 4, (v >> 2) % 4, 1, 2, 0]);
  const run = dosageProducts.prepare(
    { sampleCount: 5, width: 1, values: Float64Array.of(1, 10, 100, 1000, 1) },
    JAVASCRIPT,
  );
  await run(masked(rows.slice(0, 3), [1, 1, 1, 1, 1]));
  const products = await run(masked(rows, [1, 1, 1, 1, 1]));
  const dosage = (copies: number): number => (copies === MISSING ? 0 : copies);
  for (const v of [0, 7, 4095, 4096, 4099]) {
    expect(products[v]).toBe(dosage(rows[v][0]) + 10 * dosage(rows[v][1]) + 2100);
  }
});

test("sums of many samples flush their counters in time", async () => {
  const block = maskPacked(pack([Array<number>(4003).fill(1)], 4003), exclusionBytes(4003));
  const counts = await alleleCounts.prepare({}, JAVASCRIPT)(block);
  expect(counts.ones[0]).toBe(4003);
});

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
import { dosagePairs } from "../dosage-pairs/index.ts";
import { variantPairs, type VariantPairsInput } from "./index.ts";

/** The definition, pair by pair and sample by sample. */
function expectedSums(
  x: TestRows,
  y: TestRows,
  { first, end }: Pick<VariantPairsInput, "first" | "end">,
  included?: Uint8Array,
): number[] {
  const [left, right] = [copiesOf(x), copiesOf(y)];
  return left.flatMap((row, v) =>
    right.slice(first[v], Math.max(first[v], end[v])).flatMap((other) => {
      const sums = [0, 0, 0, 0, 0, 0];
      row.forEach((a, i) => {
        const b = other[i];
        if (Number.isNaN(a + b) || (included && !included[i])) return;
        [1, a, b, a * a, b * b, a * b].forEach((term, k) => (sums[k] += term));
      });
      return sums;
    }),
  );
}

const windows = (rows: number, reach: number): Pick<VariantPairsInput, "first" | "end"> => ({
  first: Int32Array.from({ length: rows }, (_, v) => v + 1),
  end: Int32Array.from({ length: rows }, (_, v) => Math.min(rows, v + 1 + ((reach + v) % 40))),
});

const anyRows = (withDosages = false): fc.Arbitrary<TestRows> =>
  fc
    .record({
      rowCount: fc.nat(70),
      sampleCount: fc.integer({ min: 1, max: 140 }),
      values: fc.constantFrom(...KINDS_OF_VALUES),
      seed: fc.integer(),
    })
    .map((sizes) => drawRows({ ...sizes, withDosages }));

describe.each(await testDevices())("on $kind", (device) => {
  test("variant-pairs in windows are sums over the samples called in both", async () => {
    await fc.assert(
      fc.asyncProperty(anyRows(), fc.nat(60), fc.boolean(), async (rows, reach, leaveOut) => {
        const { sampleCount } = rows;
        const included = leaveOut
          ? Uint8Array.from({ length: sampleCount }, (_, i) => Number(i % 3 > 0))
          : undefined;
        const block = packRows(rows, device);
        const pairs = windows(rows.calls.length, reach);
        const run = variantPairs.prepare({ sampleCount, included }, device);
        const sums = await run({ left: block, right: block, ...pairs });
        expect(Array.from(sums)).toEqual(expectedSums(rows, rows, pairs, included));
      }),
    );
  });

  test("variant-pairs between blocks of 4003 samples that miss no, some and many calls", async () => {
    const sampleCount = 4003;
    const draw = (rowCount: number, missEvery: number): TestRows => ({
      sampleCount,
      calls: Array.from({ length: rowCount }, (_, v) =>
        Array.from({ length: sampleCount }, (_, i) =>
          (i + 5 * v) % missEvery === 1 ? 3 : (((i + 3) * (v + 7) * 31) % 11) % 3,
        ),
      ),
    });
    const blocks = [draw(9, Infinity), draw(7, 97), draw(5, 5)];
    const run = variantPairs.prepare({ sampleCount }, device);
    for (const left of blocks) {
      for (const right of blocks) {
        const pairs = {
          first: new Int32Array(left.calls.length),
          end: new Int32Array(left.calls.length).fill(right.calls.length),
        };
        const packed = { left: packRows(left, device), right: packRows(right, device) };
        const sums = await run({ ...packed, ...pairs });
        expect(Array.from(sums)).toEqual(expectedSums(left, right, pairs));
      }
    }
  });

  test("dosage-pairs are exact sums of copies", async () => {
    await fc.assert(
      fc.asyncProperty(anyRows(true), fc.nat(60), async (rows, reach) => {
        const { sampleCount } = rows;
        const included = Uint8Array.from({ length: sampleCount }, (_, i) => Number(i % 5 > 0));
        const block = packRows(rows, device);
        const pairs = windows(rows.calls.length, reach);
        const run = dosagePairs.prepare({ sampleCount, included }, device);
        const sums = await run({ left: block, right: block, ...pairs });
        expect(Array.from(sums)).toEqual(expectedSums(rows, rows, pairs, included));
      }),
    );
  });
});

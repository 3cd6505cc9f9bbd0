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

  test("variant-pairs between two blocks, one complete and one not, of 4003 samples", async () => {
    const sampleCount = 4003;
    const draw = (count: number, values: number[]): TestRows => ({
      sampleCount,
      calls: Array.from({ length: count }, (_, v) =>
        Array.from(
          { length: sampleCount },
          (_, i) => values[(((i + 3) * (v + 7) * 31) % 11) % values.length],
        ),
      ),
    });
    const [x, y] = [draw(9, [0, 1, 2]), draw(7, [2, 1, 0, 3, 1])];
    const pairs = { first: new Int32Array(9), end: new Int32Array(9).fill(7) };
    const run = variantPairs.prepare({ sampleCount }, device);
    for (const [left, right] of [
      [x, y],
      [y, x],
      [x, x],
    ]) {
      const range = {
        first: pairs.first.subarray(0, left.calls.length),
        end: new Int32Array(left.calls.length).fill(right.calls.length),
      };
      const sums = await run({
        left: packRows(left, device),
        right: packRows(right, device),
        ...range,
      });
      expect(Array.from(sums)).toEqual(expectedSums(left, right, range));
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

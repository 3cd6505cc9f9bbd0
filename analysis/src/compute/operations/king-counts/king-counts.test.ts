import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sampleTiles, type SampleTile } from "../../sample-tile.ts";
import { drawRows, KINDS_OF_VALUES, packRows, testDevices, type TestRows } from "../test-blocks.ts";
import { kingCounts } from "./index.ts";

const anyRows = (): fc.Arbitrary<TestRows> =>
  fc
    .record({
      rowCount: fc.nat(70),
      sampleCount: fc.integer({ min: 1, max: 140 }),
      values: fc.constantFrom(...KINDS_OF_VALUES),
      seed: fc.integer(),
    })
    .map((sizes) => drawRows(sizes));

describe.each(await testDevices())("on $kind", (device) => {
  test.each([
    [64, 64],
    [200, 64],
  ])(
    "king-counts are counts over the variants called in both, tiles of %i × %i",
    async (high, wide) => {
      await fc.assert(
        fc.asyncProperty(anyRows(), async (rows) => {
          const block = packRows(rows, device);
          const run = kingCounts.prepare({}, device);
          for (const tile of sampleTiles(rows.sampleCount, high, wide)) {
            const counts = await run({ block, tile });
            expect(Array.from(counts)).toEqual(expectedCounts(rows, tile));
          }
        }),
        { numRuns: 40 },
      );
    },
  );
});

function expectedCounts({ calls }: TestRows, tile: SampleTile): number[] {
  const counts: number[] = [];
  for (let i = tile.rowStart; i < tile.rowEnd; i++) {
    for (let j = tile.columnStart; j < tile.columnEnd; j++) {
      const pair = [0, 0, 0, 0, 0];
      for (const row of j < i ? calls : []) {
        const [a, b] = [row[i], row[j]];
        if (a === 3 || b === 3) continue;
        pair[0] += 1;
        pair[1] += Number(a === 1 && b === 1);
        pair[2] += Number(Math.abs(a - b) === 2);
        pair[3] += Number(a === 1);
        pair[4] += Number(b === 1);
      }
      counts.push(...pair);
    }
  }
  return counts;
}

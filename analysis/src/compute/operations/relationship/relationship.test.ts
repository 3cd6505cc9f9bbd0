import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sampleTiles } from "../../sample-tile.ts";
import {
  copiesOf,
  drawRows,
  KINDS_OF_VALUES,
  packRows,
  testDevices,
  type TestRows,
} from "../test-blocks.ts";
import { relationship } from "./index.ts";

/** A GPU rounds what a variant adds: by three quarters of 1 / 8.4 million of the largest such number, here below 60. */
const GPU_ERROR = 2e-5;

const anyRows = (): fc.Arbitrary<TestRows> =>
  fc
    .record({
      rowCount: fc.nat(70),
      sampleCount: fc.integer({ min: 1, max: 140 }),
      values: fc.constantFrom(...KINDS_OF_VALUES),
      seed: fc.integer(),
      withDosages: fc.boolean(),
    })
    .map(drawRows);

describe.each(await testDevices())("on $kind", (device) => {
  test.each([
    [64, 64],
    [200, 64],
  ])("relationship sums products and counts, tiles of %i × %i", async (high, wide) => {
    await fc.assert(
      fc.asyncProperty(anyRows(), async (rows) => {
        const copies = copiesOf(rows);
        const centre = copies.map((_, v) => 0.3 + ((v * 7) % 5) / 4);
        const scale = copies.map((_, v) => 1 + ((v * 3) % 7) / 3);
        const values = Float64Array.from(
          copies.flatMap((_, v) => [2, NaN, 1, 0].map((x) => (x - centre[v]) * scale[v] || 0)),
        );
        const standard = copies.map((row, v) =>
          row.map((x) => (Number.isNaN(x) ? 0 : (x - centre[v]) * scale[v])),
        );
        const block = packRows(rows, device);
        const run = relationship.prepare({}, device);
        for (const tile of sampleTiles(rows.sampleCount, high, wide)) {
          const { products, called } = await run({ block, tile, values });
          const errors = new Float64Array(products.length);
          const counts = new Int32Array(products.length);
          let at = 0;
          for (let i = tile.rowStart; i < tile.rowEnd; i++) {
            for (let j = tile.columnStart; j < tile.columnEnd; j++, at++) {
              let [product, count, squareI, squareJ] = [0, 0, 0, 0];
              for (let v = 0; j <= i && v < copies.length; v++) {
                product += standard[v][i] * standard[v][j];
                squareI += standard[v][i] ** 2;
                squareJ += standard[v][j] ** 2;
                count += Number(!Number.isNaN(copies[v][i] + copies[v][j]));
              }
              const slack = device.kind === "webgpu" ? GPU_ERROR * copies.length : 0;
              const bound = relationship.tolerance * Math.sqrt(squareI * squareJ) + slack;
              errors[at] = Math.max(0, Math.abs(products[at] - product) - bound);
              counts[at] = count;
            }
          }
          expect(errors.every((error) => error === 0)).toBe(true);
          expect(called).toEqual(counts);
        }
      }),
      { numRuns: 25 },
    );
  });
});

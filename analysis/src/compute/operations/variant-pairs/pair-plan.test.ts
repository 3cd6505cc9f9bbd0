import fc from "fast-check";
import { expect, test } from "vitest";
import { pairParts, pairTiles } from "./pair-plan.ts";
import { PAIR_TILE } from "./shader.ts";

const ranges = fc
  .array(fc.tuple(fc.nat(200), fc.nat(60)), { minLength: 1, maxLength: 120 })
  .map((pairs) => ({
    first: Int32Array.from(pairs, ([from]) => from),
    end: Int32Array.from(pairs, ([from, width]) => from + width - 2),
  }));

test("parts and their tiles cover every pair, within the most rows and pairs", () => {
  fc.assert(
    fc.property(
      ranges,
      fc.integer({ min: 1, max: 90 }),
      fc.integer({ min: 60, max: 900 }),
      ({ first, end }, mostRows, mostPairs) => {
        const parts = pairParts({ first, end }, first.length, mostRows, mostPairs)!;
        const covered = new Set<string>();
        for (const part of parts) {
          expect(part.endLeft - part.firstLeft).toBeLessThanOrEqual(mostRows);
          expect(part.endRight - part.firstRight).toBeLessThanOrEqual(mostRows);
          expect(part.pairs).toBeLessThanOrEqual(mostPairs);
          for (const [row, column] of pairTiles({ first, end }, part)) {
            for (let v = row; v < row + PAIR_TILE && part.firstLeft + v < part.endLeft; v++) {
              for (let w = column; w < column + PAIR_TILE; w++) {
                const [x, y] = [part.firstLeft + v, part.firstRight + w];
                if (y < part.endRight && y >= first[x] && y < end[x]) covered.add(`${x} ${y}`);
              }
            }
          }
        }
        const expected = new Set<string>();
        first.forEach((from, x) => {
          for (let y = from; y < end[x]; y++) expected.add(`${x} ${y}`);
        });
        expect(covered).toEqual(expected);
      },
    ),
  );
});

test("a row with more pairs than a buffer holds cannot be cut", () => {
  expect(pairParts({ first: [0], end: [10] }, 1, 100, 9)).toBeUndefined();
});

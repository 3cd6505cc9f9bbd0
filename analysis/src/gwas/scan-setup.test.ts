import { expect, test } from "vitest";
import { exclusionBytes } from "../compute/packed.ts";
import { genotypesFromDosages } from "../genotypes/from-memory.ts";
import { exclusionOf, scanSetup } from "./scan-setup.ts";

const cohort = (sampleCount: number, isFounder?: readonly number[]) =>
  genotypesFromDosages({
    matrix: new Float64Array(3 * sampleCount),
    sampleCount,
    variants: { contig: ["1", "X", "XY"] },
    samples: { isFounder },
  });

test.each([1, 4, 6, 7, 8, 21])(
  "bytes leave out who is not in a regression: %d samples",
  (count) => {
    const everyone = Uint32Array.from({ length: count }, (_, i) => i);
    for (const own of [everyone, everyone.filter((i) => i % 3 > 0), everyone.subarray(0, 0)]) {
      const included = Array.from(everyone, (i) => own.includes(i));
      expect([...exclusionOf(cohort(count), own)]).toEqual([
        ...exclusionBytes(count, included.map(Number)),
      ]);
    }
  },
);

test("founders count by themselves only where the regression has not just them", () => {
  const setup = (isFounder: readonly number[], own: readonly number[]) =>
    scanSetup(cohort(4, isFounder), "minor", [Uint32Array.from(own)]);
  expect(setup([1, 1, 1, 1], [0, 1, 2, 3]).founders).toBeUndefined();
  expect(setup([1, 1, 1, 1], [0, 1, 2]).founders).toEqual(Uint8Array.of(0));
  expect(setup([1, 0, 1, 1], [0, 2, 3]).founders).toBeUndefined();
  expect(setup([1, 0, 1, 1], [0, 1, 3]).founders).toEqual(Uint8Array.of(0b1100));
  expect(setup([1, 0, 1, 1], [0, 2, 3]).founderCount).toBe(3);
  expect([...setup([1, 1, 1, 1], [0]).isDiploid]).toEqual([1, 0, 1]);
});

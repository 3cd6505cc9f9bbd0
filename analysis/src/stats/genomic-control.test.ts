import fc from "fast-check";
import { expect, test } from "vitest";
import { genomicControl } from "./genomic-control.ts";
import { CHI_SQUARE_1_MEDIAN, chiSquare1QuantileOfLnP } from "./normal.ts";

/** By sorting. */
function sorted(values: readonly number[]): number {
  const ascending = values.toSorted((a, b) => a - b);
  const chiSquare = (rank: number): number => chiSquare1QuantileOfLnP(-ascending[rank] * Math.LN10);
  const middle = ascending.length >> 1;
  const median =
    ascending.length % 2 === 1
      ? chiSquare(middle)
      : (chiSquare(middle - 1) + chiSquare(middle)) / 2;
  return median / CHI_SQUARE_1_MEDIAN;
}

const value = fc.oneof(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.double({ min: 0, max: 324, noNaN: true }),
  fc.constantFrom(0, -0, 0.5, 0.3010299956639812),
);

test("the median is that of the sorted values, of few and of equal ones, and they stay in place", () => {
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 300 }), (values) => {
      const given = Float64Array.from([7, ...values]).subarray(1);
      expect(genomicControl(given)).toBe(sorted(values));
      expect(Array.from(given)).toEqual(values);
    }),
    { numRuns: 300 },
  );
  expect(genomicControl(new Float64Array(0))).toBeNaN();
});

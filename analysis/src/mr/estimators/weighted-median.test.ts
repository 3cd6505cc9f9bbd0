import fc from "fast-check";
import { expect, test } from "vitest";
import { medianOf, selectMedian, selectWeightedMedian, weightedMedian } from "./weighted-median.ts";

const pairs = fc.array(
  fc.record({
    value: fc.double({ min: -1e3, max: 1e3, noNaN: true }),
    weight: fc.double({ min: 1e-3, max: 10, noNaN: true }),
  }),
  { minLength: 1, maxLength: 60 },
);

test("selection gives what sorting gives", () => {
  fc.assert(
    fc.property(pairs, (rows) => {
      const distinct = rows.filter(
        ({ value }, i) => rows.findIndex((row) => row.value === value) === i,
      );
      const values = Float64Array.from(distinct, ({ value }) => value);
      const weights = Float64Array.from(distinct, ({ weight }) => weight);
      const sorted = weightedMedian(values, weights);
      expect(selectMedian(values.slice())).toBe(medianOf(values));
      const selected = selectWeightedMedian(values, weights);
      expect(Math.abs(selected - sorted)).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(sorted)));
    }),
  );
});

test("equal weights give the median; a value with all the weight is it", () => {
  const values = Float64Array.of(5, 1, 9, 3);
  expect(weightedMedian(values, new Float64Array(4).fill(2))).toBe(4);
  expect(weightedMedian(values, Float64Array.of(0, 0, 1, 0))).toBe(9);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import {
  CHI_SQUARE_1_MEDIAN,
  chiSquare1LnP,
  chiSquare1QuantileOfLnP,
  normalLnP,
  normalQuantileOfLnP,
} from "./normal.ts";

test("known tails", () => {
  expect(Math.exp(normalLnP(1.959963984540054))).toBeCloseTo(0.05, 14);
  expect(normalLnP(0)).toBe(0);
  expect(normalLnP(Infinity)).toBe(-Infinity);
  expect(normalLnP(NaN)).toBeNaN();
});

test("normalQuantileOfLnP() inverts normalLnP() over its whole range", () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-12, max: 1000, noNaN: true }), (z) => {
      expect(normalQuantileOfLnP(normalLnP(z)) / z).toBeCloseTo(1, 10);
    }),
  );
  expect(normalQuantileOfLnP(0)).toBe(0);
  expect(normalQuantileOfLnP(-Infinity)).toBe(Infinity);
  expect(normalQuantileOfLnP(0.1)).toBeNaN();
});

test("half of chi-square lies above its median", () => {
  expect(chiSquare1LnP(CHI_SQUARE_1_MEDIAN)).toBeCloseTo(Math.log(0.5), 14);
  expect(chiSquare1QuantileOfLnP(Math.log(0.5))).toBeCloseTo(CHI_SQUARE_1_MEDIAN, 14);
});

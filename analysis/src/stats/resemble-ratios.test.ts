import { expect, test } from "vitest";
import { resembleRatios } from "./resemble-ratios.ts";

test("effects that are all above 0 and near 1 look like ratios, others do not", () => {
  expect(resembleRatios([0.9, 1.1, 1.2, NaN])).toBe(true);
  expect(resembleRatios([0.9, 1.1, -0.1])).toBe(false);
  expect(resembleRatios([0.01, 0.02, 0.03])).toBe(false);
  expect(resembleRatios([0.9, 1.1])).toBe(false);
});

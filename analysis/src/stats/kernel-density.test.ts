import { describe, expect, test } from "vitest";
import { randomStream } from "../random.ts";
import { densityGrid, kernelDensity } from "./kernel-density.ts";
import { meanAndDeviation } from "./standard-scale.ts";
import { wilsonInterval } from "./wilson-interval.ts";

const random = randomStream(4, "density");
const values = Float64Array.from({ length: 400 }, () => 3 + 2 * random.normal());

describe("kernelDensity", () => {
  const grid = densityGrid(values);

  test("is the mean of the kernels of all values", () => {
    const sorted = values.slice().sort();
    const { deviation } = meanAndDeviation(values);
    const spread = (sorted[299] - sorted[100]) / 1.34;
    const bandwidth = 0.9 * Math.min(deviation, spread) * 400 ** -0.2;
    for (const { value, density } of kernelDensity(values, grid, 1)) {
      const exact =
        values.reduce((sum, x) => sum + Math.exp(-(((value - x) / bandwidth) ** 2) / 2), 0) /
        (400 * bandwidth * Math.sqrt(2 * Math.PI));
      expect(density).toBeCloseTo(exact, 4);
    }
  });

  test("has an area of 1", () => {
    const area = kernelDensity(values, grid, 1).reduce((sum, { density }) => sum + density, 0);
    expect(area * (grid[1] - grid[0])).toBeCloseTo(1, 3);
  });

  test("ends where fewer than so many values lie beyond", () => {
    const curve = kernelDensity(values, grid, 10);
    for (const { value } of [curve[0], curve.at(-1)!]) {
      expect(values.filter((x) => x <= value).length).toBeGreaterThanOrEqual(10);
      expect(values.filter((x) => x >= value).length).toBeGreaterThanOrEqual(10);
    }
    expect(curve.length).toBeLessThan(kernelDensity(values, grid, 1).length);
  });

  test("is not given of too few values, nor of a constant", () => {
    expect(kernelDensity(values.slice(0, 9), grid, 10)).toEqual([]);
    expect(kernelDensity(new Float64Array(50).fill(2), grid, 1)).toEqual([]);
    expect(densityGrid(new Float64Array(50).fill(2)).length).toBe(0);
  });

  test("is drawn though one value lies absurdly far off", () => {
    for (const outlier of [1e12, -1e12]) {
      const curve = kernelDensity(Float64Array.from([...values, outlier]), grid, 1);
      expect(curve.every(({ density }) => Number.isFinite(density))).toBe(true);
      expect(Math.max(...curve.map(({ density }) => density))).toBeGreaterThan(0.1);
    }
  });
});

test("wilsonInterval is Wilson's", () => {
  // 10 of 100: middle (0.1 + 1.920729/100) / 1.03841459.
  const [lower, upper] = wilsonInterval(10, 100, 0.95);
  expect(lower).toBeCloseTo(0.0552291, 6);
  expect(upper).toBeCloseTo(0.1743657, 6);
  expect(wilsonInterval(0, 20, 0.95)[0]).toBe(0);
  expect(wilsonInterval(20, 20, 0.95)[1]).toBe(1);
});

import { expect, test } from "vitest";
import { effectAxis } from "./effect-axis.ts";
import type { JsonObject } from "./plot-spec.ts";

const row = (beta: number, half: number, isCombined = false) => ({
  beta,
  ciLower: beta - half,
  ciUpper: beta + half,
  isCombined,
});
const ticks = (low: number, high: number): number[] => {
  const rows = [
    { beta: Math.log(low), ciLower: Math.log(low), ciUpper: Math.log(high), isCombined: true },
  ];
  const { axis } = effectAxis(rows, { oddsRatio: true, title: [] }).channel as {
    axis: JsonObject & { values: number[] };
  };
  return axis.values;
};

test("odds ratios are labelled with numbers that people read, whatever their range", () => {
  expect(ticks(0.95, 1.3)).toEqual([1, 1.1, 1.2, 1.3]);
  expect(ticks(0.8, 4.5)).toEqual([1, 1.5, 2, 3]);
  expect(ticks(0.1, 20)).toEqual([0.1, 0.2, 0.5, 1, 2, 5, 10, 20]);
  expect(ticks(1e-3, 1e3)).toEqual([1e-3, 1e-2, 0.1, 1, 10, 100, 1e3]);
  for (const [low, high] of [
    [1e-100, 1e100],
    [1, 1.0001],
    [1e-9, 1.5],
  ]) {
    expect(ticks(low, high).length).toBeLessThanOrEqual(9);
    expect(ticks(low, high).length).toBeGreaterThanOrEqual(2);
  }
});

test("a precise outlier stays on the axis, a vague one is cut, and estimates never are", () => {
  const variants = Array.from({ length: 12 }, (_, i) => row(0.1 * i, 0.2));
  const axis = (extra: ReturnType<typeof row>) =>
    effectAxis([...variants, extra], { oddsRatio: false, title: [] });
  expect(axis(row(8, 0.3)).high).toBeGreaterThan(8.3);
  expect(axis(row(8, 5)).high).toBeLessThan(2);
  expect(axis(row(8, 5, true)).high).toBeGreaterThan(13);
  expect(axis(row(NaN, NaN)).low).toBeCloseTo(-0.2 - 0.04 * 1.5, 10);
});

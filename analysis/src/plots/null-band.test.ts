import { expect, test } from "vitest";
import { nullBand } from "./null-band.ts";

test("the ends of the band are the closed forms of the smallest and the largest of m uniforms", () => {
  const m = 1000;
  const band = nullBand(m);
  const smallest = (q: number): number => -Math.log10(1 - (1 - q) ** (1 / m));
  const largest = (q: number): number => -Math.log10(q ** (1 / m));
  expect(band[0].expected).toBeCloseTo(Math.log10(m + 1), 12);
  expect(band[0].high).toBeCloseTo(smallest(0.025), 9);
  expect(band[0].low).toBeCloseTo(smallest(0.975), 9);
  expect(band.at(-1)!.high).toBeCloseTo(largest(0.025), 12);
  expect(band.at(-1)!.low).toBeCloseTo(largest(0.975), 12);
});

test("the band holds the expectation and narrows in −log10 P towards P = 1, also for ten million", () => {
  const band = nullBand(10_000_000);
  expect(band.every(({ low, expected, high }) => low < expected && expected < high)).toBe(true);
  const widths = band.map(({ low, high }) => high - low);
  expect(widths.every((width, i) => i === 0 || width < widths[i - 1])).toBe(true);
});

test("one variant still has a band", () => {
  expect(nullBand(1)).toHaveLength(1);
});

import { expect, test } from "vitest";
import { randomStream } from "../../random.ts";
import { fillNormals } from "../../stats/normal-draws.ts";
import { BandwidthRule, modeBandwidth } from "./kernel-mode.ts";
import { MedianWindow } from "./median-window.ts";
import { medianOf, weightedMedian } from "./weighted-median.ts";

const SAMPLES = 200;
const random = randomStream(5, "median window");

/** Samples around values of their own, every tenth of which lies far from all before it. */
function samplesOf(k: number): Float64Array[] {
  const own = fillNormals(random, new Float64Array(k));
  return Array.from({ length: SAMPLES }, (_, b) => {
    const noise = fillNormals(random, new Float64Array(k));
    return own.map((value, j) => value + 0.5 * noise[j] + (b % 10 === 9 ? b : 0));
  });
}

function joined(samples: readonly Float64Array[]): Float64Array {
  return Float64Array.from(samples.flatMap((sample) => [...sample]));
}

test.each([1, 2, 3, 10, 99, 100])("medians of %i values, in the window or out of it", (k) => {
  const samples = samplesOf(k);
  const all = joined(samples);
  const window = new MedianWindow(samples[0]);
  const weighted = new MedianWindow(samples[0]);
  const weights = Float64Array.from({ length: k }, () => random.exponential(1));
  const half = weights.reduce((sum, weight) => sum + weight, 0) / 2;
  samples.forEach((sample, b) => {
    expect(window.median(all, b * k)).toBe(medianOf(sample));
    const expected = weightedMedian(sample, weights);
    const found = weighted.weightedMedian(all, b * k, weights, half);
    expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-12 * (1 + Math.abs(expected)));
  });
});

test("equal values, and weight on one alone", () => {
  const all = new Float64Array(8).fill(2);
  const window = new MedianWindow(all.subarray(0, 4));
  expect(window.median(all, 4)).toBe(2);
  expect(window.weightedMedian(all, 4, Float64Array.of(0, 1, 0, 0), 0.5)).toBe(2);
  const apart = Float64Array.of(-9, 1, 2, 30);
  expect(new MedianWindow(apart).weightedMedian(apart, 0, Float64Array.of(0, 0, 0, 1), 0.5)).toBe(
    30,
  );
});

test.each([3, 10, 100])("the bandwidth of each sample of %i is that of the sample alone", (k) => {
  const samples = samplesOf(k);
  const rule = new BandwidthRule(samples[0], 1);
  const all = joined(samples);
  samples.forEach((sample, b) => {
    const alone = modeBandwidth(sample, 1, new Float64Array(k));
    expect(Math.abs(rule.of(all, b * k) / alone - 1)).toBeLessThan(1e-11);
  });
});

import { describe, expect, test } from "vitest";
import { chiSquareLnP } from "../../../stats/chi-square.ts";
import { weightedChiSquareLnP } from "./weighted-chi-square.ts";

/** Pairs of equal weights make a sum of exponentials, whose tail is closed: Σ cᵢ exp(−x / aᵢ), aᵢ = 2λᵢ. */
function exactTail(x: number, weights: readonly number[]): number {
  const means = weights.map((w) => 2 * w);
  return means.reduce((sum, a, i) => {
    const factor = means.reduce(
      (product, b, j) => (i === j ? product : (product * a) / (a - b)),
      1,
    );
    return sum + factor * Math.exp(-x / a);
  }, 0);
}

describe("tail of a weighted sum of chi-squares", () => {
  const weights = [3, 1.7, 1, 0.4];
  const pairs = weights.flatMap((w) => [w, w]);

  test.each([0.5, 2, 6, 12, 12.2, 12.3, 20, 40, 80, 150, 400])(
    "at %f it is the sum of exponentials to 1e-12",
    (x) => {
      expect(Math.exp(weightedChiSquareLnP(x, pairs)) / exactTail(x, weights) - 1).toBeCloseTo(
        0,
        12,
      );
    },
  );

  test("nearly equal weights come near chi-square, far out and near 0", () => {
    for (const x of [0.1, 3, 10, 50, 600]) {
      const near = weightedChiSquareLnP(x, [1, 1, 1 + 1e-9, 1]);
      expect(near / chiSquareLnP(x, 4)).toBeCloseTo(1, 7);
    }
  });

  test("it falls in x and scales with the weights", () => {
    let before = 1;
    for (let x = 0; x < 60; x += 0.5) {
      const here = weightedChiSquareLnP(x, [2, 0.5, 0.1]);
      expect(here).toBeLessThan(before);
      expect(weightedChiSquareLnP(7 * x, [14, 3.5, 0.7])).toBeCloseTo(here, 10);
      before = here;
    }
  });

  test("two unequal weights agree with the integral over the second", () => {
    // P = ∫ P(χ²₁ > (x − 2z²) / 1) φ(z) dz by Simpson's rule.
    const x = 5;
    const end = Math.sqrt(x / 2);
    const panels = 20_000;
    const h = (2 * end) / panels;
    let inside = 0;
    let sum = 0;
    for (let i = 0; i <= panels; i++) {
      const z = -end + i * h;
      const density = Math.exp((z * z) / -2) / Math.sqrt(2 * Math.PI);
      const factor = i === 0 || i === panels ? 1 : i % 2 === 1 ? 4 : 2;
      sum += (factor * Math.exp(chiSquareLnP(Math.max(0, x - 2 * z * z), 1)) * density * h) / 3;
      inside += (factor * density * h) / 3;
    }
    expect(Math.exp(weightedChiSquareLnP(x, [1, 2]))).toBeCloseTo(sum + 1 - inside, 6);
  });

  test("ends: all of it above 0, nothing above infinity, no weight is NaN", () => {
    expect(weightedChiSquareLnP(0, [1, 2])).toBe(0);
    expect(weightedChiSquareLnP(Infinity, [1, 2])).toBe(-Infinity);
    expect(weightedChiSquareLnP(1, [0, 0])).toBeNaN();
    expect(weightedChiSquareLnP(3, [2, 0])).toBeCloseTo(chiSquareLnP(1.5, 1), 12);
  });
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { betaCumulative, betaQuantile, lnGamma } from "./beta.ts";

test("lnGamma() of factorials and a half", () => {
  expect(lnGamma(1)).toBeCloseTo(0, 13);
  expect(lnGamma(11)).toBeCloseTo(Math.log(3_628_800), 12);
  expect(lnGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 13);
});

test("the smallest of m uniforms has closed-form quantiles", () => {
  for (const m of [1, 10, 1_000_000, 10_000_000]) {
    for (const p of [0.025, 0.5, 0.975]) {
      expect(betaQuantile(p, 1, m) / -Math.expm1(Math.log1p(-p) / m)).toBeCloseTo(1, 9);
    }
  }
});

test("betaQuantile() inverts betaCumulative()", () => {
  // Below 1 a density is unbounded, and a quantile next to 1 cannot be told from its neighbour in double precision.
  const shape = fc.double({ min: 1, max: 5000, noNaN: true });
  fc.assert(
    fc.property(fc.double({ min: 0.001, max: 0.999, noNaN: true }), shape, shape, (p, a, b) => {
      expect(betaCumulative(betaQuantile(p, a, b), a, b)).toBeCloseTo(p, 9);
    }),
  );
  expect(betaQuantile(0, 2, 3)).toBe(0);
  expect(betaQuantile(1, 2, 3)).toBe(1);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { hardyWeinbergLnP } from "./hwe.ts";

/** All configurations with the same allele counts, by the definition; for small numbers. */
function byDefinition(hom1: number, het: number, hom2: number, midP: boolean): number {
  const n = hom1 + het + hom2;
  const rare = 2 * Math.min(hom1, hom2) + het;
  const lnFactorial = (k: number): number => (k < 2 ? 0 : Math.log(k) + lnFactorial(k - 1));
  const lnWeight = (h: number): number =>
    h * Math.LN2 - lnFactorial((rare - h) / 2) - lnFactorial(h) - lnFactorial(n - (rare + h) / 2);
  const weights = [];
  for (let h = rare % 2; h <= rare; h += 2) weights.push({ h, w: Math.exp(lnWeight(h)) });
  const total = weights.reduce((sum, { w }) => sum + w, 0);
  const own = Math.exp(lnWeight(het));
  const share = (w: number): number =>
    w > own * (1 + 1e-9) ? 0 : midP && w > own * (1 - 1e-9) ? w / 2 : w;
  return weights.reduce((sum, { w }) => sum + share(w), 0) / total;
}

test("equals the definition for all small counts", () => {
  const count = fc.integer({ min: 0, max: 12 });
  fc.assert(
    fc.property(count, count, count, fc.boolean(), (a, h, b, midP) => {
      expect(Math.exp(hardyWeinbergLnP(a, h, b, midP))).toBeCloseTo(
        byDefinition(a, h, b, midP),
        12,
      );
    }),
    { numRuns: 500 },
  );
});

test("swapping the homozygotes changes nothing", () => {
  expect(hardyWeinbergLnP(3, 40, 71)).toBe(hardyWeinbergLnP(71, 40, 3));
});

test("one person, no one and a monomorphic variant", () => {
  expect(hardyWeinbergLnP(0, 1, 0)).toBe(0);
  expect(hardyWeinbergLnP(0, 0, 0)).toBe(0);
  expect(hardyWeinbergLnP(100, 0, 0)).toBe(0);
  expect(hardyWeinbergLnP(100, 0, 0, true)).toBe(-Math.LN2);
});

test("P far below 1e-308 keeps its size: only heterozygotes, and none", () => {
  // P = 2^(2n) / C(4n, 2n)-like ratios: 2^h h!-terms over the central binomial, by Stirling 1e-7 relative.
  const n = 500_000;
  expect(hardyWeinbergLnP(0, n, 0) / (-n * Math.LN2 + 0.5 * Math.log(Math.PI * n))).toBeCloseTo(
    1,
    6,
  );
  expect(hardyWeinbergLnP(n / 2, 0, n / 2)).toBeLessThan(-300_000);
});

test("counts that are no counts are refused", () => {
  expect(() => hardyWeinbergLnP(1.5, 2, 3)).toThrow(/whole numbers/);
  expect(() => hardyWeinbergLnP(1, -2, 3)).toThrow(/whole numbers/);
});

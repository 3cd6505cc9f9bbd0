import { expect, test } from "vitest";
import { normalLnP } from "./normal.ts";
import { lnGammaRatio, studentTLnP } from "./student-t.ts";

test("closed forms: one degree of freedom is Cauchy, two are algebraic", () => {
  for (const t of [0.01, 0.5, 1, 1.7, 2, 12, 4000]) {
    expect(studentTLnP(t, 1)).toBeCloseTo(Math.log((2 / Math.PI) * Math.atan(1 / t)), 12);
    const p2 = 2 / (2 + t * t) / (1 + t / Math.sqrt(2 + t * t));
    expect(studentTLnP(t, 2)).toBeCloseTo(Math.log(p2), 12);
  }
});

test("ends: t of 0, infinite and unknown; the sign does not matter", () => {
  expect(studentTLnP(0, 10)).toBe(0);
  expect(studentTLnP(Infinity, 10)).toBe(-Infinity);
  expect(studentTLnP(NaN, 10)).toBeNaN();
  expect(studentTLnP(-3, 10)).toBe(studentTLnP(3, 10));
});

test("the two branches meet at t² = 3", () => {
  const t = Math.sqrt(3);
  for (const df of [1, 5, 100, 100_000]) {
    const slope = (studentTLnP(t * (1 + 1e-9), df) - studentTLnP(t * (1 - 1e-9), df)) / (2e-9 * t);
    const further = (studentTLnP(t * 1.001, df) - studentTLnP(t * 0.999, df)) / (0.002 * t);
    expect(slope / further).toBeCloseTo(1, 2);
  }
});

test("with many degrees of freedom the tail is normal", () => {
  expect(studentTLnP(5, 1e12) / normalLnP(5)).toBeCloseTo(1, 9);
});

test("P far below 1e-308 is finite", () => {
  expect(studentTLnP(60, 50_000)).toBeLessThan(-1700);
});

test("lnGammaRatio() of a whole number", () => {
  // Γ(5.5) / Γ(5) = 945 √π / 32 / 24
  expect(lnGammaRatio(5)).toBeCloseTo(Math.log((945 * Math.sqrt(Math.PI)) / 32 / 24), 14);
});

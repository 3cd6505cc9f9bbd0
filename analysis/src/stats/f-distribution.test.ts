import { expect, test } from "vitest";
import { fLnP, fQuantile } from "./f-distribution.ts";
import { studentTLnP } from "./student-t.ts";

test("F with one degree of freedom is the square of Student's t, far out as well", () => {
  for (const t of [0.01, 0.7, 2, 9, 60]) {
    for (const df of [3, 40, 995]) {
      const own = fLnP(t * t, 1, df);
      expect(Math.abs(own / studentTLnP(t, df) - 1)).toBeLessThan(1e-11);
    }
  }
});

test("known values of R's pf and qf", () => {
  // pf(3.2, 4, 120, lower.tail = FALSE), pf(500, 3, 2000, lower.tail = FALSE, log.p = TRUE), qf(0.95, 5, 40)
  expect(Math.exp(fLnP(3.2, 4, 120)) / 0.015503171931142).toBeCloseTo(1, 12);
  expect(fLnP(500, 3, 2000) / -556.463736776397).toBeCloseTo(1, 12);
  expect(fQuantile(0.95, 5, 40) / 2.44946642638871).toBeCloseTo(1, 12);
  expect(fLnP(0, 2, 5)).toBe(0);
  expect(fLnP(1, 0, 5)).toBeNaN();
});

test("fQuantile() inverts fLnP()", () => {
  for (const p of [0.01, 0.5, 0.95, 0.999999]) {
    expect(Math.exp(fLnP(fQuantile(p, 3, 996), 3, 996))).toBeCloseTo(1 - p, 12);
  }
});

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { chiSquareLnP, chiSquareQuantile } from "../../src/stats/chi-square.ts";
import { normalCumulative, normalQuantile } from "../../src/stats/normal.ts";
import { studentTQuantile } from "../../src/stats/student-t.ts";

interface Distributions {
  chi_square: { x: number; df: number; lnP: string }[];
  chi_square_quantile: { p: number; df: number; x: string }[];
  t_quantile: { p: number; df: number; x: string }[];
  normal_quantile: { p: number; x: string }[];
  normal_cumulative: { z: number; p: string }[];
}
const truth = JSON.parse(
  readFileSync(new URL("distributions.json", import.meta.url), "utf8"),
) as Distributions;
const relative = (value: number, expected: string): number =>
  Math.abs(value / Number(expected) - 1);

describe("distributions against 60-digit arithmetic, within 1e-12 relative", () => {
  test("chi-square tails, df 1 to 20 000", () => {
    expect(Math.min(...truth.chi_square.map((row) => Number(row.lnP)))).toBeLessThan(-10_000);
    const errors = truth.chi_square.map(({ x, df, lnP }) => relative(chiSquareLnP(x, df), lnP));
    expect(Math.max(...errors)).toBeLessThan(1e-12);
  });

  test("chi-square quantiles", () => {
    const errors = truth.chi_square_quantile.map(({ p, df, x }) =>
      relative(chiSquareQuantile(p, df), x),
    );
    expect(Math.max(...errors)).toBeLessThan(1e-12);
  });

  test("Student t quantiles", () => {
    const errors = truth.t_quantile.map(({ p, df, x }) => relative(studentTQuantile(p, df), x));
    expect(Math.max(...errors)).toBeLessThan(1e-12);
  });

  test("normal quantiles and cumulative probabilities", () => {
    const quantiles = truth.normal_quantile.map(({ p, x }) => relative(normalQuantile(p), x));
    expect(Math.max(...quantiles)).toBeLessThan(1e-12);
    const cumulative = truth.normal_cumulative.map(({ z, p }) => relative(normalCumulative(z), p));
    expect(Math.max(...cumulative)).toBeLessThan(1e-12);
  });
});

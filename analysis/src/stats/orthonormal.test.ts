import { expect, test } from "vitest";
import { dot, norm, orthogonalTo, orthonormalBasis } from "./orthonormal.ts";

test("columns of very different scale, nearly dependent, become orthonormal", () => {
  const n = 50;
  const a = Float64Array.from({ length: n }, () => 1);
  const b = Float64Array.from({ length: n }, (_, i) => 1e6 + i);
  const c = Float64Array.from({ length: n }, (_, i) => 1e6 + i + 1e-3 * Math.sin(i));
  const basis = orthonormalBasis([a, b, c]);
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) expect(dot(basis[i], basis[j])).toBeCloseTo(Number(i === j), 12);
  }
});

test("a dependent column becomes zeros", () => {
  const a = Float64Array.of(1, 2, 3);
  expect(norm(orthonormalBasis([a, a.map((x) => 2 * x)])[1])).toBe(0);
});

test("orthogonalTo() leaves nothing in the span", () => {
  const basis = orthonormalBasis([Float64Array.of(1, 1, 1, 1), Float64Array.of(0, 1, 2, 3)]);
  const rest = orthogonalTo(basis, Float64Array.of(3, 1, 4, 1));
  expect(dot(rest, basis[0])).toBeCloseTo(0, 14);
  expect(dot(rest, basis[1])).toBeCloseTo(0, 14);
});

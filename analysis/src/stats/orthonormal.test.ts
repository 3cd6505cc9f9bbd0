import { Matrix, QrDecomposition } from "ml-matrix";
import { describe, expect, test } from "vitest";
import { randomStream } from "../random.ts";
import { crossProducts } from "./cross-products.ts";
import { dot, norm, orthogonalTo, orthogonalToAll, orthonormalBasis } from "./orthonormal.ts";

const random = randomStream(3, "columns");
const noise = (n: number): Float64Array => Float64Array.from({ length: n }, () => random.normal());

/** Largest departure of QᵀQ from the identity. */
function departure(basis: readonly Float64Array[]): number {
  const k = basis.length;
  return crossProducts(basis, basis).reduce(
    (most, value, at) => Math.max(most, Math.abs(value - Number(at % k === Math.floor(at / k)))),
    0,
  );
}

describe.each([20, 512, 513, 5000])("of %i rows", (n) => {
  const ones = new Float64Array(n).fill(1);
  const a = noise(n);
  const b = noise(n);
  const cases = {
    independent: [ones, a, b, noise(n), noise(n)],
    "of one column": [a],
    "far from zero and of any unit": [ones, a.map((x) => 1e6 + x), b.map((x) => 1e-9 * x)],
    correlated: [ones, a, b.map((x, i) => a[i] + 0.05 * x), noise(n)],
    "almost dependent": [ones, a, b.map((x, i) => a[i] + 1e-7 * x), noise(n)],
  };
  test.each(Object.entries(cases))("columns %s become orthonormal", (_, columns) => {
    const basis = orthonormalBasis(columns);
    expect(departure(basis)).toBeLessThan(1e-14 * Math.sqrt(n) + 1e-14);
  });

  test.each(Object.entries(cases).slice(0, 4))(
    "columns %s span what a Householder QR says",
    (name, columns) => {
      const matrix = Matrix.zeros(n, columns.length);
      columns.forEach((column, j) => matrix.setColumn(j, [...column]));
      const { orthogonalMatrix } = new QrDecomposition(matrix);
      orthonormalBasis(columns).forEach((column, j) => {
        const expected = Float64Array.from(orthogonalMatrix.getColumn(j));
        const sign = Math.sign(dot(column, expected));
        const apart = column.map((x, i) => x - sign * expected[i]);
        // Rounding of n terms, times the condition number of the columns at unit length.
        const condition = name.startsWith("far") ? 2e6 : 60;
        expect(norm(apart)).toBeLessThan(1e-16 * n * condition);
      });
    },
  );
});

test("a dependent column becomes zeros, alone", () => {
  const a = Float64Array.of(1, 2, 3);
  const basis = orthonormalBasis([a, a.map((x) => 2 * x), Float64Array.of(1, 0, 0)]);
  expect(norm(basis[1])).toBe(0);
  expect(norm(basis[2])).toBeCloseTo(1, 14);
  expect(dot(basis[0], basis[2])).toBeCloseTo(0, 14);
  expect(orthonormalBasis([new Float64Array(3)])[0]).toEqual(new Float64Array(3));
  expect(orthonormalBasis([])).toEqual([]);
});

test("orthogonalTo() leaves nothing in the span", () => {
  const basis = orthonormalBasis([Float64Array.of(1, 1, 1, 1), Float64Array.of(0, 1, 2, 3)]);
  const rest = orthogonalTo(basis, Float64Array.of(3, 1, 4, 1));
  expect(dot(rest, basis[0])).toBeCloseTo(0, 14);
  expect(dot(rest, basis[1])).toBeCloseTo(0, 14);
});

test("many columns at once leave what each leaves alone, also where a mean hides a small spread", () => {
  const n = 1300;
  const basis = orthonormalBasis([new Float64Array(n).fill(1), noise(n), noise(n), noise(n)]);
  const columns = Array.from({ length: 7 }, (_, p) =>
    noise(n).map((x) => (p % 2 === 0 ? x : 1e7 + x)),
  );
  const rests = orthogonalToAll(basis, columns);
  rests.forEach((rest, p) => {
    expect(rest).toEqual(orthogonalTo(basis, columns[p]));
    for (const direction of basis)
      expect(Math.abs(dot(direction, rest)) / norm(rest)).toBeLessThan(1e-13);
  });
  expect(orthogonalToAll([], [columns[0]])).toEqual([columns[0]]);
});

test("cross products are the products of the columns", () => {
  for (const [p, q, n] of [
    [1, 1, 1],
    [3, 5, 700],
    [6, 4, 512],
    [0, 3, 4],
  ]) {
    const left = Array.from({ length: p }, () => noise(n));
    const right = Array.from({ length: q }, () => noise(n));
    const expected = left.flatMap((a) => right.map((b) => dot(a, b)));
    crossProducts(left, right).forEach((value, at) =>
      expect(Math.abs(value - expected[at])).toBeLessThan(1e-12 * n),
    );
    const own = crossProducts(right, right);
    expect(own).toEqual(crossProducts(right, [...right]));
  }
});

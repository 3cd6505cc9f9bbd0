import { beforeAll, describe, expect, test } from "vitest";
import { randomStream } from "../random.ts";
import { PLAIN_COLUMNS, type BorderedMatrix, type ColumnAlgebra } from "../stats/column-algebra.ts";
import { crossProducts } from "../stats/cross-products.ts";
import { measureColumns } from "../stats/measured-columns.ts";
import { orthonormalise } from "../stats/orthonormal.ts";
import { dot, norm, orthogonalTo, orthonormalBasis } from "../stats/test-projections.ts";
import { columnAlgebra } from "./column-algebra.ts";

const random = randomStream(3, "columns");
const noise = (n: number): Float64Array => Float64Array.from({ length: n }, () => random.normal());

const algebras = { plain: PLAIN_COLUMNS, kernels: PLAIN_COLUMNS };
beforeAll(async () => {
  algebras.kernels = await columnAlgebra("wasm");
});
const NAMES = ["plain", "kernels"] as const;

/** Every third of the rows is left out, and all of the last word. */
const placesOf = (n: number): Uint32Array =>
  Uint32Array.from({ length: n }, (_, i) => i + Math.floor(i / 2));
const rowsFor = (n: number): number => 32 * Math.ceil((1.5 * n) / 32 + 1);

/** Orthonormal columns and residual traits as a scan has them, and their products. */
function project(
  covariates: readonly Float64Array[],
  traits: readonly Float64Array[],
  algebra: ColumnAlgebra,
): { basis: Float64Array[]; residuals: Float64Array[]; norms: Float64Array } {
  const n = traits[0].length;
  const measured = measureColumns(covariates, traits, algebra);
  const { combination, norms } = orthonormalise(measured, algebra);
  const q = covariates.length + 1;
  const width = 4 * Math.ceil((q + traits.length) / 4);
  const rows = placesOf(n);
  const into = new Float64Array(rowsFor(n) * width).fill(7);
  algebra.writeRows({ columns: measured.columns, combination, rows, into, width });
  const columnAt = (c: number): Float64Array =>
    Float64Array.from(rows, (row) => into[row * width + c]);
  return {
    basis: Array.from({ length: q }, (_, c) => columnAt(c)),
    residuals: traits.map((_, p) => columnAt(q + p)),
    norms,
  };
}

/** Largest departure of QᵀQ from the identity. */
function departure(basis: readonly Float64Array[]): number {
  const k = basis.length;
  return crossProducts(basis, basis).reduce(
    (most, value, at) => Math.max(most, Math.abs(value - Number(at % k === Math.floor(at / k)))),
    0,
  );
}

function matrix(q: number, traits: number, number: () => number): BorderedMatrix {
  const basis = Float64Array.from({ length: q * q }, (_, at) =>
    at % q >= Math.floor(at / q) ? number() : 0,
  );
  const cross = Float64Array.from({ length: q * traits }, number);
  return { basis, cross, own: Float64Array.from({ length: traits }, number) };
}

describe.each([6, 511, 512, 4099])("of %i rows", (n) => {
  const a = noise(n);
  const b = noise(n);
  const c = noise(n);
  const traits = [c.map((x, i) => x + a[i]), noise(n).map((x) => 1e7 + x), noise(n)];
  const cases = {
    none: [],
    independent: [a, b, noise(n)],
    "far from zero and of any unit": [a.map((x) => 1e6 + x), b.map((x) => 1e-9 * x)],
    correlated: [a, b.map((x, i) => a[i] + 0.15 * x)],
    "a few apart from the rest": [a.map((_, i) => Number(i % 64 === 5)), b],
  };
  describe.each(NAMES)("with %s", (name) => {
    test.each(Object.entries(cases))("covariates %s become orthonormal", (_, covariates) => {
      const { basis, residuals, norms } = project(covariates, traits, algebras[name]);
      // What summing n equal squares one after another leaves already.
      expect(departure(basis)).toBeLessThan(2e-15 * Math.sqrt(n) + 1e-14);
      const intercept = new Float64Array(n).fill(1);
      const expected = orthonormalBasis([intercept, ...covariates]);
      basis.forEach((column, j) => {
        const apart = column.map((x, i) => x - expected[j][i]);
        // Rounding of the values themselves, beside a mean a million times the spread.
        expect(norm(apart)).toBeLessThan(1e-16 * 1e6 * 20);
      });
      residuals.forEach((residual, p) => {
        expect(Math.abs(norm(residual) - 1)).toBeLessThan(1e-14);
        for (const direction of basis)
          expect(Math.abs(dot(direction, residual))).toBeLessThan(1e-14);
        const whole = orthogonalTo(expected, traits[p]);
        expect(Math.abs(norms[p] / norm(whole) - 1)).toBeLessThan(1e-9);
      });
    });

    test("traits are what each is alone", () => {
      const { residuals, norms } = project([a, b], traits, algebras[name]);
      traits.forEach((trait, p) => {
        const alone = project([a, b], [trait], algebras[name]);
        expect(alone.residuals[0]).toEqual(residuals[p]);
        expect(alone.norms[0]).toBe(norms[p]);
      });
    });

    test("a trait that covariates explain almost is orthogonal to them", () => {
      const trait = a.map((x, i) => 5 + x - 3 * b[i] + 1e-5 * c[i]);
      const { basis, residuals, norms } = project([a, b], [trait], algebras[name]);
      for (const direction of basis)
        expect(Math.abs(dot(direction, residuals[0]))).toBeLessThan(1e-9);
      const expected = orthogonalTo(basis, trait);
      expect(Math.abs(norms[0] / norm(expected) - 1)).toBeLessThan(1e-9);
    });
  });

  test.each([0, 1, 7, 70])("the kernels do what plain JavaScript does, %i traits", (count) => {
    const covariates = [a, b, c];
    const many = Array.from({ length: count }, () => noise(n));
    const shifts = Float64Array.from([...covariates, ...many], () => random.normal());
    const columns = { rowCount: n, covariates, traits: many, shifts };
    const combination = matrix(4, count, () => random.normal());
    for (const given of [undefined, combination]) {
      const plain = PLAIN_COLUMNS.products(columns, given);
      const fast = algebras.kernels.products(columns, given);
      for (const part of ["basis", "cross", "own"] as const) {
        expect(fast[part]).toHaveLength(plain[part].length);
        fast[part].forEach((value, at) =>
          expect(Math.abs(value - plain[part][at])).toBeLessThan(1e-12 * n),
        );
      }
    }
    const rows = placesOf(n);
    const width = 4 * Math.ceil((4 + count) / 4);
    const write = (
      algebra: ColumnAlgebra,
    ): { into: Float64Array; totals: Float64Array; used: Uint32Array } => {
      const into = new Float64Array(rowsFor(n) * width).fill(NaN);
      return { into, ...algebra.writeRows({ columns, combination, rows, into, width }) };
    };
    const plain = write(PLAIN_COLUMNS);
    const fast = write(algebras.kernels);
    expect(fast.used).toEqual(plain.used);
    const furthest = (x: Float64Array, y: Float64Array): number =>
      x.reduce((most, value, at) => Math.max(most, Math.abs(value - y[at])), 0);
    expect(furthest(fast.into, plain.into)).toBeLessThan(1e-13);
    expect(furthest(fast.totals, plain.totals)).toBeLessThan(1e-12 * n);
  });
});

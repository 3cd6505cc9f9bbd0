import { expect, test } from "vitest";
import { randomStream } from "../../../../random.ts";
import { rankOneEigenvalues } from "./rank-one-eigenvalues.ts";
import { symmetricEigenvalues } from "./symmetric-eigenvalues.ts";

function dense(diagonal: Float64Array, squares: Float64Array): Float64Array {
  const n = diagonal.length;
  return Float64Array.from(
    { length: n * n },
    (_, at) =>
      Math.sqrt(squares[Math.floor(at / n)] * squares[at % n]) +
      (at % (n + 1) === 0 ? diagonal[at % n] : 0),
  );
}

test("equal those of the dense matrix to 1e-12, over sizes of six orders", () => {
  const random = randomStream(4, "rank one");
  for (const n of [1, 2, 3, 10, 99]) {
    for (const spread of [0.1, 3]) {
      const diagonal = Float64Array.from({ length: n }, () => Math.exp(spread * random.normal()));
      const squares = Float64Array.from({ length: n }, () => Math.exp(spread * random.normal()));
      const expected = symmetricEigenvalues(dense(diagonal, squares), n);
      const largest = expected[n - 1];
      rankOneEigenvalues(diagonal, squares).forEach((value, i) => {
        expect(Math.abs(value - expected[i])).toBeLessThan(1e-12 * largest);
      });
    }
  }
});

test("equal diagonal elements and weights of 0 keep their own values", () => {
  const values = rankOneEigenvalues(Float64Array.of(2, 1, 2, 5), Float64Array.of(1, 1, 1, 0));
  const expected = symmetricEigenvalues(
    dense(Float64Array.of(2, 1, 2, 5), Float64Array.of(1, 1, 1, 0)),
    4,
  );
  values.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i], 12);
  });
});

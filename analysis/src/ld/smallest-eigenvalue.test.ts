import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { expect, test } from "vitest";
import { randomStream } from "../random.ts";
import type { LdBlock } from "./ld-panel.ts";
import { smallestEigenvalue } from "./smallest-eigenvalue.ts";

/** A banded matrix with 1 on the diagonal, of which some are indefinite. */
function banded(count: number, width: number, size: number): LdBlock {
  const random = randomStream(count, "band");
  const dense = Matrix.eye(count, count);
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < Math.min(count, i + width); j++) {
      const r = Math.fround(size * (2 * random.uniform() - 1));
      dense.set(i, j, r);
      dense.set(j, i, r);
    }
  }
  const rowStart = new Uint32Array(count + 1);
  const column: number[] = [];
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < count; j++) if (dense.get(i, j) !== 0) column.push(j);
    rowStart[i + 1] = column.length;
  }
  const row = (at: number): number => rowStart.findIndex((start) => start > at) - 1;
  const r = Float32Array.from(column, (j, at) => dense.get(row(at), j));
  return { first: 0, count, rowStart, column: Uint32Array.from(column), r };
}

function dense({ count, rowStart, column, r }: LdBlock): Matrix {
  const matrix = Matrix.zeros(count, count);
  for (let i = 0; i < count; i++)
    for (let at = rowStart[i]; at < rowStart[i + 1]; at++) matrix.set(i, column[at], r[at]);
  return matrix;
}

test.each([
  [40, 6, 0.3],
  [200, 20, 0.1],
  [300, 12, 0.9],
])("of %i variants, %i to a band, r up to %s, within 0.005 above", (count, width, size) => {
  const block = banded(count, width, size);
  const all = new EigenvalueDecomposition(dense(block), { assumeSymmetric: true }).realEigenvalues;
  const error = smallestEigenvalue(block) - Math.min(...all);
  expect(error).toBeGreaterThan(-1e-10);
  expect(error).toBeLessThan(0.005);
});

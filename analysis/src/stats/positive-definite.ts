import { choleskyLower, solveLower } from "./cholesky.ts";

/** The x of Ax = y and A⁻¹ (k × k row-major), for a positive definite A; undefined when it is not. */
export function solvePositiveDefinite(
  matrix: Float64Array,
  y: Float64Array,
): { readonly x: Float64Array; readonly inverse: Float64Array } | undefined {
  const k = y.length;
  const lower = choleskyLower(matrix, k);
  if (!lower) return undefined;
  const inverse = new Float64Array(k * k);
  const unit = new Float64Array(k);
  const columns = Array.from({ length: k }, (_, j) => {
    unit.fill(0);
    unit[j] = 1;
    return solveLower(lower, k, unit);
  });
  for (let i = 0; i < k; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let c = i; c < k; c++) sum += columns[i][c] * columns[j][c];
      inverse[i * k + j] = sum;
      inverse[j * k + i] = sum;
    }
  }
  const x = new Float64Array(k);
  for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) x[i] += inverse[i * k + j] * y[j];
  return { x, inverse };
}

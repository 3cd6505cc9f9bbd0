/**
 * Solves Ax = b by elimination with pivoting, without allocating; for small systems inside loops.
 *
 * @param matrix - p × p row-major, overwritten
 * @param target - length p, becomes the solution
 * @returns false when the matrix is singular
 */
export function solveInPlace(matrix: Float64Array, target: Float64Array): boolean {
  const p = target.length;
  for (let c = 0; c < p; c++) {
    let pivot = c;
    for (let r = c + 1; r < p; r++) {
      if (Math.abs(matrix[r * p + c]) > Math.abs(matrix[pivot * p + c])) pivot = r;
    }
    const value = matrix[pivot * p + c];
    if (!(Math.abs(value) > 0)) return false;
    if (pivot !== c) {
      for (let i = c; i < p; i++) {
        const kept = matrix[c * p + i];
        matrix[c * p + i] = matrix[pivot * p + i];
        matrix[pivot * p + i] = kept;
      }
      const kept = target[c];
      target[c] = target[pivot];
      target[pivot] = kept;
    }
    for (let r = c + 1; r < p; r++) {
      const factor = matrix[r * p + c] / value;
      for (let i = c; i < p; i++) matrix[r * p + i] -= factor * matrix[c * p + i];
      target[r] -= factor * target[c];
    }
  }
  for (let r = p - 1; r >= 0; r--) {
    let rest = target[r];
    for (let i = r + 1; i < p; i++) rest -= matrix[r * p + i] * target[i];
    target[r] = rest / matrix[r * p + r];
  }
  return true;
}

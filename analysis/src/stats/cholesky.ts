/**
 * L, lower triangular and row-major, of LLᵀ = a symmetric matrix.
 *
 * @param matrix - k × k row-major; unchanged
 * @returns undefined when it is not positive definite
 */
export function choleskyLower(matrix: Float64Array, k: number): Float64Array | undefined {
  const lower = new Float64Array(k * k);
  for (let i = 0; i < k; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i * k + j];
      for (let c = 0; c < j; c++) rest -= lower[i * k + c] * lower[j * k + c];
      if (i > j) lower[i * k + j] = rest / lower[j * k + j];
      else {
        if (!(rest > 1e-12 * matrix[i * k + i])) return undefined;
        lower[i * k + i] = Math.sqrt(rest);
      }
    }
  }
  return lower;
}

/** The x of Lx = y for a lower triangular L. */
export function solveLower(lower: Float64Array, k: number, y: Float64Array): Float64Array {
  const x = new Float64Array(k);
  for (let i = 0; i < k; i++) {
    let rest = y[i];
    for (let c = 0; c < i; c++) rest -= lower[i * k + c] * x[c];
    x[i] = rest / lower[i * k + i];
  }
  return x;
}

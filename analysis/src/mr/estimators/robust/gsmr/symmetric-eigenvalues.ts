/**
 * Eigenvalues of a symmetric matrix, without vectors: Householder's reduction to three diagonals, then QL steps.
 *
 * @param matrix - n × n row-major; overwritten
 * @see Golub & Van Loan 2013, Matrix Computations, sections 8.3.1 and 8.3.5
 */
export function symmetricEigenvalues(matrix: Float64Array, n: number): Float64Array {
  const diagonal = new Float64Array(n);
  const beside = new Float64Array(n);
  tridiagonalise(matrix, n, diagonal, beside);
  for (let low = 0; low < n; low++) {
    for (let sweep = 0; sweep < 60; sweep++) {
      let end = low;
      while (end < n - 1) {
        const size = Math.abs(diagonal[end]) + Math.abs(diagonal[end + 1]);
        if (Math.abs(beside[end]) <= 1e-16 * size) break;
        end++;
      }
      if (end === low) break;
      qlSweep(diagonal, beside, low, end);
    }
  }
  return diagonal.sort();
}

function tridiagonalise(
  a: Float64Array,
  n: number,
  diagonal: Float64Array,
  beside: Float64Array,
): void {
  const v = new Float64Array(n);
  const product = new Float64Array(n);
  for (let column = 0; column < n - 2; column++) {
    let square = 0;
    for (let i = column + 1; i < n; i++) square += a[i * n + column] ** 2;
    const first = a[(column + 1) * n + column];
    const alpha = first > 0 ? -Math.sqrt(square) : Math.sqrt(square);
    beside[column] = alpha;
    diagonal[column] = a[column * n + column];
    const norm = square - first * alpha;
    if (norm === 0) continue;
    for (let i = column + 1; i < n; i++) v[i] = a[i * n + column];
    v[column + 1] = first - alpha;
    // Only the lower triangle is read and written.
    for (let i = column + 1; i < n; i++) {
      const row = i * n;
      const vi = v[i];
      let sum = a[row + i] * vi;
      for (let j = column + 1; j < i; j++) {
        sum += a[row + j] * v[j];
        product[j] += a[row + j] * vi;
      }
      product[i] = sum;
    }
    let overlap = 0;
    for (let i = column + 1; i < n; i++) {
      product[i] /= norm;
      overlap += product[i] * v[i];
    }
    const half = overlap / (2 * norm);
    for (let i = column + 1; i < n; i++) product[i] -= half * v[i];
    for (let i = column + 1; i < n; i++) {
      const row = i * n;
      const vi = v[i];
      const pi = product[i];
      for (let j = column + 1; j <= i; j++) a[row + j] -= vi * product[j] + pi * v[j];
    }
  }
  for (let i = Math.max(0, n - 2); i < n; i++) diagonal[i] = a[i * n + i];
  if (n > 1) beside[n - 2] = a[(n - 1) * n + n - 2];
}

function qlSweep(d: Float64Array, e: Float64Array, low: number, end: number): void {
  let g = (d[low + 1] - d[low]) / (2 * e[low]);
  const r0 = Math.sqrt(g * g + 1);
  g = d[end] - d[low] + e[low] / (g + (g >= 0 ? r0 : -r0));
  let s = 1;
  let c = 1;
  let p = 0;
  for (let i = end - 1; i >= low; i--) {
    const f = s * e[i];
    const b = c * e[i];
    const r = Math.sqrt(f * f + g * g);
    e[i + 1] = r;
    if (r === 0) {
      d[i + 1] -= p;
      e[end] = 0;
      return;
    }
    s = f / r;
    c = g / r;
    g = d[i + 1] - p;
    const t = (d[i] - g) * s + 2 * c * b;
    p = s * t;
    d[i + 1] = g + p;
    g = c * t - b;
  }
  d[low] -= p;
  e[low] = g;
  e[end] = 0;
}

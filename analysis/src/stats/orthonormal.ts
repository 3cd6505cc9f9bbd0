/**
 * Orthonormal basis of columns, by modified Gram–Schmidt done twice: orthogonal to rounding also for nearly dependent
 * columns, and in one pass over memory a column pair, where a QR of n × k rows would copy.
 *
 * @param columns - k arrays of length n; unchanged
 * @returns k arrays of length n; a column within 1e-10 of the span of those before it becomes zeros
 */
export function orthonormalBasis(columns: readonly Float64Array[]): Float64Array[] {
  const basis: Float64Array[] = [];
  for (const column of columns) {
    const size = norm(column);
    const rest = orthogonalTo(basis, column);
    const left = norm(rest);
    const scale = left > 1e-10 * size ? 1 / left : 0;
    for (let i = 0; i < rest.length; i++) rest[i] *= scale;
    basis.push(rest);
  }
  return basis;
}

/** What is left of a column after projection on the complement of an orthonormal basis. */
export function orthogonalTo(basis: readonly Float64Array[], column: Float64Array): Float64Array {
  const rest = column.slice();
  for (let pass = 0; pass < 2; pass++) {
    for (const direction of basis) {
      const overlap = dot(direction, rest);
      for (let i = 0; i < rest.length; i++) rest[i] -= overlap * direction[i];
    }
  }
  return rest;
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

export function norm(a: Float64Array): number {
  return Math.sqrt(dot(a, a));
}

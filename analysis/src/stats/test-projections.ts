/** Modified Gram–Schmidt, each column against all before it, twice: what faster ways are held to. */
export function orthonormalBasis(columns: readonly Float64Array[]): Float64Array[] {
  const basis: Float64Array[] = [];
  for (const column of columns) {
    const rest = orthogonalTo(basis, column);
    const scale = 1 / norm(rest);
    basis.push(rest.map((x) => x * scale));
  }
  return basis;
}

/** What is left of a column beside an orthonormal basis. */
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

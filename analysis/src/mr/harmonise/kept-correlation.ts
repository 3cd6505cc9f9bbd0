/** The part of a k × k matrix for the rows that are kept, row-major. */
export function correlationOfKept(
  correlation: Float64Array,
  isKept: ArrayLike<number>,
): Float64Array {
  const count = isKept.length;
  const rows = Array.from({ length: count }, (_, i) => i).filter((i) => isKept[i]);
  return Float64Array.from({ length: rows.length ** 2 }, (_, at) => {
    const i = rows[Math.floor(at / rows.length)];
    return correlation[i * count + rows[at % rows.length]];
  });
}

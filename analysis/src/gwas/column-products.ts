/** Xᵀ r for columns of `count` values: four independent sums a pass, each in the order of the samples. */
export function productsWith(
  columns: readonly Float64Array[],
  r: Float64Array,
  count: number,
  products: Float64Array,
): void {
  const last = columns.length - 1;
  for (let j = 0; j <= last; j += 4) {
    const c0 = columns[j];
    const c1 = columns[Math.min(j + 1, last)];
    const c2 = columns[Math.min(j + 2, last)];
    const c3 = columns[Math.min(j + 3, last)];
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let i = 0; i < count; i++) {
      const x = r[i];
      s0 += c0[i] * x;
      s1 += c1[i] * x;
      s2 += c2[i] * x;
      s3 += c3[i] * x;
    }
    products[j] = s0;
    if (j + 1 <= last) products[j + 1] = s1;
    if (j + 2 <= last) products[j + 2] = s2;
    if (j + 3 <= last) products[j + 3] = s3;
  }
}

/** y += X b for columns of `count` values, four columns a pass. */
export function addCombination(
  columns: readonly Float64Array[],
  b: Float64Array,
  count: number,
  y: Float64Array,
): void {
  const whole = columns.length & ~3;
  for (let j = 0; j < whole; j += 4) {
    const [c0, c1, c2, c3] = [columns[j], columns[j + 1], columns[j + 2], columns[j + 3]];
    const [b0, b1, b2, b3] = [b[j], b[j + 1], b[j + 2], b[j + 3]];
    for (let i = 0; i < count; i++) {
      y[i] = y[i] + b0 * c0[i] + b1 * c1[i] + b2 * c2[i] + b3 * c3[i];
    }
  }
  for (let j = whole; j < columns.length; j++) {
    const column = columns[j];
    const by = b[j];
    for (let i = 0; i < count; i++) y[i] += by * column[i];
  }
}

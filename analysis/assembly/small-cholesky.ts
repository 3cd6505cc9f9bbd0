/** Share of a column that those before leave, below which single precision is too coarse. */
const SMALLEST_PIVOT = 1e-3;

/** Cholesky factor in place, its diagonal inverted; false where there is none. */
export function factorise(p: i32, h: usize): bool {
  const width = <usize>p << 3;
  for (let j = 0; j < p; j++) {
    const row = h + <usize>j * width;
    let pivot = load<f64>(row + (<usize>j << 3));
    const least = SMALLEST_PIVOT * pivot;
    for (let c = 0; c < j; c++) {
      const l = load<f64>(row + (<usize>c << 3));
      pivot -= l * l;
    }
    if (!(pivot > least)) return false;
    const inverse = 1 / Math.sqrt(pivot);
    store<f64>(row + (<usize>j << 3), inverse);
    for (let i = j + 1; i < p; i++) {
      const lower = h + <usize>i * width;
      let sum = load<f64>(lower + (<usize>j << 3));
      for (let c = 0; c < j; c++) sum -= load<f64>(lower + (<usize>c << 3)) * load<f64>(row + (<usize>c << 3));
      store<f64>(lower + (<usize>j << 3), sum * inverse);
    }
  }
  return true;
}

/** Solves with the factor in place. */
export function solveWith(p: i32, factor: usize, b: usize): void {
  const width = <usize>p << 3;
  for (let i = 0; i < p; i++) {
    const row = factor + <usize>i * width;
    let sum = load<f64>(b + (<usize>i << 3));
    for (let c = 0; c < i; c++) sum -= load<f64>(row + (<usize>c << 3)) * load<f64>(b + (<usize>c << 3));
    store<f64>(b + (<usize>i << 3), sum * load<f64>(row + (<usize>i << 3)));
  }
  for (let i = p - 1; i >= 0; i--) {
    let sum = load<f64>(b + (<usize>i << 3));
    for (let c = i + 1; c < p; c++) {
      sum -= load<f64>(factor + <usize>c * width + (<usize>i << 3)) * load<f64>(b + (<usize>c << 3));
    }
    store<f64>(b + (<usize>i << 3), sum * load<f64>(factor + <usize>i * width + (<usize>i << 3)));
  }
}

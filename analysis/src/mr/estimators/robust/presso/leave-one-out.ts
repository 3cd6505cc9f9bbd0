/** Workspace of regressions of y on p columns through the origin, made once and used for every simulation. */
export interface LeaveOneOut {
  /** Coefficients with all rows. */
  readonly theta: Float64Array;
  /** 1 − leverage of each row. */
  readonly rest: Float64Array;
  /** (XᵀWX)⁻¹, p × p. */
  readonly inverse: Float64Array;
  /**
   * Σ w (y − θ₋ᵢ x)², each row predicted from all the others: its residual over 1 − leverage, so that one fit serves
   * all k of them.
   *
   * @returns NaN when the columns are collinear
   */
  readonly rss: (x: Float64Array, y: Float64Array) => number;
}

/** @see Belsley, Kuh & Welsch 1980, doi:10.1002/0471725153 (deletion residuals) */
export function leaveOneOut(k: number, p: number, weight: Float64Array): LeaveOneOut {
  const theta = new Float64Array(p);
  const rest = new Float64Array(k);
  const inverse = new Float64Array(p * p);
  const gram = new Float64Array(p * p);
  const right = new Float64Array(p);

  const ofOne = (x: Float64Array, y: Float64Array): number => {
    let sxx = 0;
    let sxy = 0;
    for (let i = 0; i < k; i++) {
      const wx = weight[i] * x[i];
      sxx += wx * x[i];
      sxy += wx * y[i];
    }
    if (!(sxx > 0)) return NaN;
    const slope = sxy / sxx;
    const reciprocal = 1 / sxx;
    let sum = 0;
    for (let i = 0; i < k; i++) {
      const xi = x[i];
      const left = 1 - weight[i] * xi * xi * reciprocal;
      const residual = (y[i] - slope * xi) / left;
      rest[i] = left;
      sum += weight[i] * residual * residual;
    }
    theta[0] = slope;
    inverse[0] = reciprocal;
    return sum;
  };

  const ofMany = (x: Float64Array, y: Float64Array): number => {
    gram.fill(0);
    right.fill(0);
    for (let i = 0; i < k; i++) {
      for (let a = 0; a < p; a++) {
        const wx = weight[i] * x[i * p + a];
        right[a] += wx * y[i];
        for (let b = 0; b <= a; b++) gram[a * p + b] += wx * x[i * p + b];
      }
    }
    if (!invert(gram, inverse, p)) return NaN;
    for (let a = 0; a < p; a++) {
      theta[a] = 0;
      for (let b = 0; b < p; b++) theta[a] += inverse[a * p + b] * right[b];
    }
    let sum = 0;
    for (let i = 0; i < k; i++) {
      let residual = y[i];
      let leverage = 0;
      for (let a = 0; a < p; a++) {
        const xa = x[i * p + a];
        residual -= theta[a] * xa;
        for (let b = 0; b < p; b++) leverage += inverse[a * p + b] * xa * x[i * p + b];
      }
      rest[i] = 1 - weight[i] * leverage;
      residual /= rest[i];
      sum += weight[i] * residual * residual;
    }
    return sum;
  };
  return { theta, rest, inverse, rss: p === 1 ? ofOne : ofMany };
}

/** Inverts a positive definite matrix given by its lower triangle, which is overwritten by its Cholesky factor. */
export function invert(lower: Float64Array, inverse: Float64Array, p: number): boolean {
  for (let a = 0; a < p; a++) {
    const before = lower[a * p + a];
    for (let b = 0; b <= a; b++) {
      let sum = lower[a * p + b];
      for (let c = 0; c < b; c++) sum -= lower[a * p + c] * lower[b * p + c];
      if (b < a) lower[a * p + b] = sum / lower[b * p + b];
      else if (sum > 1e-13 * before) lower[a * p + a] = Math.sqrt(sum);
      else return false;
    }
  }
  for (let column = 0; column < p; column++) {
    for (let a = 0; a < p; a++) {
      let sum = a === column ? 1 : 0;
      for (let c = 0; c < a; c++) sum -= lower[a * p + c] * inverse[c * p + column];
      inverse[a * p + column] = sum / lower[a * p + a];
    }
    for (let a = p - 1; a >= 0; a--) {
      let sum = inverse[a * p + column];
      for (let c = a + 1; c < p; c++) sum -= lower[c * p + a] * inverse[c * p + column];
      inverse[a * p + column] = sum / lower[a * p + a];
    }
  }
  return true;
}

import type { ErrorCode } from "./error-codes.ts";

/** Sums of one variant; K covariates. Column 0 of the projection is 1/√n, 1…K the covariates, K + 1 the trait. */
export interface LinearSums {
  /** Samples of the regression with a call. */
  readonly called: number;
  readonly twos: number;
  readonly ones: number;
  /** Offset of the variant's inner products with the K + 2 columns. */
  readonly products: Float64Array;
  readonly productsAt: number;
  /** Offset of the Gram matrix of its missing samples, lower triangle; −1 when none is missing. */
  readonly grams: Float64Array;
  readonly gramAt: number;
}

export interface LinearEstimate {
  code: ErrorCode;
  /** In standard units of the residual trait: multiply by its norm. */
  beta: number;
  standardError: number;
  degreesOfFreedom: number;
  /** Upper bound of every variance inflation factor at this variant; beyond 50 they must be looked at one by one. */
  inflationBound: number;
}

/**
 * Least squares of the trait on one variant, from sums alone (Frisch–Waugh–Lovell).
 *
 * Samples without a call leave the regression exactly: with W the rows of the projection for the missing samples,
 * I − WᵀW = LLᵀ is the Gram matrix of the samples that stay, u = L⁻¹Qᵀg and t = L⁻¹Wᵀy.
 *
 * @param k - covariates
 * @param maxCovariateInflation - largest variance inflation factor among the covariates over all samples
 * @see Frisch & Waugh 1933, doi:10.2307/1907330
 */
export function prepareLinearFit(
  k: number,
  maxCovariateInflation: number,
): (sums: LinearSums, estimate: LinearEstimate) => void {
  const q = k + 1;
  const width = k + 2;
  const cholesky = new Float64Array(q * q);
  const u = new Float64Array(q);
  const t = new Float64Array(q);

  return (sums, estimate) => {
    const { called, twos, ones, products, productsAt, grams, gramAt } = sums;
    const dosageSum = 2 * twos + ones;
    // Whole numbers up to 2^53: exact, so that a rare allele loses no digits.
    const centred = (called * (4 * twos + ones) - dosageSum * dosageSum) / called;
    estimate.degreesOfFreedom = called - k - 2;
    estimate.beta = NaN;
    estimate.standardError = NaN;
    estimate.inflationBound = 0;
    estimate.code = ".";
    if (estimate.degreesOfFreedom <= 0) estimate.code = "SAMPLE_CT<=PREDICTOR_CT";
    else if (!(centred > 0)) estimate.code = "CONST_OMITTED_ALLELE";
    if (estimate.code !== ".") return;

    let gg = centred;
    let gy = products[productsAt + q];
    let yy = 1;
    let shrink = 1;
    if (gramAt < 0) {
      for (let j = 1; j < q; j++) gg -= products[productsAt + j] ** 2;
    } else {
      let missingNorm2 = 0;
      for (let j = 0; j < q; j++) {
        let pivot = 1 - grams[gramAt + j * width + j];
        let projected = products[productsAt + j];
        let trait = grams[gramAt + q * width + j];
        for (let c = 0; c < j; c++) {
          const l = cholesky[j * q + c];
          pivot -= l * l;
          projected -= l * u[c];
          trait -= l * t[c];
        }
        if (!(pivot > 1e-10)) {
          estimate.inflationBound = Infinity;
          estimate.code = "VIF_INFINITE";
          return;
        }
        const root = Math.sqrt(pivot);
        u[j] = projected / root;
        t[j] = trait / root;
        cholesky[j * q + j] = root;
        for (let i = j + 1; i < q; i++) {
          const w = grams[gramAt + i * width + j];
          missingNorm2 += 2 * w * w;
          let sum = -w;
          for (let c = 0; c < j; c++) sum -= cholesky[i * q + c] * cholesky[j * q + c];
          cholesky[i * q + j] = sum / root;
        }
        missingNorm2 += grams[gramAt + j * width + j] ** 2;
        if (j > 0) gg -= u[j] ** 2;
        gy += u[j] * t[j];
        yy -= t[j] ** 2;
      }
      yy -= grams[gramAt + q * width + q];
      // ‖WᵀW‖ bounds the smallest eigenvalue of I − WᵀW from below.
      shrink = Math.max(0, 1 - Math.sqrt(missingNorm2));
    }
    estimate.inflationBound =
      k === 0 ? 1 : ((centred / gg) * Math.max(1, maxCovariateInflation)) / shrink;
    if (!(gg > 1e-12 * centred)) {
      estimate.code = "VIF_INFINITE";
      estimate.inflationBound = Infinity;
      return;
    }
    const beta = gy / gg;
    const residual = yy - beta * gy;
    if (!(residual > 1e-13 * Math.max(yy, 1e-6))) {
      estimate.code = "INVALID_RESULT";
      return;
    }
    estimate.beta = beta;
    estimate.standardError = Math.sqrt(residual / (estimate.degreesOfFreedom * gg));
  };
}

import type { PackedBlock } from "../compute/packed.ts";
import type { Columns } from "../compute/operations/dosage-products/index.ts";
import type { BorderedMatrix } from "../stats/column-algebra.ts";
import { findCollinearity } from "../stats/collinearity.ts";
import { inverseOf } from "../stats/orthonormal.ts";
import { callsOf } from "./calls.ts";
import type { ErrorCode } from "./error-codes.ts";

/** Of unit variance among all samples, what is less than this among a variant's own is rounding. */
const NO_VARIANCE = 1e-20;

/** Covariates as a scan has them: beside the intercept, column 0. */
export interface CovariateBasis {
  readonly columns: Columns;
  /** What of columns 1 … K makes up each covariate, centred and of unit variance: K × K, upper triangular, row-major. */
  readonly loadings: Float64Array;
}

/**
 * Loadings of covariates.
 *
 * @param combination - what makes intercept and covariates orthonormal
 * @param n - samples of the regression
 */
export function covariateLoadings({ basis }: BorderedMatrix, n: number): Float64Array {
  const q = Math.round(Math.sqrt(basis.length));
  const loadings = inverseOf(basis, q);
  const k = q - 1;
  const standard = new Float64Array(k * k);
  for (let j = 0; j < k; j++) {
    let squares = 0;
    for (let i = 0; i <= j; i++) squares += loadings[(i + 1) * q + j + 1] ** 2;
    const scale = Math.sqrt(n / squares);
    for (let i = 0; i <= j; i++) standard[i * k + j] = loadings[(i + 1) * q + j + 1] * scale;
  }
  return standard;
}

/** Looks at all predictors of one variant among its own samples, which the sums can only bound. */
export function linearCollinearity(
  block: PackedBlock,
  row: number,
  samples: Uint32Array,
  basis: CovariateBasis,
): ErrorCode | undefined {
  const { dosages, positions } = callsOf(block, row, samples);
  const own = Uint32Array.from(positions, (i) => samples[i]);
  const columns = [dosages, ...covariatesOf(basis, own)];
  const k = columns.length;
  const gram = new Float64Array(k * k);
  for (const column of columns) {
    const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
    const square = column.reduce((sum, value) => sum + value * value, 0);
    for (let i = 0; i < column.length; i++) column[i] -= mean;
    const rest = column.reduce((sum, value) => sum + value * value, 0);
    if (rest < 1e-12 * square || rest < NO_VARIANCE * column.length) return "VIF_INFINITE";
  }
  for (let i = 0; i < k; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let s = 0; s < positions.length; s++) sum += columns[i][s] * columns[j][s];
      gram[i * k + j] = sum;
    }
  }
  const found = findCollinearity(gram, k);
  if (!found) return undefined;
  if (found.kind === "correlation") return "CORR_TOO_HIGH";
  return found.kind === "inflation" ? "VIF_TOO_HIGH" : "VIF_INFINITE";
}

function covariatesOf({ columns, loadings }: CovariateBasis, samples: Uint32Array): Float64Array[] {
  const { values, width } = columns;
  const k = Math.round(Math.sqrt(loadings.length));
  return Array.from({ length: k }, (_, j) =>
    Float64Array.from(samples, (sample) => {
      const at = sample * width + 1;
      let sum = 0;
      for (let i = 0; i <= j; i++) sum += loadings[i * k + j] * values[at + i];
      return sum;
    }),
  );
}

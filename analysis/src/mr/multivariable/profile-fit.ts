import { minimise } from "../../stats/minimise.ts";
import { solveInPlace } from "./solve-in-place.ts";

/** Effects with errors in both: y on p columns, with the covariance of each variant's errors. */
export interface NoisyEffects {
  /** p columns of k values. */
  readonly columns: readonly Float64Array[];
  readonly standardErrors: readonly Float64Array[];
  readonly y: Float64Array;
  readonly standardErrorY: Float64Array;
  /** Correlation of the errors of the columns and, last, of y: (p + 1) × (p + 1) row-major, the same at all variants. */
  readonly errorCorrelation: Float64Array;
}

/** Correlation of errors where studies share nobody. */
export function uncorrelatedErrors(size: number): Float64Array {
  return Float64Array.from({ length: size * size }, (_, i) => Number(i % (size + 1) === 0));
}

/**
 * Q(θ) = Σ (y − xθ)² / v(θ) with v the variance of y − xθ: twice the negative profile log likelihood, whose minimum is not
 * drawn to 0 by weak instruments. Allocates nothing in a minimisation.
 *
 * @see Bowden et al. 2019, doi:10.1093/ije/dyy258 (exact weights)
 */
export class ProfileFit {
  readonly #effects: NoisyEffects;
  readonly #p: number;
  readonly #k: number;
  /** Of residual y − xθ at the last θ: value and variance. */
  readonly residuals: Float64Array;
  readonly variances: Float64Array;
  readonly #matrix: Float64Array;
  readonly #target: Float64Array;
  readonly #slope: Float64Array;

  constructor(effects: NoisyEffects) {
    this.#effects = effects;
    this.#p = effects.columns.length;
    this.#k = effects.y.length;
    this.residuals = new Float64Array(this.#k);
    this.variances = new Float64Array(this.#k);
    this.#matrix = new Float64Array(this.#p * this.#p);
    this.#target = new Float64Array(this.#p);
    this.#slope = new Float64Array(this.#p);
  }

  /** Q at θ over these rows; residuals and variances of all rows are kept. */
  value(theta: ArrayLike<number>, rows: ArrayLike<number>, tau2 = 0): number {
    this.#evaluate(theta, tau2);
    let q = 0;
    for (let r = 0; r < rows.length; r++) {
      const j = rows[r];
      q += (this.residuals[j] * this.residuals[j]) / this.variances[j];
    }
    return q;
  }

  /**
   * A minimum of Q from θ, which is overwritten.
   *
   * @param rows - of the variants that count
   * @returns Q there, NaN where none was found
   */
  minimise(theta: Float64Array, rows: ArrayLike<number>, tau2 = 0): number {
    const start = theta.slice();
    const first = this.value(theta, rows, tau2);
    if (this.#iterate(theta, rows, tau2)) {
      const q = this.value(theta, rows, tau2);
      if (q <= first * (1 + 1e-12)) return q;
    }
    const found = minimise((x) => this.value(x, rows, tau2), start);
    theta.set(found.x);
    this.#iterate(theta, rows, tau2);
    let q = this.value(theta, rows, tau2);
    if (!(q <= found.value)) {
      theta.set(found.x);
      q = this.value(theta, rows, tau2);
    }
    return found.converged ? q : NaN;
  }

  /** Half of Q's gradient at one variant, its estimating function; after `value`. */
  score(theta: ArrayLike<number>, j: number, into: Float64Array): void {
    const { columns } = this.#effects;
    const weighted = this.residuals[j] / this.variances[j];
    this.#slopeAt(theta, j);
    for (let a = 0; a < this.#p; a++) {
      into[a] = -weighted * columns[a][j] - weighted * weighted * this.#slope[a];
    }
  }

  /** [Σ (xxᵀ/v − (r/v)² Σ_j)] θ = Σ (x y/v − (r/v)² c_j), again and again until θ rests. */
  #iterate(theta: Float64Array, rows: ArrayLike<number>, tau2: number): boolean {
    const { columns, standardErrors, y, standardErrorY, errorCorrelation } = this.#effects;
    const p = this.#p;
    const size = p + 1;
    for (let iteration = 0; iteration < 500; iteration++) {
      this.#evaluate(theta, tau2);
      this.#matrix.fill(0);
      this.#target.fill(0);
      for (let r = 0; r < rows.length; r++) {
        const j = rows[r];
        const weight = 1 / this.variances[j];
        const squared = (this.residuals[j] * weight) ** 2;
        for (let a = 0; a < p; a++) {
          const se = standardErrors[a][j];
          this.#target[a] +=
            weight * columns[a][j] * y[j] -
            squared * errorCorrelation[a * size + p] * se * standardErrorY[j];
          for (let b = 0; b <= a; b++) {
            this.#matrix[a * p + b] +=
              weight * columns[a][j] * columns[b][j] -
              squared * errorCorrelation[a * size + b] * se * standardErrors[b][j];
          }
        }
      }
      let change = 0;
      let length = 0;
      for (let a = 0; a < p; a++) {
        for (let b = a + 1; b < p; b++) this.#matrix[a * p + b] = this.#matrix[b * p + a];
      }
      if (!solveInPlace(this.#matrix, this.#target)) return false;
      const next = this.#target;
      for (let a = 0; a < p; a++) {
        change = Math.max(change, Math.abs(next[a] - theta[a]));
        length = Math.max(length, Math.abs(next[a]));
        theta[a] = next[a];
      }
      if (!Number.isFinite(change)) return false;
      if (change <= 1e-13 * length) return true;
    }
    return false;
  }

  /** Σ_j θ − c_j, half of the slope of v. */
  #slopeAt(theta: ArrayLike<number>, j: number): void {
    const { standardErrors, standardErrorY, errorCorrelation } = this.#effects;
    const size = this.#p + 1;
    for (let a = 0; a < this.#p; a++) {
      let sum = -errorCorrelation[a * size + this.#p] * standardErrorY[j];
      for (let b = 0; b < this.#p; b++) {
        sum += errorCorrelation[a * size + b] * standardErrors[b][j] * theta[b];
      }
      this.#slope[a] = sum * standardErrors[a][j];
    }
  }

  #evaluate(theta: ArrayLike<number>, tau2: number): void {
    const { columns, standardErrors, y, standardErrorY, errorCorrelation } = this.#effects;
    const p = this.#p;
    const size = p + 1;
    for (let j = 0; j < this.#k; j++) {
      let residual = y[j];
      let variance = standardErrorY[j] * standardErrorY[j] + tau2;
      for (let a = 0; a < p; a++) {
        const part = theta[a] * standardErrors[a][j];
        residual -= theta[a] * columns[a][j];
        variance -= 2 * part * errorCorrelation[a * size + p] * standardErrorY[j];
        for (let b = 0; b < p; b++) {
          variance += part * errorCorrelation[a * size + b] * theta[b] * standardErrors[b][j];
        }
      }
      this.residuals[j] = residual;
      this.variances[j] = variance;
    }
  }
}

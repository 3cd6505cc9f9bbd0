import { weightedLeastSquares } from "../../stats/least-squares.ts";
import { inner, projection } from "./orthonormal-columns.ts";

/** Columns with intercept and covariates taken out, which leaves the estimates as they are. */
export interface PartialledColumns {
  readonly outcome: Float64Array;
  /** p columns. */
  readonly exposures: readonly Float64Array[];
  /** What the instruments explain of each exposure. */
  readonly fitted: readonly Float64Array[];
  /** Orthonormal, one for each instrument. */
  readonly instruments: readonly Float64Array[];
  /** Columns taken out: covariates and the intercept. */
  readonly takenOut: number;
}

export interface TwoStageFit {
  readonly beta: Float64Array;
  readonly standardError: Float64Array;
  /** Robust to heteroskedasticity, × √(n / (n − columns)): HC1. */
  readonly robustStandardError: Float64Array;
  readonly residuals: Float64Array;
  /** n − p − covariates − 1. */
  readonly degreesOfFreedom: number;
}

/** @returns undefined when the instruments do not tell the exposures apart */
export function fitTwoStages(data: PartialledColumns): TwoStageFit | undefined {
  const { outcome, exposures, fitted, takenOut } = data;
  const n = outcome.length;
  const p = exposures.length;
  const second = weightedLeastSquares({ columns: fitted, y: outcome });
  if (!second) return undefined;
  const { coefficients: beta, covariance } = second;
  const residuals = outcome.map((value, i) =>
    exposures.reduce((rest, x, a) => rest - beta[a] * x[i], value),
  );
  const degreesOfFreedom = n - p - takenOut;
  const variance = inner(residuals, residuals) / degreesOfFreedom;
  const meat = new Float64Array(p * p);
  for (let a = 0; a < p; a++) {
    for (let b = 0; b < p; b++) {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += fitted[a][i] * fitted[b][i] * residuals[i] * residuals[i];
      meat[a * p + b] = sum;
    }
  }
  return {
    beta,
    standardError: beta.map((_, a) => Math.sqrt(variance * covariance[a * p + a])),
    robustStandardError: beta.map((_, a) => {
      let sum = 0;
      for (let b = 0; b < p; b++) {
        for (let c = 0; c < p; c++) {
          sum += covariance[a * p + b] * meat[b * p + c] * covariance[c * p + a];
        }
      }
      return Math.sqrt((sum * n) / degreesOfFreedom);
    }),
    residuals,
    degreesOfFreedom,
  };
}

/** F of the instruments in the first stage of an exposure, and the share of its variance that they explain. */
export function firstStage(
  data: PartialledColumns,
  exposure: Float64Array,
  spent = 0,
): { readonly f: number; readonly partialR2: number } {
  const { instruments, takenOut } = data;
  const explained = projection(exposure, instruments);
  const all = inner(exposure, exposure);
  const part = inner(explained, explained);
  const numerator = instruments.length - spent;
  const denominator = exposure.length - instruments.length - takenOut;
  return { f: part / numerator / ((all - part) / denominator), partialR2: part / all };
}

/**
 * F of each exposure given the others: of what is left of it beside their two-stage fit.
 *
 * @see Sanderson & Windmeijer 2016, doi:10.1016/j.jeconom.2015.06.004
 */
export function conditionalFirstStages(data: PartialledColumns): Float64Array {
  const { exposures, fitted } = data;
  return Float64Array.from(exposures, (exposure, own) => {
    const others = [...exposures.keys()].filter((i) => i !== own);
    const left = fitTwoStages({
      ...data,
      outcome: exposure,
      exposures: others.map((i) => exposures[i]),
      fitted: others.map((i) => fitted[i]),
    });
    return left ? firstStage(data, left.residuals, others.length).f : NaN;
  });
}

import { Matrix } from "ml-matrix";
import { chiSquareQuantile } from "../../stats/chi-square.ts";
import { NotEstimableError } from "../mr-errors.ts";
import { exposureIndex } from "./egger.ts";
import { fitEffects, whitening } from "./effects-fit.ts";
import { lassoPath, type LassoFit } from "./lasso-path.ts";
import { multivariableIvw } from "./ivw.ts";
import { atVariants, type MultivariableEffects } from "./multivariable-effects.ts";
import type { MultivariableEstimator } from "./multivariable-estimator.ts";

export interface MultivariableLassoOptions {
  /** The penalty itself; chosen by residual heterogeneity when left out. */
  readonly lambda?: number | undefined;
  /**
   * What a unit of pleiotropy costs: `scaled` in units of each variant's precision as MendelianRandomization does through
   * glmnet, `equal` the same for all variants as the paper writes it.
   */
  readonly penalty?: "scaled" | "equal" | undefined;
  /** The exposure whose effects variants are turned to raise; matters to `scaled` only. */
  readonly orientTo?: string | undefined;
}

/**
 * Multivariable lasso: pleiotropic effects of single variants are penalised towards 0, and the variants whose effect becomes
 * 0 are analysed by IVW (multiplicative random effects).
 *
 * The penalty is the largest before which the residual standard error of the remaining variants jumps. The standard error
 * does not account for this choice. Details hold `lambda` and the `invalid` variants.
 *
 * @see Grant & Burgess 2021, doi:10.1002/sim.9156
 * @example
 * const method = mr.multivariableMethods.lasso({ penalty: "equal" });
 */
export function multivariableLasso(
  options: MultivariableLassoOptions = {},
): MultivariableEstimator {
  const { lambda, penalty = "scaled", orientTo } = options;
  return {
    id: penalty === "scaled" ? "lasso" : `lasso.${penalty}`,
    label: `Multivariable lasso (${penalty} penalty)`,
    extraVariants: 2,
    usesCorrelation: false,
    isRandom: false,
    source: "doi:10.1002/sim.9156",
    estimate(effects, settings) {
      const signs = effects.betaExposures[exposureIndex(effects, orientTo)].map((beta) =>
        beta < 0 ? -1 : 1,
      );
      fitEffects(effects);
      const path = lassoPath(projectedProblem(effects, signs), { lambda, penalty });
      const chosen = lambda === undefined ? chooseFit(effects, path) : path[0];
      const valid = validRows(chosen);
      const p = effects.exposures.length;
      if (valid.length <= p) {
        throw new NotEstimableError("TOO_FEW_VARIANTS", {
          what: `At λ = ${chosen.lambda} the lasso leaves ${valid.length} of ${effects.betaOutcome.length} variants for ${p} exposures.`,
          why: "At least one more variant than exposures must be without pleiotropy.",
          remedy: "Give a larger lambda, or leave it out to have it chosen.",
        });
      }
      const after = multivariableIvw().estimate(atVariants(effects, valid), settings);
      const isInvalid = new Set([...effects.variantId.keys()].filter((j) => !valid.includes(j)));
      return {
        ...after,
        details: {
          ...after.details,
          lambda: chosen.lambda,
          invalid: effects.variantId.filter((_, j) => isInvalid.has(j)),
          pleiotropy: chosen.coefficients.map((value, j) => value * signs[j]),
        },
        notes: [
          ...after.notes,
          "The standard error takes the choice of variants as given, so the interval is too narrow.",
        ],
      };
    },
  };
}

/** Regression of the outcome's residuals on one indicator for each variant, with the exposures projected out. */
function projectedProblem(
  effects: MultivariableEffects,
  signs: Float64Array,
): Parameters<typeof lassoPath>[0] {
  const k = effects.betaOutcome.length;
  const whiten = whitening(effects.standardErrorOutcome, undefined);
  const turn = (values: Float64Array): Float64Array => values.map((value, j) => value * signs[j]);
  const columns = effects.betaExposures.map((beta) => whiten(turn(beta)));
  const basis = orthonormalBasis(columns);
  const y = whiten(turn(effects.betaOutcome));
  const projection = (i: number, j: number): number =>
    Number(i === j) - basis.reduce((sum, q) => sum + q[i] * q[j], 0);
  const gram = new Float64Array(k * k);
  const cross = new Float64Array(k);
  const scales = new Float64Array(k);
  for (let j = 0; j < k; j++) {
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < k; i++) {
      const entry = projection(i, j);
      const x = entry / effects.standardErrorOutcome[j];
      sum += x;
      squares += x * x;
      gram[i * k + j] = x / effects.standardErrorOutcome[i] / k;
      cross[j] += (x * y[i]) / k;
    }
    // glmnet scales by the spread about the mean also where it fits no intercept.
    scales[j] = Math.sqrt(Math.max(0, squares / k - (sum / k) ** 2));
  }
  const overlaps = basis.map((q) => q.reduce((sum, x, j) => sum + x * y[j], 0));
  const squares = y.reduce((sum, value, j) => {
    const left = basis.reduce((rest, q, i) => rest - overlaps[i] * q[j], value);
    return sum + (left * left) / k;
  }, 0);
  return { gram, cross, scales, squares };
}

function orthonormalBasis(columns: readonly Float64Array[]): Float64Array[] {
  const basis: Float64Array[] = [];
  for (const column of columns) {
    const left = Matrix.columnVector(column);
    for (let pass = 0; pass < 2; pass++) {
      for (const q of basis) {
        const direction = Matrix.columnVector(q);
        left.sub(Matrix.mul(direction, direction.dot(left)));
      }
    }
    basis.push(Float64Array.from(left.div(left.norm()).to1DArray()));
  }
  return basis;
}

/**
 * From the weakest penalty up, the one before which the residual standard error of the variants without pleiotropy is above
 * 1 and rises by more than χ²₁(0.95) over their number.
 */
function chooseFit(effects: MultivariableEffects, path: readonly LassoFit[]): LassoFit {
  const p = effects.exposures.length;
  const rising = path.toReversed().map((fit) => {
    const rows = validRows(fit);
    const { residualStandardError } =
      rows.length > p ? fitEffects(atVariants(effects, rows)) : { residualStandardError: NaN };
    return { fit, count: rows.length, spread: residualStandardError };
  });
  const limit = chiSquareQuantile(0.95, 1);
  let at = rising.findIndex(({ spread }, i) => {
    const next = rising[i + 1] as (typeof rising)[0] | undefined;
    return next !== undefined && next.spread > 1 && next.spread - spread > limit / next.count;
  });
  if (at < 0) at = rising.length - 1;
  const first = rising.findIndex(({ count }) => count > p);
  return rising[Math.max(at, first)].fit;
}

function validRows({ coefficients }: LassoFit): number[] {
  return [...coefficients.keys()].filter((j) => coefficients[j] === 0);
}

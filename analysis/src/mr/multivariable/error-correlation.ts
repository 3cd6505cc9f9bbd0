import { InvalidArgumentError } from "../../errors.ts";
import { uncorrelatedErrors } from "./profile-fit.ts";

/** How the errors of effects hang together because studies share people. */
export interface ErrorCorrelationOptions {
  /**
   * Phenotypic correlation of the exposures, p × p row-major or a row each. Absent: no shared people, as where every exposure
   * comes from a study of its own.
   */
  readonly exposureCorrelation?: ArrayLike<number> | readonly ArrayLike<number>[] | undefined;
  /** Phenotypic correlation of each exposure with the outcome, p values; only where the outcome's study shares people. */
  readonly outcomeCorrelation?: ArrayLike<number> | undefined;
  /** Shared people over √(nₐ n_b), between 0 and 1: what phenotypic correlations count for; 1 by default. */
  readonly sampleOverlap?: number | undefined;
}

/**
 * Correlation of the errors of p exposures and, last, of the outcome, (p + 1) × (p + 1): phenotypic correlation × overlap.
 *
 * @throws InvalidArgumentError
 * @see Burgess, Davies & Thompson 2016, doi:10.1002/gepi.21998
 */
export function errorCorrelation(
  exposures: readonly string[],
  options: ErrorCorrelationOptions,
): Float64Array {
  const { exposureCorrelation, outcomeCorrelation, sampleOverlap = 1 } = options;
  const p = exposures.length;
  const size = p + 1;
  if (!(sampleOverlap >= 0 && sampleOverlap <= 1)) {
    throw invalid(
      "sampleOverlap",
      `sampleOverlap is ${sampleOverlap}.`,
      "It is a share between 0 and 1.",
    );
  }
  const all = uncorrelatedErrors(size);
  if (exposureCorrelation) {
    const given = flat(exposureCorrelation, p);
    for (let a = 0; a < p; a++) {
      for (let b = 0; b < p; b++) {
        const r = given[a * p + b];
        const isOff =
          a === b
            ? Math.abs(r - 1) > 1e-8
            : !(Math.abs(r) < 1) || Math.abs(r - given[b * p + a]) > 1e-8;
        if (isOff) {
          throw invalid(
            "exposureCorrelation",
            `The correlation of ${exposures[a]} and ${exposures[b]} is ${r}.`,
            "A correlation matrix is symmetric with ones on its diagonal and less than 1 elsewhere.",
          );
        }
        if (a !== b) all[a * size + b] = r * sampleOverlap;
      }
    }
  }
  if (outcomeCorrelation) {
    if (outcomeCorrelation.length !== p) {
      throw invalid(
        "outcomeCorrelation",
        `${outcomeCorrelation.length} correlations with the outcome for ${p} exposures.`,
        "Each exposure has one.",
      );
    }
    for (let a = 0; a < p; a++) {
      const r = outcomeCorrelation[a];
      if (!(Math.abs(r) < 1)) {
        throw invalid(
          "outcomeCorrelation",
          `The correlation of ${exposures[a]} with the outcome is ${r}.`,
          "A correlation lies between −1 and 1.",
        );
      }
      all[a * size + p] = r * sampleOverlap;
      all[p * size + a] = r * sampleOverlap;
    }
  }
  return all;
}

function flat(
  matrix: ArrayLike<number> | readonly ArrayLike<number>[],
  p: number,
): ArrayLike<number> {
  const isRows = typeof matrix[0] !== "number" && matrix.length > 0;
  const values = isRows
    ? Array.from(matrix as readonly ArrayLike<number>[]).flatMap((row) => Array.from(row))
    : (matrix as ArrayLike<number>);
  if (values.length === p * p) return values;
  throw invalid(
    "exposureCorrelation",
    `${values.length} correlations for ${p} exposures.`,
    `The matrix has ${p} rows of ${p} values.`,
  );
}

function invalid(argument: string, what: string, why: string): InvalidArgumentError {
  return new InvalidArgumentError(argument, {
    what,
    why,
    remedy: "Give it in the order of the exposures.",
  });
}

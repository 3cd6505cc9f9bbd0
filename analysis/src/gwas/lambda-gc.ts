import { InvalidArgumentError } from "../errors.ts";
import { genomicControl } from "../stats/genomic-control.ts";
import type { Column, Columns } from "../table.ts";

export interface LambdaGCOptions {
  /** With numbers of cases and controls: λ1000, what λ would be in a study of 1000 of each. */
  readonly cases?: number | undefined;
  readonly controls?: number | undefined;
}

/**
 * Genomic control: the median test statistic over its expectation without any association.
 *
 * @param result - a table with `negLog10PValue`; rows with an `errorCode` do not count
 * @returns λGC, or λ1000 when cases and controls are given; NaN without any P
 * @example
 * gwas.lambdaGC(result); // 1.02
 * @see Devlin & Roeder 1999, doi:10.1111/j.0006-341X.1999.00997.x
 */
export function lambdaGC(
  result: { readonly columns: Columns },
  options: LambdaGCOptions = {},
): number {
  const { cases, controls } = options;
  const columns: Readonly<Record<string, Column | undefined>> = result.columns;
  const values = columns.negLog10PValue;
  const codes = columns.errorCode;
  if (!(values instanceof Float64Array)) {
    throw new InvalidArgumentError("result", {
      what: "The table has no column negLog10PValue.",
      why: "λGC is made from P-values.",
      remedy: "Pass the result of an association, or summary statistics.",
    });
  }
  const lambda = genomicControl(
    values.filter((value, row) => !Number.isNaN(value) && (!codes || codes[row] === ".")),
  );
  if (cases === undefined || controls === undefined) return lambda;
  return 1 + (lambda - 1) * ((1 / cases + 1 / controls) / (2 / 1000));
}

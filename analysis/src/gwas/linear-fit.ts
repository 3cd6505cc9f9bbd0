import { defineOperation, type Operation } from "../compute/operation.ts";
import type { AlleleCounts } from "../compute/operations/allele-counts/index.ts";
import type { Columns } from "../compute/operations/dosage-products/index.ts";
import type { PackedBlock } from "../compute/packed.ts";
import { codeNumber, type ErrorCode } from "./error-codes.ts";
import { linearFitCpu } from "./linear-fit-cpu.ts";

import { linearFitWasm } from "./linear-fit-wasm.ts";

/** K covariates, P traits of the same n samples. */
export interface LinearFitSetup {
  /** Column 0 is 1/√n, 1 … K an orthonormal basis of the covariates beside it, then the residual traits, each of norm 1. */
  readonly columns: Columns;
  readonly covariateCount: number;
  readonly traitCount: number;
  /** n, the samples of the regression. */
  readonly sampleCount: number;
  /** Largest variance inflation factor among the covariates over all n. */
  readonly maxCovariateInflation: number;
  /** Norm of each residual trait: estimates are in its unit. */
  readonly traitNorms: Float64Array;
}

/** Sums of one block of variants, of the same device. */
export interface LinearFitInput {
  /** Masked: samples that take no part count as 0 copies. */
  readonly block: PackedBlock;
  readonly counts: AlleleCounts;
  readonly products: Float64Array;
  /** 1 for rows whose effect is per copy of the other allele. */
  readonly isFlipped?: Uint8Array | undefined;
  /** Rows that are not to be fitted: the place of their code in `CODES`, else 0. */
  readonly refused?: Uint8Array | undefined;
}

/** Estimates of m rows and P traits: that of row v and trait p is number p × m + v. Reused by the next call. */
export interface LinearEstimates {
  /** Samples with a call or a dosage, of each row. */
  readonly n: Int32Array;
  readonly beta: Float64Array;
  readonly standardError: Float64Array;
  /** Student t with n − K − 2 degrees of freedom. */
  readonly statistic: Float64Array;
  readonly lnP: Float64Array;
  /** Place in `CODES`; the numbers are NaN where it is not 0. */
  readonly errorCode: Uint8Array;
  /** Upper bound of every variance inflation factor of a row; beyond 50 they must be looked at one by one. */
  readonly inflationBound: Float64Array;
}

/**
 * Least squares of many traits on each variant, from sums alone (Frisch–Waugh–Lovell).
 *
 * Samples without a call leave the regression exactly: with W the rows of the columns for the missing samples,
 * I − WᵀW = LLᵀ is the Gram matrix of the samples that stay, u = L⁻¹Qᵀg and t = L⁻¹Wᵀy; L and u serve all traits.
 *
 * @see Frisch & Waugh 1933, doi:10.2307/1907330
 */
export const linearFit: Operation<LinearFitSetup, LinearFitInput, LinearEstimates> =
  defineOperation({
    name: "linear-fit",
    tolerance: 1e-10,
    javascript: linearFitCpu,
    wasm: linearFitWasm,
  });

/** Takes the estimates of all traits of a row back, for the reason of this code. */
export function refuseRow(estimates: LinearEstimates, row: number, code: ErrorCode): void {
  const { n, beta, standardError, statistic, lnP, errorCode } = estimates;
  for (let at = row; at < errorCode.length; at += n.length) {
    beta[at] = standardError[at] = statistic[at] = lnP[at] = NaN;
    errorCode[at] = codeNumber(code);
  }
}

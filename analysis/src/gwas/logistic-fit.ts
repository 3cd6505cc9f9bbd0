import { defineOperation, type Operation } from "../compute/operation.ts";
import type { AlleleCounts } from "../compute/operations/allele-counts/index.ts";
import type { PackedBlock } from "../compute/packed.ts";
import { logisticFitCpu } from "./logistic-fit-cpu.ts";
import { logisticFitWasm } from "./logistic-fit-wasm.ts";

/** One trait of n samples and K covariates; the arrays are shared. */
export interface LogisticFitSetup {
  /** Positions of the samples in the rows, ascending. */
  readonly samples: Uint32Array;
  /** 1 case, 0 control. */
  readonly trait: Float64Array;
  /** Centred, unit variance. */
  readonly covariates: readonly Float64Array[];
}

export interface LogisticFitInput {
  /** Masked: samples that take no part count as 0 copies. */
  readonly block: PackedBlock;
  readonly counts: AlleleCounts;
  /** 1 for rows whose effect is per copy of the other allele. */
  readonly isFlipped: Uint8Array;
  /** Rows that are not to be fitted: the place of their code in `CODES`, else 0. */
  readonly refused: Uint8Array;
}

/** Estimates of each row. Reused by the next call. */
export interface LogisticEstimates {
  /** Log odds ratio per copy. */
  readonly beta: Float64Array;
  readonly standardError: Float64Array;
  /** Place in `CODES`. */
  readonly errorCode: Uint8Array;
}

/**
 * Logistic regression of a trait on each variant and the covariates, among the samples with a call.
 *
 * The tolerance is relative to the larger of estimate and standard error; codes are the same.
 */
export const logisticFit: Operation<LogisticFitSetup, LogisticFitInput, LogisticEstimates> =
  defineOperation({
    name: "logistic-fit",
    tolerance: 1e-9,
    javascript: logisticFitCpu,
    wasm: logisticFitWasm,
  });

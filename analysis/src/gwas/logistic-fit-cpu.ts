import type { AlleleCounts } from "../compute/operations/allele-counts/index.ts";
import type { PackedBlock } from "../compute/packed.ts";
import { readCalls } from "./calls.ts";
import { CODES, codeNumber, type ErrorCode } from "./error-codes.ts";
import type { LogisticEstimates, LogisticFitInput, LogisticFitSetup } from "./logistic-fit.ts";
import { prepareLogisticFit, type LogisticEstimate } from "./logistic-newton.ts";
import { withIntercept } from "./logistic-basis.ts";

export function logisticFitCpu(
  setup: LogisticFitSetup,
): (input: LogisticFitInput) => LogisticEstimates {
  const fit = prepareRowFit(setup);
  const estimate: LogisticEstimate = { code: ".", beta: NaN, standardError: NaN, steps: 0 };
  return ({ block, counts, isFlipped, refused }) => {
    const estimates = roomForEstimates(block.count);
    for (let row = 0; row < block.count; row++) {
      const code = CODES[refused[row]];
      const unfit = code === "." ? codeOfCounts(setup, counts, row) : code;
      if (unfit === ".") fit(block, row, isFlipped[row] === 1, estimate);
      keepEstimate(estimates, row, unfit === "." ? estimate : { ...NO_ESTIMATE, code: unfit });
    }
    return estimates;
  };
}

const NO_ESTIMATE = { beta: NaN, standardError: NaN };

export function roomForEstimates(count: number): LogisticEstimates {
  return {
    beta: new Float64Array(count).fill(NaN),
    standardError: new Float64Array(count).fill(NaN),
    errorCode: new Uint8Array(count),
  };
}

export function keepEstimate(
  { beta, standardError, errorCode }: LogisticEstimates,
  row: number,
  estimate: Pick<LogisticEstimate, "code" | "beta" | "standardError">,
): void {
  beta[row] = estimate.beta;
  standardError[row] = estimate.standardError;
  errorCode[row] = codeNumber(estimate.code);
}

/** Why a row cannot be fitted, as far as its counts tell. */
export function codeOfCounts(
  { samples, covariates }: LogisticFitSetup,
  counts: AlleleCounts,
  row: number,
): ErrorCode {
  const called = samples.length - (counts.dosages ?? counts).missing[row];
  if (called <= covariates.length + 2) return "SAMPLE_CT<=PREDICTOR_CT";
  return isConstant(counts, row, called) ? "CONST_OMITTED_ALLELE" : ".";
}

function isConstant({ twos, ones, dosages }: AlleleCounts, row: number, called: number): boolean {
  if (dosages) return !(called * dosages.sumOfSquares[row] > dosages.sum[row] * dosages.sum[row]);
  return [twos[row], ones[row], called - twos[row] - ones[row]].includes(called);
}

/** Fits one row: reads the calls, drops the samples without one from all columns, looks for separation, fits. */
export type RowFit = (
  block: PackedBlock,
  row: number,
  isFlipped: boolean,
  estimate: LogisticEstimate,
) => void;

export function prepareRowFit({ samples, trait, covariates }: LogisticFitSetup): RowFit {
  const n = samples.length;
  const dosages = new Float64Array(n);
  const positions = new Uint32Array(n);
  const [intercept] = withIntercept(n, []);
  const ownTrait = new Float64Array(n);
  const ownCovariates = covariates.map(() => new Float64Array(n));
  const fit = prepareLogisticFit(n, covariates.length + 2);
  return (block, row, isFlipped, estimate) => {
    const called = readCalls(block, row, samples, dosages, positions);
    let isCase = trait;
    let columns = covariates;
    if (called < n) {
      gather(trait, positions, called, ownTrait);
      for (let j = 0; j < covariates.length; j++) {
        gather(covariates[j], positions, called, ownCovariates[j]);
      }
      isCase = ownTrait;
      columns = ownCovariates;
    }
    const separation = separationOf(dosages, isCase, called);
    if (separation) {
      estimate.code = separation;
      estimate.beta = NaN;
      estimate.standardError = NaN;
      return;
    }
    if (isFlipped) for (let i = 0; i < called; i++) dosages[i] = 2 - dosages[i];
    fit([intercept, dosages, ...columns], isCase, called, estimate);
  };
}

function gather(from: Float64Array, positions: Uint32Array, count: number, to: Float64Array): void {
  for (let i = 0; i < count; i++) to[i] = from[positions[i]];
}

function separationOf(
  dosages: Float64Array,
  isCase: Float64Array,
  count: number,
): ErrorCode | undefined {
  let cases = 0;
  let inCases = 0;
  let inControls = 0;
  for (let i = 0; i < count; i++) {
    cases += isCase[i];
    inCases += dosages[i] * isCase[i];
    inControls += dosages[i] * (1 - isCase[i]);
  }
  return separationCode(inCases, inControls, cases, count - cases);
}

/** An allele that no case or no control carries; the other allele is looked at first, as PLINK 2 does. */
export function separationCode(
  inCases: number,
  inControls: number,
  cases: number,
  controls: number,
): ErrorCode | undefined {
  if (inCases === 2 * cases || inControls === 2 * controls) return "SEPARATION,REF";
  return inCases === 0 || inControls === 0 ? "SEPARATION,ALT1" : undefined;
}

import type { BlockProgram } from "../compute/block-program.ts";
import { alleleCounts, type AlleleCounts } from "../compute/operations/allele-counts/index.ts";
import { maskedRows } from "../compute/operations/masked-rows/index.ts";
import { normalLnP } from "../stats/normal.ts";
import { readCalls } from "./calls.ts";
import { isOtherAlleleMinor } from "./effect-allele.ts";
import { CODES, type ErrorCode } from "./error-codes.ts";
import { prepareLogisticFit, type LogisticEstimate } from "./logistic-fit.ts";
import { keepFrequencies, type ScanResults, type ScanSetup } from "./scan-setup.ts";

/** What every worker of a logistic scan gets; the arrays are shared. */
export interface LogisticSetup extends ScanSetup {
  readonly exclusion: Uint8Array;
  /** Positions of the samples of the regression. */
  readonly samples: Uint32Array;
  /** 1 case, 0 control. */
  readonly trait: Float64Array;
  readonly covariates: readonly Float64Array[];
  /** With one trait, whose `beta` is a log odds ratio. */
  readonly results: ScanResults;
}

export const logisticScan: BlockProgram<LogisticSetup> = (setup, { device }) => {
  const { samples, trait, covariates, results, isDiploid } = setup;
  const n = samples.length;
  const mask = maskedRows.prepare(setup.exclusion, device);
  const count = alleleCounts.prepare({}, device);
  const founderRows = setup.founders && maskedRows.prepare(setup.founders, device);
  const countFounders = alleleCounts.prepare({}, device);
  const fitVariant = prepareVariantFit(samples, trait, covariates);
  const estimate: LogisticEstimate = { code: ".", beta: NaN, standardError: NaN, steps: 0 };
  const [target] = results.traits;

  return {
    async block(block) {
      const own = await mask(block);
      const counts = await count(own);
      const founders = founderRows && (await countFounders(await founderRows(block)));
      const size = founders ? setup.founderCount : n;
      for (let row = 0; row < block.count; row++) {
        const v = block.start + row;
        const called = n - (counts.dosages ?? counts).missing[row];
        const isFlipped =
          setup.effectAllele === "minor" && isOtherAlleleMinor(founders ?? counts, size, row);
        results.isFlipped[v] = Number(isFlipped);
        results.n[v] = called;
        estimate.beta = estimate.standardError = NaN;
        if (!isDiploid[v]) estimate.code = "NOT_DIPLOID";
        else if (called <= covariates.length + 2) estimate.code = "SAMPLE_CT<=PREDICTOR_CT";
        else if (isConstant(counts, row, called)) estimate.code = "CONST_OMITTED_ALLELE";
        else fitVariant(own, row, isFlipped, estimate);
        target.errorCode[v] = CODES.indexOf(estimate.code);
        target.beta[v] = estimate.beta;
        target.standardError[v] = estimate.standardError;
        target.lnP[v] = normalLnP(estimate.beta / estimate.standardError);
      }
      keepFrequencies(counts, setup, n, results, block);
    },
  };
};

function isConstant({ twos, ones, dosages }: AlleleCounts, row: number, called: number): boolean {
  if (dosages) return !(called * dosages.sumOfSquares[row] > dosages.sum[row] * dosages.sum[row]);
  return [twos[row], ones[row], called - twos[row] - ones[row]].includes(called);
}

/** One fit: reads the calls, drops the samples without one from all columns, looks for separation, fits. */
function prepareVariantFit(
  samples: Uint32Array,
  trait: Float64Array,
  covariates: readonly Float64Array[],
): (
  block: Parameters<typeof readCalls>[0],
  row: number,
  flipped: boolean,
  estimate: LogisticEstimate,
) => void {
  const n = samples.length;
  const dosages = new Float64Array(n);
  const positions = new Uint32Array(n);
  const intercept = new Float64Array(n).fill(1);
  const ownTrait = new Float64Array(n);
  const ownCovariates = covariates.map(() => new Float64Array(n));
  const fit = prepareLogisticFit(n, covariates.length + 2);
  return (block, row, flipped, estimate) => {
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
    const separation = separationCode(dosages, isCase, called);
    if (separation) {
      estimate.code = separation;
      estimate.beta = NaN;
      estimate.standardError = NaN;
      return;
    }
    if (flipped) for (let i = 0; i < called; i++) dosages[i] = 2 - dosages[i];
    fit([intercept, dosages, ...columns], isCase, called, estimate);
  };
}

function gather(from: Float64Array, positions: Uint32Array, count: number, to: Float64Array): void {
  for (let i = 0; i < count; i++) to[i] = from[positions[i]];
}

/** An allele that no case or no control carries; the other allele is looked at first, as PLINK 2 does. */
function separationCode(
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
  if (inCases === 2 * cases || inControls === 2 * (count - cases)) return "SEPARATION,REF";
  return inCases === 0 || inControls === 0 ? "SEPARATION,ALT1" : undefined;
}

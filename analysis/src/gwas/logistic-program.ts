import type { BlockProgram, LoadedBlock } from "../compute/block-program.ts";
import { alleleCounts, type AlleleCounts } from "../compute/operations/allele-counts/index.ts";
import { maskedRows } from "../compute/operations/masked-rows/index.ts";
import { normalLnP } from "../stats/normal.ts";
import { isOtherAlleleMinor } from "./effect-allele.ts";
import { codeNumber } from "./error-codes.ts";
import { logisticFit, type LogisticEstimates, type LogisticFitSetup } from "./logistic-fit.ts";
import { keepFrequencies, type ScanResults, type ScanSetup } from "./scan-setup.ts";

/** What every worker of a logistic scan gets; the arrays are shared. */
export interface LogisticSetup extends ScanSetup, LogisticFitSetup {
  readonly exclusion: Uint8Array;
  /** With one trait, whose `beta` is a log odds ratio. */
  readonly results: ScanResults;
}

const NOT_DIPLOID = codeNumber("NOT_DIPLOID");

export const logisticScan: BlockProgram<LogisticSetup> = (setup, { device }) => {
  const { samples, results } = setup;
  const n = samples.length;
  const mask = maskedRows.prepare(setup.exclusion, device);
  const count = alleleCounts.prepare({}, device);
  const founderRows = setup.founders && maskedRows.prepare(setup.founders, device);
  const countFounders = alleleCounts.prepare({}, device);
  const fit = logisticFit.prepare(setup, device);

  return {
    async block(block) {
      const own = await mask(block);
      const counts = await count(own);
      const founders = founderRows && (await countFounders(await founderRows(block)));
      const size = founders ? setup.founderCount : n;
      const isFlipped = flippedRows(setup, block, founders ?? counts, size);
      const refused = refusedRows(setup, block);
      const estimates = await fit({ block: own, counts, isFlipped, refused });
      results.isFlipped.set(isFlipped, block.start);
      keep(estimates, counts, n, results, block);
      keepFrequencies(counts, setup, n, results, block);
    },
  };
};

function flippedRows(
  { effectAllele }: LogisticSetup,
  { count }: LoadedBlock,
  deciding: AlleleCounts,
  size: number,
): Uint8Array {
  const isFlipped = new Uint8Array(count);
  if (effectAllele !== "minor") return isFlipped;
  for (let v = 0; v < count; v++) isFlipped[v] = Number(isOtherAlleleMinor(deciding, size, v));
  return isFlipped;
}

function refusedRows({ isDiploid }: LogisticSetup, { start, count }: LoadedBlock): Uint8Array {
  const refused = new Uint8Array(count);
  for (let v = 0; v < count; v++) if (isDiploid[start + v] === 0) refused[v] = NOT_DIPLOID;
  return refused;
}

function keep(
  { beta, standardError, errorCode }: LogisticEstimates,
  counts: AlleleCounts,
  n: number,
  results: ScanResults,
  { start, count }: LoadedBlock,
): void {
  const [target] = results.traits;
  const { missing } = counts.dosages ?? counts;
  for (let v = 0; v < count; v++) {
    results.n[start + v] = n - missing[v];
    target.beta[start + v] = beta[v];
    target.standardError[start + v] = standardError[v];
    target.errorCode[start + v] = errorCode[v];
    target.lnP[start + v] = normalLnP(beta[v] / standardError[v]);
  }
}

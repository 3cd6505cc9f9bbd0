import type { BlockProgram, LoadedBlock, ProgramThread } from "../compute/block-program.ts";
import { alleleCounts, type AlleleCounts } from "../compute/operations/allele-counts/index.ts";
import {
  dosageProducts,
  withCounts,
  type Columns,
} from "../compute/operations/dosage-products/index.ts";
import { maskedRows } from "../compute/operations/masked-rows/index.ts";
import type { PackedBlock } from "../compute/packed.ts";
import { MAX_VARIANCE_INFLATION } from "../stats/collinearity.ts";
import { isOtherAlleleMinor } from "./effect-allele.ts";
import { CODES } from "./error-codes.ts";
import { linearCollinearity } from "./linear-collinearity.ts";
import { linearFit, refuseRow, type LinearEstimates } from "./linear-fit.ts";
import { prepareReports, type ReportFile } from "./report-program.ts";
import { keepFrequencies, type ScanResults, type ScanSetup } from "./scan-setup.ts";
import type { VariantText } from "./variant-text.ts";

/** What every worker of a linear scan gets; the arrays are shared. */
export interface LinearSetup extends ScanSetup {
  readonly groups: readonly LinearGroup[];
  readonly text?: VariantText | undefined;
}

/** Traits of the same samples. */
export interface LinearGroup {
  /** [1/√n, Q₁ … Q_K, residual traits of norm 1] */
  readonly columns: Columns;
  /** Norm of each residual trait: the unit of its estimates. */
  readonly traitNorms: Float64Array;
  readonly maxInflation: number;
  readonly exclusion: Uint8Array;
  /** Positions of the samples of the regression. */
  readonly samples: Uint32Array;
  /** Centred, unit variance; looked at again where a variant may be collinear with them. */
  readonly covariates: readonly Float64Array[];
  /** Kept numbers; left out where the rows go to files. */
  readonly results?: ScanResults | undefined;
  /** A file for each trait. */
  readonly files?: readonly ReportFile[] | undefined;
}

const NOT_DIPLOID = CODES.indexOf("NOT_DIPLOID");

export const linearScan: BlockProgram<LinearSetup> = (setup, thread) => {
  const { device } = thread;
  const groups = setup.groups.map((group) => prepareGroup(setup, group, thread));
  const founderRows = setup.founders && maskedRows.prepare(setup.founders, device);
  const countFounders = alleleCounts.prepare({}, device);
  return {
    async block(block) {
      const founders = founderRows && (await countFounders(await founderRows(block)));
      const writers: (() => void)[] = [];
      for (const run of groups) writers.push(await run(block, founders));
      await thread.inOrder(block, () => {
        for (const write of writers) write();
      });
    },
  };
};

/** Computes one group; what it returns is to be done in the order of the blocks. */
type RunGroup = (block: LoadedBlock, founders: AlleleCounts | undefined) => Promise<() => void>;

function prepareGroup(setup: LinearSetup, group: LinearGroup, thread: ProgramThread): RunGroup {
  const { columns, results, files, traitNorms, samples, covariates } = group;
  const { device } = thread;
  const mask = maskedRows.prepare(group.exclusion, device);
  const count = alleleCounts.prepare({}, device);
  const multiply = dosageProducts.prepare(columns, device);
  const fit = linearFit.prepare(
    {
      columns,
      covariateCount: covariates.length,
      traitCount: traitNorms.length,
      sampleCount: samples.length,
      maxCovariateInflation: group.maxInflation,
      traitNorms,
    },
    device,
  );
  const report = setup.text && files && prepareReports(setup.text, files, device);

  return async (block, founders) => {
    const own = await mask(block);
    const counts = await count(own);
    const products = await multiply(withCounts(own, counts));
    const { start } = block;
    const deciding = founders ?? counts;
    const size = founders ? setup.founderCount : samples.length;
    const isFlipped = flippedRows(setup, block, deciding, size);
    const refused = refusedRows(setup, block);
    const estimates = await fit({ block: own, counts, products, isFlipped, refused });
    refuseCollinear(estimates, own, group);
    if (results) {
      results.isFlipped.set(isFlipped, start);
      keep(estimates, results, start);
      keepFrequencies(counts, setup, samples.length, results, block);
    }
    return report ? await report(block, estimates, isFlipped) : () => undefined;
  };
}

// Loops are functions of their own: the compiler optimises a hot loop with all of the function around it, which for the one
// above takes as long as a block.

function flippedRows(
  { effectAllele }: LinearSetup,
  { count }: LoadedBlock,
  deciding: AlleleCounts,
  size: number,
): Uint8Array {
  const isFlipped = new Uint8Array(count);
  if (effectAllele !== "minor") return isFlipped;
  for (let v = 0; v < count; v++) isFlipped[v] = Number(isOtherAlleleMinor(deciding, size, v));
  return isFlipped;
}

function refusedRows({ isDiploid }: LinearSetup, { start, count }: LoadedBlock): Uint8Array {
  const refused = new Uint8Array(count);
  for (let v = 0; v < count; v++) if (isDiploid[start + v] === 0) refused[v] = NOT_DIPLOID;
  return refused;
}

function refuseCollinear(
  estimates: LinearEstimates,
  block: PackedBlock,
  { samples, covariates }: LinearGroup,
): void {
  const { inflationBound } = estimates;
  for (let v = 0; v < inflationBound.length; v++) {
    if (!(inflationBound[v] > MAX_VARIANCE_INFLATION)) continue;
    const code = linearCollinearity(block, v, samples, covariates);
    if (code) refuseRow(estimates, v, code);
  }
}

function keep(estimates: LinearEstimates, { n, traits }: ScanResults, start: number): void {
  const rows = estimates.n.length;
  n.set(estimates.n, start);
  traits.forEach((trait, p) => {
    const part = <View extends Float64Array | Uint8Array>(view: View): View =>
      view.subarray(p * rows, (p + 1) * rows) as View;
    trait.beta.set(part(estimates.beta), start);
    trait.standardError.set(part(estimates.standardError), start);
    trait.lnP.set(part(estimates.lnP), start);
    trait.errorCode.set(part(estimates.errorCode), start);
  });
}

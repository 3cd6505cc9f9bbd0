import type { BlockProgram, LoadedBlock, ProgramThread } from "../compute/block-program.ts";
import { alleleCounts, type AlleleCounts } from "../compute/operations/allele-counts/index.ts";
import {
  dosageProducts,
  withCounts,
  type Columns,
} from "../compute/operations/dosage-products/index.ts";
import { maskedRows } from "../compute/operations/masked-rows/index.ts";
import { MAX_VARIANCE_INFLATION } from "../stats/collinearity.ts";
import { CODES } from "./error-codes.ts";
import { linearCollinearity } from "./linear-collinearity.ts";
import { linearFit, refuseRow, type LinearEstimates } from "./linear-fit.ts";
import { minorAlleles } from "./minor-alleles.ts";
import { nextAbove } from "./next-above.ts";
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
  readonly covariateCount: number;
  /** Covariates are looked at again where a variant may be collinear with them. */
  readonly loadings: Float64Array;
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
  const { columns, results, files, traitNorms, samples, covariateCount } = group;
  const { device } = thread;
  const mask = maskedRows.prepare(group.exclusion, device);
  const count = alleleCounts.prepare({}, device);
  const multiply = dosageProducts.prepare(columns, device);
  const fit = linearFit.prepare(
    {
      columns,
      covariateCount,
      traitCount: traitNorms.length,
      sampleCount: samples.length,
      maxCovariateInflation: group.maxInflation,
      traitNorms,
    },
    device,
  );
  const flip = minorAlleles.prepare({}, device);
  const nextInflated = nextAbove.prepare({ limit: MAX_VARIANCE_INFLATION }, device);
  const report = setup.text && files && prepareReports(setup.text, files, device);

  return async (block, founders) => {
    const own = await mask(block);
    const counts = await count(own);
    const products = await multiply(withCounts(own, counts));
    const { start, count: rowCount } = block;
    const isFlipped =
      setup.effectAllele === "minor"
        ? await flip({
            counts: founders ?? counts,
            rowCount,
            sampleCount: founders ? setup.founderCount : samples.length,
          })
        : new Uint8Array(rowCount);
    const refused = refusedRows(setup, block);
    const estimates = await fit({ block: own, counts, products, isFlipped, refused });
    const values = estimates.inflationBound;
    for (let v = -1; (v = await nextInflated({ values, from: v + 1 })) < rowCount;) {
      const code = linearCollinearity(own, v, samples, group);
      if (code) refuseRow(estimates, v, code);
    }
    if (results) {
      results.isFlipped.set(isFlipped, start);
      keep(estimates, results, start);
      keepFrequencies(counts, setup, samples.length, results, block);
    }
    return report ? await report(block, estimates, isFlipped) : () => undefined;
  };
}

/** Undefined where there are none. */
function refusedRows(
  { isDiploid }: LinearSetup,
  { start, count }: LoadedBlock,
): Uint8Array | undefined {
  const rows = isDiploid.subarray(start, start + count);
  let v = rows.indexOf(0);
  if (v < 0) return undefined;
  const refused = new Uint8Array(count);
  for (; v >= 0; v = rows.indexOf(0, v + 1)) refused[v] = NOT_DIPLOID;
  return refused;
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

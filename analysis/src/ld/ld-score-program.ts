import type { BlockProgram } from "../compute/block-program.ts";
import { pairScan, type PairScanSetup } from "./pair-scan.ts";
import { unbiasedR2 } from "./unbiased-r2.ts";

/** What every worker of a pass that sums r² gets. */
export interface LdScoreSetup extends PairScanSetup {
  /** In shared memory: for each variant the sum of r² with the others of its window. */
  readonly sums: Float64Array;
}

export const sumSquaredCorrelations: BlockProgram<LdScoreSetup> = (setup, thread) => {
  const { sums, units } = setup;
  const scan = pairScan(setup, thread);
  return {
    async block(block) {
      const { from, to, first, end } = units[block.index];
      const own = new Float64Array(to - from);
      const others = new Float64Array(end - first);
      await scan(block, (v, w, n, r) => {
        const r2 = unbiasedR2(r, n);
        if (Number.isNaN(r2)) return;
        own[v - from] += r2;
        if (w < to) own[w - from] += r2;
        else others[w - first] += r2;
      });
      // Workers add one after the other, so that their number changes no bit.
      await thread.inOrder(block, () => {
        own.forEach((sum, i) => (sums[from + i] += sum));
        others.forEach((sum, i) => (sums[first + i] += sum));
      });
    },
  };
};

import type { BlockProgram } from "../compute/block-program.ts";
import { addPairs, type FoundPairs } from "./found-pairs.ts";
import { pairScan, type PairScanSetup } from "./pair-scan.ts";

/** What every worker of a scan for correlated pairs gets. */
export interface PairSetup extends PairScanSetup {
  readonly minimumR2: number;
  readonly found: FoundPairs;
}

export const correlatePairs: BlockProgram<PairSetup> = (setup, thread) => {
  const { minimumR2, found } = setup;
  const scan = pairScan(setup, thread);
  return {
    async block(block) {
      const places: number[] = [];
      const correlations: number[] = [];
      await scan(block, (v, w, n, r) => {
        if (!(r * r >= minimumR2)) return;
        places.push(v, w, n);
        correlations.push(r);
      });
      await thread.inOrder(block, () => addPairs(found, places, correlations));
    },
  };
};

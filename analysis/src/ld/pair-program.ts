import type { BlockProgram } from "../compute/block-program.ts";
import { addPairs, type FoundPairs } from "./found-pairs.ts";
import { pairScan, type PairScanSetup } from "./pair-scan.ts";

/** What every worker of a scan for correlated pairs gets. */
export interface PairSetup extends PairScanSetup {
  readonly minimumR2: number;
  readonly found: FoundPairs;
}

const FIRST_ROOM = 1 << 14;

export const correlatePairs: BlockProgram<PairSetup> = (setup, thread) => {
  const { minimumR2, found } = setup;
  const scan = pairScan(setup, thread);
  // Plain lists, pushed number by number, took a quarter of the time of a dense panel.
  let places = new Int32Array(3 * FIRST_ROOM);
  let correlations = new Float64Array(FIRST_ROOM);
  const grow = (): void => {
    const [oldPlaces, oldCorrelations] = [places, correlations];
    places = new Int32Array(2 * oldPlaces.length);
    places.set(oldPlaces);
    correlations = new Float64Array(2 * oldCorrelations.length);
    correlations.set(oldCorrelations);
  };
  return {
    async block(block) {
      let count = 0;
      await scan(block, (v, w, n, r) => {
        if (!(r * r >= minimumR2)) return;
        if (count === correlations.length) grow();
        places[3 * count] = v;
        places[3 * count + 1] = w;
        places[3 * count + 2] = n;
        correlations[count++] = r;
      });
      await thread.inOrder(block, () =>
        addPairs(found, places.subarray(0, 3 * count), correlations.subarray(0, count)),
      );
    },
  };
};

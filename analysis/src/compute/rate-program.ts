import type { BlockProgram } from "./block-program.ts";
import { dosageProducts, type Columns } from "./operations/dosage-products/index.ts";

export interface RateSetup {
  readonly columns: Columns;
  /** Milliseconds since 1970 at which the last product begins. */
  readonly until: number;
  /** Of shared memory: how many times a row went through the product. */
  readonly rowsDone: Int32Array;
}

/** Multiplies every block with the columns again and again until the time is up, at least once. */
export const measureRate: BlockProgram<RateSetup> = ({ columns, until, rowsDone }, { device }) => {
  const product = dosageProducts.prepare(columns, device);
  return {
    async block(block) {
      do {
        await product(block);
        Atomics.add(rowsDone, 0, block.count);
      } while (Date.now() < until);
    },
  };
};

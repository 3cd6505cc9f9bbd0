import type { LoadedBlock, PreparedProgram } from "../block-program.ts";
import { DONE, STOP } from "./job.ts";

/** Gives the next block that is not finished yet, or undefined when there is none; its memory is the lane's. */
export type NextBlock = () => LoadedBlock | undefined | Promise<LoadedBlock | undefined>;

/** One stream of blocks through one prepared program, until the blocks end or the run is stopped. */
export async function runLane(
  program: PreparedProgram,
  next: NextBlock,
  control: Int32Array,
  finished: Uint8Array,
): Promise<void> {
  for (;;) {
    if (Atomics.load(control, STOP) !== 0) return;
    const block = await next();
    if (!block) return;
    await program.block(block);
    Atomics.store(finished, block.index, 1);
    Atomics.add(control, DONE, block.count);
  }
}

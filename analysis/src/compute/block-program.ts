import type { Device } from "./operation.ts";
import type { PackedBlock } from "./packed.ts";

/** Consecutive variants of a cohort, in shared memory. Codes past the last sample are 0b11. */
export interface LoadedBlock extends PackedBlock {
  /** 0 for the first block of the cohort. */
  readonly index: number;
  /** Index of the first variant. */
  readonly start: number;
}

/** The thread a program runs in. */
export interface ProgramThread {
  readonly device: Device;
  /** Largest number of rows a block of this run has. */
  readonly mostRows: number;
  readonly sampleCount: number;
  /** Ends a block that takes long when the run is to stop. */
  readonly stopIfAsked: () => void;
  /**
   * Runs `action` for block after block in the order of the cohort, whichever thread finished first: for sums in a fixed
   * order and for writing text. Call it once for every block, as the last thing a block does.
   */
  inOrder(block: LoadedBlock, action: () => void): void | Promise<void>;
  /**
   * The same for each part of a block on its own, so that threads add to shared sums one part behind the other.
   *
   * @param turns - shared, a number for each part, 0 before the run
   */
  inOrderOfPart(
    turns: Int32Array,
    part: number,
    block: LoadedBlock,
    action: () => void,
  ): void | Promise<void>;
}

/**
 * What runs in every worker: prepared once, then called block after block. It writes its results into shared arrays
 * that came with the setup, at the block's own place, so that no order and no number of workers can change them.
 */
export interface PreparedProgram {
  block(block: LoadedBlock): void | Promise<void>;
}

export type BlockProgram<Setup> = (setup: Setup, thread: ProgramThread) => PreparedProgram;

/** A program as it is named to a worker: the URL of the compiled module and the name of the export. */
export interface ProgramReference {
  readonly module: string;
  readonly name: string;
}

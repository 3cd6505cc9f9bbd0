import type { Computed } from "./device.ts";

/** An operation made ready on one device: run it on block after block. */
type PreparedOperation<Input, Output> = (input: Input) => Promise<Output>;

/** Sums over packed genotypes that every device can produce; what they mean is the caller's business. */
export interface Operation<Setup, Input, Output> {
  readonly name: string;
  /** Largest relative error of any device against `cpu`, which is the reference; 0 where all are exact. */
  readonly tolerance: number;
  /** Places what all blocks share (columns, masks) on the device once. */
  prepare(setup: Setup, computed: Computed): PreparedOperation<Input, Output>;
}

/** The CPU implementation: given the setup, a function of one block. Its outputs may be reused by the next call. */
export type CpuImplementation<Setup, Input, Output> = (setup: Setup) => (input: Input) => Output;

export function defineOperation<Setup, Input, Output>(definition: {
  readonly name: string;
  readonly tolerance: number;
  readonly cpu: CpuImplementation<Setup, Input, Output>;
}): Operation<Setup, Input, Output> {
  return {
    name: definition.name,
    tolerance: definition.tolerance,
    prepare(setup) {
      const run = definition.cpu(setup);
      return (input) => Promise.resolve(run(input));
    },
  };
}

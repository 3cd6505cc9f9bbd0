import type { BlockProgram, ProgramThread } from "../block-program.ts";
import { deviceLost, DeviceLostError } from "../webgpu/device-lost-error.ts";

/** Programs of the engine's own tests. */
export interface TestSetup {
  /** Bytes of each row summed, a number a variant. */
  readonly rowSums: Float64Array;
  /** Block indices in the order of their turns, after a first number: how many there are. */
  readonly order: Int32Array;
  /** Index of the block at which something happens; −1 for none. */
  readonly at: number;
  readonly event: "none" | "throw" | "exit" | "exit-once" | "sleep" | "lose-gpu" | "distrust-gpu";
  /** Set once the event has happened. */
  readonly happened: Int32Array;
}

export const sumRows: BlockProgram<TestSetup> = (setup, thread) => ({
  block(block) {
    if (block.index === setup.at) happen(setup, thread);
    for (let v = 0; v < block.count; v++) {
      let sum = 0;
      for (let j = 0; j < block.bytesPerVariant; j++) {
        sum += block.packed[v * block.bytesPerVariant + j];
      }
      setup.rowSums[block.start + v] = sum;
    }
    return thread.inOrder(block, () => {
      setup.order[++setup.order[0]] = block.index;
    });
  },
});

function happen({ event, happened }: TestSetup, { device }: ProgramThread): void {
  const isFirst = Atomics.exchange(happened, 0, 1) === 0;
  if (event === "throw") throw new RangeError("thrown by a block");
  if (event === "exit" || (event === "exit-once" && isFirst)) process.exit(9);
  if (device.kind === "webgpu") {
    const { adapterName } = device.gpu;
    if (event === "lose-gpu") throw deviceLost(adapterName, "destroyed by a test");
    if (event === "distrust-gpu") {
      throw new DeviceLostError(adapterName, "wrong-sums", {
        what: "The GPU was wrong in a test.",
        why: "It was told to be.",
        remedy: "Compute on the CPU.",
      });
    }
  }
  if (event === "sleep") Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
}

import { defineOperation, type Operation } from "../../operation.ts";
import { maskPacked, type PackedBlock } from "../../packed.ts";
import { maskedRowsWasm } from "./wasm.ts";

/**
 * Rows in which left-out samples, and what lies past the last one, count as 0 copies: what operations expect.
 *
 * Set up with `exclusionBytes`. The output is the block itself where nothing is left out, and else reused by the next call.
 */
export const maskedRows: Operation<Uint8Array, PackedBlock, PackedBlock> = defineOperation({
  name: "masked-rows",
  tolerance: 0,
  javascript: (exclusion) => {
    let buffer = new Uint8Array(0);
    return (block) => {
      const size = block.count * block.bytesPerVariant;
      if (buffer.length < size) buffer = new Uint8Array(size);
      return maskPacked(block, exclusion, buffer);
    };
  },
  wasm: maskedRowsWasm,
});

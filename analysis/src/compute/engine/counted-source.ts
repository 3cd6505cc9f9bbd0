import type { BlockSource } from "./block-source.ts";
import { sharedUint8 } from "./shared-arrays.ts";

/** Things that are no genotypes, as the engine counts rows; what they consist of is in the setup. */
export function countedSource(count: number): BlockSource {
  const packed = sharedUint8(count);
  const sampleCount = 4;
  return {
    variants: { count },
    samples: { count: sampleCount },
    rows: { store: { kind: "memory", rowCount: count, sampleCount, packed } },
    async *blocks() {
      await Promise.resolve();
      yield { start: 0, count, sampleCount, bytesPerVariant: 1, packed };
    },
  };
}

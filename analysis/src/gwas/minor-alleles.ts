import { defineOperation, type Operation, type WasmDevice } from "../compute/operation.ts";
import type { AlleleCounts } from "../compute/operations/allele-counts/index.ts";
import { growable } from "../compute/wasm/growable.ts";
import { isOtherAlleleMinor } from "./effect-allele.ts";

export interface MinorAllelesInput {
  readonly counts: AlleleCounts;
  readonly rowCount: number;
  /** Samples that the counts are of, called or not. */
  readonly sampleCount: number;
}

/** A byte a row: 1 where the other allele, not the counted one, is the minor one. Reused by the next call. */
export const minorAlleles: Operation<
  Record<string, never>,
  MinorAllelesInput,
  Uint8Array
> = defineOperation({
  name: "minor-alleles",
  tolerance: 0,
  javascript: () => minorAllelesCpu,
  wasm: (_, device) => minorAllelesWasm(device),
});

function minorAllelesCpu({ counts, rowCount, sampleCount }: MinorAllelesInput): Uint8Array {
  const isOther = new Uint8Array(rowCount);
  for (let v = 0; v < rowCount; v++)
    isOther[v] = Number(isOtherAlleleMinor(counts, sampleCount, v));
  return isOther;
}

function minorAllelesWasm({
  kernels,
  arena,
}: WasmDevice): (input: MinorAllelesInput) => Uint8Array {
  const room = growable(arena.uint8);
  return (input) => {
    const { counts, rowCount, sampleCount } = input;
    const { twos, ones, dosages } = counts;
    const missing = (dosages ?? counts).missing;
    // A GPU leaves its counts elsewhere.
    if (!arena.has(twos) || !arena.has(missing)) return minorAllelesCpu(input);
    const isOther = room(rowCount).subarray(0, rowCount);
    kernels.flipRows(
      arena.pointer(twos),
      arena.pointer(ones),
      arena.pointer(missing),
      dosages ? arena.pointer(dosages.sum) : 0,
      rowCount,
      sampleCount,
      arena.pointer(isOther),
    );
    return isOther;
  };
}

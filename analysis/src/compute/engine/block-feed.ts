import type { SparseDosages } from "../packed.ts";
import { joinDosages } from "../rows/join-dosages.ts";
import { setPadding } from "../rows/padding.ts";
import type { BlockPlan } from "./block-plan.ts";
import type { BlockSource } from "./block-source.ts";
import type { PostedBlock } from "./job.ts";

/**
 * Cuts what a source streams into the blocks of a plan, each in memory of `takeSlot`, in order.
 *
 * @param takeSlot - memory for one block; waits until some is free
 */
export async function* feedBlocks(
  source: BlockSource,
  plan: BlockPlan,
  takeSlot: () => Promise<Uint8Array>,
): AsyncGenerator<PostedBlock, undefined> {
  const variantCount = source.variants.count;
  const sampleCount = source.samples.count;
  const bytesPerVariant = Math.ceil(sampleCount / 4);
  const { rowsPerBlock } = plan;
  let slot: Uint8Array | undefined;
  let index = 0;
  let filled = 0;
  const join = joinDosages(undefined, sampleCount);
  let parts: SparseDosages[] = [];
  for await (const { count, packed, dosages } of source.blocks({
    maxBytes: Math.max(1, rowsPerBlock * bytesPerVariant),
  })) {
    for (let row = 0; row < count;) {
      slot ??= await takeSlot();
      const start = index * rowsPerBlock;
      const wanted = Math.min(rowsPerBlock, variantCount - start);
      const taken = Math.min(count - row, wanted - filled);
      slot.set(
        packed.subarray(row * bytesPerVariant, (row + taken) * bytesPerVariant),
        filled * bytesPerVariant,
      );
      parts.push(dosagesOfRows(dosages, row, taken));
      row += taken;
      filled += taken;
      if (filled < wanted) continue;
      const rows = slot.subarray(0, wanted * bytesPerVariant);
      setPadding(rows, sampleCount);
      yield { index, start, count: wanted, packed: rows, dosages: join(parts) };
      slot = undefined;
      parts = [];
      index++;
      filled = 0;
    }
  }
  return undefined;
}

/** A copy, since the source may read its next block into the same memory. */
function dosagesOfRows(
  dosages: SparseDosages | undefined,
  row: number,
  count: number,
): SparseDosages {
  if (!dosages) {
    return {
      offsets: new Uint32Array(count + 1),
      samples: new Uint32Array(0),
      values: new Uint16Array(0),
    };
  }
  const { offsets, samples, values } = dosages;
  const [from, to] = [offsets[row], offsets[row + count]];
  return {
    offsets: offsets.slice(row, row + count + 1).map((offset) => offset - from),
    samples: samples.slice(from, to),
    values: values.slice(from, to),
  };
}

import type { RowSelection } from "../../io/row-store.ts";
import type { Arena } from "../arena.ts";
import type { LoadedBlock } from "../block-program.ts";
import type { SparseDosages } from "../packed.ts";
import type { WasmDevice } from "../operation.ts";
import { joinDosages } from "../rows/join-dosages.ts";
import { keepDosagesOf } from "../rows/pgen-dosage-rows.ts";
import { keepSamples } from "../rows/keep-samples.ts";
import { setPadding } from "../rows/padding.ts";
import { openRowLoader } from "../rows/row-loader.ts";
import type { BlockPlan } from "./block-plan.ts";

/** Kernels read whole words, up to seven bytes past the last row. */
export const SLACK_BYTES = 64;

export interface BlockReader {
  read(index: number): LoadedBlock;
  close(): void;
}

/**
 * Reads blocks of a selection into the arena; each replaces the one before.
 *
 * @param options.withCarriers - blocks list their rare rows, where all samples of consecutive rows are read
 */
export function openBlockReader(
  { store, rowOfVariant, positionOfSample }: RowSelection,
  plan: BlockPlan,
  variantCount: number,
  arena: Arena,
  device?: WasmDevice,
  options: { readonly withCarriers?: boolean } = {},
): BlockReader {
  const loader = openRowLoader(store, device);
  const { rowsPerBlock } = plan;
  const sampleCount = positionOfSample ? positionOfSample.length : store.sampleCount;
  const bytesPerVariant = Math.ceil(sampleCount / 4);
  const raw = arena.uint8(rowsPerBlock * loader.bytesPerRow + SLACK_BYTES);
  const narrow = positionOfSample && keepSamples(positionOfSample, store.sampleCount);
  const narrowed = narrow && arena.uint8(rowsPerBlock * bytesPerVariant + SLACK_BYTES);

  const narrowDosages = positionOfSample && dosagesOf(positionOfSample, store.sampleCount, device);

  const listed =
    options.withCarriers && !positionOfSample ? loader.readWithCarriers?.bind(loader) : undefined;

  return {
    read(index) {
      const start = index * rowsPerBlock;
      const count = Math.min(rowsPerBlock, variantCount - start);
      const shape = { index, start, count, sampleCount, bytesPerVariant };
      const firstRow = rowOfVariant ? rowOfVariant[start] : start;
      if (listed && (!rowOfVariant || isConsecutive(rowOfVariant, start, count))) {
        const { carriers, packed, dosages } = listed(firstRow, count, raw);
        return {
          ...shape,
          carriers,
          dosages: someOf(dosages),
          get packed() {
            return packed();
          },
        };
      }
      let dosages: SparseDosages | undefined;
      for (let i = 0; i < count;) {
        const row = rowOfVariant ? rowOfVariant[start + i] : start + i;
        let run = 1;
        if (rowOfVariant) {
          while (i + run < count && rowOfVariant[start + i + run] === row + run) run++;
        } else run = count;
        const into = raw.subarray(i * loader.bytesPerRow);
        if (loader.readWithDosages) dosages = loader.readWithDosages(row, run, into, i > 0);
        else loader.read(row, run, into);
        i += run;
      }
      let packed = raw;
      if (narrow && narrowed) {
        narrow(raw.subarray(0, count * loader.bytesPerRow), narrowed);
        packed = narrowed;
      }
      packed = packed.subarray(0, count * bytesPerVariant);
      setPadding(packed, sampleCount);
      return {
        ...shape,
        packed,
        dosages: dosages && someOf(narrowDosages ? narrowDosages(dosages) : dosages),
      };
    },
    close: () => loader.close(),
  };
}

function dosagesOf(
  kept: Uint32Array,
  sampleCount: number,
  device: WasmDevice | undefined,
): (dosages: SparseDosages) => SparseDosages | undefined {
  if (device) return keepDosagesOf(kept, sampleCount, device);
  const join = joinDosages(kept, sampleCount);
  return (dosages) => join([dosages]);
}

/** Blocks without dosages say so. */
function someOf(dosages: SparseDosages | undefined): SparseDosages | undefined {
  return dosages && dosages.offsets[dosages.offsets.length - 1] > 0 ? dosages : undefined;
}

function isConsecutive(rows: ArrayLike<number>, start: number, count: number): boolean {
  for (let i = 1; i < count; i++) if (rows[start + i] !== rows[start] + i) return false;
  return true;
}

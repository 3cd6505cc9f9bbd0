import type { SparseDosages } from "../../io/cohort.ts";
import { openWorkerFile } from "../../io/local-file.ts";
import { BED_HEADER_BYTES, endedEarly } from "../../io/plink1/bed.ts";
import type { BedStore, MemoryStore, RowStore } from "../../io/row-store.ts";
import type { WasmDevice } from "../operation.ts";
import type { CarrierRows } from "../packed.ts";
import { openPgenLoader } from "./pgen-row-loader.ts";

/** Reads rows of a store in a worker, which may wait for the disk. */
export interface RowLoader {
  readonly sampleCount: number;
  /** ⌈sampleCount / 4⌉ */
  readonly bytesPerRow: number;
  /** Fills `into` with `count` consecutive rows from row `first`. */
  read(first: number, count: number, into: Uint8Array): void;
  /**
   * The same with the dosages that hard calls leave out; only where there are any. They are good until the next call, which
   * may continue: it then returns those of both.
   */
  readWithDosages?(
    first: number,
    count: number,
    into: Uint8Array,
    continues?: boolean,
  ): SparseDosages;
  /** The same for rows that can be listed; only in WebAssembly. All that it returns is good until the next call. */
  readWithCarriers?(first: number, count: number, into: Uint8Array): ListedRows;
  close(): void;
}

interface ListedRows {
  readonly carriers: CarrierRows;
  /** All rows, unpacked where they were only listed. */
  readonly packed: () => Uint8Array;
  readonly dosages: SparseDosages | undefined;
}

/**
 * @param device - decodes rows that are not stored as such, into its arena; without it JavaScript does
 * @throws FormatError when the file is gone, TruncatedFileError (from `read`) when it became shorter
 */
export function openRowLoader(store: RowStore, device?: WasmDevice): RowLoader {
  switch (store.kind) {
    case "bed":
      return openBedLoader(store);
    case "memory":
      return memoryLoader(store);
    case "pgen":
      return openPgenLoader(store, device);
  }
}

function openBedLoader({ path, name, sampleCount }: BedStore): RowLoader {
  const file = openWorkerFile(path, "read");
  const bytesPerRow = Math.ceil(sampleCount / 4);
  return {
    sampleCount,
    bytesPerRow,
    read(first, count, into) {
      const target = into.subarray(0, count * bytesPerRow);
      const bytes = file.read(BED_HEADER_BYTES + first * bytesPerRow, target);
      if (bytes < target.length) throw endedEarly(name, first, count);
    },
    close: () => file.close(),
  };
}

function memoryLoader({ packed, sampleCount }: MemoryStore): RowLoader {
  const bytesPerRow = Math.ceil(sampleCount / 4);
  return {
    sampleCount,
    bytesPerRow,
    read(first, count, into) {
      into.set(packed.subarray(first * bytesPerRow, (first + count) * bytesPerRow));
    },
    close: () => undefined,
  };
}

import type { PackedBlock, SparseDosages } from "../compute/packed.ts";

/** The rows of a cohort that pairs still need: blocks are added at the end, rows that no pair reaches are dropped. */
export interface RecentRows {
  /** Index of the first row held, and after the last one. */
  readonly start: number;
  readonly end: number;
  add(block: PackedBlock): void;
  drop(before: number): void;
  /** Rows from … to as a block; reads valid until the next `add` or `drop`. */
  block(from: number, to: number): PackedBlock;
}

export function recentRows(sampleCount: number): RecentRows {
  const bytesPerVariant = Math.ceil(sampleCount / 4);
  let rows = new Uint8Array(0);
  /** Dosages of each row held. */
  let dosages: RowDosages[] = [];
  let start = 0;
  let end = 0;
  return {
    get start() {
      return start;
    },
    get end() {
      return end;
    },
    add(block) {
      const held = (end - start) * bytesPerVariant;
      const size = held + block.count * bytesPerVariant;
      if (rows.length < size) {
        const larger = new Uint8Array(Math.max(size, 2 * rows.length));
        larger.set(rows.subarray(0, held));
        rows = larger;
      }
      rows.set(block.packed.subarray(0, block.count * bytesPerVariant), held);
      for (let v = 0; v < block.count; v++) dosages.push(rowDosages(block.dosages, v));
      end += block.count;
    },
    drop(before) {
      if (before <= start) return;
      rows.copyWithin(0, (before - start) * bytesPerVariant, (end - start) * bytesPerVariant);
      dosages = dosages.slice(before - start);
      start = before;
    },
    block(from, to) {
      return {
        count: to - from,
        sampleCount,
        bytesPerVariant,
        packed: rows.subarray((from - start) * bytesPerVariant, (to - start) * bytesPerVariant),
        dosages: joined(dosages.slice(from - start, to - start)),
      };
    },
  };
}

interface RowDosages {
  readonly samples: Uint32Array;
  readonly values: Uint16Array;
}

const NONE: RowDosages = { samples: new Uint32Array(0), values: new Uint16Array(0) };

function rowDosages(dosages: SparseDosages | undefined, v: number): RowDosages {
  if (!dosages || dosages.offsets[v] === dosages.offsets[v + 1]) return NONE;
  const [from, to] = [dosages.offsets[v], dosages.offsets[v + 1]];
  return { samples: dosages.samples.slice(from, to), values: dosages.values.slice(from, to) };
}

function joined(rows: readonly RowDosages[]): SparseDosages | undefined {
  if (rows.every((row) => row === NONE)) return undefined;
  const offsets = new Uint32Array(rows.length + 1);
  rows.forEach((row, v) => (offsets[v + 1] = offsets[v] + row.samples.length));
  const samples = new Uint32Array(offsets[rows.length]);
  const values = new Uint16Array(offsets[rows.length]);
  rows.forEach((row, v) => {
    samples.set(row.samples, offsets[v]);
    values.set(row.values, offsets[v]);
  });
  return { offsets, samples, values };
}

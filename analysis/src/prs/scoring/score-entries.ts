import { sharedFloat64, sharedUint8, shareFloat64 } from "../../compute/engine/shared-arrays.ts";
import type { EffectType } from "./scoring-file.ts";

/** What rows of one file add to the sums of its columns, in shared memory. */
export interface FileEntries {
  /** Variant of each row, ascending. */
  readonly variant: Uint32Array;
  /** Slot in which a row counts for the scores, and that in which its alleles count. */
  readonly slot: Uint8Array;
  readonly alleleSlot: Uint8Array;
  /** A column a score, by row of the file. */
  readonly weights: readonly Float64Array[];
  /** Row of the file of each row, or `BY_COPIES`. */
  readonly fileRow: Uint32Array;
  /** What the weights of each row are multiplied with. */
  readonly factor: Float64Array;
  /** Two numbers a row: alleles of a missing genotype, and what is put in for them. */
  readonly absent: Float64Array;
  /** Its first score, and its allele dosage, missing alleles, and what is put in for them. */
  readonly columns: readonly [score: number, dosage: number, missing: number, putIn: number];
}

/** In place of a row of the file: one that has weights for numbers of copies, of which each weighs 1. */
export const BY_COPIES = 0xffff_ffff;

export interface ScoreEntries {
  readonly files: readonly FileEntries[];
  /**
   * What genotypes are worth, slot by slot, in shared memory: variants × 4 numbers each. A variant whose scores count it in
   * several ways has several slots; most have one.
   */
  readonly values: readonly Float64Array[];
}

/** What a variant is worth in one of the ways to count it. */
export interface SlotValues {
  readonly type: EffectType;
  readonly isCounted: boolean;
  /** Of no, one and two copies of the effect allele. */
  readonly copies: readonly [none: number, one: number, two: number];
  readonly missing: number;
}

const TYPES = { additive: 0, dominant: 2, recessive: 4 } as const;
const NO_KEY = -1;

/** Gathers the ways in which each of some variants counts. */
export function collectSlots(variantCount: number): {
  readonly slotOf: (place: number, values: SlotValues) => number;
  readonly values: readonly Float64Array[];
} {
  const values: Float64Array[] = [];
  const keys: Int32Array[] = [];
  // Ways of rows that have a weight for each number of copies.
  const weighted = new Map<string, number>();
  const keyOf = ({ type, isCounted, copies }: SlotValues): number => {
    if (type !== "dosage weights") return TYPES[type] + Number(isCounted);
    const text = `${isCounted} ${copies.join()}`;
    const known = weighted.get(text) ?? weighted.size;
    weighted.set(text, known);
    return 6 + known;
  };
  const slotOf = (place: number, own: SlotValues): number => {
    const key = keyOf(own);
    for (let slot = 0; ; slot++) {
      if (slot === keys.length) {
        keys.push(new Int32Array(variantCount).fill(NO_KEY));
        values.push(sharedFloat64(4 * variantCount));
      }
      if (keys[slot][place] === key) return slot;
      if (keys[slot][place] !== NO_KEY) continue;
      const [none, one, two] = own.copies;
      keys[slot][place] = key;
      values[slot][4 * place] = own.isCounted ? two : none;
      values[slot][4 * place + 1] = own.missing;
      values[slot][4 * place + 2] = one;
      values[slot][4 * place + 3] = own.isCounted ? none : two;
      return slot;
    }
  };
  return { slotOf, values };
}

/** A row that counts, as it is found. */
interface FoundRow {
  readonly place: number;
  readonly fileRow: number;
  readonly factor: number;
  readonly slot: number;
  readonly alleleSlot: number;
  readonly ploidy: number;
  readonly putIn: number;
}

/** Gathers so many rows of one file. */
export class FileCollector {
  readonly #weights: readonly Float64Array[];
  readonly #rows: RowArrays;
  #count = 0;

  constructor(count: number, weights: readonly Float64Array[]) {
    this.#weights = weights.map(inSharedMemory);
    this.#rows = rowArrays(count);
  }

  add({ place, fileRow, factor, slot, alleleSlot, ploidy, putIn }: FoundRow): void {
    const row = this.#count++;
    const rows = this.#rows;
    rows.variant[row] = place;
    rows.fileRow[row] = fileRow;
    rows.factor[row] = factor;
    rows.slot[row] = slot;
    rows.alleleSlot[row] = alleleSlot;
    rows.absent[2 * row] = ploidy;
    rows.absent[2 * row + 1] = putIn;
  }

  finish(columns: FileEntries["columns"]): FileEntries {
    const rows = isAscending(this.#rows.variant) ? this.#rows : sorted(this.#rows);
    return { ...rows, weights: this.#weights, columns };
  }
}

type RowArrays = Omit<FileEntries, "weights" | "columns">;

function rowArrays(count: number): RowArrays {
  return {
    variant: sharedUint32(count),
    fileRow: sharedUint32(count),
    factor: sharedFloat64(count),
    slot: sharedUint8(count),
    alleleSlot: sharedUint8(count),
    absent: sharedFloat64(2 * count),
  };
}

function sharedUint32(count: number): Uint32Array {
  return new Uint32Array(new SharedArrayBuffer(4 * count));
}

/** Columns that were read are there already. */
function inSharedMemory(column: Float64Array): Float64Array {
  return column.buffer instanceof SharedArrayBuffer ? column : shareFloat64(column);
}

function isAscending(values: Uint32Array): boolean {
  for (let i = 1; i < values.length; i++) if (values[i] < values[i - 1]) return false;
  return true;
}

/** Rows by variant, those of one variant in the order of the file. */
function sorted(rows: RowArrays): RowArrays {
  const count = rows.variant.length;
  const order = Float64Array.from(rows.variant, (place, row) => place * count + row).sort();
  const taken = rowArrays(count);
  for (let to = 0; to < count; to++) {
    const from = order[to] % count;
    taken.variant[to] = rows.variant[from];
    taken.fileRow[to] = rows.fileRow[from];
    taken.factor[to] = rows.factor[from];
    taken.slot[to] = rows.slot[from];
    taken.alleleSlot[to] = rows.alleleSlot[from];
    taken.absent[2 * to] = rows.absent[2 * from];
    taken.absent[2 * to + 1] = rows.absent[2 * from + 1];
  }
  return taken;
}

import { sharedFloat64, sharedUint8, shareUint32 } from "../../compute/engine/shared-arrays.ts";
import type { EffectType } from "./scoring-file.ts";

/** What rows of one file add to the sums of its columns, in shared memory. */
export interface FileEntries {
  /** Variant of each row, ascending. */
  readonly variant: Uint32Array;
  /** Slot in which a row counts for the scores, and that in which its alleles count. */
  readonly slot: Uint8Array;
  readonly alleleSlot: Uint8Array;
  /** Rows × scores of the file, row-major. */
  readonly weights: Float64Array;
  /** Two numbers a row: alleles of a missing genotype, and what is put in for them. */
  readonly absent: Float64Array;
  /** Its first score, and its allele dosage, missing alleles, and what is put in for them. */
  readonly columns: readonly [score: number, dosage: number, missing: number, putIn: number];
}

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
  readonly slot: number;
  readonly alleleSlot: number;
  readonly ploidy: number;
  readonly putIn: number;
}

/** Gathers up to `most` rows of one file; weights of the newest row are written into `weights` from `at` on. */
export class FileCollector {
  readonly weights: Float64Array;
  readonly #scores: number;
  readonly #place: Uint32Array;
  readonly #slot: Uint8Array;
  readonly #alleleSlot: Uint8Array;
  readonly #absent: Float64Array;
  #count = 0;

  constructor(most: number, scores: number) {
    this.#scores = scores;
    this.weights = sharedFloat64(most * scores);
    this.#place = shareUint32(new Uint32Array(most));
    this.#slot = sharedUint8(most);
    this.#alleleSlot = sharedUint8(most);
    this.#absent = sharedFloat64(2 * most);
  }

  /** Returns where the weights of the row belong. */
  add({ place, slot, alleleSlot, ploidy, putIn }: FoundRow): number {
    const row = this.#count++;
    this.#place[row] = place;
    this.#slot[row] = slot;
    this.#alleleSlot[row] = alleleSlot;
    this.#absent[2 * row] = ploidy;
    this.#absent[2 * row + 1] = putIn;
    return row * this.#scores;
  }

  finish(columns: FileEntries["columns"]): FileEntries {
    const entries: FileEntries = {
      variant: this.#place,
      slot: this.#slot,
      alleleSlot: this.#alleleSlot,
      weights: this.weights,
      absent: this.#absent,
      columns,
    };
    return isAscending(entries.variant) ? entries : sorted(entries, this.#scores);
  }
}

function isAscending(values: Uint32Array): boolean {
  for (let i = 1; i < values.length; i++) if (values[i] < values[i - 1]) return false;
  return true;
}

/** Entries by variant, those of one variant in the order of the file. */
function sorted(entries: FileEntries, scores: number): FileEntries {
  const count = entries.variant.length;
  const order = Float64Array.from(entries.variant, (place, row) => place * count + row).sort();
  const taken = {
    variant: shareUint32(new Uint32Array(count)),
    slot: sharedUint8(count),
    alleleSlot: sharedUint8(count),
    weights: sharedFloat64(count * scores),
    absent: sharedFloat64(2 * count),
  };
  for (let to = 0; to < count; to++) {
    const from = order[to] % count;
    taken.variant[to] = entries.variant[from];
    taken.slot[to] = entries.slot[from];
    taken.alleleSlot[to] = entries.alleleSlot[from];
    for (let c = 0; c < scores; c++)
      taken.weights[to * scores + c] = entries.weights[from * scores + c];
    taken.absent[2 * to] = entries.absent[2 * from];
    taken.absent[2 * to + 1] = entries.absent[2 * from + 1];
  }
  return { ...entries, ...taken };
}

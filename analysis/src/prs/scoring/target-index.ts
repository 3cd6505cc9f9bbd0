import type { EncodedRows, Variants } from "../../io/cohort.ts";
import { decodeField, fieldEnd, fieldStart, ROW_FIELDS } from "../../io/encoded-rows.ts";
import { tableBits } from "../../io/id-hash.ts";
import type { ScoredPlaces } from "./target-variants.ts";

/** The variants of a target that rows of scores might mean. */
export interface TargetIndex {
  /** File by file: the key of each row, −1 where it has none. */
  readonly keys: readonly Int32Array[];
  /** Of each key: its first place, or −1. */
  readonly first: Int32Array;
  /** Of each place: the next one of the same key, or −1. */
  readonly next: Int32Array;
  /** Of each place: its variant of the target, ascending. */
  readonly variants: Uint32Array;
}

const FACTOR = 0x9e3779b1;

/** Numbers keys in the order in which they come; equal ones have one number. */
class Keys {
  count = 0;
  readonly #bits: number;
  /** Number + 1; 0 is free. */
  readonly #slots: Int32Array;

  constructor(most: number) {
    this.#bits = tableBits(most);
    this.#slots = new Int32Array(2 ** this.#bits);
  }

  /** @param isSame - whether the key of a number is the one that is looked for */
  find(hash: number, isSame: (key: number) => boolean): number {
    return this.#slots[this.#slot(hash, isSame)] - 1;
  }

  findOrAdd(hash: number, isSame: (key: number) => boolean): number {
    const slot = this.#slot(hash, isSame);
    if (this.#slots[slot] === 0) this.#slots[slot] = ++this.count;
    return this.#slots[slot] - 1;
  }

  #slot(hash: number, isSame: (key: number) => boolean): number {
    const slots = this.#slots;
    let slot = Math.imul(hash, FACTOR) >>> (32 - this.#bits);
    while (slots[slot] !== 0 && !isSame(slots[slot] - 1)) slot = (slot + 1) & (slots.length - 1);
    return slot;
  }
}

/** Finds the variants of a target by the names of scores' variants; bytes are compared where the target has them. */
export function indexByName(variants: Variants, scores: readonly ScoredPlaces[]): TargetIndex {
  const keys = new Keys(rowsOf(scores));
  const names: string[] = [];
  let name = "";
  const isName = (key: number): boolean => names[key] === name;
  const keysOfRows = scores.map(({ columns, rowCount }) => {
    const own = new Int32Array(rowCount);
    for (let i = 0; i < rowCount; i++) {
      name = columns.variantId[i];
      own[i] = name === "" ? -1 : keys.findOrAdd(hashOf(name), isName);
      if (own[i] === names.length) names.push(name);
    }
    return own;
  });
  const { encoded } = variants;
  if (!encoded) {
    return placesOf(variants.count, keys.count, keysOfRows, (v) => {
      name = variants.variantId[v];
      return keys.find(hashOf(name), isName);
    });
  }
  const { rows } = encoded;
  const { bytes } = rows;
  let from = 0;
  let to = 0;
  const isText = (key: number): boolean => isSameText(names[key], bytes, from, to);
  return placesOf(variants.count, keys.count, keysOfRows, (v) => {
    from = fieldStart(rows, v, ROW_FIELDS.id);
    to = fieldEnd(rows, v, from);
    const hash = hashOfAscii(bytes, from, to);
    if (hash >= 0) return keys.find(hash, isText);
    name = decodeField(rows, v, ROW_FIELDS.id);
    return keys.find(hashOf(name), isName);
  });
}

/** Finds the variants of a target at the positions of scores. */
export function indexByPosition(variants: Variants, scores: readonly ScoredPlaces[]): TargetIndex {
  const keys = new Keys(rowsOf(scores));
  const [contigs, positions]: [number[], number[]] = [[], []];
  let contig = 0;
  let position = 0;
  const isPlace = (key: number): boolean => positions[key] === position && contigs[key] === contig;
  const hash = (): number => Math.imul(position, 31) + contig;
  const keysOfRows = scores.map(({ columns, rowCount }) => {
    const own = new Int32Array(rowCount);
    for (let i = 0; i < rowCount; i++) {
      contig = columns.chromosome[i];
      position = columns.basePairLocation[i];
      own[i] = contig > 0 && position > 0 ? keys.findOrAdd(hash(), isPlace) : -1;
      if (own[i] !== positions.length) continue;
      contigs.push(contig);
      positions.push(position);
    }
    return own;
  });
  const { chromosome, basePairLocation } = variants;
  return placesOf(variants.count, keys.count, keysOfRows, (v) => {
    contig = chromosome[v];
    position = basePairLocation[v];
    return contig > 0 && position > 0 ? keys.find(hash(), isPlace) : -1;
  });
}

/** Both alleles of a variant in capitals, without making the strings of all. */
export function targetAlleles(
  variants: Variants,
): (variant: number) => { readonly reference: string; readonly alternative: string } {
  const { encoded } = variants;
  if (!encoded) {
    const { effectAllele, otherAllele } = variants;
    return (variant) => ({
      reference: otherAllele[variant].toUpperCase(),
      alternative: effectAllele[variant].toUpperCase(),
    });
  }
  const { rows } = encoded;
  return (variant) => {
    const from = fieldStart(rows, variant, ROW_FIELDS.reference);
    const to = fieldEnd(rows, variant, from);
    return {
      reference: capitals(rows, variant, ROW_FIELDS.reference, from, to),
      alternative: capitals(
        rows,
        variant,
        ROW_FIELDS.alternate,
        to + 1,
        fieldEnd(rows, variant, to + 1),
      ),
    };
  };
}

const LETTERS = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code).toUpperCase());

function capitals(
  rows: EncodedRows,
  variant: number,
  field: number,
  from: number,
  to: number,
): string {
  const byte = rows.bytes[from];
  if (to - from === 1 && byte < 128) return LETTERS[byte];
  return decodeField(rows, variant, field).toUpperCase();
}

function rowsOf(scores: readonly ScoredPlaces[]): number {
  return scores.reduce((sum, { rowCount }) => sum + rowCount, 0);
}

function placesOf(
  variantCount: number,
  keyCount: number,
  keys: readonly Int32Array[],
  keyOf: (variant: number) => number,
): TargetIndex {
  const first = new Int32Array(keyCount).fill(-1);
  const last = new Int32Array(keyCount);
  let [next, variants] = [new Int32Array(keyCount), new Uint32Array(keyCount)];
  let count = 0;
  for (let v = 0; v < variantCount; v++) {
    const key = keyOf(v);
    if (key < 0) continue;
    if (count === variants.length) {
      [next, variants] = [enlarged(next), enlarged(variants)];
    }
    if (first[key] < 0) first[key] = count;
    else next[last[key]] = count;
    last[key] = count;
    next[count] = -1;
    variants[count++] = v;
  }
  return { keys, first, next: next.subarray(0, count), variants: variants.subarray(0, count) };
}

function enlarged<View extends Int32Array | Uint32Array>(view: View): View {
  const larger = new (view.constructor as new (length: number) => View)(2 * view.length);
  larger.set(view);
  return larger;
}

function hashOf(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash >>> 0;
}

/** The same of bytes; −1 where they are not ASCII. */
function hashOfAscii(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0;
  let seen = 0;
  for (let at = from; at < to; at++) {
    seen |= bytes[at];
    hash = (Math.imul(hash, 31) + bytes[at]) | 0;
  }
  return seen < 128 ? hash >>> 0 : -1;
}

function isSameText(text: string, bytes: Uint8Array, from: number, to: number): boolean {
  if (text.length !== to - from) return false;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) !== bytes[from + i]) return false;
  return true;
}

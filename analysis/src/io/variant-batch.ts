import { chromosomeCode, plinkContig } from "./chromosome.ts";
import { TAB } from "./field-bounds.ts";
import { idHash } from "./id-hash.ts";

/** Consecutive rows of a variant table; the arrays are good until the next batch. */
export interface VariantBatch {
  readonly count: number;
  /** Lines they came from, empty ones too. */
  readonly lines: number;
  /** Where each row starts in the text of the whole table. */
  readonly starts: Uint32Array;
  /** CHROM, POS, ID, REF and ALT of each row, tabs between. */
  readonly text: Uint8Array;
  /** 0 where it is negative. */
  readonly positions: Int32Array;
  /** Of ids; 0 for ".". */
  readonly hashes: Uint32Array;
  /** The first starts at row 0. */
  readonly runs: readonly BatchRun[];
  readonly negativePositions: Iterable<number>;
  /** Rows with a comma in ALT. */
  readonly multiallelic: Iterable<number>;
}

/** Consecutive rows of one contig. */
export interface BatchRun {
  readonly first: number;
  readonly contig: string;
  readonly chromosome: number;
  /** The largest position. */
  furthest: number;
}

/** Where the columns of a variant table are. */
export interface VariantColumns {
  readonly contig: number;
  readonly position: number;
  readonly id: number;
  readonly reference: number;
  readonly alternate: number;
  /** Fields that a row must have: up to the last of these columns. */
  readonly needed: number;
  /** Of a .bim the third column may be missing, and there are none beyond. */
  readonly isBim?: true;
}

export const BIM_COLUMNS: VariantColumns = {
  contig: 0,
  id: 1,
  position: 3,
  alternate: 4,
  reference: 5,
  needed: 6,
  isBim: true,
};

/** What is done for every line and every row, which WebAssembly does faster than JavaScript that has just been loaded. */
export interface VariantOperations {
  /**
   * Splits whole lines, the last one perhaps without its end, into rows; empty lines are left out. Undefined when one is
   * no row, or one that only JavaScript reads.
   *
   * @param textStart - bytes of the rows before
   */
  readonly split: (
    bytes: Uint8Array,
    from: number,
    to: number,
    columns: VariantColumns,
    textStart: number,
  ) => VariantBatch | undefined;
  /** Visits every row whose hash a row before it has, with the first such; 0 is no hash. */
  readonly pair: (hashes: Uint32Array, visit: (row: number, first: number) => void) => void;
}

/** Takes rows one by one: the reference for the WebAssembly kernel. */
export class BatchWriter implements VariantBatch {
  count = 0;
  lines = 0;
  readonly runs: BatchRun[] = [];
  readonly negativePositions: number[] = [];
  readonly multiallelic: number[] = [];
  readonly #textStart: number;
  readonly #text: Uint8Array;
  readonly #starts: number[] = [];
  readonly #positions: number[] = [];
  readonly #hashes: number[] = [];
  #end = 0;
  #contig: Uint8Array = new Uint8Array(0);
  #prefix: Uint8Array = new Uint8Array(0);

  /** @param size - of the lines; rows are longer only where a position is written as 1e9 */
  constructor(size: number, textStart: number) {
    this.#text = new Uint8Array(2 * size + 2);
    this.#textStart = textStart;
  }

  get starts(): Uint32Array {
    return Uint32Array.from(this.#starts);
  }

  get text(): Uint8Array {
    return this.#text.subarray(0, this.#end);
  }

  get positions(): Int32Array {
    return Int32Array.from(this.#positions);
  }

  get hashes(): Uint32Array {
    return Uint32Array.from(this.#hashes);
  }

  /** @param bounds - where each field begins and ends */
  append(
    bytes: Uint8Array,
    bounds: Int32Array,
    { contig, id, reference, alternate }: VariantColumns,
    position: number,
  ): void {
    this.#start(bytes.subarray(bounds[2 * contig], bounds[2 * contig + 1]));
    const run = this.runs[this.runs.length - 1];
    run.furthest = Math.max(run.furthest, position);
    this.#starts.push(this.#textStart + this.#end);
    this.#positions.push(position);
    this.#hashes.push(idHash(bytes, bounds[2 * id], bounds[2 * id + 1]));
    this.#put(this.#prefix);
    this.#put(new TextEncoder().encode(String(position)));
    for (const column of [id, reference, alternate]) {
      this.#text[this.#end++] = TAB;
      this.#put(bytes.subarray(bounds[2 * column], bounds[2 * column + 1]));
    }
    this.count++;
  }

  #start(contig: Uint8Array): void {
    if (this.count > 0 && isSame(contig, this.#contig)) return;
    this.#contig = contig.slice();
    const run = contigRun(this.#contig, this.count);
    this.#prefix = contigPrefix(this.#contig, run);
    this.runs.push(run);
  }

  #put(bytes: Uint8Array): void {
    this.#text.set(bytes, this.#end);
    this.#end += bytes.length;
  }
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const encoder = new TextEncoder();

/** @param name - not of shared memory */
export function contigRun(name: Uint8Array, first: number): BatchRun {
  const contig = decoder.decode(name);
  return { first, contig, chromosome: chromosomeCode(contig), furthest: 0 };
}

/** How rows of a run begin: no longer than the name and a tab, but for M, which is MT. */
export function contigPrefix(name: Uint8Array, { contig, chromosome }: BatchRun): Uint8Array {
  if (chromosome > 0) return encoder.encode(`${plinkContig(contig, chromosome)}\t`);
  return Uint8Array.of(...name, TAB);
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

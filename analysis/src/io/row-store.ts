/**
 * Where packed rows lie, so that a worker can read its own part: plain data that can be posted.
 * Rows are PLINK 1's 2-bit code, or what decodes to it.
 */
export type RowStore = BedStore | PgenStore | MemoryStore;

/** Rows of ⌈sampleCount / 4⌉ bytes after a header of three. */
export interface BedStore {
  readonly kind: "bed";
  /** Absolute, for opening. */
  readonly path: string;
  /** As the user wrote it, for messages. */
  readonly name: string;
  readonly rowCount: number;
  readonly sampleCount: number;
}

/** Records of a .pgen, in the terms of its header. */
export interface PgenStore {
  readonly kind: "pgen";
  /** Absolute, for opening. */
  readonly path: string;
  /** As the user wrote it, for messages. */
  readonly name: string;
  readonly rowCount: number;
  readonly sampleCount: number;
  /** Byte offset of each record, and after the last one its end; rowCount + 1 numbers in shared memory. */
  readonly recordOffsets: Float64Array;
  /** The record types of the header, a byte each, in shared memory. */
  readonly recordTypes: Uint8Array;
  /** The bits that any of these types has. */
  readonly typeBits: number;
  /** Alleles of each variant where any has more than two, in shared memory. */
  readonly alleleCounts?: Uint8Array | undefined;
}

/** Rows in shared memory. */
export interface MemoryStore {
  readonly kind: "memory";
  readonly rowCount: number;
  readonly sampleCount: number;
  /** rowCount × ⌈sampleCount / 4⌉ bytes on a SharedArrayBuffer. */
  readonly packed: Uint8Array;
}

/** Which rows and samples of a store a cohort consists of. */
export interface RowSelection {
  readonly store: RowStore;
  /** Row of each variant, ascending, in shared memory; all rows in order when left out. */
  readonly rowOfVariant?: Uint32Array | undefined;
  /** Position in a row of each sample, ascending, in shared memory; all samples when left out. */
  readonly positionOfSample?: Uint32Array | undefined;
}

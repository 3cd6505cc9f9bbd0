import type { RowStore } from "./row-store.ts";

/**
 * m variants, column by column; index i is the same variant in every column.
 *
 * Columns of strings of a file's variants are made when one is first looked at.
 */
export interface Variants {
  readonly count: number;
  /** GWAS-SSF code: 1–22, X 23 (also the pseudo-autosomal XY), Y 24, MT 25; 0 when the contig is none of these. */
  readonly chromosome: Uint8Array;
  /** The contig as the file writes it: `22`, `chrX`, `HLA-A*01`. */
  readonly contig: readonly string[];
  /** 1-based position; 0 when the file gives none. */
  readonly basePairLocation: Int32Array;
  readonly variantId: readonly string[];
  /** The allele whose copies the genotypes count (PLINK 1: A1, the fifth column of .bim). */
  readonly effectAllele: readonly string[];
  readonly otherAllele: readonly string[];
  /** The same as bytes, of variants that came from a file. Not enumerable: a copy with other columns must not have it. */
  readonly encoded?: EncodedVariants | undefined;
}

/** Variants as reports print them, so that what only copies them needs no strings. */
export interface EncodedVariants {
  /** CHROM, POS, ID, REF (the other allele) and ALT (the counted one) as PLINK 2 prints them, tabs between. */
  readonly rows: EncodedRows;
  /** In the order of the variants; the first starts at variant 0. */
  readonly runs: readonly ContigRun[];
}

/** Texts in UTF-8, one after the other, in shared memory where there is any: text i is bytes offsets[i] … offsets[i + 1] − 1. */
export interface EncodedRows {
  readonly offsets: Uint32Array;
  readonly bytes: Uint8Array;
}

/** Consecutive variants of one contig, up to the next run. */
export interface ContigRun {
  /** Index of the first. */
  readonly first: number;
  /** As the file writes it. */
  readonly contig: string;
  readonly chromosome: number;
}

/** n samples. Family ids are "0" when the data has none. */
export interface Samples {
  readonly count: number;
  readonly familyId: readonly string[];
  readonly individualId: readonly string[];
  /** 1 male, 2 female, 0 unknown. */
  readonly sex: Uint8Array;
  /** True where both parents' ids are "0", as PLINK counts founders. */
  readonly isFounder: Uint8Array;
}

/** m rows of 2-bit genotypes that can be read from any row on: a .bed file, or memory. */
export interface PackedRows {
  readonly rowCount: number;
  readonly sampleCount: number;
  /** ⌈sampleCount / 4⌉ */
  readonly bytesPerRow: number;
  /** Where the rows lie, when workers can read them by themselves. */
  readonly store?: RowStore | undefined;
  /** Fills `into` with `count` rows from `start`. */
  read(start: number, count: number, into: Uint8Array): Promise<void>;
  /** The same with the dosages that hard calls leave out; only where there are any. */
  readWithDosages?(start: number, count: number, into: Uint8Array): Promise<SparseDosages>;
}

/**
 * Dosages that are not whole numbers, row by row: those of row v are numbers offsets[v] … offsets[v + 1] − 1.
 * They replace the sample's code, which may be any, missing too.
 */
export interface SparseDosages {
  /** count + 1 numbers. */
  readonly offsets: Uint32Array;
  /** Ascending within a row. */
  readonly samples: Uint32Array;
  /** Copies of the counted allele in units of 1 / 16384: 0 … 32768. */
  readonly values: Uint16Array;
}

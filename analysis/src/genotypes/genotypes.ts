/** m variants, column by column; index i is the same variant in every column. */
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
}

/** n samples. Family ids are "0" when the data has none. */
export interface Samples {
  readonly count: number;
  readonly familyId: readonly string[];
  readonly individualId: readonly string[];
  /** 1 male, 2 female, 0 unknown. */
  readonly sex: Uint8Array;
  /** True where neither parent is known to the data set, as PLINK counts founders. */
  readonly isFounder: Uint8Array;
}

/**
 * Consecutive variants × all samples, in PLINK 1's 2-bit code: variant-major, four samples a byte, the first sample
 * in the lowest two bits; 0b00 two copies of the effect allele, 0b01 missing, 0b10 one copy, 0b11 none.
 * Bits past the last sample are 0b11 or 0b00; readers of blocks must ignore them.
 */
export interface GenotypeBlock {
  /** Index of the block's first variant in `genotypes.variants`. */
  readonly start: number;
  readonly count: number;
  readonly sampleCount: number;
  /** ⌈sampleCount / 4⌉ */
  readonly bytesPerVariant: number;
  /** count × bytesPerVariant bytes; reused by the next block, so copy what must outlive the iteration. */
  readonly packed: Uint8Array;
}

/** What a reader gives: metadata in memory, genotypes streamed, so that a file may be larger than memory. */
export interface Genotypes {
  readonly kind: "genotypes";
  /** Where the data came from, for people and provenance: a path, or `simulated (seed 7)`. */
  readonly source: string;
  readonly variants: Variants;
  readonly samples: Samples;
  /** Blocks in variant order, each at most `maxBytes` (default 16 MiB) of packed genotypes. */
  blocks(options?: { readonly maxBytes?: number }): AsyncIterable<GenotypeBlock>;
  /** The same data with only these variants and samples (ascending indices); reads nothing. */
  select(selection: {
    readonly variants?: Uint32Array | undefined;
    readonly samples?: Uint32Array | undefined;
  }): Genotypes;
}

/** Missing hard call where genotypes are unpacked to one byte each. */
export const MISSING_GENOTYPE = 255;

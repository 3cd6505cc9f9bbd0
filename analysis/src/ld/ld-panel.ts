/**
 * Correlation of the effect alleles of one block of variants; variants of different blocks count as unrelated.
 *
 * Rows are sparse: row i holds the columns `column[rowStart[i]]` … with their `r`, ascending, the diagonal (1) included;
 * both (i, j) and (j, i) are there.
 */
export interface LdBlock {
  /** Place of its first variant in the panel. */
  readonly first: number;
  /** Number of variants m. */
  readonly count: number;
  /** m + 1 places in `column` and `r`. */
  readonly rowStart: Uint32Array;
  /** 0 … m − 1, within the block. */
  readonly column: Uint32Array;
  readonly r: Float32Array;
}

/** Variants of a panel, in order of position; correlations are those of copies of `effectAllele`. */
export interface LdVariants {
  readonly count: number;
  readonly variantId: readonly string[];
  readonly chromosome: Uint8Array;
  readonly basePairLocation: Int32Array;
  readonly effectAllele: readonly string[];
  readonly otherAllele: readonly string[];
  readonly effectAlleleFrequency: Float64Array;
}

/** LD between variants of a reference panel, in blocks that are read when they are needed. */
export interface LdPanel {
  readonly kind: "ld panel";
  readonly source: string;
  readonly build: string | undefined;
  /** People whose genotypes gave the correlations. */
  readonly sampleCount: number;
  /** What was left out, cut or kept apart, in words. */
  readonly notices?: readonly string[] | undefined;
  /** By how much correlations were shrunk towards 0: r is 1 − shrink times the observed one; 0 when left out. */
  readonly shrink?: number | undefined;
  readonly variants: LdVariants;
  readonly blockCount: number;
  /** First variant of each block, and the number of variants at the end. */
  readonly blockStart: Uint32Array;
  readonly readBlock: (block: number) => Promise<LdBlock>;
}

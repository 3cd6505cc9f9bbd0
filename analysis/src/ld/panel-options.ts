import type { ComputeOptions } from "../compute/run-method.ts";

/** How far apart the two variants of a pair may be; the narrowest of what is given holds. */
export interface LdWindow {
  readonly basePairs?: number | undefined;
  /** Places in the list of variants. */
  readonly variants?: number | undefined;
  /** Needs `centimorgans`, the map position of each variant. */
  readonly centimorgans?: number | undefined;
}

/** Blocks as in a BED file: position p (1-based) is in block i when start[i] < p ≤ end[i]. */
export interface LdBoundaries {
  /** Names or codes of chromosomes. */
  readonly chromosome: ArrayLike<string | number>;
  readonly start: ArrayLike<number>;
  readonly end: ArrayLike<number>;
}

/** Blocks of at least and at most so many variants that lose the least squared correlation in sum. */
export interface LdSplitting {
  /** 100 by default; chromosomes with fewer variants are one block. */
  readonly leastVariants?: number | undefined;
  /** 2,000 by default. */
  readonly mostVariants?: number | undefined;
  /** Least r² that counts as lost: 0.02 by default, which is noise in small panels. */
  readonly minimumR2?: number | undefined;
}

export interface LdWindowOptions extends ComputeOptions {
  readonly window?: LdWindow | undefined;
  /** Map position of each variant of the genotypes, for windows in centimorgans. */
  readonly centimorgans?: ArrayLike<number> | undefined;
  /** Founders only (default); false takes everyone. */
  readonly foundersOnly?: boolean | undefined;
}

export interface LdPanelOptions extends LdWindowOptions {
  /**
   * Where the matrix falls into blocks: given ones (variants in none of them are left out), or `"auto"` for those that lose
   * least. When left out it is cut only where no pair is lost.
   */
  readonly blocks?: LdBoundaries | LdSplitting | "auto" | undefined;
  /** Least r² of a pair to be kept; 0 by default, as leaving out pairs can make the matrix indefinite. */
  readonly minimumR2?: number | undefined;
  /** 0 by default; 0.05 stores 0.95 r, which is 0.95 R + 0.05 I. */
  readonly shrink?: number | undefined;
}

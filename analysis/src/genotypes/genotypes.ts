import type { Samples, SparseDosages, Variants } from "../io/cohort.ts";
import type { GenomeBuild } from "../io/genome-build.ts";
import type { RowSelection } from "../io/row-store.ts";

export type { Samples, Variants };

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
  /** Dosages that the codes leave out; undefined where every dosage is its hard call. */
  readonly dosages?: SparseDosages | undefined;
}

/** What a reader gives: metadata in memory, genotypes streamed, so that a file may be larger than memory. */
export interface Genotypes {
  readonly kind: "genotypes";
  /** Where the data came from, for people and provenance: a path, or `simulated (seed 7)`. */
  readonly source: string;
  /** Of the positions, when the data tell it. */
  readonly build?: GenomeBuild["name"] | undefined;
  readonly variants: Variants;
  readonly samples: Samples;
  /** What the reader left out or found odd, in words; empty when all is well. */
  readonly notices?: readonly string[] | undefined;
  /** Where the rows lie, when workers can read them by themselves; without it they get what `blocks` yields. */
  readonly rows?: RowSelection | undefined;
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

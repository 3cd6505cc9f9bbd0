import type { PvarColumns } from "./pvar-header.ts";

/** Consecutive rows of a variant table. */
export interface VariantBatch {
  readonly count: number;
  /** Rows where another contig starts, the first one too, and its name. */
  readonly contigRows: readonly number[];
  readonly contigNames: readonly string[];
  /** 0 where it is negative. */
  readonly positions: Int32Array;
  readonly ids: readonly string[];
  /** Of ids, never 0. */
  readonly hashes: Uint32Array;
  readonly references: readonly string[];
  /** ALT, of several the text with commas. */
  readonly alternates: readonly string[];
  readonly negativePositions: readonly number[];
  readonly multiallelic: readonly number[];
}

/**
 * Splits whole lines, the last one perhaps without its end, into rows; empty lines are left out. Undefined when one is no
 * row: `splitVariantRows` says which.
 */
export type SplitVariantRows = (
  bytes: Uint8Array,
  from: number,
  to: number,
  columns: PvarColumns,
) => VariantBatch | undefined;

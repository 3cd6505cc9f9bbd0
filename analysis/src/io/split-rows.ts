/** What a field of every row is. */
export type FieldUse =
  | { readonly kind: "ignored" }
  /** A decimal, or a word for a missing one. */
  | { readonly kind: "number" }
  /** ASCII text, with `filled` bytes before the block's first. */
  | { readonly kind: "text"; readonly filled: number }
  /** A byte of the table, for the one byte that the field is or for 0; fields with the same `to` are and-ed. */
  | { readonly kind: "code"; readonly table: Uint8Array; readonly to: "sex" | "founder" }
  /** Where it is in the block's bytes. */
  | { readonly kind: "bounds" };

/** How the fields of a text lie and what becomes of them. */
export interface RowPlan {
  /** A byte; a space stands for spaces and tabs, however many. */
  readonly separator: number;
  /**
   * True where rows have exactly as many fields as there are uses, lines of blanks are left out, fields are trimmed and a
   * quoted one is no row; else rows have at least so many.
   */
  readonly isExact: boolean;
  readonly minusNineIsMissing: boolean;
  readonly uses: readonly FieldUse[];
}

/** A column of numbers of a block; NaN where one is missing. */
export interface NumberBlock {
  readonly values: Float64Array;
  /** Numbers, −9 too. */
  readonly numeric: number;
  readonly minusNines: number;
}

/** Rows of a block; all arrays are only good until the next one. */
export interface RowBlock {
  readonly rows: number;
  readonly lines: number;
  /** Undefined where a field may be something else. */
  numbers(field: number): NumberBlock | undefined;
  /** A line feed after each, and where each starts. */
  text(field: number): { readonly bytes: Uint8Array; readonly starts: Uint32Array };
  codes(to: "sex" | "founder"): Uint8Array;
  /** Start and end of each. */
  bounds(field: number): Int32Array;
}

/**
 * Splits whole lines, the last one perhaps without its end, into rows; undefined when one is no row, or needs another
 * look: the caller reads the block by itself then.
 */
export type SplitRows = (
  bytes: Uint8Array,
  from: number,
  to: number,
  plan: RowPlan,
) => RowBlock | undefined;

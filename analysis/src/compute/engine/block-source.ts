import type { RowSelection } from "../../io/row-store.ts";
import type { PackedBlock } from "../packed.ts";

/** What the engine needs to know of a cohort. */
export interface BlockSource {
  readonly variants: { readonly count: number };
  readonly samples: { readonly count: number };
  /** Where workers can read the rows by themselves. */
  readonly rows?: RowSelection | undefined;
  blocks(options?: {
    readonly maxBytes?: number;
  }): AsyncIterable<PackedBlock & { readonly start: number }>;
}

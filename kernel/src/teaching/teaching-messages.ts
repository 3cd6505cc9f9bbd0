import type { SealedCell, SealOutput } from "./seal-output.ts";

/** What the page asks about exercises; part of `PageRequests`. */
export interface TeachingRequests {
  /** Cells of a notebook in which seals stand for the answers of exercises. */
  readonly "teaching.seal": {
    readonly asks: {
      readonly sources: readonly string[];
      /** What exercises have left in the notebook's outputs. */
      readonly seals: readonly SealOutput[];
    };
    readonly answers: { readonly cells: readonly SealedCell[] };
  };
}

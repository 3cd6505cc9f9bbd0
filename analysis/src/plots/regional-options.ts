import type { ScanNames } from "./describe-scan.ts";
import type { AbfOptions, CredibleSetTable } from "./regional-credible.ts";
import type { GeneTable } from "./regional-genes.ts";
import type { LdPalette } from "./regional-layers.ts";
import type { LdSource } from "./regional-ld.ts";
import type { RecombinationTable } from "./regional-recombination.ts";

/** What regional plots show besides the scan; the same for all of a scan. */
export interface RegionalTracks {
  /**
   * Where r² comes from: genotypes, a panel, or a table of `variantId` (or pairs with `otherVariantId`) and `r2`.
   * The genotypes that were scanned unless given; `"none"` for no LD.
   */
  readonly ld?: LdSource | "none" | undefined;
  /** People behind the LD, in words: `1000 Genomes, European`. */
  readonly ldName?: string | undefined;
  /** A table of genes, as `plot.readGenes` gives it. */
  readonly genes?: GeneTable | undefined;
  /** A genetic map, as `plot.readRecombination` gives it. */
  readonly recombination?: RecombinationTable | undefined;
  /** Members of credible sets: `variantId`, `set` and `pip`. */
  readonly credibleSets?: CredibleSetTable | undefined;
  /** Makes a credible set from approximate Bayes factors, as if the region had one signal. */
  readonly credibleSet?: "abf" | AbfOptions | undefined;
  /** `ordered` is lightest for the weakest LD and safe for colour-blind readers; `classic` is LocusZoom's. */
  readonly palette?: LdPalette | undefined;
}

export interface RegionalOptions extends ScanNames, RegionalTracks {
  /** Id of the variant in the middle; the strongest of the scan when neither it nor a chromosome is given. */
  readonly variant?: string | undefined;
  /** 1–22, X 23, Y 24, MT 25; with `from` and `to` in place of `variant`. */
  readonly chromosome?: number | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** Base pairs to either side of `variant`; 500,000 unless given. */
  readonly window?: number | undefined;
  /** Id of the variant that r² is with; `variant`, or the strongest of the region, unless given. */
  readonly reference?: string | undefined;
  /** Dashed line; 5e-8 unless given. */
  readonly threshold?: number | undefined;
  /** Dotted line; 1e-5 unless given. */
  readonly suggestive?: number | undefined;
  /** Points to draw at most; 5,000 unless given. */
  readonly maxPoints?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What the page asks about plots; part of `PageRequests`. */
export interface PlotRequests {
  /** The regional plot of a place in a plot that this session made. */
  readonly "plot.region": {
    readonly asks: {
      /** `id` of the plot's description. */
      readonly plotId: string;
      readonly chromosome: number;
      readonly from: number;
      readonly to: number;
      /** The strongest variant of the region unless given. */
      readonly referenceVariantId?: string | undefined;
    };
    readonly answers: {
      /** Vega-Lite, with the description in `usermeta.genobook`. */
      readonly spec: { readonly usermeta: { readonly genobook: PlotDescription } };
      /** The region's variants, strongest first, at most ten. */
      readonly hits: readonly RegionHit[];
    };
  };
}

/** MIME type of a plot's description; the drawing itself travels beside it as Vega-Lite v5. */
export const PLOT_MIME = "application/vnd.genobook.plot.v1+json";

export const VEGA_LITE_MIME = "application/vnd.vegalite.v5+json";

/** Content of `PLOT_MIME`. The rows and the drawing are in the Vega-Lite spec of the same bundle. */
export interface PlotDescription {
  readonly version: 1;
  /** `manhattan`, `qq`, … */
  readonly kind: string;
  readonly id: string;
  /** What the plot shows, as a person would name it. */
  readonly dataset?: string | undefined;
  /** Channels on which a selection travels between plots: `variant`. */
  readonly links: readonly string[];
  /** One sentence that says what the plot shows, for readers, screen readers and logs. */
  readonly summary: string;
  readonly rows: { readonly shown: number; readonly total: number };
  /** TypeScript that makes this plot again, when it is known. */
  readonly code?: string | undefined;
  /** Of a regional plot. */
  readonly region?: PlotRegion | undefined;
}

/** What part of the genome a regional plot shows, and the variant that r² is with. */
export interface PlotRegion {
  /** 1–25. */
  readonly chromosome: number;
  readonly from: number;
  readonly to: number;
  readonly reference: string;
}

/** A variant of a region, as much of it as its table tells. */
export interface RegionHit {
  readonly variantId?: string | undefined;
  /** `6:32,000,000`. */
  readonly place: string;
  readonly alleles?: string | undefined;
  readonly negLog10PValue: number;
  readonly beta?: number | undefined;
  readonly oddsRatio?: number | undefined;
  readonly hazardRatio?: number | undefined;
  /** r² with the reference. */
  readonly r2?: number | undefined;
  /** Credible set. */
  readonly set?: number | undefined;
  readonly pip?: number | undefined;
  readonly nearestGene?: string | undefined;
  /** Base pairs; 0 within the gene. */
  readonly geneDistance?: number | undefined;
}

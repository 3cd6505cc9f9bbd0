/** Messages between kernel and extension, defined once: the kernel sends them, the extension imports the types. */

/** MIME type of a plot's description; the drawing itself travels beside it as Vega-Lite v5. */
export const PLOT_MIME = "application/vnd.genobook.plot.v1+json";
export const VEGA_LITE_MIME = "application/vnd.vegalite.v5+json";

/** Comm target of everything that the extension asks a kernel. */
export const COMM_TARGET = "genobook";

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
}

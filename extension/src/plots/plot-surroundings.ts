import type { PlotDescription } from "@genobook/kernel/messages";
import type { TranslationBundle } from "@jupyterlab/translation";
import type { ISignal } from "@lumino/signaling";
import type { IPlotLinks } from "./plot-links-token.ts";
import type { RegionPlace } from "./region/region-place.ts";
import type { PlotRenderer } from "./renderer.ts";
import type { PlotSpec } from "./rows.ts";

/** What a plot knows of the page around it. */
export interface PlotSurroundings {
  readonly trans: TranslationBundle;
  readonly themeChanged: ISignal<unknown, unknown> | null;
  /** What is picked on this page. */
  readonly links: IPlotLinks;
  /** Called when the user turns to this plot. */
  readonly onActive: (plot: PlotRenderer) => void;
  readonly openMenu: (plot: PlotRenderer, button: HTMLElement) => void;
  /** Called with the part of the genome that is clicked or brushed in a plot of a whole scan. */
  readonly openRegion: (plot: PlotRenderer, place: RegionPlace) => void;
}

/** What a plot holds once its output arrived. */
export interface PlotContent {
  readonly spec: PlotSpec;
  readonly description: PlotDescription | undefined;
}

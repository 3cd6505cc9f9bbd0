import { Token } from "@lumino/coreutils";
import type { ISignal } from "@lumino/signaling";

/** What is picked on the page: one key of one channel, as `variant` and `rs123`. */
export interface PlotSelection {
  readonly channel: string;
  readonly key: string;
}

/** A plot that takes part. */
export interface LinkedPlot {
  /** Whether its rows hold what is picked, drawn at present or not. */
  shows(selection: PlotSelection): boolean;
}

/** What all plots of the page share: a variant picked in one is marked in each that shows it. */
export interface IPlotLinks {
  /** Null when nothing is picked. */
  readonly selection: PlotSelection | null;
  /** Emits the new selection. */
  readonly changed: ISignal<IPlotLinks, PlotSelection | null>;
  select(selection: PlotSelection | null): void;
  /** @returns a function that ends it */
  join(plot: LinkedPlot): () => void;
  /** Plots that show a selection. */
  countShowing(selection: PlotSelection): number;
}

export const IPlotLinks: Token<IPlotLinks> = new Token<IPlotLinks>(
  "@genobook/extension:IPlotLinks",
  "What is picked in a plot, shared by all plots of the page.",
);

import { type ISignal, Signal } from "@lumino/signaling";
import type { IPlotLinks, LinkedPlot, PlotSelection } from "./plot-links-token.ts";

/** The selection of a page. Nothing is asked of a kernel: plots find what is picked among their own rows. */
export class PlotLinks implements IPlotLinks {
  readonly #changed: Signal<IPlotLinks, PlotSelection | null> = new Signal(this);
  readonly #plots = new Set<LinkedPlot>();
  #selection: PlotSelection | null = null;

  get selection(): PlotSelection | null {
    return this.#selection;
  }

  get changed(): ISignal<IPlotLinks, PlotSelection | null> {
    return this.#changed;
  }

  select(selection: PlotSelection | null): void {
    if (isSame(selection, this.#selection)) return;
    this.#selection = selection;
    this.#changed.emit(selection);
  }

  join(plot: LinkedPlot): () => void {
    this.#plots.add(plot);
    return () => {
      this.#plots.delete(plot);
    };
  }

  countShowing(selection: PlotSelection): number {
    return [...this.#plots].filter((plot) => plot.shows(selection)).length;
  }
}

export function isSame(a: PlotSelection | null, b: PlotSelection | null): boolean {
  return a === b || (a?.channel === b?.channel && a?.key === b?.key);
}

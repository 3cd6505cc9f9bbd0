import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";
import { Panel, type Widget } from "@lumino/widgets";

type Plot = Widget & IRenderMime.IRenderer;

/** The place of a plot among a cell's outputs; what draws it is fetched with the first plot of the page. */
export class PlotOutput extends Panel implements IRenderMime.IRenderer {
  readonly #load: () => Promise<Plot>;
  #plot: Promise<Plot> | undefined;

  constructor(load: () => Promise<Plot>) {
    super();
    this.addClass("jp-GenobookPlotOutput");
    this.#load = load;
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    this.#plot ??= this.#fill();
    const plot = await this.#plot;
    if (!this.isDisposed) await plot.renderModel(model);
  }

  async #fill(): Promise<Plot> {
    try {
      const plot = await this.#load();
      if (this.isDisposed) plot.dispose();
      else this.addWidget(plot);
      return plot;
    } catch (error) {
      this.#plot = undefined;
      throw error;
    }
  }
}

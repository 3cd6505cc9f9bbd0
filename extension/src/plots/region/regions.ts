import type { INotebookTracker, NotebookPanel } from "@jupyterlab/notebook";
import type { TranslationBundle } from "@jupyterlab/translation";
import { Panel } from "@lumino/widgets";
import type { IDataKernel } from "../../data-service/data-kernel-token.ts";
import { insertCell } from "../../insert/insert-cell.ts";
import type { IPlotLinks } from "../plot-links-token.ts";
import type { PlotRenderer } from "../renderer.ts";
import { plotRows } from "../rows.ts";
import { type AskRegion, RegionModel } from "./region-model.ts";
import { RegionPanel } from "./region-panel.ts";
import { leadsOf, neighbouringLead, regionAround, type RegionPlace } from "./region-place.ts";

export interface RegionsParts {
  readonly kernels: IDataKernel;
  readonly notebooks: INotebookTracker;
  readonly links: IPlotLinks;
  readonly trans: TranslationBundle;
  /** Makes a plot that lies in a region panel. */
  readonly createPlot: () => PlotRenderer;
}

interface OpenRegion {
  readonly model: RegionModel;
  readonly panel: RegionPanel;
  readonly plot: PlotRenderer;
}

/** The regions that are open beside plots (below them where there is no room), one for each. */
export class Regions {
  readonly #parts: RegionsParts;
  readonly #open = new WeakMap<PlotRenderer, OpenRegion>();
  readonly #sourceOf = new WeakMap<PlotRenderer, PlotRenderer>();

  constructor(parts: RegionsParts) {
    this.#parts = parts;
  }

  /** Opens a region beside a plot, or in the panel that is open there. */
  open(source: PlotRenderer, place: RegionPlace): void {
    const region = this.#open.get(source) ?? this.#add(source, place);
    void region.model.open(place);
  }

  /** @param plot - the one that the region was opened from, or the region's own */
  close(plot: PlotRenderer): boolean {
    const source = this.#sourceOf.get(plot) ?? plot;
    const region = this.#open.get(source);
    if (region === undefined) return false;
    this.#open.delete(source);
    region.panel.dispose();
    source.focus();
    return true;
  }

  referToSelected(plot: PlotRenderer): void {
    this.#regionOf(plot)?.panel.referToSelected();
  }

  /** @returns whether there is a lead in this direction */
  toLead(plot: PlotRenderer, direction: 1 | -1): boolean {
    const source = this.#sourceOf.get(plot) ?? plot;
    const region = this.#open.get(source);
    const leads = leadsOf(plotRows(source.content?.spec ?? {}));
    const start = region?.model.place ?? { chromosome: 0, from: 0, to: 0 };
    const place = regionAround(neighbouringLead(leads, start, direction));
    if (place === null) return false;
    this.open(source, place);
    return true;
  }

  has(plot: PlotRenderer): boolean {
    return this.#regionOf(plot) !== undefined;
  }

  #regionOf(plot: PlotRenderer): OpenRegion | undefined {
    return this.#open.get(this.#sourceOf.get(plot) ?? plot);
  }

  #add(source: PlotRenderer, place: RegionPlace): OpenRegion {
    const { links, trans, createPlot } = this.#parts;
    const plot = createPlot();
    const model = new RegionModel(source.content?.description?.id ?? "", place, this.#ask(source));
    const panel = new RegionPanel({
      model,
      plot,
      links,
      trans,
      toLead: (direction) => this.toLead(source, direction),
      insertCode: (code) => void this.#insert(source, code),
      close: () => this.close(source),
    });
    if (source.parent instanceof Panel) source.parent.addWidget(panel);
    const region = { model, panel, plot };
    this.#open.set(source, region);
    this.#sourceOf.set(plot, source);
    source.disposed.connect(() => panel.dispose());
    return region;
  }

  /** The notebook's own kernel, and only what the user runs there: nothing is asked for an untrusted plot. */
  #ask(source: PlotRenderer): AskRegion {
    const { kernels, trans } = this.#parts;
    return async (asks, signal) => {
      const notebook = this.#notebookOf(source);
      if (!isTrusted(notebook, source)) {
        throw refused(
          "untrusted",
          trans.__("No region is opened: this output is not trusted."),
          trans.__(
            "It was not made in this session of JupyterLab, so that nothing of it may ask a kernel.",
          ),
          trans.__("Run the plot's cell, then open the region."),
        );
      }
      const kernel = await kernels.of(notebook?.sessionContext.session?.kernel);
      if (kernel === null) {
        throw refused(
          "no-kernel",
          trans.__("No region is opened: this notebook has no Genobook kernel running."),
          trans.__("The rows between the points are in the kernel's memory."),
          trans.__("Start the kernel, run the plot's cell, then try again."),
        );
      }
      return (await kernel.ask("plot.region", asks, { signal })).answers;
    };
  }

  #notebookOf(source: PlotRenderer): NotebookPanel | undefined {
    return this.#parts.notebooks.find((panel) => panel.content.node.contains(source.node));
  }

  async #insert(source: PlotRenderer, code: string): Promise<void> {
    const notebook = this.#notebookOf(source);
    if (notebook === undefined || code === "") return;
    const { content } = notebook;
    const index = content.widgets.findIndex(({ node }) => node.contains(source.node));
    if (index >= 0) content.activeCellIndex = index;
    await insertCell(notebook, code);
  }
}

function isTrusted(notebook: NotebookPanel | undefined, source: PlotRenderer): boolean {
  const cell = notebook?.content.widgets.find(({ node }) => node.contains(source.node));
  return cell?.model.trusted ?? false;
}

function refused(tag: string, what: string, why: string, remedy: string): Error {
  return Object.assign(new Error(what), { refusal: { tag, what, why, remedy } });
}

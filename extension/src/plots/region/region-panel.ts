import { PLOT_MIME, type RegionHit, VEGA_LITE_MIME } from "@genobook/kernel/messages";
import { MimeModel } from "@jupyterlab/rendermime";
import type { TranslationBundle } from "@jupyterlab/translation";
import type { ReadonlyPartialJSONObject } from "@lumino/coreutils";
import { Panel, Widget } from "@lumino/widgets";
import type { IPlotLinks } from "../plot-links-token.ts";
import type { PlotRenderer } from "../renderer.ts";
import { hitTable, markHit } from "./hit-table.ts";
import type { OpenedRegion, RegionModel, RegionState } from "./region-model.ts";
import { placeText } from "./region-text.ts";
import { zoomed } from "./region-place.ts";

export interface RegionPanelOptions {
  readonly model: RegionModel;
  readonly plot: PlotRenderer;
  readonly links: IPlotLinks;
  readonly trans: TranslationBundle;
  /** Goes to the lead before or after; false when there is none. */
  readonly toLead: (direction: 1 | -1) => boolean;
  readonly insertCode: (code: string) => void;
  readonly close: () => void;
}

/** A region beside or below the plot it was opened from: its own plot, the strongest variants, and what else one may ask for. */
export class RegionPanel extends Panel {
  readonly #options: RegionPanelOptions;
  readonly #title = document.createElement("h4");
  readonly #reference = document.createElement("select");
  readonly #message = document.createElement("div");
  readonly #table = document.createElement("div");
  readonly #insert: HTMLButtonElement;

  constructor(options: RegionPanelOptions) {
    super();
    this.#options = options;
    const { model, plot, links, trans } = options;
    this.addClass("jp-GenobookRegion");
    this.node.setAttribute("role", "region");
    this.node.setAttribute("aria-label", trans.__("Region"));
    const button = (label: string, text: string, act: () => void): HTMLButtonElement => {
      const element = document.createElement("button");
      element.type = "button";
      element.className = "jp-GenobookRegion-button";
      element.textContent = text;
      element.title = label;
      element.setAttribute("aria-label", label);
      element.addEventListener("click", act);
      return element;
    };
    this.#insert = button(
      trans.__("Add a cell that draws this region; it is not run"),
      trans.__("Insert code"),
      () => options.insertCode(plot.content?.description?.code ?? ""),
    );
    const bar = document.createElement("div");
    bar.className = "jp-GenobookRegion-bar";
    bar.append(
      this.#title,
      button(trans.__("Previous lead variant"), "←", () => this.#toLead(-1)),
      button(trans.__("Next lead variant"), "→", () => this.#toLead(1)),
      button(trans.__("Show less of the chromosome"), "+", () => void this.#zoom(0.5)),
      button(trans.__("Show more of the chromosome"), "−", () => void this.#zoom(2)),
      this.#referenceChoice(),
      this.#insert,
      button(trans.__("Close this region"), "✕", options.close),
    );
    this.#offer(false);
    this.#message.className = "jp-GenobookRegion-message";
    this.#message.setAttribute("role", "status");
    this.#table.className = "jp-GenobookRegion-hits";
    this.addWidget(new Widget({ node: bar }));
    this.addWidget(new Widget({ node: this.#message }));
    this.addWidget(plot);
    this.addWidget(new Widget({ node: this.#table }));
    model.changed.connect(this.#follow, this);
    links.changed.connect(this.#followSelection, this);
    void this.#show(model.state);
  }

  /** The picked variant of the region becomes the one that r² is with; says what to do when none is picked. */
  referToSelected(): void {
    const { links, model, plot, trans } = this.#options;
    const { selection } = links;
    if (selection?.channel === "variant" && plot.placeOf(selection.key) !== null)
      void model.refer(selection.key);
    else
      plot.announce(
        trans.__("Select a variant of this region first: click it, or step to it and press Enter."),
      );
  }

  override dispose(): void {
    if (this.isDisposed) return;
    this.#options.links.changed.disconnect(this.#followSelection, this);
    this.#options.model.changed.disconnect(this.#follow, this);
    this.#options.model.dispose();
    super.dispose();
  }

  #zoom(factor: number): Promise<void> {
    const { model } = this.#options;
    return model.open(zoomed(model.place, factor), this.#reference.value || undefined);
  }

  #toLead(direction: 1 | -1): void {
    const { toLead, plot, trans } = this.#options;
    if (!toLead(direction)) {
      plot.announce(
        direction > 0
          ? trans.__("This is the last lead variant.")
          : trans.__("This is the first lead variant."),
      );
    }
  }

  #referenceChoice(): HTMLElement {
    const { model, trans } = this.#options;
    const label = document.createElement("label");
    label.className = "jp-GenobookRegion-reference";
    const text = document.createElement("span");
    text.textContent = trans.__("r² with");
    this.#reference.title = trans.__("The variant whose LD with the others is shown");
    // Keys that choose here are commands of the notebook around it.
    this.#reference.dataset["lmSuppressShortcuts"] = "true";
    this.#reference.addEventListener("change", () => void model.refer(this.#reference.value));
    label.append(text, this.#reference);
    return label;
  }

  #follow(_: RegionModel, state: RegionState): void {
    void this.#show(state);
  }

  async #show(state: RegionState): Promise<void> {
    const { model, trans } = this.#options;
    this.#title.textContent = trans.__("Region %1", placeText(model.place));
    this.node.dataset["genobookRegion"] = state.kind;
    this.toggleClass("jp-mod-loading", state.kind === "loading");
    if (state.kind === "refused") this.#explain(state.refusal);
    else this.#message.replaceChildren();
    if (state.kind === "loading") this.#message.textContent = trans.__("Reading the region …");
    if (state.kind === "shown") await this.#draw(state.region);
  }

  async #draw({ spec, hits }: OpenedRegion): Promise<void> {
    const { plot } = this.#options;
    const description = spec.usermeta.genobook;
    this.#offer(true);
    this.#fillChoice(description.region?.reference ?? "", hits);
    this.#table.replaceChildren(this.#hits(hits));
    this.#markSelected();
    const data = { [PLOT_MIME]: description, [VEGA_LITE_MIME]: spec };
    const model = new MimeModel({ data: data as unknown as ReadonlyPartialJSONObject });
    await plot.renderModel(model);
    plot.announce(description.summary);
  }

  #hits(hits: readonly RegionHit[]): HTMLElement {
    const { links, trans } = this.#options;
    return hitTable(hits, {
      trans,
      pick: (variantId) => links.select({ channel: "variant", key: variantId }),
    });
  }

  /** Before the first answer there is neither a reference to choose nor code to insert. */
  #offer(hasRegion: boolean): void {
    this.#reference.disabled = !hasRegion;
    this.#insert.disabled = !hasRegion;
  }

  #fillChoice(reference: string, hits: readonly RegionHit[]): void {
    const names = hits.flatMap(({ variantId }) => (variantId === undefined ? [] : [variantId]));
    const all = [...new Set([reference, ...names])];
    this.#reference.replaceChildren(...all.map((name) => new Option(name, name)));
    this.#reference.value = reference;
  }

  #followSelection(): void {
    this.#markSelected();
    this.#offerSelected();
  }

  #markSelected(): void {
    const { selection } = this.#options.links;
    markHit(this.#table, selection?.channel === "variant" ? selection.key : null);
  }

  /** What is picked in this region can be chosen as the reference, too. */
  #offerSelected(): void {
    const { links, plot } = this.#options;
    const key = links.selection?.channel === "variant" ? links.selection.key : undefined;
    const known = Array.from(this.#reference.options, ({ value }) => value);
    if (key === undefined || known.includes(key) || plot.placeOf(key) === null) return;
    this.#reference.append(new Option(key, key));
  }

  #explain({ what, why, remedy }: { what: string; why: string; remedy: string }): void {
    const { model, trans } = this.#options;
    const text = document.createElement("p");
    text.setAttribute("role", "alert");
    text.textContent = [what, why, remedy].filter((part) => part !== "").join(" ");
    const retry = document.createElement("button");
    retry.type = "button";
    retry.className = "jp-GenobookRegion-button";
    retry.textContent = trans.__("Try again");
    retry.addEventListener("click", () => void model.retry());
    this.#message.replaceChildren(text, retry);
  }
}

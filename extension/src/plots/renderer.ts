import { PLOT_MIME, type PlotDescription, VEGA_LITE_MIME } from "@genobook/kernel/messages";
import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";
import type { TranslationBundle } from "@jupyterlab/translation";
import { downloadIcon } from "@jupyterlab/ui-components";
import type { ISignal } from "@lumino/signaling";
import { Widget } from "@lumino/widgets";
import { type Drawing, draw } from "./drawing.ts";
import { PlotHover } from "./hover.ts";
import { addBrush } from "./region/brush.ts";
import { regionAround, regionBetween, type RegionPlace } from "./region/region-place.ts";
import { isLinked, isMr, opensRegions, showsStrata, stepOrder } from "./plot-kind.ts";
import { PlotLinking } from "./plot-linking.ts";
import type { IPlotLinks } from "./plot-links-token.ts";
import { fittingWidth } from "./prepare-spec.ts";
import { failureSentence, plotSummary, shownSentence } from "./plot-text.ts";
import type { PlotSpec } from "./rows.ts";
import { FORCED_COLOURS, themeColours, vegaConfig } from "./theme.ts";
import { createTooltip } from "./tooltip.ts";
import { wrapSubtitle } from "./wrap-subtitle.ts";

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

/** Thousands of points take a third of a second: not while a region is opened beside them, nor at each step of a drag. */
const RESIZE_AFTER_MS = 300;

const tooltip = createTooltip();

/** Draws a plot output: the drawing, its sentence and its menu. */
export class PlotRenderer extends Widget implements IRenderMime.IRenderer {
  readonly #mimeType: string;
  readonly #surroundings: PlotSurroundings;
  readonly #stage = document.createElement("div");
  readonly #caption = document.createElement("figcaption");
  readonly #menuButton = document.createElement("button");
  readonly #live = document.createElement("span");
  readonly #hover: PlotHover;
  readonly #linking: PlotLinking;
  readonly #resize: ResizeObserver;
  readonly #forcedColours = matchMedia(FORCED_COLOURS);
  readonly #onForcedColours = (): void => this.#redraw();
  #content: PlotContent | null = null;
  #picture: string | undefined;
  #drawing: Drawing | null = null;
  #drawn = 0;
  #drawnSubtitle = "";
  #width = 0;
  #resizing: ReturnType<typeof setTimeout> | undefined;

  constructor(mimeType: string, surroundings: PlotSurroundings) {
    super({ node: document.createElement("figure") });
    this.#mimeType = mimeType;
    this.#surroundings = surroundings;
    this.addClass("jp-GenobookPlot");
    this.#stage.className = "jp-GenobookPlot-stage";
    this.#live.className = "jp-GenobookPlot-live";
    this.#live.setAttribute("role", "status");
    this.node.append(this.#stage, this.#footer());
    this.#hover = new PlotHover(this.#stage, tooltip, (text) => this.announce(text));
    this.#linking = new PlotLinking({
      stage: this.#stage,
      hover: this.#hover,
      links: surroundings.links,
      trans: surroundings.trans,
      announce: (text) => this.announce(text),
    });
    addBrush(this.#stage, (left, right) => this.#brush(left, right));
    // Before Vega, whose own selection would mark the variant a second time.
    this.#stage.addEventListener("click", (event) => this.#pick(event), { capture: true });
    for (const type of ["pointerdown", "focusin", "contextmenu"]) {
      this.node.addEventListener(type, () => surroundings.onActive(this), { capture: true });
    }
    this.#resize = new ResizeObserver(() => this.#followWidth());
    this.#resize.observe(this.#stage);
    surroundings.themeChanged?.connect(this.#redraw, this);
    this.#forcedColours.addEventListener("change", this.#onForcedColours);
  }

  /** What is drawn, or null before the output arrived. */
  get content(): PlotContent | null {
    return this.#content;
  }

  /** Pixels that the plot fills at present. */
  get drawingWidth(): number {
    return fittingWidth(this.#content?.spec ?? {}, Math.max(this.#width, 320));
  }

  /** The picked variant, if this plot shows it and its analysis can be made without it. */
  get excludableVariant(): string | null {
    const selection = isMr(this.#content?.description) ? this.#linking.selection : null;
    return selection?.channel === "variant" ? selection.key : null;
  }

  /** Picks the point that the arrow keys have come to, and opens its region. */
  pickStepped(): void {
    const mark = this.#hover.steppedMark;
    this.#linking.pick(mark);
    this.#openAround(mark?.item.datum);
  }

  /** Steps to the next of the points that the arrow keys go through, or to the one before it. */
  step(direction: 1 | -1): void {
    this.#hover.walk(direction);
  }

  /** Whether a region can be opened from it. */
  get opensRegions(): boolean {
    return opensRegions(this.#content?.description);
  }

  /** Brings the keyboard to the drawing. */
  focus(): void {
    this.#stage.focus({ preventScroll: true });
  }

  /** Hides the tooltip and lets go of what is picked. */
  clearSelection(): void {
    this.#hover.clear();
    this.#linking.clear();
  }

  /** Where a variant is in window coordinates, once drawn; null when the plot does not show it. */
  placeOf(key: string): { x: number; y: number } | null {
    const mark = this.#hover.marks().find(({ item }) => keyOf(item.datum) === key);
    return mark === undefined ? null : this.#hover.clientPosition(mark);
  }

  /** The highest point in window coordinates, once drawn; null for a plot without points. */
  highestPoint(): { x: number; y: number; datum: unknown } | null {
    let highest = this.#hover.marks()[0];
    for (const mark of this.#hover.marks()) if (mark.y < highest!.y) highest = mark;
    if (highest === undefined) return null;
    return { ...this.#hover.clientPosition(highest), datum: highest.item.datum };
  }

  /** Says something short to the user, on screen and to screen readers. */
  announce(text: string): void {
    this.#live.textContent = text;
    // Readers of the screen have the caption already.
    this.#live.classList.toggle("jp-mod-heard", this.#caption.textContent.startsWith(text));
  }

  // Returns once the sentence is in place: a plot scrolled out of a windowed notebook is drawn when it is attached.
  renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    const { trans } = this.#surroundings;
    const ours = this.#mimeType === PLOT_MIME;
    const spec = model.data[ours ? VEGA_LITE_MIME : this.#mimeType] as PlotSpec | undefined;
    const picture = model.data["image/png"];
    this.#picture = typeof picture === "string" ? picture.replaceAll("\n", "") : undefined;
    if (spec === undefined || typeof spec !== "object") {
      const reason = trans.__("its Vega-Lite specification is missing from the notebook.");
      this.#fail(new Error(reason));
      return Promise.resolve();
    }
    const description = ours ? (model.data[PLOT_MIME] as unknown as PlotDescription) : undefined;
    this.#content = { spec, description };
    this.#linking.setContent(this.#content);
    const summary = plotSummary(description, spec);
    this.node.setAttribute("aria-label", summary || trans.__("Plot"));
    this.#menuButton.hidden = false;
    this.#stage.tabIndex = 0;
    this.#stage.setAttribute("role", "group");
    this.#stage.setAttribute("aria-label", this.#stageLabel(description));
    const shown = shownSentence(description, trans);
    this.#caption.textContent = [summary, shown].filter((text) => text !== "").join(" ");
    this.#redraw();
    return Promise.resolve();
  }

  override dispose(): void {
    if (this.isDisposed) return;
    this.#surroundings.themeChanged?.disconnect(this.#redraw, this);
    this.#forcedColours.removeEventListener("change", this.#onForcedColours);
    this.#resize.disconnect();
    clearTimeout(this.#resizing);
    this.#hover.clear();
    this.#linking.dispose();
    this.#drawing?.finalize();
    super.dispose();
  }

  #followWidth(): void {
    const width = Math.floor(this.#stage.clientWidth);
    if (width === 0) this.#hover.clear();
    if (width === 0 || width === this.#width) return;
    const first = this.#width === 0;
    this.#width = width;
    clearTimeout(this.#resizing);
    if (first) this.#redraw();
    else this.#resizing = setTimeout(() => this.#fitWidth(), RESIZE_AFTER_MS);
  }

  #fitWidth(): void {
    if (this.#drawing !== null && !this.isDisposed) void this.#resizeDrawing(this.#drawing);
  }

  async #resizeDrawing(drawing: Drawing): Promise<void> {
    if (this.#content?.description === undefined) return;
    if (this.#subtitleKey() !== this.#drawnSubtitle) {
      this.#redraw();
      return;
    }
    await drawing.view.width(this.drawingWidth).resize().runAsync();
    if (drawing === this.#drawing) this.#attach(drawing);
  }

  #attach(drawing: Drawing): void {
    this.#hover.attach(drawing, stepOrder(this.#content?.description));
    this.#linking.refresh();
  }

  #pick(event: MouseEvent): void {
    if (!isLinked(this.#content?.description)) return;
    event.stopPropagation();
    const mark = this.#hover.markAt(event);
    const isPicked = mark !== null && this.#linking.pick(mark);
    if (!isPicked) this.#linking.clear();
    this.focus();
    this.#openAround(mark?.item.datum);
  }

  #openAround(row: unknown): void {
    const place = this.opensRegions ? regionAround(row) : null;
    if (place !== null) this.#surroundings.openRegion(this, place);
  }

  /** @param left - in window coordinates */
  #brush(left: number, right: number): void {
    if (!this.opensRegions) return;
    const { x } = this.#hover.clientPosition({ x: 0, y: 0, item: {} });
    const place = regionBetween(this.#hover.marks(), left - x, right - x);
    if (place !== null) this.#surroundings.openRegion(this, place);
    else this.announce(this.#surroundings.trans.__("No variant is drawn there."));
  }

  #stageLabel(description: PlotDescription | undefined): string {
    const { trans } = this.#surroundings;
    if (!isLinked(description)) return trans.__("Drawing. Arrow keys step through its points.");
    if (opensRegions(description)) {
      return trans.__(
        "Drawing. Arrow keys step through its lead variants, Enter opens the region of one, Escape closes it.",
      );
    }
    if (showsStrata(description)) {
      return trans.__(
        "Drawing. Arrow keys step through its points, Enter selects one in all plots.",
      );
    }
    return isMr(description)
      ? trans.__("Drawing. Arrow keys step through its variants, Enter selects one in all plots.")
      : trans.__("Drawing. Arrow keys step through its peaks, Enter selects one in all plots.");
  }

  /** How the subtitle breaks at the present width; a plot must be laid out anew when that changes. */
  #subtitleKey(): string {
    return JSON.stringify(wrapSubtitle(this.#content?.spec["title"], this.drawingWidth));
  }

  #redraw(): void {
    if (this.#content === null || this.#width === 0 || this.isDisposed) return;
    const turn = ++this.#drawn;
    this.#drawNow(this.#content, turn).catch((error: unknown) => {
      if (turn === this.#drawn && !this.isDisposed) this.#fail(error);
    });
  }

  async #drawNow({ spec, description }: PlotContent, turn: number): Promise<void> {
    const canvas = document.createElement("div");
    const width = this.drawingWidth;
    this.#drawnSubtitle = this.#subtitleKey();
    const drawing = await draw(canvas, spec, {
      width: description === undefined ? undefined : width,
      config: vegaConfig(themeColours(getComputedStyle(this.node))),
      ownPlot: description !== undefined,
      onTooltip: (event, item, value) => this.#showTooltip(event, item === null ? null : value),
    });
    if (turn !== this.#drawn || this.isDisposed) {
      drawing.finalize();
      return;
    }
    this.#drawing?.finalize();
    this.#drawing = drawing;
    this.#place(canvas);
    this.#attach(drawing);
    if (drawing.refused.length > 0) this.#explainRefusal(drawing.refused);
    this.node.dataset["genobookReady"] = "1";
    this.node.dataset["genobookDrawn"] = description?.id ?? "";
    if (width !== this.drawingWidth) await this.#resizeDrawing(drawing);
  }

  #place(element: HTMLElement): void {
    element.classList.add("jp-GenobookPlot-drawing");
    this.#stage.querySelector(".jp-GenobookPlot-drawing")?.remove();
    this.#stage.prepend(element);
  }

  /** Points are served by the nearest-point search; bars, areas and rules have no other way to speak. */
  #showTooltip(event: MouseEvent, value: unknown): void {
    if (this.#hover.marks().length > 0) return;
    if (value === null || value === undefined || value === "") tooltip.hide();
    else tooltip.show(value, event.clientX, event.clientY);
  }

  #footer(): HTMLElement {
    const { trans, openMenu } = this.#surroundings;
    const button = this.#menuButton;
    button.hidden = true;
    button.type = "button";
    button.className = "jp-GenobookPlot-menuButton";
    button.title = trans.__("Save or copy this plot");
    button.setAttribute("aria-label", button.title);
    button.setAttribute("aria-haspopup", "menu");
    downloadIcon.element({ container: button, width: "16px" });
    button.addEventListener("click", () => openMenu(this, button));
    const footer = document.createElement("div");
    footer.className = "jp-GenobookPlot-footer";
    footer.append(this.#caption, this.#live, button);
    return footer;
  }

  #explainRefusal(addresses: readonly string[]): void {
    this.announce(
      this.#surroundings.trans.__(
        "Not loaded, because plots draw only what the notebook holds: %1. Read the file in a cell and plot the table.",
        addresses.join(", "),
      ),
    );
  }

  #fail(error: unknown): void {
    const place = document.createElement("div");
    const message = document.createElement("p");
    message.className = "jp-GenobookPlot-failure";
    message.setAttribute("role", "alert");
    message.textContent = failureSentence(error, this.#surroundings.trans);
    place.append(message);
    if (this.#picture !== undefined) {
      const image = document.createElement("img");
      image.src = `data:image/png;base64,${this.#picture}`;
      image.alt = this.#caption.textContent;
      place.append(image);
    }
    this.#place(place);
    this.node.dataset["genobookReady"] = "failed";
  }
}

function keyOf(datum: unknown): unknown {
  return (datum as { variantId?: unknown } | undefined)?.variantId;
}

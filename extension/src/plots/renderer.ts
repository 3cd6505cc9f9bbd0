import { PLOT_MIME, type PlotDescription, VEGA_LITE_MIME } from "@genobook/kernel/messages";
import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";
import { Widget } from "@lumino/widgets";
import type { Drawing } from "./drawing.ts";
import { failureView } from "./failure-view.ts";
import { FittedDrawing } from "./fitted-drawing.ts";
import { PlotHover } from "./hover.ts";
import { addBrush } from "./region/brush.ts";
import { regionAround, regionBetween } from "./region/region-place.ts";
import { isLinked, isMr, opensRegions, stepOrder } from "./plot-kind.ts";
import { PlotFooter } from "./plot-footer.ts";
import { PlotLinking } from "./plot-linking.ts";
import type { PlotContent, PlotSurroundings } from "./plot-surroundings.ts";
import { plotSummary, shownSentence, stageLabel } from "./plot-text.ts";
import type { PlotSpec } from "./rows.ts";
import { createTooltip } from "./tooltip.ts";

const tooltip = createTooltip();

/** Draws a plot output: the drawing, its sentence and its menu. */
export class PlotRenderer extends Widget implements IRenderMime.IRenderer {
  readonly #mimeType: string;
  readonly #surroundings: PlotSurroundings;
  readonly #stage = document.createElement("div");
  readonly #footer: PlotFooter;
  readonly #hover: PlotHover;
  readonly #linking: PlotLinking;
  readonly #drawing: FittedDrawing;
  #content: PlotContent | null = null;
  #picture: string | undefined;

  constructor(mimeType: string, surroundings: PlotSurroundings) {
    super({ node: document.createElement("figure") });
    this.#mimeType = mimeType;
    this.#surroundings = surroundings;
    const { trans, links, themeChanged, openMenu } = surroundings;
    this.addClass("jp-GenobookPlot");
    this.#stage.className = "jp-GenobookPlot-stage";
    this.#footer = new PlotFooter(trans, (button) => openMenu(this, button));
    this.node.append(this.#stage, this.#footer.node);
    const announce = (text: string): void => this.announce(text);
    this.#hover = new PlotHover(this.#stage, tooltip, announce);
    this.#linking = new PlotLinking({
      ...{ stage: this.#stage, hover: this.#hover, links, trans, announce },
    });
    addBrush(this.#stage, (left, right) => this.#brush(left, right));
    // Before Vega, whose own selection would mark the variant a second time.
    this.#stage.addEventListener("click", (event) => this.#pick(event), { capture: true });
    for (const type of ["pointerdown", "focusin", "contextmenu"]) {
      this.node.addEventListener(type, () => surroundings.onActive(this), { capture: true });
    }
    this.#drawing = new FittedDrawing({
      stage: this.#stage,
      themeChanged,
      onTooltip: (event, item, value) => this.#showTooltip(event, item === null ? null : value),
      onPlaced: (drawing) => this.#attach(drawing),
      onDrawn: (drawing) => this.#tellDrawn(drawing),
      onHidden: () => this.#hover.clear(),
      onFailed: (error) => this.#fail(error),
    });
  }

  /** What is drawn, or null before the output arrived. */
  get content(): PlotContent | null {
    return this.#content;
  }

  /** Pixels that the plot fills at present. */
  get drawingWidth(): number {
    return this.#drawing.width;
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

  /** Where a variant or a stratum is in window coordinates, once drawn; null when the plot does not show it. */
  placeOf(key: string): { x: number; y: number } | null {
    const mark = this.#hover.marks().find(({ item }) => this.#linking.keyOf(item.datum) === key);
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
    this.#footer.announce(text);
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
    this.#stage.tabIndex = 0;
    this.#stage.setAttribute("role", "group");
    this.#stage.setAttribute("aria-label", stageLabel(description, trans));
    const shown = shownSentence(description, trans);
    this.#footer.describe([summary, shown].filter((text) => text !== "").join(" "));
    this.#drawing.show(this.#content);
    return Promise.resolve();
  }

  override dispose(): void {
    if (this.isDisposed) return;
    this.#drawing.dispose();
    this.#hover.clear();
    this.#linking.dispose();
    super.dispose();
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

  #tellDrawn({ refused }: Drawing): void {
    if (refused.length > 0) {
      this.announce(
        this.#surroundings.trans.__(
          "Not loaded, because plots draw only what the notebook holds: %1. Read the file in a cell and plot the table.",
          refused.join(", "),
        ),
      );
    }
    this.node.dataset["genobookReady"] = "1";
    this.node.dataset["genobookDrawn"] = this.#content?.description?.id ?? "";
  }

  /** Points are served by the nearest-point search; bars, areas and rules have no other way to speak. */
  #showTooltip(event: MouseEvent, value: unknown): void {
    if (this.#hover.marks().length > 0) return;
    if (value === null || value === undefined || value === "") tooltip.hide();
    else tooltip.show(value, event.clientX, event.clientY);
  }

  #fail(error: unknown): void {
    const { trans } = this.#surroundings;
    this.#drawing.place(
      failureView(error, { trans, picture: this.#picture, caption: this.#footer.caption }),
    );
    this.node.dataset["genobookReady"] = "failed";
  }
}

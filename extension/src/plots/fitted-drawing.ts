import { followForcedColours } from "../forced-colours.ts";
import { type Drawing, type DrawOptions, draw } from "./drawing.ts";
import type { PlotContent, PlotSurroundings } from "./plot-surroundings.ts";
import { fittingWidth } from "./prepare-spec.ts";
import { themeColours, vegaConfig } from "./theme.ts";
import { wrapSubtitle } from "./wrap-subtitle.ts";

/** Thousands of points take a third of a second: not while a region is opened beside them, nor at each step of a drag. */
const RESIZE_AFTER_MS = 300;

export interface FittedDrawingParts {
  /** The element that holds the drawing, and whose width it fills. */
  readonly stage: HTMLElement;
  readonly themeChanged: PlotSurroundings["themeChanged"];
  readonly onTooltip: NonNullable<DrawOptions["onTooltip"]>;
  /** Called with a drawing that is new, or that has a new size. */
  readonly onPlaced: (drawing: Drawing) => void;
  /** Called with a new drawing after it was placed. */
  readonly onDrawn: (drawing: Drawing) => void;
  /** Called when the stage is no longer on screen. */
  readonly onHidden: () => void;
  readonly onFailed: (error: unknown) => void;
}

/** Keeps a drawing in the colours of the page and as wide as its stage. */
export class FittedDrawing {
  readonly #parts: FittedDrawingParts;
  readonly #resize: ResizeObserver;
  readonly #unfollow: () => void;
  #content: PlotContent | null = null;
  #drawing: Drawing | null = null;
  #turn = 0;
  #drawnSubtitle = "";
  #stageWidth = 0;
  #resizing: ReturnType<typeof setTimeout> | undefined;
  #isDisposed = false;

  constructor(parts: FittedDrawingParts) {
    this.#parts = parts;
    this.#resize = new ResizeObserver(() => this.#followWidth());
    this.#resize.observe(parts.stage);
    parts.themeChanged?.connect(this.#redraw, this);
    this.#unfollow = followForcedColours(() => this.#redraw());
  }

  /** Pixels that the plot fills at present. */
  get width(): number {
    return fittingWidth(this.#content?.spec ?? {}, Math.max(this.#stageWidth, 320));
  }

  show(content: PlotContent): void {
    this.#content = content;
    this.#redraw();
  }

  /** Puts an element where the drawing is. */
  place(element: HTMLElement): void {
    const { stage } = this.#parts;
    element.classList.add("jp-GenobookPlot-drawing");
    stage.querySelector(".jp-GenobookPlot-drawing")?.remove();
    stage.prepend(element);
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#parts.themeChanged?.disconnect(this.#redraw, this);
    this.#unfollow();
    this.#resize.disconnect();
    clearTimeout(this.#resizing);
    this.#drawing?.finalize();
  }

  #followWidth(): void {
    const width = Math.floor(this.#parts.stage.clientWidth);
    if (width === 0) this.#parts.onHidden();
    if (width === 0 || width === this.#stageWidth) return;
    const first = this.#stageWidth === 0;
    this.#stageWidth = width;
    clearTimeout(this.#resizing);
    if (first) this.#redraw();
    else this.#resizing = setTimeout(() => this.#fitWidth(), RESIZE_AFTER_MS);
  }

  #fitWidth(): void {
    if (this.#drawing !== null && !this.#isDisposed) void this.#resizeDrawing(this.#drawing);
  }

  async #resizeDrawing(drawing: Drawing): Promise<void> {
    if (this.#content?.description === undefined) return;
    if (this.#subtitleKey() !== this.#drawnSubtitle) {
      this.#redraw();
      return;
    }
    await drawing.view.width(this.width).resize().runAsync();
    if (drawing === this.#drawing) this.#parts.onPlaced(drawing);
  }

  /** How the subtitle breaks at the present width; a plot must be laid out anew when that changes. */
  #subtitleKey(): string {
    return JSON.stringify(wrapSubtitle(this.#content?.spec["title"], this.width));
  }

  #redraw(): void {
    if (this.#content === null || this.#stageWidth === 0 || this.#isDisposed) return;
    const turn = ++this.#turn;
    this.#drawNow(this.#content, turn).catch((error: unknown) => {
      if (turn === this.#turn && !this.#isDisposed) this.#parts.onFailed(error);
    });
  }

  async #drawNow({ spec, description }: PlotContent, turn: number): Promise<void> {
    const { stage, onTooltip, onPlaced, onDrawn } = this.#parts;
    const canvas = document.createElement("div");
    const { width } = this;
    this.#drawnSubtitle = this.#subtitleKey();
    const drawing = await draw(canvas, spec, {
      width: description === undefined ? undefined : width,
      config: vegaConfig(themeColours(getComputedStyle(stage))),
      ownPlot: description !== undefined,
      onTooltip,
    });
    if (turn !== this.#turn || this.#isDisposed) {
      drawing.finalize();
      return;
    }
    this.#drawing?.finalize();
    this.#drawing = drawing;
    this.place(canvas);
    onPlaced(drawing);
    onDrawn(drawing);
    if (width !== this.width) await this.#resizeDrawing(drawing);
  }
}

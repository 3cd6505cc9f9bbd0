import type { TranslationBundle } from "@jupyterlab/translation";
import type { PlotHover } from "./hover.ts";
import { LinkRings } from "./link-rings.ts";
import { linkedRows, type LinkedRows } from "./linked-rows.ts";
import type { PlacedMark } from "./nearest-mark.ts";
import type { IPlotLinks, PlotSelection } from "./plot-links-token.ts";
import { isSame } from "./plot-links.ts";
import type { PlotContent } from "./plot-surroundings.ts";
import { layerRows, plotRows } from "./rows.ts";

const NOTHING: LinkedRows = linkedRows(undefined, []);

export interface PlotLinkingParts {
  readonly stage: HTMLElement;
  readonly hover: PlotHover;
  readonly links: IPlotLinks;
  readonly trans: TranslationBundle;
  readonly announce: (sentence: string) => void;
}

/** One plot's part in the selection of the page: what is picked here goes out, what is picked anywhere is marked. */
export class PlotLinking {
  readonly #parts: PlotLinkingParts;
  readonly #rings: LinkRings;
  readonly #leave: () => void;
  #rows: LinkedRows = NOTHING;
  #hasSpoken = false;

  constructor(parts: PlotLinkingParts) {
    this.#parts = parts;
    this.#rings = new LinkRings(parts.stage);
    this.#leave = parts.links.join({ shows: (selection) => this.#rows.shows(selection) });
    parts.links.changed.connect(this.#follow, this);
  }

  /** What is picked, if this plot shows it. */
  get selection(): PlotSelection | null {
    const { selection } = this.#parts.links;
    return selection !== null && this.#rows.shows(selection) ? selection : null;
  }

  /** What a row of this plot is known by in others; undefined when it stands for nothing that they know. */
  keyOf(row: unknown): string | undefined {
    return this.#rows.selectionOf(row)?.key;
  }

  setContent({ spec, description }: PlotContent): void {
    this.#rows = linkedRows(description, [...plotRows(spec), ...layerRows(spec)]);
  }

  /** Picks what a mark stands for, or lets go of it when it was picked; null for a place without a mark. */
  pick(mark: PlacedMark | null): boolean {
    const { links, trans, announce } = this.#parts;
    const picked = mark === null ? null : this.#rows.selectionOf(mark.item.datum);
    if (picked === null) return false;
    if (isSame(picked, links.selection)) {
      this.clear();
      return true;
    }
    links.select(picked);
    const others = links.countShowing(picked) - 1;
    announce(
      others > 0
        ? trans._n(
            "%2 is selected here and in 1 other plot. Escape clears the selection.",
            "%2 is selected here and in %1 other plots. Escape clears the selection.",
            others,
            picked.key,
          )
        : trans.__(
            "%1 is selected. No other plot shows it. Escape clears the selection.",
            picked.key,
          ),
    );
    this.#hasSpoken = true;
    return true;
  }

  /** @returns whether anything was picked */
  clear(): boolean {
    const { links, trans, announce } = this.#parts;
    if (links.selection === null) return false;
    links.select(null);
    announce(trans.__("Selection cleared."));
    this.#hasSpoken = true;
    return true;
  }

  /** Marks what is picked on the drawing as it is now. */
  refresh(): void {
    const { hover, links, stage } = this.#parts;
    const { selection } = links;
    if (selection === null || !this.#rows.shows(selection)) {
      this.#rings.clear();
      return;
    }
    const { left, top } = stage.getBoundingClientRect();
    const marks = hover.marks().filter(({ item }) => this.#rows.marks(item.datum, selection));
    this.#rings.show(
      marks.map((mark) => {
        const { x, y } = hover.clientPosition(mark);
        return { x: x - left + stage.scrollLeft, y: y - top + stage.scrollTop };
      }),
    );
  }

  dispose(): void {
    this.#parts.links.changed.disconnect(this.#follow, this);
    this.#leave();
  }

  /** The sentence of an earlier selection goes; the plot that was used says the new one itself. */
  #follow(): void {
    if (this.#hasSpoken) this.#parts.announce("");
    this.#hasSpoken = false;
    this.refresh();
  }
}

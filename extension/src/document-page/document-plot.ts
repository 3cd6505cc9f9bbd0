import type { PlotDescription } from "@genobook/kernel/messages";
import type { Drawing } from "../plots/drawing.ts";
import { PlotHover } from "../plots/hover.ts";
import { LinkRings } from "../plots/link-rings.ts";
import { linkedRows, type LinkedRows } from "../plots/linked-rows.ts";
import { stepOrder } from "../plots/plot-kind.ts";
import type { PlotSelection } from "../plots/plot-links-token.ts";
import { isSame } from "../plots/plot-links.ts";
import { fittingWidth } from "../plots/prepare-spec.ts";
import { layerRows, type PlotSpec, plotRows } from "../plots/rows.ts";
import { themeColours, vegaConfig } from "../plots/theme.ts";
import { createTooltip } from "../plots/tooltip.ts";
import { wrapSubtitle } from "../plots/wrap-subtitle.ts";
import { drawInDocument } from "./draw.ts";
import type { DocumentLinks } from "./links.ts";
import { pageWords } from "./words.ts";

interface Content {
  readonly spec: PlotSpec;
  readonly description?: PlotDescription | undefined;
}

const tooltip = createTooltip();
const words = pageWords(document.documentElement.lang);

/** One plot of a document: its picture gives way to a drawing that can be pointed at. */
export class DocumentPlot {
  readonly figure: HTMLElement;
  readonly #links: DocumentLinks;
  readonly #stage: HTMLElement;
  readonly #said: HTMLElement;
  readonly #content: Content;
  readonly #rows: LinkedRows;
  readonly #hover: PlotHover;
  readonly #rings: LinkRings;
  #drawing: Drawing | null = null;
  #isWanted = false;
  #turn = 0;
  #width = 0;

  constructor(figure: HTMLElement, links: DocumentLinks) {
    this.figure = figure;
    this.#links = links;
    this.#stage = figure.querySelector<HTMLElement>(":scope > .stage")!;
    this.#said = figure.querySelector<HTMLElement>(":scope > .said")!;
    this.#content = JSON.parse(
      figure.querySelector(":scope > script[type='application/json']")!.textContent,
    ) as Content;
    const { spec, description } = this.#content;
    this.#rows = linkedRows(description, [...plotRows(spec), ...layerRows(spec)]);
    this.#hover = new PlotHover(this.#stage, tooltip, (text) => this.#say(text));
    this.#rings = new LinkRings(this.#stage);
    this.#stage.addEventListener("click", (event) => {
      const mark = this.#hover.markAt(event);
      if (mark === null || !this.#pick(mark.item.datum)) links.select(null);
    });
    this.#stage.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      this.#pick(this.#hover.steppedMark?.item.datum);
    });
    links.join({ shows: (selection) => this.#rows.shows(selection) });
    links.changed.connect(() => this.#ring());
    // What the page scrolls away under a tooltip is no longer what it tells of.
    for (const type of ["wheel", "touchmove"])
      document.addEventListener(type, () => this.#hover.clear(), { passive: true });
    new ResizeObserver(() => this.#followWidth()).observe(figure);
  }

  /** Draws, once the plot is near what is on screen. */
  appear(): void {
    if (this.#isWanted) return;
    this.#isWanted = true;
    this.redraw();
  }

  redraw(): void {
    if (!this.#isWanted) return;
    const turn = ++this.#turn;
    this.#draw(turn).catch(() => {
      // The picture stays.
      if (this.#drawing === null) this.#stage.hidden = true;
    });
  }

  async #draw(turn: number): Promise<void> {
    const room = this.figure.clientWidth;
    if (room === 0) return;
    this.#width = room;
    const { spec, description } = this.#content;
    const place = document.createElement("div");
    const drawing = await drawInDocument(place, spec, {
      width: fittingWidth(spec, Math.max(room, 320)),
      config: vegaConfig(themeColours(getComputedStyle(this.figure))),
    });
    if (turn !== this.#turn) {
      drawing.finalize();
      return;
    }
    this.#drawing?.finalize();
    this.#drawing = drawing;
    place.className = "drawing";
    this.#stage.querySelector(".drawing")?.remove();
    this.#stage.prepend(place);
    this.#stage.hidden = false;
    this.figure.classList.add("drawn");
    this.#hover.attach(drawing, stepOrder(description));
    this.#ring();
  }

  #followWidth(): void {
    const room = this.figure.clientWidth;
    if (room === 0 || room === this.#width || !this.#isWanted) return;
    const { title } = this.#content.spec;
    const isSteady =
      this.#drawing !== null &&
      JSON.stringify(wrapSubtitle(title, room)) ===
        JSON.stringify(wrapSubtitle(title, this.#width)) &&
      Math.abs(room - this.#width) < 4;
    if (!isSteady) this.redraw();
  }

  #pick(row: unknown): boolean {
    const picked = this.#rows.selectionOf(row);
    if (picked === null) return false;
    if (isSame(picked, this.#links.selection)) {
      this.#links.select(null);
      this.#say(words.cleared);
      return true;
    }
    this.#links.select(picked);
    const region = this.#openRegion(picked, row);
    const others = this.#links.countShowing(picked) - 1;
    this.#say(words.selected(picked.key, others, region));
    return true;
  }

  /** Regions were computed before the document was written; the one that holds the variant opens. */
  #openRegion({ key }: PlotSelection, row: unknown): boolean {
    const { chromosome, basePairLocation } = (row ?? {}) as Readonly<Record<string, unknown>>;
    const regions = [
      ...this.figure.querySelectorAll<HTMLDetailsElement>(":scope > .regions > details.region"),
    ];
    const found = regions.find(({ dataset }) => {
      const isIn =
        String(chromosome) === dataset["chromosome"] &&
        Number(basePairLocation) >= Number(dataset["from"]) &&
        Number(basePairLocation) <= Number(dataset["to"]);
      return dataset["lead"] === key || isIn;
    });
    if (found === undefined) return false;
    for (const region of regions) region.open = region === found;
    return true;
  }

  #ring(): void {
    const { selection } = this.#links;
    if (this.#drawing === null || selection === null || !this.#rows.shows(selection)) {
      this.#rings.clear();
      return;
    }
    const { left, top } = this.#stage.getBoundingClientRect();
    const marks = this.#hover.marks().filter(({ item }) => this.#rows.marks(item.datum, selection));
    this.#rings.show(
      marks.map((mark) => {
        const { x, y } = this.#hover.clientPosition(mark);
        return { x: x - left + this.#stage.scrollLeft, y: y - top + this.#stage.scrollTop };
      }),
    );
  }

  #say(text: string): void {
    this.#said.textContent = text;
  }
}

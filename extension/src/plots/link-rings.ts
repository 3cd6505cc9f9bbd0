import type { PlacedMark } from "./nearest-mark.ts";

/** More rings than this on one plot say nothing: a curve of many points gets some along its way. */
const MOST_RINGS = 20;

/** Rings laid over the drawing, so that picking a variant neither changes a specification nor draws it again. */
export class LinkRings {
  readonly #stage: HTMLElement;
  #rings: readonly HTMLElement[] = [];

  /** @param stage - the positioned element that holds the drawing */
  constructor(stage: HTMLElement) {
    this.#stage = stage;
  }

  /** @param marks - in CSS pixels from the stage's upper left corner */
  show(marks: readonly Pick<PlacedMark, "x" | "y">[]): void {
    this.clear();
    const places = new Set(marks.map(({ x, y }) => `${Math.round(x)},${Math.round(y)}`));
    const every = Math.ceil(places.size / MOST_RINGS);
    const shown = [...places].filter((_, i) => i % every === 0);
    this.#rings = shown.map((place) => {
      const [x, y] = place.split(",");
      const ring = document.createElement("div");
      ring.className = "jp-GenobookPlot-ring";
      ring.style.left = `${x}px`;
      ring.style.top = `${y}px`;
      return ring;
    });
    this.#stage.append(...this.#rings);
  }

  clear(): void {
    for (const ring of this.#rings) ring.remove();
    this.#rings = [];
  }
}

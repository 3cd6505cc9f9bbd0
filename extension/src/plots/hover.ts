import type { Drawing } from "./drawing.ts";
import {
  leadingMarks,
  nearestMark,
  type PlacedMark,
  placedMarks,
  type SceneMark,
} from "./nearest-mark.ts";
import { type PlotTooltip, tooltipSentence } from "./tooltip.ts";

/** Points are two pixels wide; a pointer this near to one means it. */
const REACH_PX = 20;

const ARROWS: Readonly<Record<string, 1 | -1>> = { ArrowRight: 1, ArrowLeft: -1 };

/** Which marks the arrow keys step through, in their order. */
export type StepOrder = (marks: readonly PlacedMark[]) => readonly PlacedMark[];

/** Shows the tooltip of the nearest point under the pointer, and steps through the peaks with the arrow keys. */
export class PlotHover {
  readonly #stage: HTMLElement;
  readonly #tooltip: PlotTooltip;
  readonly #announce: (sentence: string) => void;
  readonly #halo = document.createElement("div");
  #drawing: Drawing | null = null;
  #marks: readonly PlacedMark[] | null = null;
  #step = -1;
  #stepsOf: StepOrder = leadingMarks;

  /** @param stage - the positioned element that holds the drawing */
  constructor(stage: HTMLElement, tooltip: PlotTooltip, announce: (sentence: string) => void) {
    this.#stage = stage;
    this.#tooltip = tooltip;
    this.#announce = announce;
    this.#halo.className = "jp-GenobookPlot-halo";
    this.#halo.hidden = true;
    stage.append(this.#halo);
    stage.addEventListener("pointermove", (event) => this.#follow(event));
    stage.addEventListener("pointerleave", () => this.clear());
    stage.addEventListener("blur", () => this.clear());
    stage.addEventListener("keydown", (event) => this.#walk(event));
  }

  /** Follows another drawing, or the same one after its size changed. */
  attach(drawing: Drawing, stepsOf: StepOrder): void {
    this.#drawing = drawing;
    this.#stepsOf = stepsOf;
    this.#marks = null;
    this.clear();
  }

  clear(): void {
    this.#step = -1;
    this.#halo.hidden = true;
    this.#tooltip.hide();
  }

  /** Every point with its place in the drawing, in CSS pixels; gathered once per drawing. */
  marks(): readonly PlacedMark[] {
    if (this.#marks === null && this.#drawing !== null) {
      const { view } = this.#drawing;
      const root = (view.scenegraph() as unknown as { root: SceneMark }).root;
      const [originX, originY] = view.origin();
      const padding = view.padding() as { left: number; top: number };
      this.#marks = placedMarks(root, originX + padding.left, originY + padding.top);
    }
    return this.#marks ?? [];
  }

  /** Where a point of the drawing is in the window. */
  clientPosition(mark: PlacedMark): { x: number; y: number } {
    const { left, top } = this.#surface();
    return { x: left + mark.x, y: top + mark.y };
  }

  /** The mark that a pointer at this place means. */
  markAt({ clientX, clientY }: MouseEvent): PlacedMark | null {
    const { left, top } = this.#surface();
    return nearestMark(this.marks(), clientX - left, clientY - top, REACH_PX);
  }

  /** The mark that the arrow keys have come to. */
  get steppedMark(): PlacedMark | null {
    return this.#stepsOf(this.marks())[this.#step] ?? null;
  }

  #follow(event: PointerEvent): void {
    const mark = this.markAt(event);
    if (mark !== null) this.#show(mark);
    else if (!this.#halo.hidden) this.clear();
  }

  #walk(event: KeyboardEvent): void {
    const direction = ARROWS[event.key];
    if (direction === undefined || !this.walk(direction)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /**
   * Steps to the next peak, or to the one before it.
   *
   * @returns false where the drawing has no point to step to
   */
  walk(direction: 1 | -1): boolean {
    const steps = this.#stepsOf(this.marks());
    if (steps.length === 0) return false;
    const first = direction > 0 ? 0 : steps.length - 1;
    const next = this.#step < 0 ? first : this.#step + direction;
    this.#step = (next + steps.length) % steps.length;
    const mark = steps[this.#step]!;
    this.#show(mark);
    this.#halo.scrollIntoView({ block: "nearest" });
    this.#announce(tooltipSentence(mark.item.tooltip));
    return true;
  }

  #show(mark: PlacedMark): void {
    const { x, y } = this.clientPosition(mark);
    const stage = this.#stage.getBoundingClientRect();
    this.#halo.style.left = `${x - stage.left}px`;
    this.#halo.style.top = `${y - stage.top}px`;
    this.#halo.hidden = false;
    this.#tooltip.show(mark.item.tooltip, x, y);
  }

  #surface(): DOMRect {
    const surface = this.#stage.querySelector("canvas, svg") ?? this.#stage;
    return surface.getBoundingClientRect();
  }
}

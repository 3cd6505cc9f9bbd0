import type { TranslationBundle } from "@jupyterlab/translation";
import { Widget } from "@lumino/widgets";
import type { FileMatrix } from "@genobook/kernel/messages";
import { systemColours } from "../forced-colours.ts";
import { countText } from "./cell-text.ts";
import type { FileSession } from "./file-session.ts";
import { cellSide, drawLd, type LdCell } from "./ld-picture.ts";
import { refusalOf } from "./refusal-of.ts";

const SIZES = [25, 50, 100, 200, 400] as const;
const DEFAULT_SIZE = 100;
const MOST = SIZES.at(-1)!;
/** A region of one variant is looked at among its neighbours. */
const FEWEST = 25;
const LARGEST_PX = 600;
/** Below this one scrolls to see the rest. */
const SMALLEST_PX = 120;
/** As in the style sheet. */
const SHARE_OF_HEIGHT = 0.65;

/** Correlations of up to four hundred neighbouring variants as a picture; keys move from pair to pair. */
export class LdMap extends Widget {
  readonly #session: FileSession;
  readonly #trans: TranslationBundle;
  readonly #variantCount: number;
  readonly #canvas = document.createElement("canvas");
  readonly #caption = document.createElement("p");
  readonly #reading = document.createElement("p");
  readonly #sizes = document.createElement("select");
  #first = 0;
  #count = DEFAULT_SIZE;
  #asked = 0;
  #cell: LdCell | null = null;
  #shown: { readonly matrix: FileMatrix; readonly r: Float32Array } | null = null;

  constructor(session: FileSession, variantCount: number, trans: TranslationBundle) {
    super();
    this.#session = session;
    this.#variantCount = variantCount;
    this.#trans = trans;
    this.addClass("jp-GenobookViewer-ld");
    this.#canvas.tabIndex = 0;
    this.#canvas.setAttribute("role", "img");
    this.#reading.setAttribute("role", "status");
    this.#reading.textContent = this.#hint();
    const bar = document.createElement("div");
    bar.append(
      button(trans.__("Previous variants"), () => void this.step(-1)),
      button(trans.__("Next variants"), () => void this.step(1)),
      this.#sizesBox(),
    );
    this.node.append(this.#caption, bar, this.#reading, this.#canvas);
    this.#canvas.addEventListener("mousemove", (event) => this.#pointAt(event));
    this.#canvas.addEventListener("mouseleave", () => {
      if (document.activeElement !== this.#canvas) this.#mark(null);
    });
    this.#canvas.addEventListener("focus", () => this.#mark(this.#cell ?? { row: 0, column: 0 }));
    this.#canvas.addEventListener("blur", () => this.#mark(null));
    this.#canvas.addEventListener("keydown", (event) => this.#moveBy(event));
  }

  /**
   * Draws the variants from one on.
   *
   * @param count - as many as a region has; as many as before when left out
   */
  async showFrom(first: number, count?: number): Promise<void> {
    if (count !== undefined) this.#count = Math.max(FEWEST, Math.min(MOST, count));
    this.#first = Math.max(0, Math.min(first, this.#variantCount - this.#count));
    const asked = ++this.#asked;
    try {
      const { answers, buffers } = await this.#session.ask("file.matrix", {
        first: this.#first,
        count: this.#count,
      });
      // Of a fast walk only the last step matters.
      if (asked !== this.#asked || this.isDisposed) return;
      const { buffer, byteOffset, byteLength } = buffers[0]!;
      const r = new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer);
      this.#shown = { matrix: answers, r };
      this.#cell = this.#cell && { row: 0, column: 0 };
      this.draw();
      this.#say();
    } catch (error) {
      if (asked !== this.#asked || this.isDisposed) return;
      const { what, why, remedy } = refusalOf(error);
      this.#reading.textContent = [what, why, remedy].join(" ");
    }
  }

  /** Goes on along the panel, by as many variants as are shown. */
  step(direction: 1 | -1): Promise<void> {
    return this.showFrom(this.#first + direction * this.#count);
  }

  /** Draws again, in the colours of the present theme. */
  draw(): void {
    if (!this.#shown) return;
    const { matrix, r } = this.#shown;
    const size = matrix.variants.length;
    const style = getComputedStyle(this.node);
    const variable = (name: string, otherwise: string): string =>
      style.getPropertyValue(name).trim() || otherwise;
    const forced = systemColours();
    drawLd(this.#canvas, {
      ...{ r, size, marked: this.#cell },
      cellPx: cellSide(this.#sidePx(), size),
      ground: forced?.ground ?? variable("--jp-layout-color1", "#ffffff"),
      ink: forced?.text ?? variable("--jp-brand-color1", "#1976d2"),
      mark: forced?.accent ?? variable("--jp-error-color1", "#d32f2f"),
    });
    const strong = strongPairs(r, size);
    const caption = this.#trans.__(
      "r² of variants %1 to %2 of %3: %4 to %5; %6. The closer to 1, the more it stands out.",
      countText(matrix.first + 1),
      countText(matrix.first + size),
      countText(this.#variantCount),
      placeText(matrix.variants[0]),
      placeText(matrix.variants.at(-1)),
      this.#trans._n(
        "%2 pair at 0.8 or more",
        "%2 pairs at 0.8 or more",
        strong,
        countText(strong),
      ),
    );
    this.#caption.textContent = caption;
    this.#canvas.setAttribute("aria-label", caption);
    this.#sizes.value = String(SIZES.find((one) => one >= size) ?? MOST);
    this.node.dataset["genobookReady"] = "1";
  }

  protected override onResize(): void {
    this.draw();
  }

  /** Of the picture, so that all of it is seen above the rows, in a low window as well. */
  #sidePx(): number {
    const across = (this.node.clientWidth || LARGEST_PX) - 28;
    // The viewer's body keeps its height, whatever lies in it; what lies above the picture is no picture.
    const whole = this.node.closest(".jp-GenobookViewer-body")?.clientHeight ?? 0;
    const [picture, map] = [this.#canvas, this.node].map((node) => node.getBoundingClientRect());
    const above = picture!.top - map!.top + this.node.scrollTop;
    const down = whole === 0 ? LARGEST_PX : SHARE_OF_HEIGHT * whole - above - 16;
    return Math.min(LARGEST_PX, across, Math.max(SMALLEST_PX, down));
  }

  #sizesBox(): HTMLLabelElement {
    const label = document.createElement("label");
    const name = document.createElement("span");
    name.textContent = this.#trans.__("Variants shown");
    for (const size of SIZES) this.#sizes.add(new Option(countText(size), String(size)));
    this.#sizes.className = "jp-mod-styled";
    this.#sizes.value = String(DEFAULT_SIZE);
    this.#sizes.addEventListener("change", () => {
      void this.showFrom(this.#first, Number(this.#sizes.value));
    });
    label.append(name, this.#sizes);
    return label;
  }

  #pointAt({ offsetX, offsetY }: MouseEvent): void {
    const size = this.#shown?.matrix.variants.length ?? 0;
    const scale = this.#canvas.clientWidth / Math.max(1, size);
    const [row, column] = [Math.floor(offsetY / scale), Math.floor(offsetX / scale)];
    if (row >= 0 && column >= 0 && row < size && column < size) this.#mark({ row, column });
  }

  #moveBy(event: KeyboardEvent): void {
    const size = this.#shown?.matrix.variants.length ?? 0;
    const steps: Readonly<Record<string, readonly [number, number]>> = {
      ArrowRight: [0, 1],
      ArrowLeft: [0, -1],
      ArrowDown: [1, 0],
      ArrowUp: [-1, 0],
    };
    const step = steps[event.key];
    if (step === undefined || size === 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const { row, column } = this.#cell ?? { row: 0, column: 0 };
    const far = event.shiftKey ? 10 : 1;
    const within = (place: number): number => Math.max(0, Math.min(size - 1, place));
    this.#mark({ row: within(row + far * step[0]), column: within(column + far * step[1]) });
  }

  #mark(cell: LdCell | null): void {
    this.#cell = cell;
    this.draw();
    this.#say();
  }

  #say(): void {
    this.#reading.textContent = this.#cell ? this.#pairText(this.#cell) : this.#hint();
  }

  #hint(): string {
    return this.#trans.__(
      "Point at a square, or move to it with the arrow keys, for the names of a pair.",
    );
  }

  #pairText({ row, column }: LdCell): string {
    const { matrix, r } = this.#shown ?? { matrix: null, r: [] };
    const [a, b] = [matrix?.variants[row], matrix?.variants[column]];
    if (!matrix || !a || !b) return "";
    const value = r[row * matrix.variants.length + column]!;
    const told = Number.isNaN(value)
      ? this.#trans.__("not kept")
      : `r = ${value.toFixed(3)}, r² = ${(value * value).toFixed(3)}`;
    return `${a.variantId} (${placeText(a)}) × ${b.variantId} (${placeText(b)}): ${told}`;
  }
}

function strongPairs(r: Float32Array, size: number): number {
  let strong = 0;
  for (let i = 0; i < size; i++) {
    for (let j = i + 1; j < size; j++) if (r[i * size + j]! ** 2 >= 0.8) strong++;
  }
  return strong;
}

function placeText(
  variant: { readonly chromosome: number; readonly basePairLocation: number } | undefined,
): string {
  return variant ? `${variant.chromosome}:${countText(variant.basePairLocation)}` : "";
}

function button(text: string, onClick: () => void): HTMLButtonElement {
  const node = document.createElement("button");
  node.type = "button";
  node.className = "jp-mod-styled";
  node.textContent = text;
  node.addEventListener("click", onClick);
  return node;
}

import type { TranslationBundle } from "@jupyterlab/translation";
import { Widget } from "@lumino/widgets";
import type { FileMatrix } from "@genobook/kernel/messages";
import { countText } from "./cell-text.ts";
import type { FileSession } from "./file-session.ts";

const SHOWN = 100;
const CELL_PX = 5;

/** Correlations of up to a hundred neighbouring variants as a picture; arrow keys move along the panel. */
export class LdMap extends Widget {
  readonly #session: FileSession;
  readonly #trans: TranslationBundle;
  readonly #variantCount: number;
  readonly #canvas = document.createElement("canvas");
  readonly #caption = document.createElement("p");
  readonly #reading = document.createElement("p");
  #first = 0;
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
    const buttons = document.createElement("div");
    buttons.append(
      button(trans.__("Previous variants"), () => void this.drawFrom(this.#first - SHOWN)),
      button(trans.__("Next variants"), () => void this.drawFrom(this.#first + SHOWN)),
    );
    this.node.append(this.#caption, buttons, this.#canvas, this.#reading);
    this.#canvas.addEventListener("mousemove", (event) => this.#readAt(event));
    this.#canvas.addEventListener("keydown", (event) => {
      const step = { ArrowRight: SHOWN / 2, ArrowLeft: -SHOWN / 2 }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      void this.drawFrom(this.#first + step);
    });
  }

  /** Draws the variants from one on. */
  async drawFrom(first: number): Promise<void> {
    this.#first = Math.max(0, Math.min(first, this.#variantCount - SHOWN));
    const { answers, buffers } = await this.#session.ask("file.matrix", {
      first: this.#first,
      count: SHOWN,
    });
    const bytes = buffers[0]!;
    const r = new Float32Array(
      bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer,
    );
    this.#shown = { matrix: answers, r };
    this.draw();
  }

  /** Draws again, in the colours of the present theme. */
  draw(): void {
    if (!this.#shown) return;
    const { matrix, r } = this.#shown;
    const size = matrix.variants.length;
    const style = getComputedStyle(this.node);
    const ground = style.getPropertyValue("--jp-layout-color1").trim() || "#ffffff";
    const ink = style.getPropertyValue("--jp-brand-color1").trim() || "#1976d2";
    this.#canvas.width = size * CELL_PX;
    this.#canvas.height = size * CELL_PX;
    const context = this.#canvas.getContext("2d")!;
    context.fillStyle = ground;
    context.fillRect(0, 0, this.#canvas.width, this.#canvas.height);
    context.fillStyle = ink;
    let strong = 0;
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        const r2 = r[i * size + j]! ** 2;
        if (!(r2 > 0)) continue;
        if (i < j && r2 >= 0.8) strong++;
        context.globalAlpha = r2;
        context.fillRect(j * CELL_PX, i * CELL_PX, CELL_PX, CELL_PX);
      }
    }
    context.globalAlpha = 1;
    const [from, to] = [matrix.variants[0], matrix.variants.at(-1)];
    const caption = this.#trans.__(
      "r² of variants %1 to %2 of %3: %4 to %5; %6 pairs at 0.8 or more. The darker, the closer to 1.",
      countText(matrix.first + 1),
      countText(matrix.first + size),
      countText(this.#variantCount),
      place(from),
      place(to),
      countText(strong),
    );
    this.#caption.textContent = caption;
    this.#canvas.setAttribute("aria-label", caption);
    this.node.dataset["genobookReady"] = "1";
  }

  #readAt({ offsetX, offsetY }: MouseEvent): void {
    if (!this.#shown) return;
    const { matrix, r } = this.#shown;
    const size = matrix.variants.length;
    const scale = this.#canvas.clientWidth / size;
    const [i, j] = [Math.floor(offsetY / scale), Math.floor(offsetX / scale)];
    const [a, b] = [matrix.variants[i], matrix.variants[j]];
    if (!a || !b) return;
    const value = r[i * size + j]!;
    this.#reading.textContent = `${a.variantId} × ${b.variantId}: ${
      Number.isNaN(value) ? this.#trans.__("not kept") : `r = ${value.toFixed(3)}`
    }`;
  }
}

function place(
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

/* eslint-disable jupyter/prefer-lazy-imports -- imported with the first viewer only */
import { CellRenderer, type GraphicsContext } from "@lumino/datagrid";
import type { HeadSummary } from "./head-summary.ts";

export const HEAD_HEIGHT = 84;

const PADDING = 8;
const BARS_TOP = 26;
const BARS_HEIGHT = 20;
const VALUES_BASE = 61;
const DETAIL_BASE = 76;

export interface HeadRendererOptions {
  readonly font: string;
  readonly nameFont: string;
  readonly nameColor: string;
  readonly textColor: string;
  readonly barColor: string;
  readonly lineColor: string;
  /** Of the column at a place; undefined while nothing is known of it. */
  readonly headOf: (column: number) => HeadSummary | undefined;
}

/** Draws a column's name, and below it the histogram, range and middle of its values. */
export class HeadRenderer extends CellRenderer {
  readonly #options: HeadRendererOptions;

  constructor(options: HeadRendererOptions) {
    super();
    this.#options = options;
  }

  override paint(gc: GraphicsContext, config: CellRenderer.CellConfig): void {
    const { x, y, width, height, column } = config;
    const { font, nameFont, nameColor, textColor } = this.#options;
    const head = this.#options.headOf(column);
    gc.save();
    gc.beginPath();
    gc.rect(x, y, width - 1, height - 1);
    gc.clip();
    gc.textAlign = "left";
    gc.textBaseline = "alphabetic";
    const write = (text: string, baseline: number): void =>
      gc.fillText(fitting(gc, text, width - 2 * PADDING), x + PADDING, y + baseline);
    gc.font = nameFont;
    gc.fillStyle = nameColor;
    write(String(config.value), 18);
    if (head) {
      this.#drawBars(gc, config, head.bars);
      gc.font = font;
      gc.fillStyle = textColor;
      write(head.values, VALUES_BASE);
      write(head.detail, DETAIL_BASE);
    }
    gc.restore();
  }

  #drawBars(
    gc: GraphicsContext,
    { x, y, width }: CellRenderer.CellConfig,
    bars: readonly number[],
  ): void {
    if (bars.length === 0) return;
    const across = width - 2 * PADDING;
    const step = across / Math.max(5, bars.length);
    const gap = step > 4 ? 1 : 0;
    const base = y + BARS_TOP + BARS_HEIGHT;
    gc.fillStyle = this.#options.barColor;
    bars.forEach((share, i) => {
      // A bar of one is seen beside one of a million.
      const height = share === 0 ? 0 : Math.max(1.5, share * BARS_HEIGHT);
      gc.fillRect(x + PADDING + i * step, base - height, step - gap, height);
    });
    gc.fillStyle = this.#options.lineColor;
    gc.fillRect(x + PADDING, base, across, 1);
  }
}

/** As much of a text as has place. */
function fitting(gc: GraphicsContext, text: string, width: number): string {
  if (gc.measureText(text).width <= width) return text;
  let shown = text;
  while (shown.length > 1 && gc.measureText(`${shown}…`).width > width) shown = shown.slice(0, -1);
  return `${shown}…`;
}

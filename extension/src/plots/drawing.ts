import type { Config, Result } from "vega-embed";
import { closedLoader } from "./closed-loader.ts";
import type { SceneItem } from "./nearest-mark.ts";
import { chooseRenderer, prepareSpec } from "./prepare-spec.ts";
import { type PlotSpec, plotRows } from "./rows.ts";
import { PRINT_COLOURS, vegaConfig } from "./theme.ts";

export interface Drawing {
  readonly view: Result["view"];
  /** Addresses that the specification wanted to open and was not let to. */
  readonly refused: readonly string[];
  finalize(): void;
}

export interface DrawOptions {
  /** Pixels to fill; without it the specification's own width stays. */
  readonly width?: number | undefined;
  readonly config: Config;
  /** Whether `config` wins over the specification's own: true for our plots, false for anybody else's. */
  readonly ownPlot: boolean;
  /** Called when the pointer enters or leaves a mark that has a tooltip. */
  readonly onTooltip?: (event: MouseEvent, item: SceneItem | null, value: unknown) => void;
}

/**
 * Draws a Vega-Lite specification into an element.
 *
 * Vega is fetched with the first plot. Expressions are interpreted, never evaluated as code, and no address is opened,
 * so a plot of an untrusted notebook is safe to draw.
 */
export async function draw(
  element: HTMLElement,
  spec: PlotSpec,
  options: DrawOptions,
): Promise<Drawing> {
  const { default: embed } = await import("vega-embed");
  const { width, config, ownPlot, onTooltip } = options;
  const loader = closedLoader();
  const prepared = prepareSpec(spec, { width, config: ownPlot ? config : undefined });
  const result = await embed(element, prepared, {
    mode: "vega-lite",
    actions: false,
    ast: true,
    loader,
    config,
    defaultStyle: false,
    renderer: chooseRenderer(plotRows(spec).length),
    tooltip: (_handler, event, item, value) => onTooltip?.(event, item as SceneItem | null, value),
  });
  return { view: result.view, refused: loader.refused, finalize: () => result.finalize() };
}

/** The plot as it goes on paper: light colours, and the width it has on screen. */
export async function drawForPrint<T>(
  spec: PlotSpec,
  width: number,
  exportView: (view: Drawing["view"]) => Promise<T>,
): Promise<T> {
  const drawing = await draw(document.createElement("div"), spec, {
    width,
    config: vegaConfig(PRINT_COLOURS),
    ownPlot: true,
  });
  try {
    return await exportView(drawing.view);
  } finally {
    drawing.finalize();
  }
}

import type { PlotSpec } from "./rows.ts";
import { wrapSubtitle } from "./wrap-subtitle.ts";

const CANVAS_ABOVE = 2000;
const COMPOSITE = ["hconcat", "vconcat", "concat", "facet", "repeat"];

/** SVG is sharper and readable to assistive software; canvas keeps thousands of points fluent. */
export function chooseRenderer(marks: number): "canvas" | "svg" {
  return marks > CANVAS_ABOVE ? "canvas" : "svg";
}

/** Whether one drawing area fills the whole plot, so that its width can follow the page. */
export function isResizable(spec: PlotSpec): boolean {
  const encoding = spec["encoding"] as Record<string, unknown> | undefined;
  const facets = ["row", "column", "facet"].some((channel) => encoding?.[channel] !== undefined);
  return !facets && COMPOSITE.every((key) => spec[key] === undefined);
}

/**
 * The width a plot takes where there is room for more: wide plots fill it, squarish ones keep their shape.
 *
 * @param room - pixels
 */
export function fittingWidth(spec: PlotSpec, room: number): number {
  const { width, height } = spec as { readonly width?: unknown; readonly height?: unknown };
  if (typeof width !== "number" || typeof height !== "number") return room;
  return width >= 1.5 * height ? room : Math.min(room, width);
}

/**
 * The specification as it is drawn: its own rows and marks, our width and colours.
 *
 * `usermeta` goes, because vega-embed lets it override the options it is called with, the safe evaluator included.
 *
 * @param spec - Vega-Lite specification of the notebook; left unchanged
 * @param options.width - pixels to fill; without it the specification's own width stays
 * @param options.config - wins over the specification's own configuration
 */
export function prepareSpec(
  spec: PlotSpec,
  options: { readonly width?: number | undefined; readonly config?: object | undefined },
): PlotSpec {
  const drawn: Record<string, unknown> = { ...spec };
  delete drawn["usermeta"];
  if (options.width !== undefined && isResizable(spec)) {
    drawn["width"] = options.width;
    drawn["autosize"] ??= { type: "fit-x", contains: "padding" };
    const { title, extraHeight } = wrapSubtitle(spec["title"], options.width);
    drawn["title"] = title;
    if (typeof spec["height"] === "number") drawn["height"] = spec["height"] + extraHeight;
  }
  if (options.config !== undefined) {
    drawn["config"] = mergeDeep(spec["config"] ?? {}, options.config);
    delete drawn["background"];
  }
  return drawn;
}

function mergeDeep(below: object, above: object): object {
  const merged: Record<string, unknown> = { ...below };
  for (const [key, value] of Object.entries(above) as [string, unknown][]) {
    const previous = merged[key];
    merged[key] =
      isPlainObject(previous) && isPlainObject(value) ? mergeDeep(previous, value) : value;
  }
  return merged;
}

function isPlainObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

import { seriesChannels } from "./layers.ts";
import type { JsonObject } from "./plot-spec.ts";

export interface CurveLayers {
  readonly x: JsonObject;
  readonly y: JsonObject;
  /** The field that tells curves apart, and its values as the legend has them. */
  readonly series: string;
  readonly keys: readonly string[];
  readonly title: string | null;
  readonly tooltip: readonly JsonObject[];
  readonly mark?: JsonObject | undefined;
}

/** Curves with colour, dashes and a legend, and points that nobody sees but a pointer and the arrow keys find. */
export function curveLayers({
  x,
  y,
  series,
  keys,
  title,
  tooltip,
  mark,
}: CurveLayers): JsonObject[] {
  return [
    {
      name: "curves",
      mark: { type: "line", strokeWidth: 2, clip: true, ...mark },
      encoding: { x, y, ...seriesChannels(series, keys, title) },
    },
    {
      name: "targets",
      mark: { type: "point", aria: false, size: 60, opacity: 0, clip: true },
      encoding: { x, y, tooltip },
    },
  ];
}

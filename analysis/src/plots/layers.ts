import type { JsonObject } from "./plot-spec.ts";
import { foldedTicks, type YFold } from "./y-fold.ts";

/** Okabe–Ito; each at least 3:1 against JupyterLab's dark ground, blue and vermillion against white too. */
export const BLUE = "#0072B2";
export const SKY = "#56B4E9";
export const VERMILLION = "#D55E00";
/** For lines: 3.5:1 on white, 5:1 on the dark theme. */
export const GREY = "#888888";

/** The axis of −log10 P, which says so when it is compressed. */
export function yEncoding(title: string, fold: YFold, strongest: number): JsonObject {
  return {
    field: "y",
    type: "quantitative",
    scale: { domain: [0, fold.top], nice: false },
    axis: {
      title: fold.at === Infinity ? title : `${title}, compressed above ${fold.at}`,
      gridOpacity: 0.35,
      labelFontSize: 11,
      titleFontSize: 12,
      ...foldedTicks(strongest, fold),
    },
  };
}

/** Marks the height from which the axis is compressed. */
export function foldMark(fold: YFold, y: JsonObject): JsonObject[] {
  if (fold.at === Infinity) return [];
  return [
    {
      name: "fold",
      data: { values: [{ y: fold.at }] },
      mark: { type: "rule", color: GREY, strokeWidth: 3, strokeDash: [1, 3] },
      encoding: { y },
    },
  ];
}

/** A 4 px dot is hard to hit: 24 px around each variant above the suggestive line answer for it. */
export function targetLayer(x: JsonObject, y: JsonObject, tooltip: JsonObject[]): JsonObject {
  return {
    name: "targets",
    transform: [{ filter: "isValid(datum.tier)" }],
    params: [{ name: "variant", select: { type: "point", fields: ["variantId"] } }],
    mark: { type: "point", filled: true, size: 450, fill: "transparent", strokeWidth: 2 },
    encoding: {
      x,
      y,
      stroke: {
        condition: { param: "variant", empty: false, value: VERMILLION },
        value: "transparent",
      },
      tooltip,
    },
  };
}

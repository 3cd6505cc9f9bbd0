import { VERMILLION } from "./layers.ts";
import type { MethodEstimate } from "./mr-estimates.ts";
import { numberText } from "./mr-words.ts";
import type { JsonObject } from "./plot-spec.ts";

/** Neutral points, so that colour is left to the methods: 5.1:1 on white, 3.7:1 on the dark theme. */
export const POINT = "#6E6E6E";

/** Each at least 3.5:1 on white and on JupyterLab's dark ground; dashes tell apart what colour does not. */
export const METHOD_COLOURS: readonly string[] = [
  "#0072B2",
  VERMILLION,
  "#009E73",
  "#B4568F",
  "#8A6A00",
  "#7A5FD0",
  "#0E8FA8",
];
const METHOD_DASHES = [
  [1, 0],
  [8, 4],
  [2, 3],
  [8, 3, 2, 3],
  [5, 5],
  [12, 3],
  [3, 6],
  [12, 4, 2, 4, 2, 4],
];
export const METHOD_SHAPES: readonly string[] = [
  "circle",
  "square",
  "diamond",
  "triangle-up",
  "cross",
  "triangle-down",
];

/** One key a method, with its number, for a legend below the drawing. */
export function methodKeys(drawn: readonly MethodEstimate[]): string[] {
  return drawn.map(({ name, beta }) => `${name}: ${numberText(beta)}`);
}

/** Colour and dashes by method with one legend for both. */
export function methodChannels(keys: readonly string[], number = "slope"): JsonObject {
  const channel = (range: readonly (string | number[])[]): JsonObject => ({
    field: "method",
    type: "nominal",
    sort: null,
    scale: { domain: [...keys], range: keys.map((_, i) => range[i % range.length]) },
    legend: {
      title: `Method: ${number}`,
      orient: "bottom",
      direction: "vertical",
      columns: keys.length > 6 ? 2 : 1,
      symbolType: "stroke",
      symbolSize: 500,
      symbolStrokeWidth: 2,
      labelLimit: 330,
      labelFontSize: 11,
      titleFontSize: 12,
    },
  });
  return { color: channel(METHOD_COLOURS), strokeDash: channel(METHOD_DASHES) };
}

export const AXIS: JsonObject = {
  labelFontSize: 11,
  titleFontSize: 12,
  gridOpacity: 0.35,
  labelFlush: false,
};

/** Points as small as many need, and 24 px around each that answer for it and mark the one that is picked. */
export function variantLayers(
  encoding: JsonObject,
  tooltip: readonly JsonObject[],
  mark: JsonObject = {},
): JsonObject[] {
  return [
    {
      name: "points",
      mark: { type: "point", filled: true, size: 45, opacity: 1, color: POINT, ...mark },
      encoding: { ...encoding, tooltip },
    },
    {
      name: "targets",
      params: [{ name: "variant", select: { type: "point", fields: ["variantId"] } }],
      mark: {
        type: "point",
        aria: false,
        filled: true,
        size: 450,
        fill: "transparent",
        strokeWidth: 2,
      },
      encoding: {
        x: encoding.x,
        y: encoding.y,
        stroke: {
          condition: { param: "variant", empty: false, value: VERMILLION },
          value: "transparent",
        },
        tooltip,
      },
    },
  ];
}

export const INSTRUMENT_TOOLTIP: readonly JsonObject[] = [
  { field: "variantId", title: "Variant" },
  { field: "alleles", title: "Alleles (effect/other)" },
];

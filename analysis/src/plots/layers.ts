import type { JsonObject } from "./plot-spec.ts";
import { foldedTicks, type YFold } from "./y-fold.ts";

/** Okabe–Ito; each at least 3:1 against JupyterLab's dark ground, blue and vermillion against white too. */
export const BLUE = "#0072B2";
export const SKY = "#56B4E9";
export const VERMILLION = "#D55E00";
/** For lines: 3.5:1 on white, 5:1 on the dark theme. */
export const GREY = "#888888";

export const AXIS: JsonObject = {
  labelFontSize: 11,
  titleFontSize: 12,
  gridOpacity: 0.35,
  labelFlush: false,
  labelSeparation: 6,
};

/** Each at least 3.5:1 on white and on JupyterLab's dark ground; dashes tell apart what colour does not. */
export const SERIES_COLOURS: readonly string[] = [
  "#0072B2",
  VERMILLION,
  "#009E73",
  "#B4568F",
  "#8A6A00",
  "#7A5FD0",
  "#0E8FA8",
];
const SERIES_DASHES = [
  [1, 0],
  [8, 4],
  [2, 3],
  [8, 3, 2, 3],
  [5, 5],
  [12, 3],
  [3, 6],
  [12, 4, 2, 4, 2, 4],
];
export const SERIES_SHAPES: readonly string[] = [
  "circle",
  "square",
  "diamond",
  "triangle-up",
  "cross",
  "triangle-down",
];

/** Colour and dashes of lines with one legend for both. */
export function seriesChannels(
  field: string,
  keys: readonly string[],
  title: string | null,
  legend: JsonObject = {},
): { readonly color: JsonObject; readonly strokeDash: JsonObject } {
  const channel = (range: readonly (string | number[])[]): JsonObject => ({
    field,
    type: "nominal",
    sort: null,
    scale: { domain: [...keys], range: keys.map((_, i) => range[i % range.length]) },
    legend: {
      title,
      orient: "bottom",
      direction: "vertical",
      columns: keys.length > 6 ? 2 : 1,
      symbolType: "stroke",
      symbolSize: 500,
      symbolStrokeWidth: 2,
      labelLimit: 330,
      labelFontSize: 11,
      titleFontSize: 12,
      ...legend,
    },
  });
  return { color: channel(SERIES_COLOURS), strokeDash: channel(SERIES_DASHES) };
}

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

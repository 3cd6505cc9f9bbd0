import { GREY, VERMILLION, AXIS } from "./layers.ts";
import { methodChannels, POINT, variantLayers } from "./mr-layers.ts";
import { numberLines, rounded } from "./plot-numbers.ts";
import { LABEL_FONT_PX } from "./place-labels.ts";
import type { JsonObject } from "./plot-spec.ts";

/** Ends of the axes; √W begins at 0. */
export interface RadialScales {
  readonly right: number;
  readonly low: number;
  readonly high: number;
}

export interface RadialLine {
  readonly key: string;
  readonly slope: number;
  readonly intercept: number;
}

/** Lines below, points above them, names on top. */
export function radialLayers(
  lines: readonly RadialLine[],
  { right, low, high }: RadialScales,
  hasOutliers: boolean,
): JsonObject[] {
  const x: JsonObject = {
    field: "rootWeight",
    type: "quantitative",
    scale: { domain: [0, rounded(right)], nice: false },
    axis: { ...AXIS, title: "√W" },
  };
  const y: JsonObject = {
    field: "ratioRootWeight",
    type: "quantitative",
    scale: { domain: [rounded(low), rounded(high)], nice: false, zero: false },
    axis: { ...AXIS, title: "Ratio · √W" },
  };
  const tooltip = [
    { field: "variantId", title: "Variant" },
    ...numberLines([
      ["ratio", "Ratio"],
      ["q", "Part of Q"],
    ]),
    { field: "p", title: "P of its Q" },
  ];
  const marked = (outlier: string | number, other: string | number): JsonObject => ({
    condition: { test: "datum.isOutlier", value: outlier },
    value: other,
  });
  const encoding: JsonObject = hasOutliers
    ? {
        x,
        y,
        color: marked(VERMILLION, POINT),
        shape: marked("triangle-up", "circle"),
        size: marked(90, 45),
      }
    : { x, y };
  return [
    {
      name: "null",
      data: { values: [{ ratioRootWeight: 0 }] },
      mark: { type: "rule", color: GREY, strokeWidth: 1 },
      encoding: { y },
    },
    {
      name: "slopes",
      data: {
        values: lines.flatMap(({ key, slope, intercept }) =>
          [0, right].map((at) => ({
            method: key,
            rootWeight: rounded(at),
            ratioRootWeight: rounded(intercept + at * slope),
          })),
        ),
      },
      mark: { type: "line", strokeWidth: 2, clip: true },
      encoding: { x, y, ...methodChannels(lines.map(({ key }) => key)) },
    },
    ...variantLayers(encoding, tooltip),
    {
      name: "labels",
      transform: [{ filter: "isValid(datum.label)" }],
      mark: {
        type: "text",
        fontSize: LABEL_FONT_PX,
        baseline: "middle",
        align: { expr: "datum.align" },
        dx: { expr: "datum.dx" },
        dy: { expr: "datum.dy" },
        tooltip: null,
      },
      encoding: { x, y, text: { field: "label" } },
    },
  ];
}

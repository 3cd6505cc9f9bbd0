import type { AssociationTable } from "./associations.ts";
import { chromosomeName, type ChromosomeLayout } from "./chromosome-layout.ts";
import { pTextExpression, variantTooltip } from "./describe-scan.ts";
import { LABEL_FONT_PX } from "./place-labels.ts";
import type { JsonObject } from "./plot-spec.ts";
import { foldedHeight, foldedTicks, foldExpression, type YFold } from "./y-fold.ts";

/** Okabe–Ito; each at least 3:1 against JupyterLab's dark ground, blue and vermillion against white too. */
export const BLUE = "#0072B2";
export const SKY = "#56B4E9";
export const VERMILLION = "#D55E00";
/** For lines: 3.5:1 on white, 5:1 on the dark theme. */
export const GREY = "#888888";

export interface ManhattanScales {
  readonly layout: ChromosomeLayout;
  readonly fold: YFold;
  readonly strongest: number;
  readonly threshold: number;
  readonly suggestive: number;
  readonly capped: boolean;
}

/** Places and texts that follow from a row's columns. */
export function manhattanTransforms(layout: ChromosomeLayout, fold: YFold): JsonObject[] {
  const offsets = JSON.stringify(layout.offsets);
  const names = JSON.stringify(Array.from({ length: 26 }, (_, code) => chromosomeName(code)));
  return [
    { calculate: `${offsets}[datum.chromosome] + datum.basePairLocation`, as: "x" },
    { calculate: foldExpression("datum.negLog10PValue", fold), as: "y" },
    {
      calculate: `${names}[datum.chromosome] + ':' + format(datum.basePairLocation, ',')`,
      as: "place",
    },
    { calculate: pTextExpression("datum.negLog10PValue"), as: "pText" },
  ];
}

export function manhattanLayers(table: AssociationTable, scales: ManhattanScales): JsonObject[] {
  const x = xEncoding(scales.layout);
  const y = yEncoding(scales);
  const tooltip = variantTooltip(table);
  return [
    ...thresholdLines(scales, y),
    ...foldMark(scales.fold, y),
    {
      name: "points",
      transform: [{ filter: "datum.tier !== 2" }],
      mark: { type: "circle", size: 14, opacity: 0.9 },
      encoding: {
        x,
        y,
        color: { condition: { test: "datum.tone === 1", value: SKY }, value: BLUE },
        tooltip,
      },
    },
    {
      name: "hits",
      transform: [{ filter: "datum.tier === 2" }],
      mark: { type: "point", filled: true, size: 40, opacity: 1, color: VERMILLION },
      encoding: {
        x,
        y,
        ...(scales.capped && {
          shape: { condition: { test: "datum.capped", value: "triangle-up" }, value: "circle" },
        }),
        tooltip,
      },
    },
    {
      // A 4 px dot is hard to hit: 24 px around each variant above the suggestive line answer for it.
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
    },
    {
      name: "labels",
      transform: [{ filter: "isValid(datum.label)" }],
      mark: {
        type: "text",
        style: "guide-label",
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

function xEncoding({ codes, midpoints, domain }: ChromosomeLayout): JsonObject {
  const scale = { domain: [...domain], nice: false, zero: false };
  const common = { grid: false, labelFontSize: 11, titleFontSize: 12 };
  const axis: JsonObject =
    codes.length === 1
      ? {
          ...common,
          title: `Position on chromosome ${chromosomeName(codes[0]!)} (Mb)`,
          labelExpr: "format(datum.value / 1e6, ',.6~g')",
        }
      : {
          ...common,
          title: "Chromosome",
          values: [...midpoints],
          labelExpr: `${JSON.stringify(codes.map(chromosomeName))}[indexof(${JSON.stringify(midpoints)}, datum.value)]`,
          labelOverlap: "greedy",
          labelSeparation: 1,
          ticks: false,
          labelPadding: 5,
        };
  return { field: "x", type: "quantitative", scale, axis };
}

function yEncoding({ fold, strongest }: ManhattanScales): JsonObject {
  return {
    field: "y",
    type: "quantitative",
    scale: { domain: [0, fold.top], nice: false },
    axis: {
      title: "−log₁₀ P",
      gridOpacity: 0.35,
      labelFontSize: 11,
      titleFontSize: 12,
      ...foldedTicks(strongest, fold),
    },
  };
}

function thresholdLines(
  { threshold, suggestive, fold }: ManhattanScales,
  y: JsonObject,
): JsonObject[] {
  return [
    { p: threshold, strokeDash: [6, 4], name: "significance" },
    { p: suggestive, strokeDash: [2, 3], name: "suggestive" },
  ].map(({ p, strokeDash, name }) => ({
    name,
    data: { values: [{ y: foldedHeight(-Math.log10(p), fold), p: `P = ${p}` }] },
    mark: { type: "rule", color: GREY, strokeDash, strokeWidth: 1.2 },
    encoding: { y, tooltip: { field: "p", title: name } },
  }));
}

/** Says on the axis itself that it is compressed. */
function foldMark(fold: YFold, y: JsonObject): JsonObject[] {
  if (fold.at === Infinity) return [];
  const data = { values: [{ y: fold.at, note: `axis compressed above ${fold.at}` }] };
  return [
    {
      name: "fold",
      data,
      mark: { type: "rule", color: GREY, strokeWidth: 3, strokeDash: [1, 3] },
      encoding: { y },
    },
    {
      name: "fold-note",
      data,
      mark: {
        type: "text",
        style: "guide-label",
        fontSize: 11,
        align: "right",
        baseline: "bottom",
        x: "width",
        dy: -3,
      },
      encoding: { y, text: { field: "note" } },
    },
  ];
}

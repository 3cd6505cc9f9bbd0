import { chromosomeName } from "../io/chromosome.ts";
import type { AssociationTable } from "./associations.ts";
import type { ChromosomeLayout } from "./chromosome-layout.ts";
import { pTextExpression, thresholdText, variantTooltip } from "./describe-scan.ts";
import { BLUE, foldMark, GREY, SKY, targetLayer, VERMILLION, yEncoding } from "./layers.ts";
import { LABEL_FONT_PX } from "./place-labels.ts";
import type { JsonObject } from "./plot-spec.ts";
import { foldedHeight, foldExpression, type YFold } from "./y-fold.ts";

export interface ManhattanScales {
  readonly layout: ChromosomeLayout;
  readonly fold: YFold;
  readonly strongest: number;
  readonly threshold: number;
  readonly suggestive: number;
  readonly capped: boolean;
  /** Pixels. */
  readonly pointDiameter: number;
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
  const y = yEncoding("−log₁₀ P", scales.fold, scales.strongest);
  const tooltip = variantTooltip(table);
  return [
    ...thresholdLines(scales, y),
    ...foldMark(scales.fold, y),
    {
      name: "points",
      transform: [{ filter: "datum.tier !== 2" }],
      mark: { type: "circle", aria: false, size: circleArea(scales.pointDiameter), opacity: 0.9 },
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
      mark: {
        type: "point",
        filled: true,
        size: circleArea(scales.pointDiameter + 3),
        opacity: 1,
        color: VERMILLION,
      },
      encoding: {
        x,
        y,
        ...(scales.capped && {
          shape: { condition: { test: "datum.capped", value: "triangle-up" }, value: "circle" },
        }),
        tooltip,
      },
    },
    targetLayer(x, y, tooltip),
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

/** What Vega calls the size of a circle. */
function circleArea(diameter: number): number {
  return Math.round((Math.PI / 4) * diameter ** 2);
}

function xEncoding({ codes, midpoints, domain }: ChromosomeLayout): JsonObject {
  const scale = { domain: [...domain], nice: false, zero: false };
  const common = { grid: false, labelFlush: false, labelFontSize: 11, titleFontSize: 12 };
  const axis: JsonObject =
    codes.length === 1
      ? {
          ...common,
          title: `Position on chromosome ${chromosomeName(codes[0])} (Mb)`,
          labelExpr: "format(datum.value / 1e6, ',.6~g')",
        }
      : {
          ...common,
          title: "Chromosome",
          values: [...midpoints],
          labelExpr: `${JSON.stringify(codes.map(chromosomeName))}[indexof(${JSON.stringify(midpoints)}, datum.value)]`,
          labelOverlap: "greedy",
          labelSeparation: 4,
          ticks: false,
          labelPadding: 5,
        };
  return { field: "x", type: "quantitative", scale, axis };
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
    data: { values: [{ y: foldedHeight(-Math.log10(p), fold), p: thresholdText(p) }] },
    mark: { type: "rule", color: GREY, strokeDash, strokeWidth: 1.2 },
    encoding: { y, tooltip: { field: "p", title: `${name}: P` } },
  }));
}

import type { AssociationTable } from "./associations.ts";
import { pTextExpression, variantTooltip } from "./describe-scan.ts";
import { BLUE, foldMark, GREY, targetLayer, VERMILLION, yEncoding } from "./layers.ts";
import type { BandPoint } from "./null-band.ts";
import type { Json, JsonObject } from "./plot-spec.ts";
import { foldedHeight, foldExpression, type YFold } from "./y-fold.ts";

export interface QqScales {
  readonly fold: YFold;
  /** Highest −log10 P on the y axis. */
  readonly top: number;
  readonly band: readonly BandPoint[];
  readonly strata: readonly string[];
  /** Largest expected value. */
  readonly widest: number;
}

// Colour and shape together, for readers who see few colours.
const STRATUM_COLOURS = [BLUE, VERMILLION, "#009E73", "#CC79A7"];
const STRATUM_SHAPES = ["circle", "square", "triangle-up", "diamond"];

/** Texts that follow from a row's columns. */
export function qqTransforms(fold: YFold): JsonObject[] {
  return [
    { calculate: foldExpression("datum.negLog10PValue", fold), as: "y" },
    { calculate: pTextExpression("datum.negLog10PValue"), as: "pText" },
    { calculate: pTextExpression("datum.expected"), as: "expectedText" },
  ];
}

export function qqLayers(table: AssociationTable, scales: QqScales): JsonObject[] {
  const { fold, band, strata, widest } = scales;
  const x: JsonObject = {
    field: "expected",
    type: "quantitative",
    scale: { domain: [0, round(widest * 1.03)], nice: false },
    axis: {
      title: "Expected −log₁₀ P",
      grid: false,
      tickCount: 7,
      labelFlush: false,
      labelFontSize: 11,
      titleFontSize: 12,
    },
  };
  const y = yEncoding("Observed −log₁₀ P", fold, scales.top);
  const tooltip = [
    { field: "pText", title: "Observed P" },
    { field: "expectedText", title: "Expected P" },
  ];
  return [
    {
      name: "band",
      data: {
        values: band.map(({ expected, low, high }) => ({
          expected: round(expected),
          y: round(foldedHeight(low, fold)),
          high: round(foldedHeight(high, fold)),
        })),
      },
      mark: { type: "area", color: GREY, opacity: 0.3, tooltip: null },
      encoding: { x, y, y2: { field: "high" } },
    },
    {
      name: "identity",
      data: { values: [0, widest].map((at) => ({ expected: round(at), y: round(at) })) },
      mark: { type: "line", color: GREY, strokeDash: [6, 4], strokeWidth: 1.2 },
      encoding: { x, y },
    },
    ...foldMark(fold, y),
    {
      name: "points",
      mark: { type: "point", aria: false, filled: true, size: 16, opacity: 0.9 },
      encoding: { x, y, ...strataEncoding(strata), tooltip },
    },
    targetLayer(x, y, [...tooltip, ...variantTooltip(table).filter(isNotP)]),
  ];
}

function isNotP(line: JsonObject): boolean {
  return line.field !== "pText";
}

function strataEncoding(strata: readonly string[]): JsonObject {
  if (strata.length === 0) return { color: { value: BLUE } };
  const channel = (range: readonly string[]): JsonObject => ({
    field: "stratum",
    type: "nominal",
    scale: { domain: [...strata], range: range.slice(0, strata.length) },
    legend: { title: ["Minor allele", "frequency"], symbolSize: 60 } satisfies Record<string, Json>,
  });
  return { color: channel(STRATUM_COLOURS), shape: channel(STRATUM_SHAPES) };
}

function round(value: number): number {
  return Number(value.toFixed(4));
}

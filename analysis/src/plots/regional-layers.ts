import { chromosomeName } from "../io/chromosome.ts";
import type { AssociationTable } from "./associations.ts";
import { pTextExpression, thresholdText, variantTooltip } from "./describe-scan.ts";
import { AXIS, BLUE, GREY, SERIES_COLOURS, targetLayer } from "./layers.ts";
import { LABEL_FONT_PX } from "./place-labels.ts";
import type { JsonObject } from "./plot-spec.ts";
import { frameOf, tickValues, type RegionalFrame } from "./regional-frame.ts";
import { geneLayers } from "./regional-gene-layers.ts";
import type { PackedGene, Region } from "./regional-genes.ts";
import { recombinationLayer } from "./regional-recombination-layer.ts";
import type { RatePoint } from "./regional-recombination.ts";

/** Weakest first; a variant's `bin` is one of them. */
export const R2_BINS: readonly string[] = ["0–0.2", "0.2–0.4", "0.4–0.6", "0.6–0.8", "0.8–1"];
export const NO_LD = "no LD";

export type LdPalette = "ordered" | "classic";

// Ordered: lighter is weaker, for any kind of colour vision (ColorBrewer's YlOrRd); classic: LocusZoom's.
const PALETTES: Readonly<Record<LdPalette, readonly string[]>> = {
  ordered: ["#ffffb2", "#fecc5c", "#fd8d3c", "#f03b20", "#a50026"],
  classic: ["#357ebd", "#46b8da", "#5cb85c", "#eea236", "#d43f3a"],
};
const BIN_SIZES = [34, 42, 52, 64, 78];
const NO_LD_COLOUR = "#a6a6a6";
const NO_LD_SIZE = 30;
const REFERENCE_COLOUR = "#9632B8";
/** Edges tell points of any fill from both themes' grounds: 3.9:1 on white, 5:1 on dark. */
const EDGE = "#7d7d7d";

export interface RegionalScene {
  readonly table: AssociationTable;
  readonly region: Region;
  readonly strongest: number;
  readonly threshold: number;
  readonly suggestive: number;
  readonly palette: LdPalette;
  readonly hasLd: boolean;
  readonly hasSigns: boolean;
  readonly sets: readonly number[];
  readonly genes: readonly PackedGene[];
  /** Undefined when there is no track of genes; 0 for a region without one. */
  readonly geneLines: number | undefined;
  readonly rates: readonly RatePoint[];
}

/** Texts of a row that may be missing. */
export function regionalTransforms({ region }: RegionalScene): JsonObject[] {
  const text = (field: string, format: string, otherwise: string): string =>
    `isValid(datum.${field}) ? format(datum.${field}, '${format}') : '${otherwise}'`;
  return [
    {
      calculate: `'${chromosomeName(region.chromosome)}:' + format(datum.basePairLocation, ',')`,
      as: "place",
    },
    { calculate: pTextExpression("datum.negLog10PValue"), as: "pText" },
    { calculate: text("r2", ".3~f", "not known"), as: "r2Text" },
    { calculate: text("set", "d", "none"), as: "setText" },
    { calculate: text("pip", ".3~g", "not known"), as: "pipText" },
  ];
}

export function regionalLayers(scene: RegionalScene): JsonObject[] {
  const frame = frameOf(scene);
  const x = xEncoding(scene.region);
  const y = yEncoding(frame);
  const scatter: JsonObject[] = [
    ...thresholdLines(scene, frame, y),
    ...points(scene, x, y),
    ...rings(scene, x, y),
    reference(x, y, scene.table),
    targetLayer(x, y, tooltipOf(scene)),
    names(x, y),
    ...geneLayers(scene, frame, x, y),
  ];
  if (scene.rates.length === 0) return scatter;
  return [recombinationLayer(scene.rates, frame, x), { name: "scatter", layer: scatter }];
}

function xEncoding({ chromosome, from, to }: Region): JsonObject {
  return {
    field: "basePairLocation",
    type: "quantitative",
    scale: { domain: [from, to], nice: false, zero: false },
    axis: {
      ...AXIS,
      grid: false,
      title: `Position on chromosome ${chromosomeName(chromosome)} (Mb)`,
      labelExpr: "format(datum.value / 1e6, ',.6~g')",
    },
  };
}

function yEncoding({ top, foot }: RegionalFrame): JsonObject {
  const ticks = tickValues(top);
  return {
    field: "negLog10PValue",
    type: "quantitative",
    scale: { domain: [foot, top], nice: false, zero: false },
    axis: { ...AXIS, title: "−log₁₀ P", values: ticks, labelExpr: "format(datum.value, '~g')" },
  };
}

const SIGN_SHAPE: JsonObject = {
  field: "effect",
  type: "nominal",
  scale: {
    domain: ["raises", "lowers", "unknown"],
    range: ["triangle-up", "triangle-down", "circle"],
  },
  legend: null,
};

function points(scene: RegionalScene, x: JsonObject, y: JsonObject): JsonObject[] {
  const { hasLd, hasSigns, palette } = scene;
  const fill: JsonObject = {
    field: "bin",
    type: "ordinal",
    sort: null,
    scale: {
      domain: [...R2_BINS.toReversed(), NO_LD],
      range: [...PALETTES[palette].toReversed(), NO_LD_COLOUR],
    },
    legend: {
      title: "r² with the reference",
      orient: "bottom",
      direction: "horizontal",
      columns: 3,
      symbolType: "circle",
      symbolSize: 80,
      symbolStrokeColor: EDGE,
      symbolStrokeWidth: 0.8,
      labelFontSize: 11,
      titleFontSize: 11,
      titleLimit: 300,
    },
  };
  const sizes = JSON.stringify(
    Object.fromEntries([...R2_BINS.map((bin, i) => [bin, BIN_SIZES[i]]), [NO_LD, NO_LD_SIZE]]),
  );
  return [
    {
      name: "points",
      transform: [
        { filter: "!datum.reference" },
        ...(hasLd ? [{ calculate: `${sizes}[datum.bin]`, as: "size" }] : []),
      ],
      mark: {
        type: "point",
        filled: true,
        stroke: EDGE,
        strokeWidth: 0.8,
        opacity: 1,
        ...(!hasLd && { size: 40, fill: BLUE }),
      },
      encoding: {
        x,
        y,
        ...(hasLd && {
          fill,
          size: { field: "size", type: "quantitative", scale: null },
        }),
        ...(hasSigns && { shape: SIGN_SHAPE }),
        tooltip: tooltipOf(scene),
      },
    },
  ];
}

const SET_SHAPES = ["circle", "square", "diamond", "triangle-up", "cross", "triangle-down"];

function rings({ sets }: RegionalScene, x: JsonObject, y: JsonObject): JsonObject[] {
  if (sets.length === 0) return [];
  const domain = sets.map((set) => `set ${set}`);
  const channel = (range: readonly string[]): JsonObject => ({
    field: "setName",
    type: "nominal",
    scale: { domain, range: sets.map((_, i) => range[i % range.length]) },
    legend: {
      title: "Credible set",
      orient: "bottom",
      direction: "horizontal",
      symbolFillColor: "transparent",
      symbolSize: 110,
      symbolStrokeWidth: 1.8,
      labelFontSize: 11,
      titleFontSize: 11,
    },
  });
  return [
    {
      name: "credible-sets",
      transform: [
        { filter: "isValid(datum.set)" },
        { calculate: "'set ' + datum.set", as: "setName" },
        {
          calculate: `${JSON.stringify(SET_SHAPES)}[(datum.set - 1) % ${SET_SHAPES.length}]`,
          as: "setShape",
        },
      ],
      mark: {
        type: "point",
        filled: false,
        size: 190,
        strokeWidth: 1.8,
        opacity: 1,
        tooltip: null,
      },
      encoding: {
        x,
        y,
        stroke: channel(SERIES_COLOURS),
        shape: { field: "setShape", type: "nominal", scale: null },
      },
    },
  ];
}

function reference(x: JsonObject, y: JsonObject, table: AssociationTable): JsonObject {
  return {
    name: "reference",
    transform: [{ filter: "datum.reference" }],
    mark: {
      type: "point",
      filled: true,
      shape: "diamond",
      size: 170,
      fill: REFERENCE_COLOUR,
      stroke: "#ffffff",
      strokeWidth: 1,
      opacity: 1,
    },
    encoding: { x, y, tooltip: variantTooltip(table) },
  };
}

function names(x: JsonObject, y: JsonObject): JsonObject {
  return {
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
  };
}

function thresholdLines(
  { threshold, suggestive, region }: RegionalScene,
  frame: RegionalFrame,
  y: JsonObject,
): JsonObject[] {
  return [
    { p: threshold, strokeDash: [6, 4], name: "significance" },
    { p: suggestive, strokeDash: [2, 3], name: "suggestive" },
  ]
    .filter(({ p }) => -Math.log10(p) < frame.top)
    .map(({ p, strokeDash, name }) => ({
      name,
      data: { values: [{ negLog10PValue: -Math.log10(p), p: thresholdText(p), at: region.from }] },
      mark: { type: "rule", color: GREY, strokeDash, strokeWidth: 1.2 },
      encoding: { y, tooltip: { field: "p", title: `${name}: P` } },
    }));
}

function tooltipOf({ table, hasLd, sets }: RegionalScene): JsonObject[] {
  return [
    ...variantTooltip(table),
    ...(hasLd ? [{ field: "r2Text", title: "r² with the reference" }] : []),
    ...(sets.length > 0
      ? [
          { field: "setText", title: "Credible set" },
          { field: "pipText", title: "PIP" },
        ]
      : []),
  ];
}

import { chromosomeName } from "../io/chromosome.ts";
import type { AssociationTable } from "./associations.ts";
import { pTextExpression, thresholdText, variantTooltip } from "./describe-scan.ts";
import { AXIS, BLUE, GREY, SERIES_COLOURS, targetLayer } from "./layers.ts";
import { LABEL_FONT_PX } from "./place-labels.ts";
import type { JsonObject } from "./plot-spec.ts";
import type { PackedGene, Region } from "./regional-genes.ts";
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

const SCATTER_PX = 280;
const GENE_GAP_PX = 26;
const GENE_LINE_PX = 34;
const PLAIN_FOOT_PX = 6;

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

/** Heights of the scatter plot and the genes below it, which share one axis: 0 is where P is 1. */
interface Frame {
  readonly top: number;
  /** Below 0. */
  readonly foot: number;
  readonly unitsPerPixel: number;
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

export function regionalHeight({ geneLines }: RegionalScene): number {
  return SCATTER_PX + footPixels(geneLines);
}

function footPixels(lines: number | undefined): number {
  return lines === undefined ? PLAIN_FOOT_PX : GENE_GAP_PX + Math.max(1, lines) * GENE_LINE_PX;
}

function frameOf({ strongest, geneLines }: RegionalScene): Frame {
  const top = Math.max(8, strongest * 1.14);
  const unitsPerPixel = top / SCATTER_PX;
  return { top, foot: -footPixels(geneLines) * unitsPerPixel, unitsPerPixel };
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
  return [recombination(scene, frame, x), { name: "scatter", layer: scatter }];
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

function yEncoding({ top, foot }: Frame): JsonObject {
  const ticks = tickValues(top);
  return {
    field: "negLog10PValue",
    type: "quantitative",
    scale: { domain: [foot, top], nice: false, zero: false },
    axis: { ...AXIS, title: "−log₁₀ P", values: ticks, labelExpr: "format(datum.value, '~g')" },
  };
}

function tickValues(top: number): number[] {
  const rough = top / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((lead) => lead * power >= rough) ?? 10);
  return Array.from({ length: Math.floor(top / step) + 1 }, (_, i) => i * step);
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
      mark: { type: "point", filled: false, size: 190, strokeWidth: 1.8, tooltip: null },
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
  frame: Frame,
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

/** Rates have an axis of their own, whose 0 lies where that of P does. */
function recombination({ rates }: RegionalScene, { top, foot }: Frame, x: JsonObject): JsonObject {
  const highest = Math.max(20, ...rates.map(({ rate }) => rate)) * 1.1;
  return {
    name: "recombination",
    data: { values: rates.map(({ position, rate }) => ({ basePairLocation: position, rate })) },
    mark: {
      type: "line",
      interpolate: "step-after",
      color: SERIES_COLOURS[6],
      strokeWidth: 1.2,
      opacity: 0.75,
      tooltip: null,
    },
    encoding: {
      x,
      y: {
        field: "rate",
        type: "quantitative",
        scale: { domain: [(foot * highest) / top, highest], nice: false, zero: false },
        axis: {
          ...AXIS,
          orient: "right",
          grid: false,
          title: "Recombination (cM/Mb)",
          values: tickValues(highest),
        },
      },
    },
  };
}

function geneLayers(
  { genes, geneLines, region }: RegionalScene,
  { unitsPerPixel }: Frame,
  x: JsonObject,
  y: JsonObject,
): JsonObject[] {
  if (geneLines === undefined) return [];
  const heightOf = (line: number, pixels: number): number =>
    -(GENE_GAP_PX + line * GENE_LINE_PX + pixels) * unitsPerPixel;
  const { from, to } = region;
  const clipped = (start: number, end: number): JsonObject => ({
    basePairLocation: Math.max(start, from),
    end: Math.min(end, to),
  });
  const bodies = genes.map((gene) => ({
    ...clipped(gene.start, gene.end),
    negLog10PValue: heightOf(gene.line, 24),
    symbol: gene.symbol,
    place: `${gene.start.toLocaleString("en-GB")}–${gene.end.toLocaleString("en-GB")}`,
    strand: gene.strand || "not known",
  }));
  const exons = genes.flatMap((gene) =>
    gene.exons
      .filter(([start, end]) => end >= from && start <= to)
      .map(([start, end]) => ({
        ...clipped(start, end),
        negLog10PValue: heightOf(gene.line, 24),
      })),
  );
  const labels =
    genes.length > 0
      ? genes.map(({ label, labelAt, line }) => ({
          label,
          basePairLocation: labelAt,
          negLog10PValue: heightOf(line, 10),
        }))
      : [
          {
            label: "no gene here",
            basePairLocation: Math.round((from + to) / 2),
            negLog10PValue: heightOf(0, 16),
          },
        ];
  return [
    {
      name: "genes",
      data: { values: bodies },
      mark: { type: "rule", color: BLUE, strokeWidth: 2.5 },
      encoding: {
        x,
        x2: { field: "end" },
        y,
        tooltip: [
          { field: "symbol", title: "Gene" },
          { field: "place", title: "Position" },
          { field: "strand", title: "Strand" },
        ],
      },
    },
    {
      name: "exons",
      data: { values: exons },
      mark: { type: "rule", color: BLUE, strokeWidth: 9, tooltip: null },
      encoding: { x, x2: { field: "end" }, y },
    },
    {
      name: "gene-names",
      data: { values: labels },
      mark: {
        type: "text",
        fontSize: LABEL_FONT_PX,
        fontStyle: genes.length > 0 ? "italic" : "normal",
        baseline: "middle",
        tooltip: null,
      },
      encoding: { x, y, text: { field: "label" } },
    },
  ];
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

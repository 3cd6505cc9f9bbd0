import { effectAxis, effectTransforms, type EffectAxis } from "./effect-axis.ts";
import { GREY, VERMILLION, BLUE, SERIES_COLOURS, SERIES_SHAPES } from "./layers.ts";
import { numberLines, rounded } from "./plot-numbers.ts";
import type { JsonObject, PlotSpec } from "./plot-spec.ts";

/** A line of a forest plot. */
export interface ForestRow {
  /** On the left. */
  readonly name: string;
  /** Of a row that stands for one variant. */
  readonly variantId?: string | undefined;
  /** Full name for the tooltip where `name` is short. */
  readonly method?: string | undefined;
  readonly exposure?: string | undefined;
  /** Log odds or plain effects. */
  readonly beta: number;
  readonly ciLower: number;
  readonly ciUpper: number;
  /** 0–1, the size of its square. */
  readonly weight?: number | undefined;
  /** A diamond, for what combines variants. */
  readonly isCombined: boolean;
  /** Colour and shape by method, with a legend; needs `method`. */
  readonly startsGroup?: boolean | undefined;
}

export interface ForestParts {
  readonly rows: readonly ForestRow[];
  readonly oddsRatio: boolean;
  /** Of the axis, in lines. */
  readonly title: readonly string[];
  /** Dotted line, on the scale of the rows. */
  readonly reference?: number | undefined;
  /** What a row is, for its tooltip: `Without`, `Variant or method`. */
  readonly rowTitle?: string | undefined;
  /** Whether methods are told apart by colour and shape. */
  readonly byMethod?: boolean | undefined;
}

export const FOREST_WIDTH = 640;
const ROW_PX = 17;
const FEWEST_PX = 90;

/** Names on the left, intervals in the middle, numbers on the right: two axes, so that themes colour the text. */
export function forestParts(
  parts: ForestParts,
): Pick<PlotSpec, "width" | "height" | "data" | "transform" | "layer" | "resolve"> {
  const { rows, oddsRatio, title, reference } = parts;
  const axis = effectAxis(rows, { oddsRatio, title });
  const places = rowPlaces(rows);
  const length = (places.at(-1) ?? 0) + 1;
  const values = rows.map((row, i) => forestRow(row, places[i], oddsRatio));
  return {
    width: FOREST_WIDTH,
    height: Math.max(FEWEST_PX, length * ROW_PX),
    data: { name: "rows", values },
    transform: [
      ...effectTransforms(axis),
      { calculate: "datum.variantId || datum.method || datum.name", as: "who" },
      { calculate: squareArea(rows), as: "area" },
    ],
    layer: forestLayers(parts, axis, { places, length, reference }),
    resolve: { axis: { y: "independent" } },
  };
}

/** An empty line before the first combined row, and before each further group. */
function rowPlaces(rows: readonly ForestRow[]): number[] {
  let place = -1;
  return rows.map((row, i) => {
    const gap = i > 0 && (row.startsGroup === true || (row.isCombined && !rows[i - 1].isCombined));
    place += gap ? 2 : 1;
    return place;
  });
}

function forestRow(row: ForestRow, place: number, oddsRatio: boolean): JsonObject {
  const { name, variantId, method, exposure, beta, ciLower, ciUpper, weight, isCombined } = row;
  return {
    row: place,
    ...(variantId === undefined ? exposure === undefined && { name } : { variantId }),
    ...(exposure !== undefined && { exposure }),
    ...(method !== undefined && { method }),
    beta: rounded(beta),
    ciLower: rounded(ciLower) ?? rounded(beta),
    ciUpper: rounded(ciUpper) ?? rounded(beta),
    ...(oddsRatio && {
      oddsRatio: rounded(Math.exp(beta)),
      oddsRatioLower: rounded(Math.exp(ciLower)),
      oddsRatioUpper: rounded(Math.exp(ciUpper)),
    }),
    ...(weight !== undefined && { weight: rounded(weight) }),
    ...(isCombined && { isCombined }),
  };
}

interface Lines {
  readonly places: readonly number[];
  readonly length: number;
  readonly reference: number | undefined;
}

function forestLayers(parts: ForestParts, axis: EffectAxis, lines: Lines): JsonObject[] {
  const { rows, byMethod = false, oddsRatio } = parts;
  const x: JsonObject = { field: "x", type: "quantitative", ...axis.channel };
  const yWith = (labels: JsonObject | null): JsonObject => ({
    field: "row",
    type: "ordinal",
    scale: { domain: Array.from({ length: lines.length }, (_, i) => i) },
    axis: labels,
  });
  const names = labelAxis(rows, lines, (row) => row.name, { orient: "left", labelLimit: 170 });
  const numbers = labelAxis(rows, lines, numberColumn(rows, oddsRatio), {
    orient: "right",
    labelLimit: 200,
    title: null,
  });
  const y = yWith(null);
  const colour = rowColour(byMethod, rows);
  return [
    ...[
      { name: "null", at: axis.nullValue, dash: [1, 0] },
      { name: "reference", at: referencePlace(lines.reference, axis), dash: [4, 3] },
    ].flatMap(({ name, at, dash }) =>
      at === undefined
        ? []
        : [
            {
              name,
              data: { values: [{ x: at }] },
              mark: { type: "rule", color: GREY, strokeWidth: 1.2, strokeDash: dash },
              encoding: { x },
            },
          ],
    ),
    {
      name: "intervals",
      mark: { type: "rule", aria: false, strokeWidth: 1.6 },
      encoding: { x: { ...x, field: "xLow" }, x2: { field: "xHigh" }, y: yWith(names), ...colour },
    },
    ...(["Low", "High"] as const).map((side) => ({
      name: `beyond${side}`,
      transform: [{ filter: `datum.beyond${side}` }],
      mark: {
        type: "point",
        aria: false,
        filled: true,
        opacity: 1,
        size: 40,
        shape: side === "Low" ? "triangle-left" : "triangle-right",
      },
      encoding: { x: { ...x, field: `x${side}` }, y, ...colour },
    })),
    {
      name: "points",
      params: [{ name: "variant", select: { type: "point", fields: ["variantId"] } }],
      mark: { type: "point", filled: true, opacity: 1, strokeWidth: 3 },
      encoding: {
        x,
        y: yWith(numbers),
        ...colour,
        shape: byMethod ? methodShape(rows) : ROW_SHAPE,
        size: { field: "area", type: "quantitative", scale: null },
        stroke: {
          condition: { param: "variant", empty: false, value: VERMILLION },
          value: "transparent",
        },
        tooltip: forestTooltip(parts),
      },
    },
  ];
}

/** Squares grow with the weight, in square pixels; diamonds and unweighted rows have one size. */
function squareArea(rows: readonly ForestRow[]): string {
  return rows.some(({ weight }) => weight !== undefined)
    ? "datum.isCombined ? 130 : 25 + 105 * datum.weight"
    : "datum.isCombined ? 130 : 70";
}

/** Diamonds for what combines variants, and arrows for what lies beyond the axis. */
const ROW_SHAPE: JsonObject = {
  condition: [
    { test: "datum.isCombined", value: "diamond" },
    { test: "datum.beyond < 0", value: "triangle-left" },
    { test: "datum.beyond > 0", value: "triangle-right" },
  ],
  value: "square",
};

function referencePlace(reference: number | undefined, axis: EffectAxis): number | undefined {
  if (reference === undefined || !(reference >= axis.low && reference <= axis.high))
    return undefined;
  return rounded(axis.oddsRatio ? Math.exp(reference) : reference) ?? undefined;
}

function labelAxis(
  rows: readonly ForestRow[],
  { places, length }: Lines,
  labelOf: (row: ForestRow) => string,
  options: JsonObject,
): JsonObject {
  const labels = Array<string>(length).fill("");
  rows.forEach((row, i) => (labels[places[i]] = labelOf(row)));
  return {
    title: null,
    labelExpr: `${JSON.stringify(labels)}[datum.value]`,
    labelOverlap: false,
    labelFontSize: 11,
    ticks: false,
    domain: false,
    grid: false,
    labelPadding: 6,
    ...options,
  };
}

/** `0.45 (0.12 to 0.78)`, with the same decimals in each row. */
function numberColumn(rows: readonly ForestRow[], oddsRatio: boolean): (row: ForestRow) => string {
  const shown = (value: number): number => (oddsRatio ? Math.exp(value) : value);
  const halves = rows
    .map(({ ciLower, ciUpper }) => (shown(ciUpper) - shown(ciLower)) / 2)
    .filter((half) => half > 0 && half < Infinity)
    .sort((a, b) => a - b);
  const typical = halves[halves.length >> 1] ?? 1;
  const decimals = Math.min(5, Math.max(0, 1 - Math.floor(Math.log10(typical))));
  const text = (value: number): string => {
    const size = Math.abs(value);
    const written =
      size < 1e5 ? value.toFixed(decimals) : value.toExponential(1).replace("e+", "e");
    return written.replaceAll("-", "−").replace("Infinity", "∞");
  };
  return ({ beta, ciLower, ciUpper }) => {
    const interval = Number.isNaN(ciLower + ciUpper)
      ? ""
      : ` (${text(shown(ciLower))} to ${text(shown(ciUpper))})`;
    return `${text(shown(beta))}${interval}`;
  };
}

function rowColour(byMethod: boolean, rows: readonly ForestRow[]): JsonObject {
  if (byMethod) return { color: methodScale(rows, SERIES_COLOURS) };
  return { color: { condition: { test: "datum.isCombined", value: VERMILLION }, value: BLUE } };
}

function methodShape(rows: readonly ForestRow[]): JsonObject {
  return methodScale(rows, SERIES_SHAPES);
}

function methodScale(rows: readonly ForestRow[], range: readonly string[]): JsonObject {
  const methods = [...new Set(rows.map(({ method = "" }) => method))];
  return {
    field: "method",
    type: "nominal",
    sort: null,
    scale: { domain: methods, range: methods.map((_, i) => range[i % range.length]) },
    legend:
      methods.length < 2
        ? null
        : {
            title: "Method",
            orient: "bottom",
            direction: "vertical",
            labelLimit: 330,
            labelFontSize: 11,
            titleFontSize: 12,
          },
  };
}

function forestTooltip({
  rows,
  oddsRatio,
  rowTitle = "Variant or method",
}: ForestParts): JsonObject[] {
  const exposures = rows.some(({ exposure }) => exposure !== undefined);
  return [
    ...(exposures ? [{ field: "exposure", title: "Exposure" }] : []),
    { field: "who", title: exposures ? "Method" : rowTitle },
    ...numberLines(
      oddsRatio
        ? [
            ["oddsRatio", "Odds ratio"],
            ["oddsRatioLower", "Interval from"],
            ["oddsRatioUpper", "to"],
          ]
        : [
            ["beta", "Effect"],
            ["ciLower", "Interval from"],
            ["ciUpper", "to"],
          ],
    ),
  ];
}

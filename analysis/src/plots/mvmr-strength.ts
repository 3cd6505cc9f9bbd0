import { counted } from "../words.ts";
import { BLUE, GREY, VERMILLION, AXIS } from "./layers.ts";
import { numberAt, requireColumns, textAt } from "./plot-tables.ts";
import type { MrTable } from "./mr-tables.ts";
import { callOf, assembleSpec, type JsonObject, type PlotSpec } from "./plot-spec.ts";
import { numberLines, numberText, rounded } from "./plot-numbers.ts";
import { NothingToPlotError } from "./plot-errors.ts";
import { brokenTitle } from "./plot-text.ts";

export interface MvmrStrengthOptions {
  /** Conditional F below which instruments are called weak; 10 unless given. */
  readonly threshold?: number | undefined;
}

const WIDTH = 560;
const ROW_PX = 26;
const FEWEST_PX = 70;
const THRESHOLD = 10;

/**
 * Strength of the instruments in a multivariable Mendelian randomization: the conditional F statistic of each
 * exposure, with a line at 10, as a Vega-Lite v5 spec.
 *
 * An exposure below the line is weakly predicted once the others are accounted for, and its direct effect is biased.
 *
 * @param table - what `mr.conditionalStrength` or `mr.multivariable` gave, or a table with `exposure` and `conditionalF`
 * @returns plain JSON; `usermeta.genobook.summary` says in a sentence what it shows
 * @throws MissingColumnsError when a column is absent
 * @throws NothingToPlotError when no exposure has a conditional F
 * @example
 * const strength = new Table({
 *   exposure: ["LDL cholesterol", "triglycerides"],
 *   conditionalF: Float64Array.of(31.2, 8.4),
 * });
 * plot.mvmrStrength(strength);
 * @see Sanderson et al. 2021, doi:10.1002/sim.9133
 */
export function mvmrStrength(table: MrTable, options: MvmrStrengthOptions = {}): PlotSpec {
  requireColumns(table, ["exposure", "conditionalF"], "mr.conditionalStrength");
  const { threshold = THRESHOLD } = options;
  const values = strengths(table);
  if (values.length === 0) {
    throw new NothingToPlotError({
      what: `None of the ${table.rowCount} exposures can be drawn.`,
      why: "Each lacks a conditional F.",
      remedy: "Give the phenotypic correlations, or exposures that are not collinear.",
    });
  }
  const weak = values.filter(({ conditionalF }) => conditionalF < threshold);
  const finding =
    weak.length === 0
      ? `all of ${threshold} or more`
      : `below ${threshold} for ${weak.map(({ exposure, conditionalF }) => `${exposure} (${numberText(conditionalF)})`).join(", ")}`;
  return assembleSpec(
    {
      title: {
        ...brokenTitle(
          "Multivariable MR: strength of the instruments",
          [[counted(values.length, "exposure"), `Dashed: conditional F ${threshold}`]],
          WIDTH,
        ),
        frame: "bounds",
      },
      width: WIDTH,
      height: Math.max(FEWEST_PX, values.length * ROW_PX),
      data: {
        name: "exposures",
        values: values.map(({ exposure, conditionalF }, row) => ({
          row,
          exposure,
          conditionalF: rounded(conditionalF),
          ...(conditionalF < threshold && { isWeak: true }),
        })),
      },
      transform: [],
      layer: strengthLayers(values, threshold),
      resolve: { axis: { y: "independent" } },
    },
    {
      kind: "mvmrStrength",
      links: [],
      summary: `Conditional F statistics of ${counted(values.length, "exposure")}: ${finding}.`,
      rows: { shown: values.length, total: new Set(exposureNames(table)).size },
      code: callOf("mvmrStrength", "strength", options),
    },
  );
}

interface Strength {
  readonly exposure: string;
  readonly conditionalF: number;
}

function exposureNames(table: MrTable): string[] {
  return Array.from({ length: table.rowCount }, (_, row) => textAt(table, "exposure", row));
}

/** One an exposure: estimates repeat it for each method. */
function strengths(table: MrTable): Strength[] {
  const found = new Map<string, Strength>();
  for (let row = 0; row < table.rowCount; row++) {
    const exposure = textAt(table, "exposure", row);
    const conditionalF = numberAt(table, "conditionalF", row);
    if (Number.isFinite(conditionalF) && !found.has(exposure)) {
      found.set(exposure, { exposure, conditionalF });
    }
  }
  return [...found.values()];
}

function strengthLayers(values: readonly Strength[], threshold: number): JsonObject[] {
  const most = Math.max(threshold, ...values.map(({ conditionalF }) => conditionalF));
  const x: JsonObject = {
    field: "conditionalF",
    type: "quantitative",
    scale: { domain: [0, rounded(most * 1.06)], nice: false },
    axis: { ...AXIS, title: "Conditional F" },
  };
  const y = (labels: readonly string[], orient: string): JsonObject => ({
    field: "row",
    type: "ordinal",
    scale: { domain: values.map((_, row) => row) },
    axis: {
      orient,
      title: null,
      labelExpr: `${JSON.stringify(labels)}[datum.value]`,
      labelOverlap: false,
      labelLimit: 190,
      labelFontSize: 11,
      labelPadding: 6,
      ticks: false,
      domain: false,
      grid: false,
    },
  });
  const colour = { condition: { test: "datum.isWeak", value: VERMILLION }, value: BLUE };
  return [
    {
      name: "threshold",
      data: { values: [{ conditionalF: threshold }] },
      mark: { type: "rule", color: GREY, strokeDash: [6, 4], strokeWidth: 1.4 },
      encoding: { x },
    },
    {
      name: "stems",
      mark: { type: "rule", aria: false, strokeWidth: 2.5 },
      encoding: {
        x,
        x2: { datum: 0 },
        y: y(
          values.map(({ exposure }) => exposure),
          "left",
        ),
        color: colour,
      },
    },
    {
      name: "points",
      mark: { type: "point", filled: true, opacity: 1, size: 110 },
      encoding: {
        x,
        y: y(
          values.map(
            ({ conditionalF }) =>
              `${numberText(conditionalF)}${conditionalF < threshold ? " (weak)" : ""}`,
          ),
          "right",
        ),
        color: colour,
        shape: { condition: { test: "datum.isWeak", value: "triangle-down" }, value: "circle" },
        tooltip: [
          { field: "exposure", title: "Exposure" },
          ...numberLines([["conditionalF", "Conditional F"]]),
        ],
      },
    },
  ];
}

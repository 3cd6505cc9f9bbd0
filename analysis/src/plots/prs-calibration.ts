import { wilsonInterval } from "../stats/wilson-interval.ts";
import { AXIS, BLUE, GREY, VERMILLION } from "./layers.ts";
import { numberLines, numberText, rounded } from "./plot-numbers.ts";
import { assembleSpec, callOf, type JsonObject, type PlotSpec } from "./plot-spec.ts";
import { numberAt } from "./plot-tables.ts";
import { brokenTitle } from "./plot-text.ts";
import {
  groupView,
  measureOf,
  measureText,
  nothingToPlot,
  rowsOf,
  type EvaluationInput,
  type GroupView,
  type PrsGroupOptions,
} from "./prs-evaluation.ts";
import { riskStratumId } from "./prs-risk-strata.ts";

export type PrsCalibrationOptions = PrsGroupOptions;

const WIDTH = 480;
const HEIGHT = 360;
const LINE_STEPS = 40;

/**
 * Calibration of predicted risks: the share of cases in bins of predicted risk with intervals, the 45° line, and the
 * fitted line of slope and intercept, as a Vega-Lite v5 spec.
 *
 * Perfect predictions have slope 1 and intercept 0, on the scale of log odds.
 *
 * @param evaluation - what `prs.evaluate` gave for cases and controls
 * @returns plain JSON; `usermeta.genobook.summary` says in a sentence what it shows
 * @throws InvalidArgumentError for a group that the evaluation lacks
 * @throws NothingToPlotError when there are no bins: another kind of outcome, or all are hidden
 * @example
 * plot.prsCalibration(evaluation, { group: "EUR" });
 * @see Cox 1958, doi:10.1093/biomet/45.3-4.562
 */
export function prsCalibration(
  evaluation: EvaluationInput,
  options: PrsCalibrationOptions = {},
): PlotSpec {
  const view = groupView(evaluation, options);
  const total = rowsOf(view, evaluation.calibrationBins).length;
  const bins = binsOf(view);
  if (bins.length === 0) {
    throw nothingToPlot(
      view,
      "calibration to show",
      "Evaluate a binary outcome, with more cases or fewer calibrationBins.",
    );
  }
  const measures = [
    measureText(view, "calibration slope"),
    measureText(view, "calibration intercept"),
    measureText(view, "Brier score"),
  ].filter((text) => text !== undefined);
  const hidden = total - bins.length;
  const notes = [
    "Dotted: perfect",
    ...(measures.length > 0 ? ["dashed: fitted"] : []),
    `bars: ${numberText(100 * view.confidence)} % CI (Wilson)`,
    ...(hidden > 0 ? [`${hidden} bins of few cases or controls not drawn`] : []),
  ];
  return assembleSpec(
    {
      title: brokenTitle(
        `Calibration of risks of ${view.outcome} by ${view.score}`,
        [view.people, measures.map((text) => text.charAt(0).toUpperCase() + text.slice(1)), notes],
        WIDTH,
      ),
      width: WIDTH,
      height: HEIGHT,
      data: { name: "bins", values: bins },
      transform: [],
      layer: calibrationLayers(view, bins),
    },
    {
      kind: "prsCalibration",
      dataset: view.score,
      links: ["stratum"],
      summary: `Calibration of risks of ${view.outcome} by ${view.score}: ${[...measures, `${bins.length} bins of predicted risk`, ...view.people].join("; ")}.`,
      rows: { shown: bins.length, total },
      code: callOf("prsCalibration", "evaluation", options),
    },
  );
}

interface Bin extends JsonObject {
  readonly meanRisk: number;
  readonly upper: number;
}

function binsOf(view: GroupView): Bin[] {
  const { calibrationBins } = view.evaluation;
  const rows = rowsOf(view, calibrationBins);
  return rows.flatMap((row) => {
    const at = (name: string): number => numberAt(calibrationBins, name, row);
    if (!Number.isFinite(at("observedShare"))) return [];
    const [lower, upper] = wilsonInterval(at("cases"), at("n"), view.confidence);
    return [
      {
        stratumId: riskStratumId(view, at("bin"), rows.length),
        bin: at("bin"),
        n: at("n"),
        cases: at("cases"),
        meanRisk: rounded(at("meanRisk"))!,
        observedShare: rounded(at("observedShare")),
        lower: rounded(lower),
        upper: rounded(upper)!,
      },
    ];
  });
}

/** Observed against predicted risk, as slope and intercept have it. */
function fittedLine(view: GroupView, low: number, high: number): JsonObject[] {
  const of = (name: string): number | undefined =>
    measureOf(view, view.group, (measure) => measure === name)?.estimate;
  const [slope, intercept] = [of("calibration slope"), of("calibration intercept")];
  if (slope === undefined || intercept === undefined) return [];
  return Array.from({ length: LINE_STEPS + 1 }, (_, i) => {
    const meanRisk = low + ((high - low) * i) / LINE_STEPS;
    const logOdds = intercept + slope * Math.log(meanRisk / (1 - meanRisk));
    return { meanRisk: rounded(meanRisk), observedShare: rounded(1 / (1 + Math.exp(-logOdds))) };
  });
}

function calibrationLayers(view: GroupView, bins: readonly Bin[]): JsonObject[] {
  const risks = bins.map(({ meanRisk }) => meanRisk);
  const top = Math.min(1, 1.04 * Math.max(...risks, ...bins.map(({ upper }) => upper)));
  const scale = { domain: [0, rounded(top)], nice: false };
  const axis = { ...AXIS, format: ".0~%", tickCount: 5 };
  const x: JsonObject = {
    field: "meanRisk",
    type: "quantitative",
    scale,
    axis: { ...axis, title: "Predicted risk, mean of the bin" },
  };
  const y = (field: string): JsonObject => ({
    field,
    type: "quantitative",
    scale,
    axis: { ...axis, title: `Observed share with ${view.outcome}` },
  });
  const line = fittedLine(view, Math.min(...risks), Math.max(...risks));
  return [
    {
      name: "perfect",
      data: { values: [0, top].map((at) => ({ meanRisk: at, observedShare: at })) },
      mark: { type: "line", color: GREY, strokeDash: [2, 4], strokeWidth: 1.8 },
      encoding: { x, y: y("observedShare") },
    },
    ...(line.length === 0
      ? []
      : [
          {
            name: "fitted",
            data: { values: line },
            mark: {
              type: "line",
              color: VERMILLION,
              strokeDash: [8, 4],
              strokeWidth: 1.8,
              clip: true,
            },
            encoding: { x, y: y("observedShare") },
          },
        ]),
    {
      name: "intervals",
      mark: { type: "rule", aria: false, color: BLUE, strokeWidth: 2 },
      encoding: { x, y: y("lower"), y2: { field: "upper" } },
    },
    {
      name: "points",
      mark: { type: "point", filled: true, opacity: 1, color: BLUE, size: 80 },
      encoding: {
        x,
        y: y("observedShare"),
        tooltip: numberLines([
          ["bin", "Bin"],
          ["meanRisk", "Predicted risk"],
          ["observedShare", "Observed share"],
          ["lower", "Lower end"],
          ["upper", "Upper end"],
          ["n", "People"],
          ["cases", "Cases"],
        ]),
      },
    },
  ];
}

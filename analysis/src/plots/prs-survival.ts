import { pText } from "./describe-scan.ts";
import { AXIS, seriesChannels } from "./layers.ts";
import { numberLines, percentText, rounded } from "./plot-numbers.ts";
import { assembleSpec, callOf, type JsonObject, type PlotSpec } from "./plot-spec.ts";
import { numberAt, textAt } from "./plot-tables.ts";
import { brokenTitle } from "./plot-text.ts";
import {
  groupView,
  nothingToPlot,
  rowsOf,
  stratumId,
  type EvaluationInput,
  type GroupView,
  type PrsGroupOptions,
} from "./prs-evaluation.ts";

export interface PrsSurvivalOptions extends PrsGroupOptions {
  /** Of the time axis: `years`. */
  readonly timeUnit?: string | undefined;
}

const WIDTH = 600;
const HEIGHT = 320;
const RISK_TIMES = 6;
const RISK_ROW_PX = 15;
/** From the drawing area to the heading of the numbers at risk: labels and title of the time axis lie between. */
const RISK_TOP_PX = 56;

/**
 * Kaplan–Meier curves by quintile of a polygenic score, with intervals, numbers at risk and the log-rank test, as a
 * Vega-Lite v5 spec.
 *
 * Curves end where fewer than the evaluation's `smallestCount` people are at risk.
 *
 * @param evaluation - what `prs.evaluate` gave for times to an event
 * @returns plain JSON; `usermeta.genobook.summary` says in a sentence what it shows
 * @throws InvalidArgumentError for a group that the evaluation lacks
 * @throws NothingToPlotError when the outcome has no times
 * @example
 * plot.prsSurvival(survivalEvaluation, { outcome: "myocardial infarction", timeUnit: "years" });
 * @see Kaplan & Meier 1958, doi:10.1080/01621459.1958.10501452
 */
export function prsSurvival(
  evaluation: EvaluationInput,
  options: PrsSurvivalOptions = {},
): PlotSpec {
  const view = groupView(evaluation, options);
  const points = pointsOf(view);
  if (points.length === 0) {
    throw nothingToPlot(view, "survival curve", "Evaluate { time, event }, with more people.");
  }
  const strata = [...new Set(points.map(({ stratum }) => stratum))];
  const test = testText(view);
  const last = strata.map((stratum) => points.findLast((point) => point.stratum === stratum)!);
  const finding = [last[0], last.at(-1)!]
    .map(
      ({ stratum, time, survival }) =>
        `${percentText(survival)} of ${stratum} without it at ${time}${options.timeUnit === undefined ? "" : ` ${options.timeUnit}`}`,
    )
    .join(", ");
  const title = `Time to ${view.outcome} by ${strata[0].replace(/,? \d+$/, "")} of ${view.score}`;
  return assembleSpec(
    {
      title: {
        ...brokenTitle(
          title,
          [view.people, [...test, `Bands: pointwise ${100 * view.confidence} % CI`]],
          WIDTH,
        ),
        // The names of the strata stand left of the axis.
        frame: "bounds",
      },
      width: WIDTH,
      height: HEIGHT,
      data: { name: "survival", values: points },
      transform: [],
      layer: survivalLayers(points, strata, options.timeUnit),
    },
    {
      kind: "prsSurvival",
      dataset: view.score,
      links: ["stratum"],
      summary: `${title}: ${[finding, ...test, ...view.people].join("; ")}.`,
      rows: { shown: points.length, total: points.length },
      code: callOf("prsSurvival", "evaluation", options),
    },
  );
}

interface SurvivalPoint extends JsonObject {
  readonly stratum: string;
  readonly time: number;
  readonly survival: number;
  readonly atRisk: number;
}

function pointsOf(view: GroupView): SurvivalPoint[] {
  const { survival } = view.evaluation;
  return rowsOf(view, survival).map((row) => {
    const at = (name: string): number => rounded(numberAt(survival, name, row)) ?? 0;
    const stratum = textAt(survival, "stratum", row);
    return {
      stratumId: stratumId(view, stratum),
      stratum,
      time: at("time"),
      survival: at("survival"),
      lower: at("lower"),
      upper: at("upper"),
      atRisk: at("atRisk"),
    };
  });
}

function testText(view: GroupView): string[] {
  const { logRank } = view.evaluation;
  const row = rowsOf(view, logRank)[0];
  if (row === undefined) return [];
  return [`Log-rank P = ${pText(numberAt(logRank, "negLog10PValue", row))}`];
}

function survivalLayers(
  points: readonly SurvivalPoint[],
  strata: readonly string[],
  timeUnit: string | undefined,
): JsonObject[] {
  const longest = Math.max(...points.map(({ time }) => time));
  const x: JsonObject = {
    field: "time",
    type: "quantitative",
    scale: { domain: [0, longest], nice: false },
    axis: { ...AXIS, title: `Time${timeUnit === undefined ? "" : ` (${timeUnit})`}`, tickCount: 6 },
  };
  const y = (field: string): JsonObject => ({
    field,
    type: "quantitative",
    scale: { domain: [0, 1], nice: false },
    axis: { ...AXIS, title: "Share without the event", format: ".0~%", tickCount: 5 },
  });
  const { color, strokeDash } = seriesChannels("stratum", strata, null, {
    // Below stand the numbers at risk; bands are faint.
    orient: "top",
    // Row by row, as quintiles are read.
    direction: "horizontal",
    columns: 2,
    symbolOpacity: 1,
  });
  const step = { interpolate: "step-after", clip: true };
  return [
    {
      name: "bands",
      mark: { type: "area", aria: false, opacity: 0.14, ...step },
      encoding: { x, y: y("lower"), y2: { field: "upper" }, color },
    },
    {
      name: "curves",
      mark: { type: "line", strokeWidth: 2, ...step },
      encoding: { x, y: y("survival"), color, strokeDash },
    },
    {
      name: "targets",
      mark: { type: "point", aria: false, size: 60, opacity: 0, clip: true },
      encoding: {
        x,
        y: y("survival"),
        tooltip: [
          { field: "stratum", title: "Stratum" },
          ...numberLines([
            ["time", "Time"],
            ["survival", "Without the event"],
            ["lower", "Lower end"],
            ["upper", "Upper end"],
            ["atRisk", "At risk"],
          ]),
        ],
      },
    },
    ...riskTable(points, strata, longest, x),
  ];
}

/** Numbers at risk below the axis, a line a stratum. */
function riskTable(
  points: readonly SurvivalPoint[],
  strata: readonly string[],
  longest: number,
  x: JsonObject,
): JsonObject[] {
  const text = { type: "text", aria: false, fontSize: 11, baseline: "top" };
  const below = (row: number): JsonObject => ({
    value: { expr: `height + ${RISK_TOP_PX + row * RISK_ROW_PX}` },
  });
  const label = (name: string, row: number, mark: JsonObject, at: number): JsonObject => ({
    data: { values: [{ text: name }] },
    mark: { ...text, ...mark },
    encoding: { x: { value: at }, y: below(row), text: { field: "text" } },
  });
  return [
    label("Number at risk", 0, { align: "left", fontWeight: "bold" }, 0),
    ...strata.flatMap((stratum, s) => {
      const own = points.filter((point) => point.stratum === stratum);
      const isBy = (time: number, point: SurvivalPoint): boolean => point.time <= time * (1 + 1e-9);
      return [
        label(stratum, s + 1, { align: "right" }, -18),
        {
          name: `atRisk${s + 1}`,
          data: {
            values: Array.from({ length: RISK_TIMES }, (_, t) => {
              const time = (longest * t) / (RISK_TIMES - 1);
              const { atRisk } = own.findLast((point) => isBy(time, point))!;
              // Few people, and so no points, are left beyond the last.
              const isTold = own.at(-1)!.time * (1 + 1e-9) >= time;
              return { time: rounded(time), text: isTold ? String(atRisk) : "–" };
            }),
          },
          mark: text,
          encoding: { x, y: below(s + 1), text: { field: "text" } },
        },
      ];
    }),
  ];
}

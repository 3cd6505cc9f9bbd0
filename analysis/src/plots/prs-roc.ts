import { curveLayers } from "./curve-layers.ts";
import { AXIS, GREY } from "./layers.ts";
import { numberLines, numberText, rounded } from "./plot-numbers.ts";
import { assembleSpec, callOf, type JsonObject, type PlotSpec } from "./plot-spec.ts";
import { numberAt, textAt } from "./plot-tables.ts";
import { brokenTitle } from "./plot-text.ts";
import {
  groupView,
  measureOf,
  nothingToPlot,
  rowsOf,
  type EvaluationInput,
  type GroupView,
  type PrsGroupOptions,
} from "./prs-evaluation.ts";
import { peopleAbove } from "./prs-risk-strata.ts";

export type PrsRocOptions = PrsGroupOptions;

const WIDTH = 480;
const HEIGHT = 380;

const AUC_NAMES: Readonly<Record<string, (measure: string) => boolean>> = {
  score: (measure) => measure === "AUC",
  covariates: (measure) => measure.startsWith("AUC of the covariates"),
  "covariates and score": (measure) => measure.startsWith("AUC of covariates and score"),
};

/**
 * ROC curves of a polygenic score, of the covariates alone and of both, each with its AUC and interval, as a Vega-Lite
 * v5 spec.
 *
 * Between the corners only points with enough cases and controls on either side are drawn.
 *
 * @param evaluation - what `prs.evaluate` gave for cases and controls
 * @returns plain JSON; `usermeta.genobook.summary` says in a sentence what it shows
 * @throws InvalidArgumentError for a group that the evaluation lacks
 * @throws NothingToPlotError when the outcome is not of cases and controls
 * @example
 * plot.prsRoc(evaluation);
 * @see DeLong et al. 1988, doi:10.2307/2531595
 */
export function prsRoc(evaluation: EvaluationInput, options: PrsRocOptions = {}): PlotSpec {
  const view = groupView(evaluation, options);
  const { roc } = evaluation;
  const rows = rowsOf(view, roc);
  if (rows.length === 0) {
    throw nothingToPlot(view, "ROC curve", "Evaluate a binary outcome, with more cases.");
  }
  const models = [...new Set(rows.map((row) => textAt(roc, "model", row)))];
  const keys = new Map(models.map((model) => [model, keyOf(view, model)]));
  const values = rows.map((row) => {
    const model = textAt(roc, "model", row);
    const falsePositiveShare = numberAt(roc, "falsePositiveShare", row);
    const truePositiveShare = numberAt(roc, "truePositiveShare", row);
    const { percent, id } = peopleAbove(view, model, { falsePositiveShare, truePositiveShare });
    return {
      model: keys.get(model),
      falsePositiveShare: rounded(falsePositiveShare),
      truePositiveShare: rounded(truePositiveShare),
      abovePercent: percent,
      ...(id !== undefined && { thresholdId: id }),
    };
  });
  const notes = [
    models.length > 1
      ? "With covariates: risks of people whom the model has not seen"
      : "The evaluation has no covariates to compare with",
  ];
  return assembleSpec(
    {
      title: brokenTitle(
        `ROC curve of ${view.score} for ${view.outcome}`,
        [view.people, notes],
        WIDTH,
      ),
      width: WIDTH,
      height: HEIGHT,
      data: { name: "roc", values },
      transform: [],
      layer: rocLayers([...keys.values()], `AUC (${numberText(100 * view.confidence)} % CI)`),
    },
    {
      kind: "prsRoc",
      dataset: view.score,
      links: ["stratum"],
      summary: `ROC curve of ${view.score} for ${view.outcome}: AUC (${numberText(100 * view.confidence)} % CI) of the ${[...keys.values()].join(", of ")}; ${view.people.join("; ")}.`,
      rows: { shown: values.length, total: values.length },
      code: callOf("prsRoc", "evaluation", options),
    },
  );
}

function keyOf(view: GroupView, model: string): string {
  const found = measureOf(view, view.group, AUC_NAMES[model] ?? (() => false));
  if (!found) return `${model}: none`;
  const { estimate, lower, upper } = found;
  const interval = Number.isNaN(lower) ? "" : ` (${numberText(lower)}–${numberText(upper)})`;
  return `${model}: ${numberText(estimate)}${interval}`;
}

function rocLayers(keys: readonly string[], title: string): JsonObject[] {
  const channel = (field: string, title: string): JsonObject => ({
    field,
    type: "quantitative",
    scale: { domain: [0, 1], nice: false },
    axis: { ...AXIS, title, tickCount: 5 },
  });
  const x = channel("falsePositiveShare", "1 − specificity (controls called cases)");
  const y = channel("truePositiveShare", "Sensitivity (cases called cases)");
  return [
    {
      name: "chance",
      data: {
        values: [0, 1].map((at) => ({ falsePositiveShare: at, truePositiveShare: at })),
      },
      mark: { type: "line", color: GREY, strokeDash: [2, 4], strokeWidth: 1.5 },
      encoding: { x, y },
    },
    ...curveLayers({
      x,
      y,
      series: "model",
      keys,
      title,
      tooltip: [
        { field: "model", title: "Model" },
        ...numberLines([
          ["falsePositiveShare", "1 − specificity"],
          ["truePositiveShare", "Sensitivity"],
          ["abovePercent", "People above, %"],
        ]),
      ],
    }),
  ];
}

import { curveLayers } from "./curve-layers.ts";
import { AXIS } from "./layers.ts";
import { numberLines, percentText, rounded } from "./plot-numbers.ts";
import { assembleSpec, callOf, type PlotSpec } from "./plot-spec.ts";
import { numberAt, textAt } from "./plot-tables.ts";
import { brokenTitle } from "./plot-text.ts";
import {
  groupView,
  nothingToPlot,
  rowsOf,
  type EvaluationInput,
  type PrsGroupOptions,
} from "./prs-evaluation.ts";

export type PrsDecisionCurveOptions = PrsGroupOptions;

const WIDTH = 560;
const HEIGHT = 300;

/**
 * Decision curves: the net benefit of treating those above a risk, by the models of an evaluation, against treating all
 * and treating none, as a Vega-Lite v5 spec.
 *
 * @param evaluation - what `prs.evaluate` gave for cases and controls
 * @returns plain JSON; `usermeta.genobook.summary` says in a sentence what it shows
 * @throws InvalidArgumentError for a group that the evaluation lacks
 * @throws NothingToPlotError when the outcome is not of cases and controls
 * @example
 * plot.prsDecisionCurve(evaluation);
 * @see Vickers & Elkin 2006, doi:10.1177/0272989X06295361
 */
export function prsDecisionCurve(
  evaluation: EvaluationInput,
  options: PrsDecisionCurveOptions = {},
): PlotSpec {
  const view = groupView(evaluation, options);
  const { decisionCurve } = evaluation;
  const all = rowsOf(view, decisionCurve);
  const values = all.flatMap((row) => {
    const netBenefit = rounded(numberAt(decisionCurve, "netBenefit", row));
    const threshold = rounded(numberAt(decisionCurve, "threshold", row));
    return netBenefit === null || threshold === null
      ? []
      : [{ model: textAt(decisionCurve, "model", row), threshold, netBenefit }];
  });
  const models = [...new Set(values.map(({ model }) => model))];
  if (models.every((model) => model.startsWith("treat"))) {
    throw nothingToPlot(view, "decision curve", "Evaluate a binary outcome, with more cases.");
  }
  const most = Math.max(...values.map(({ netBenefit }) => netBenefit));
  const best = models.find((model) => model.includes("score")) ?? models[0];
  const useful = usefulThresholds(values, best);
  const hidden = all.length - values.length;
  const finding =
    useful.length === 0
      ? `${best} is never better than treating all and treating none`
      : `${best} is better than treating all and treating none from a risk of ${percentText(useful[0])} to ${percentText(useful.at(-1)!)}`;
  const title = `Decision curve of ${view.score} for ${view.outcome}`;
  return assembleSpec(
    {
      title: brokenTitle(
        title,
        [view.people, hidden > 0 ? ["Curves end where few people are above the threshold"] : []],
        WIDTH,
      ),
      width: WIDTH,
      height: HEIGHT,
      data: { name: "netBenefits", values },
      transform: [],
      layer: curveLayers({
        x: {
          field: "threshold",
          type: "quantitative",
          scale: { nice: false, zero: false },
          axis: { ...AXIS, title: "Risk above which one treats", format: ".0~%", tickCount: 6 },
        },
        y: {
          field: "netBenefit",
          type: "quantitative",
          // Treating all falls without end.
          scale: { domain: [rounded(-0.3 * most), rounded(1.05 * most)], nice: false },
          axis: { ...AXIS, title: "Net benefit per person", tickCount: 5 },
        },
        series: "model",
        keys: models,
        title: null,
        tooltip: [
          { field: "model", title: "Model" },
          ...numberLines([
            ["threshold", "Threshold"],
            ["netBenefit", "Net benefit"],
          ]),
        ],
      }),
    },
    {
      kind: "prsDecisionCurve",
      dataset: view.score,
      links: [],
      summary: `${title}: ${finding}; ${view.people.join("; ")}.`,
      rows: { shown: values.length, total: all.length },
      code: callOf("prsDecisionCurve", "evaluation", options),
    },
  );
}

/** Where a model is better than both simple rules. */
function usefulThresholds(
  values: readonly {
    readonly model: string;
    readonly threshold: number;
    readonly netBenefit: number;
  }[],
  best: string,
): number[] {
  const all = new Map(
    values
      .filter(({ model }) => model === "treat all")
      .map(({ threshold, netBenefit }) => [threshold, netBenefit]),
  );
  return values
    .filter(
      ({ model, threshold, netBenefit }) =>
        model === best && netBenefit > Math.max(0, all.get(threshold) ?? 0),
    )
    .map(({ threshold }) => threshold);
}

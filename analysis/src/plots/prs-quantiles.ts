import { AXIS, BLUE, GREY, VERMILLION } from "./layers.ts";
import { numberLines, numberText, percentText, rounded } from "./plot-numbers.ts";
import { assembleSpec, callOf, type JsonObject, type PlotSpec } from "./plot-spec.ts";
import { brokenTitle } from "./plot-text.ts";
import {
  groupView,
  nothingToPlot,
  type EvaluationInput,
  type GroupView,
  type PrsGroupOptions,
} from "./prs-evaluation.ts";
import { partName, refusalWords, strataOf, stratumRow, type Stratum } from "./prs-strata.ts";

export type PrsQuantilesOptions = PrsGroupOptions;

const WIDTH = 620;
const HEIGHT = 300;
const NARROWEST = "width < 400";

/**
 * Mean outcome, or share with the disease, in each part of a polygenic score and in its top shares, with intervals and
 * the mean of all, as a Vega-Lite v5 spec.
 *
 * They are observed in these people, whose share of cases may be that of a study and not of the population.
 *
 * @param evaluation - what `prs.evaluate` gave; its `parts` and `topShares` are drawn
 * @returns plain JSON; `usermeta.genobook.summary` says in a sentence what it shows
 * @throws InvalidArgumentError for a group that the evaluation lacks
 * @throws NothingToPlotError when all strata are hidden
 * @example
 * plot.prsQuantiles(evaluation);
 */
export function prsQuantiles(
  evaluation: EvaluationInput,
  options: PrsQuantilesOptions = {},
): PlotSpec {
  const view = groupView(evaluation, options);
  const strata = strataOf(view);
  const shown = strata.filter(({ outcome }) => Number.isFinite(outcome));
  if (shown.length === 0) {
    throw nothingToPlot(view, "stratum to show", "Use more people, or fewer parts.");
  }
  const name = partName(strata);
  const isShare = shown[0].effect !== "beta";
  const mean = meanOfAll(strata);
  const text = isShare ? percentText : numberText;
  const title = `${isShare ? "Share with" : "Mean"} ${view.outcome} by ${name} of ${view.score}`;
  const notes = [
    ...(Number.isNaN(mean) ? [] : [`Dashed: ${text(mean)} of all`]),
    ...refusalWords(strata.filter(({ outcome }) => Number.isNaN(outcome))),
  ];
  return assembleSpec(
    {
      title: brokenTitle(title, [view.people, notes], WIDTH),
      width: WIDTH,
      height: HEIGHT,
      data: {
        name: "strata",
        values: shown.map((stratum) => ({
          ...stratumRow(view, stratum),
          place: placeOf(stratum),
          ...(stratum.kind === "top" && { isTop: true }),
        })),
      },
      transform: [],
      layer: quantileLayers(view, strata, name, mean),
    },
    {
      kind: "prsQuantiles",
      dataset: view.score,
      links: ["stratum"],
      summary: `${title}: ${[shown[0], ...lastOfEach(shown)].map(({ kind, stratum, outcome }) => `${text(outcome)} in ${kind === "top" ? "the " : ""}${stratum}`).join(", ")}; ${view.people.join("; ")}.`,
      rows: { shown: shown.length, total: strata.length },
      code: callOf("prsQuantiles", "evaluation", options),
    },
  );
}

/** `7` or `top 5 %`, as the axis has it. */
const placeOf = ({ kind, stratum }: Stratum): string =>
  kind === "top" ? stratum : (/\d+$/.exec(stratum)?.[0] ?? stratum);

/** The highest part and the smallest top share that are shown. */
function lastOfEach(shown: readonly Stratum[]): Stratum[] {
  const last = shown.filter(({ kind }) => kind === "part").at(-1);
  const top = shown.find(({ kind }) => kind === "top");
  return [last, top].filter(
    (stratum) => stratum !== undefined && stratum !== shown[0],
  ) as Stratum[];
}

/** NaN when a part is hidden, whose people it would have to leave out. */
function meanOfAll(strata: readonly Stratum[]): number {
  const parts = strata.filter(({ kind }) => kind === "part");
  const n = parts.reduce((sum, part) => sum + part.n, 0);
  return parts.reduce((sum, part) => sum + part.n * part.outcome, 0) / n;
}

function quantileLayers(
  { outcome, confidence }: GroupView,
  strata: readonly Stratum[],
  name: string,
  mean: number,
): JsonObject[] {
  const isShare = strata[0].effect !== "beta";
  const tops = strata.filter(({ kind }) => kind === "top").reverse();
  const parts = strata.filter(({ kind }) => kind === "part");
  const x: JsonObject = {
    field: "place",
    type: "ordinal",
    scale: { domain: [...parts, ...tops].map(placeOf) },
    axis: {
      title: `${name.charAt(0).toUpperCase()}${name.slice(1)} of the score${tops.length > 0 ? ", and top shares" : ""}`,
      // Three lines, so that "top 20 %" fits a narrow page; on the narrowest none fits but upright.
      labelExpr: `${NARROWEST} || indexof(datum.label, 'top ') !== 0 ? datum.label : split(datum.label, ' ')`,
      labelAngle: { expr: `${NARROWEST} ? -90 : 0` },
      labelOverlap: false,
      labelFontSize: 11,
      titleFontSize: 12,
      ticks: false,
      grid: false,
    },
  };
  const y = (field: string): JsonObject => ({
    field,
    type: "quantitative",
    scale: { zero: isShare },
    axis: {
      ...AXIS,
      title: isShare ? `Share with ${outcome}` : `Mean ${outcome}`,
      ...(isShare && { format: ".0~%" }),
    },
  });
  const colour = { condition: { test: "datum.isTop", value: VERMILLION }, value: BLUE };
  return [
    ...(Number.isNaN(mean)
      ? []
      : [
          {
            name: "mean",
            data: { values: [{ outcome: rounded(mean) }] },
            mark: { type: "rule", color: GREY, strokeDash: [6, 4], strokeWidth: 1.4 },
            encoding: { y: y("outcome") },
          },
        ]),
    {
      name: "intervals",
      transform: [{ filter: "isValid(datum.outcomeLower)" }],
      mark: { type: "rule", aria: false, strokeWidth: 2 },
      encoding: { x, y: y("outcomeLower"), y2: { field: "outcomeUpper" }, color: colour },
    },
    {
      name: "points",
      mark: { type: "point", filled: true, opacity: 1, size: 90 },
      encoding: {
        x,
        y: y("outcome"),
        color: colour,
        shape: { condition: { test: "datum.isTop", value: "diamond" }, value: "circle" },
        tooltip: [
          { field: "stratum", title: "Stratum" },
          ...numberLines([
            ["outcome", isShare ? "Share with it" : "Mean"],
            ["outcomeLower", `Lower end (${numberText(100 * confidence)} %)`],
            ["outcomeUpper", "Upper end"],
            ["n", "People"],
          ]),
          { field: "effectText", title: `Against the ${strata[0].reference}` },
        ],
      },
    },
  ];
}

import { effectAxis } from "./effect-axis.ts";
import { BLUE, GREY, VERMILLION } from "./layers.ts";
import { intervalText, numberLines, numberText } from "./plot-numbers.ts";
import { assembleSpec, callOf, type JsonObject, type PlotSpec } from "./plot-spec.ts";
import { brokenTitle } from "./plot-text.ts";
import {
  groupView,
  nothingToPlot,
  type EvaluationInput,
  type GroupView,
  type PrsGroupOptions,
} from "./prs-evaluation.ts";
import {
  EFFECT_NAMES,
  partName,
  refusalWords,
  strataOf,
  stratumRow,
  type Stratum,
} from "./prs-strata.ts";

export type PrsDecilesOptions = PrsGroupOptions;

const WIDTH = 560;
const HEIGHT = 300;
/** An interval whose ends differ by this factor says nothing and is cut at the edge. */
const ABSURD_RATIO = 1000;

/**
 * Odds ratios (hazard ratios, mean differences) of the deciles of a polygenic score against the reference that the
 * evaluation names, with intervals, as a Vega-Lite v5 spec.
 *
 * Strata with few people, cases or controls are not in an evaluation and so not drawn; the subtitle says which.
 *
 * @param evaluation - what `prs.evaluate` gave; its `parts` and `reference` are drawn
 * @returns plain JSON; `usermeta.genobook.summary` says in a sentence what it shows
 * @throws InvalidArgumentError for a group that the evaluation lacks
 * @throws NothingToPlotError when no stratum has an effect
 * @example
 * plot.prsDeciles(evaluation, { ancestry: "European" });
 */
export function prsDeciles(evaluation: EvaluationInput, options: PrsDecilesOptions = {}): PlotSpec {
  const view = groupView(evaluation, options);
  const parts = strataOf(view).filter(({ kind }) => kind === "part");
  const shown = parts.filter(({ estimate }) => Number.isFinite(estimate));
  if (!shown.some(({ isReference }) => !isReference)) {
    throw nothingToPlot(view, "effect of any stratum", "Use more people, or fewer parts.");
  }
  const { effect, reference } = shown[0];
  const name = partName(parts);
  const title = `${EFFECT_NAMES[effect]} by ${name} of ${view.score}: ${view.outcome}`;
  return assembleSpec(
    {
      title: brokenTitle(
        title,
        [view.people, [`Reference: ${referenceWords(reference, name)}`, ...refusalWords(parts)]],
        WIDTH,
      ),
      width: WIDTH,
      height: HEIGHT,
      data: {
        name: "strata",
        values: shown.map((stratum) => ({ ...stratumRow(view, stratum), part: partOf(stratum) })),
      },
      transform: [],
      layer: decileLayers(shown, parts.map(partOf), view, name),
    },
    {
      kind: "prsDeciles",
      dataset: view.score,
      links: ["stratum"],
      summary: `${title}: ${finding(shown, view)}; reference: ${referenceWords(reference, name)}; ${view.people.join("; ")}.`,
      rows: { shown: shown.length, total: parts.length },
      code: callOf("prsDeciles", "evaluation", options),
    },
  );
}

const partOf = ({ stratum }: Stratum): number => Number(/\d+$/.exec(stratum)?.[0]);

function referenceWords(reference: string, name: string): string {
  return reference === "rest" ? `all people outside the ${name}` : `the ${reference} of the score`;
}

function finding(shown: readonly Stratum[], { confidence }: GroupView): string {
  const others = shown.filter(({ isReference }) => !isReference);
  return [others[0], others.at(-1)!]
    .filter((stratum, i, ends) => i === 0 || stratum !== ends[0])
    .map(
      ({ stratum, estimate, lower, upper }) =>
        `${stratum} ${intervalText(estimate, lower, upper, confidence)}`,
    )
    .join(", ");
}

function decileLayers(
  shown: readonly Stratum[],
  places: readonly number[],
  { outcome, confidence }: GroupView,
  name: string,
): JsonObject[] {
  const { effect, reference } = shown[0];
  const oddsRatio = effect !== "beta";
  const scaled = (value: number): number => (oddsRatio ? Math.log(value) : value);
  const { channel, nullValue } = effectAxis(
    shown.map(({ estimate, lower, upper }) => ({
      beta: scaled(estimate),
      ciLower: scaled(lower),
      ciUpper: scaled(upper),
      isCombined: !oddsRatio || !(upper / lower > ABSURD_RATIO),
    })),
    {
      oddsRatio,
      title: [`${EFFECT_NAMES[effect]} of ${outcome}`, `against the ${reference}`],
    },
  );
  const x: JsonObject = {
    field: "part",
    type: "ordinal",
    scale: { domain: [...places] },
    axis: {
      title: `${name.charAt(0).toUpperCase()}${name.slice(1)} of the score`,
      labelAngle: 0,
      labelFontSize: 11,
      titleFontSize: 12,
      ticks: false,
      grid: false,
    },
  };
  const y = (field: string): JsonObject => ({ field, type: "quantitative", ...channel });
  const colour = { condition: { test: "datum.isReference", value: GREY }, value: BLUE };
  return [
    {
      name: "null",
      data: { values: [{ estimate: nullValue }] },
      mark: { type: "rule", color: GREY, strokeDash: [6, 4], strokeWidth: 1.4 },
      encoding: { y: y("estimate") },
    },
    {
      name: "intervals",
      transform: [{ filter: "isValid(datum.lower)" }],
      mark: { type: "rule", aria: false, strokeWidth: 2, clip: true },
      encoding: { x, y: y("lower"), y2: { field: "upper" }, color: colour },
    },
    {
      name: "points",
      params: [{ name: "stratum", select: { type: "point", fields: ["stratumId"] } }],
      mark: { type: "point", filled: true, opacity: 1, size: 90, strokeWidth: 3, clip: true },
      encoding: {
        x,
        y: y("estimate"),
        color: colour,
        stroke: {
          condition: { param: "stratum", empty: false, value: VERMILLION },
          value: "transparent",
        },
        shape: { condition: { test: "datum.isReference", value: "diamond" }, value: "circle" },
        tooltip: [
          { field: "stratum", title: "Stratum" },
          { field: "effectText", title: `Effect (${numberText(100 * confidence)} % CI)` },
          ...numberLines([
            ["outcome", oddsRatio ? "Share with it" : "Mean"],
            ["n", "People"],
          ]),
        ],
      },
    },
  ];
}

import { InvalidArgumentError } from "../errors.ts";
import { AXIS, seriesChannels } from "./layers.ts";
import { NothingToPlotError } from "./plot-errors.ts";
import { numberLines, numberText, rounded } from "./plot-numbers.ts";
import { assembleSpec, callOf, type JsonObject, type PlotSpec } from "./plot-spec.ts";
import { brokenTitle } from "./plot-text.ts";
import { evaluatedCurves, peopleCurves, type ScoreCurve } from "./prs-score-curves.ts";
import type { EvaluationInput, PrsGroupOptions } from "./prs-evaluation.ts";
import type { PeopleTable } from "./prs-score-curves.ts";

export interface PrsDistributionOptions extends PrsGroupOptions {
  /**
   * What curves are of: of an evaluation `groups` or `status` (cases and controls), by default groups where it has them;
   * of a table of people a column of names, or a name for each person.
   */
  readonly by?: string | readonly string[] | undefined;
  /** Of a table of people: the column that is drawn; `zNorm2` of normalised scores by default, else the first score. */
  readonly value?: string | undefined;
  /** The curve that shifts are told from; controls, or the curve of most people, by default. */
  readonly reference?: string | undefined;
  /** Of a table of people: curves of fewer are not drawn; 10 unless given. */
  readonly smallestCount?: number | undefined;
}

const WIDTH = 600;
const HEIGHT = 280;

/**
 * Smoothed distributions of a polygenic score by ancestry group, or of cases and controls, each with its mean and how
 * far that is from the reference's, as a Vega-Lite v5 spec.
 *
 * It holds densities on a grid, never a person's score; curves end where few people lie beyond, and curves of few people
 * are left out.
 *
 * @param source - what `prs.evaluate` or `prs.normaliseAncestry` gave, or another table of people with scores
 * @returns plain JSON; `usermeta.genobook.summary` says in a sentence what it shows
 * @throws InvalidArgumentError for a column, group or reference that the source lacks
 * @throws NothingToPlotError when no curve has enough people
 * @example
 * plot.prsDistribution(evaluation, { by: "status", group: "EUR" });
 * plot.prsDistribution(people, { value: "height", by: "sex" });
 */
export function prsDistribution(
  source: EvaluationInput | PeopleTable,
  options: PrsDistributionOptions = {},
): PlotSpec {
  const { curves, score, facts, notes } =
    "densities" in source ? evaluatedCurves(source, options) : peopleCurves(source, options);
  if (curves.length === 0) {
    throw new NothingToPlotError({
      what: `There is no distribution of ${score} to draw.`,
      why: "No curve has enough people with different scores.",
      remedy: "Pass more people, or fewer groups.",
    });
  }
  const reference = referenceOf(curves, options.reference);
  const keys = curves.map((curve) => keyOf(curve, reference));
  const title = `Distribution of ${score}${curves.length > 1 ? ` by ${curves[0].kind}` : ""}`;
  return assembleSpec(
    {
      title: brokenTitle(
        title,
        [facts, [...(curves.length > 1 ? ["Points: means"] : ["Point: mean"]), ...notes]],
        WIDTH,
      ),
      width: WIDTH,
      height: HEIGHT,
      data: {
        name: "densities",
        values: curves.flatMap(({ points }, c) =>
          points.map(({ value, density }) => ({
            curve: keys[c],
            score: rounded(value),
            density: rounded(density),
          })),
        ),
      },
      transform: [],
      layer: distributionLayers(curves, keys, score),
    },
    {
      kind: "prsDistribution",
      dataset: score,
      links: ["stratum"],
      summary: `${title}: ${keys.join("; ")}.`,
      rows: { shown: curves.length, total: curves.length },
      code: callOf("prsDistribution", "scores", options),
    },
  );
}

function referenceOf(curves: readonly ScoreCurve[], wanted: string | undefined): ScoreCurve {
  const found =
    wanted === undefined
      ? (curves.find(({ name }) => name === "controls") ??
        curves.reduce((best, curve) => (curve.n > best.n ? curve : best)))
      : curves.find(({ name }) => name === wanted);
  if (found) return found;
  throw new InvalidArgumentError("reference", {
    what: `There is no curve of ${wanted}.`,
    why: `The curves are of ${curves.map(({ name }) => name).join(", ")}.`,
    remedy: "Name one of them.",
  });
}

/** `cases: mean 0.62, +0.71 SD of both`. */
function keyOf(curve: ScoreCurve, reference: ScoreCurve): string {
  const mean = `${curve.name}: mean ${numberText(curve.mean)}`;
  if (curve === reference)
    return `${mean}, SD ${numberText(curve.deviation)}${reference.deviationOf === reference.name ? "" : ` of ${reference.deviationOf}`}`;
  const shift = (curve.mean - reference.mean) / reference.deviation;
  return `${mean}, ${shift < 0 ? "−" : "+"}${numberText(Math.abs(shift))} SD of ${reference.deviationOf}`;
}

function distributionLayers(
  curves: readonly ScoreCurve[],
  keys: readonly string[],
  score: string,
): JsonObject[] {
  const x: JsonObject = {
    field: "score",
    type: "quantitative",
    scale: { zero: false, nice: false },
    axis: { ...AXIS, title: score, tickCount: 7 },
  };
  const y: JsonObject = {
    field: "density",
    type: "quantitative",
    stack: null,
    axis: { ...AXIS, title: "Density", tickCount: 4 },
  };
  const { color, strokeDash } = seriesChannels("curve", keys, null, { symbolOpacity: 1 });
  return [
    {
      name: "areas",
      mark: { type: "area", aria: false, opacity: 0.12 },
      encoding: { x, y, color },
    },
    {
      name: "curves",
      mark: { type: "line", strokeWidth: 2 },
      encoding: { x, y, color, strokeDash },
    },
    {
      name: "means",
      data: {
        values: curves.map((curve, c) => ({
          curve: keys[c],
          stratumId: curve.id,
          score: rounded(curve.mean),
          density: rounded(heightAt(curve)),
          deviation: rounded(curve.deviation),
        })),
      },
      mark: { type: "point", filled: true, opacity: 1, size: 90 },
      encoding: {
        x,
        y,
        color,
        tooltip: [
          { field: "curve", title: "People" },
          ...numberLines([
            ["score", "Mean"],
            ["deviation", "SD"],
          ]),
        ],
      },
    },
  ];
}

/** Of the curve at its mean, so that the point lies on it. */
function heightAt({ points, mean }: ScoreCurve): number {
  const after = points.findIndex(({ value }) => value >= mean);
  if (after <= 0) return points.at(after)!.density;
  const [a, b] = [points[after - 1], points[after]];
  return a.density + ((b.density - a.density) * (mean - a.value)) / (b.value - a.value);
}

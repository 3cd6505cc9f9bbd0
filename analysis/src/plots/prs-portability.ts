import { normalQuantile } from "../stats/normal.ts";
import { InvalidArgumentError } from "../errors.ts";
import { AXIS, BLUE, GREY, VERMILLION } from "./layers.ts";
import { NothingToPlotError } from "./plot-errors.ts";
import { intervalText, numberLines, numberText, percentText, rounded } from "./plot-numbers.ts";
import { assembleSpec, callOf, type JsonObject, type PlotSpec } from "./plot-spec.ts";
import { numberAt, textAt } from "./plot-tables.ts";
import { brokenTitle } from "./plot-text.ts";
import {
  confidenceOf,
  measureOf,
  requireEvaluation,
  type EvaluationInput,
  type PrsNameOptions,
} from "./prs-evaluation.ts";

export interface PrsPortabilityOptions extends PrsNameOptions {
  /** A measure of the evaluation; `R²`, `AUC` or `C-index` unless given, whichever the outcome has. */
  readonly measure?: string | undefined;
  /** The group that the others are compared with; the one of most people unless given. */
  readonly reference?: string | undefined;
}

const WIDTH = 560;
const ROW_PX = 40;
const FEWEST_PX = 90;
/** What a score without any information has. */
const CHANCE: Readonly<Record<string, number>> = { AUC: 0.5, "C-index": 0.5 };

/**
 * How well a polygenic score foretells in each ancestry group, with intervals, and as a share of the reference group, as
 * a Vega-Lite v5 spec.
 *
 * Of AUC and C-index the share is that of what they exceed 0.5 by. Its interval takes groups as independent and is by
 * the delta method; it is not given where the reference itself is not clearly above chance.
 *
 * @param evaluation - what `prs.evaluate` gave with `group`
 * @returns plain JSON; `usermeta.genobook.summary` says in a sentence what it shows
 * @throws InvalidArgumentError for a reference or measure that the evaluation lacks
 * @throws NothingToPlotError when fewer than two groups have the measure
 * @example
 * plot.prsPortability(evaluation, { reference: "EUR" });
 * @see Martin et al. 2019, doi:10.1038/s41588-019-0379-x
 */
export function prsPortability(
  evaluation: EvaluationInput,
  options: PrsPortabilityOptions = {},
): PlotSpec {
  requireEvaluation(evaluation);
  const { groups } = evaluation;
  const names = Array.from({ length: groups.rowCount }, (_, row) =>
    textAt(groups, "group", row),
  ).filter((name) => name !== "all");
  const measure = measureName(evaluation, options.measure);
  const found = names.flatMap((group) => {
    const own = measureOf({ evaluation }, group, (name) => name === measure);
    return own ? [{ ...own, group, n: peopleOf(evaluation, group) }] : [];
  });
  if (found.length < 2) {
    throw new NothingToPlotError({
      what: `Fewer than two groups have ${measure}.`,
      why: "Portability compares groups; small ones are left out of an evaluation.",
      remedy: "Pass group: a column of ancestry groups, to prs.evaluate.",
    });
  }
  const largest = found.reduce((best, row) => (row.n > best.n ? row : best));
  const reference = found.find(({ group }) => group === (options.reference ?? largest.group));
  if (!reference) {
    throw new InvalidArgumentError("reference", {
      what: `There is no ${measure} of a group ${options.reference}.`,
      why: `The groups are ${found.map(({ group }) => group).join(", ")}.`,
      remedy: "Name one of them, or leave reference out for the largest.",
    });
  }
  const score = options.score ?? evaluation.score;
  const outcome = options.outcome ?? evaluation.outcome;
  const confidence = confidenceOf(evaluation);
  const rows = found
    .toSorted((a, b) => b.estimate - a.estimate)
    .map((own, row) => portabilityRow(own, row, reference, { measure, confidence, score }));
  const title = `Portability of ${score} for ${outcome}`;
  const shares = rows
    .filter(({ group }) => group !== reference.group)
    .map(({ group, shareText }) => `${shareText} in ${group}`);
  return assembleSpec(
    {
      title: {
        ...brokenTitle(
          title,
          [
            [`${measure} by group`, `bars: ${numberText(100 * confidence)} % CI`],
            [`right: as a share of ${reference.group}, the reference (dashed)`],
          ],
          WIDTH,
        ),
        frame: "bounds",
      },
      width: WIDTH,
      height: Math.max(FEWEST_PX, rows.length * ROW_PX),
      data: { name: "groups", values: rows },
      transform: [],
      layer: portabilityLayers(rows, reference.estimate, measure),
      resolve: { axis: { y: "independent" } },
    },
    {
      kind: "prsPortability",
      dataset: score,
      links: ["stratum"],
      summary: `${title}: ${measure} ${intervalText(reference.estimate, reference.lower, reference.upper, confidence)} in ${reference.group}, of which ${shares.join(", ")}.`,
      rows: { shown: rows.length, total: names.length },
      code: callOf("prsPortability", "evaluation", options),
    },
  );
}

function measureName({ measures }: EvaluationInput, wanted: string | undefined): string {
  const names = Array.from({ length: measures.rowCount }, (_, row) =>
    textAt(measures, "measure", row),
  );
  const measure = wanted ?? ["AUC", "C-index", "R²"].find((name) => names.includes(name)) ?? "R²";
  if (wanted === undefined || names.includes(wanted)) return measure;
  throw new InvalidArgumentError("measure", {
    what: `The evaluation has no measure ${wanted}.`,
    why: `Its measures are ${[...new Set(names)].join("; ")}.`,
    remedy: "Name one of them, or leave measure out.",
  });
}

function peopleOf({ groups }: EvaluationInput, group: string): number {
  const row = Array.from({ length: groups.rowCount }, (_, r) => r).find(
    (r) => textAt(groups, "group", r) === group,
  );
  return row === undefined ? 0 : numberAt(groups, "n", row);
}

interface GroupMeasure {
  readonly group: string;
  readonly n: number;
  readonly estimate: number;
  readonly standardError: number;
  readonly lower: number;
  readonly upper: number;
}

interface PortabilityRow extends JsonObject {
  readonly group: string;
  readonly shareText: string;
  readonly upper: number | null;
  readonly lower: number | null;
}

function portabilityRow(
  own: GroupMeasure,
  row: number,
  reference: GroupMeasure,
  words: { readonly measure: string; readonly confidence: number; readonly score: string },
): PortabilityRow {
  const chance = CHANCE[words.measure] ?? 0;
  const [above, most] = [own.estimate - chance, reference.estimate - chance];
  const isReference = own.group === reference.group;
  const z = normalQuantile((1 + words.confidence) / 2);
  const isClear = most > z * reference.standardError;
  const share = isClear ? above / most : NaN;
  const error = Math.hypot(own.standardError, share * reference.standardError) / most;
  const [shareLower, shareUpper] = [share - z * error, share + z * error];
  const shareText = isReference
    ? "reference"
    : !isClear
      ? "share unknown"
      : Number.isNaN(error)
        ? percentText(share)
        : `${Math.round(100 * share)} % (${Math.round(100 * shareLower)} to ${Math.round(100 * shareUpper)})`;
  return {
    stratumId: `${own.group} of ${words.score}`,
    row,
    group: own.group,
    n: own.n,
    estimate: rounded(own.estimate),
    lower: rounded(own.lower),
    upper: rounded(own.upper),
    ...(isReference
      ? { isReference }
      : {
          share: rounded(share),
          shareLower: rounded(shareLower),
          shareUpper: rounded(shareUpper),
        }),
    shareText: shareText.replaceAll("-", "−"),
  };
}

function portabilityLayers(
  rows: readonly PortabilityRow[],
  reference: number,
  measure: string,
): JsonObject[] {
  const chance = CHANCE[measure] ?? 0;
  const ends = rows.flatMap(({ lower, upper }) => [lower ?? chance, upper ?? chance]);
  const [low, high] = [Math.min(chance, ...ends), Math.max(reference, ...ends)];
  const x = (field: string): JsonObject => ({
    field,
    type: "quantitative",
    scale: {
      domain: [rounded(low), rounded(high + 0.05 * (high - low))],
      nice: false,
      zero: false,
    },
    axis: { ...AXIS, title: measure, tickCount: 5 },
  });
  const y = (labels: readonly string[], orient: string): JsonObject => ({
    field: "row",
    type: "ordinal",
    scale: { domain: rows.map((_, row) => row) },
    axis: {
      orient,
      title: null,
      labelExpr: `${JSON.stringify(labels)}[datum.value]`,
      labelOverlap: false,
      labelLimit: 160,
      labelFontSize: 11,
      labelPadding: 6,
      ticks: false,
      domain: false,
      grid: false,
    },
  });
  const left = y(
    rows.map(({ group }) => group),
    "left",
  );
  const colour = { condition: { test: "datum.isReference", value: VERMILLION }, value: BLUE };
  return [
    {
      name: "reference",
      data: { values: [{ estimate: rounded(reference) }] },
      mark: { type: "rule", color: GREY, strokeDash: [6, 4], strokeWidth: 1.4 },
      encoding: { x: x("estimate") },
    },
    {
      name: "intervals",
      transform: [{ filter: "isValid(datum.lower)" }],
      mark: { type: "rule", aria: false, strokeWidth: 2 },
      encoding: { x: x("lower"), x2: { field: "upper" }, y: left, color: colour },
    },
    {
      name: "points",
      mark: { type: "point", filled: true, opacity: 1, size: 100 },
      encoding: {
        x: x("estimate"),
        y: y(
          rows.map(({ shareText }) => shareText),
          "right",
        ),
        color: colour,
        shape: { condition: { test: "datum.isReference", value: "diamond" }, value: "circle" },
        tooltip: [
          { field: "group", title: "Group" },
          ...numberLines([
            ["estimate", measure],
            ["lower", "Lower end"],
            ["upper", "Upper end"],
            ["n", "People"],
          ]),
          { field: "shareText", title: "Of the reference" },
        ],
      },
    },
  ];
}

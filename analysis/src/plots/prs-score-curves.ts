import { InvalidArgumentError } from "../errors.ts";
import { densityGrid, kernelDensity, type DensityPoint } from "../stats/kernel-density.ts";
import { meanAndDeviation } from "../stats/standard-scale.ts";
import type { Columns } from "../table.ts";
import { numberAt, textAt } from "./plot-tables.ts";
import type { PrsDistributionOptions } from "./prs-distribution.ts";
import { groupView, stratumId, type EvaluationInput } from "./prs-evaluation.ts";

/** People with scores: what `prs.normaliseAncestry` or `prs.score` gave, or a sample table. */
export interface PeopleTable {
  readonly columns: Columns;
  /** Names of columns that are scores. */
  readonly scores?: readonly string[] | undefined;
}

/** The smoothed distribution of one kind of people. */
export interface ScoreCurve {
  readonly name: string;
  /** What curves are of: `group`, `status`, or a column. */
  readonly kind: string;
  readonly id: string;
  readonly points: readonly DensityPoint[];
  readonly mean: number;
  /** Of the score. */
  readonly deviation: number;
  /** Whose deviation it is. */
  readonly deviationOf: string;
  readonly n: number;
}

export interface ScoreCurves {
  readonly curves: readonly ScoreCurve[];
  readonly score: string;
  readonly facts: readonly string[];
  readonly notes: readonly string[];
}

const SMALLEST_COUNT = 10;

export function evaluatedCurves(
  evaluation: EvaluationInput,
  options: PrsDistributionOptions,
): ScoreCurves {
  const { by } = options;
  const view = groupView(evaluation, options);
  const { groups, densities } = evaluation;
  const rows = Array.from({ length: groups.rowCount }, (_, row) => row);
  const names = rows.map((row) => textAt(groups, "group", row));
  if (by !== undefined && by !== "groups" && by !== "status") {
    throw new InvalidArgumentError("by", {
      what: `by is ${JSON.stringify(by)}.`,
      why: "An evaluation has the densities of its groups, and of cases and controls.",
      remedy: 'Use "groups" or "status", or pass the table of people instead.',
    });
  }
  const isByGroup = by === "groups" || (by === undefined && !options.group && names.length > 1);
  const pointsOf = (group: string, people: string): DensityPoint[] =>
    Array.from({ length: densities.rowCount }, (_, row) => row)
      .filter(
        (row) =>
          textAt(densities, "group", row) === group && textAt(densities, "people", row) === people,
      )
      .map((row) => ({
        value: numberAt(densities, "score", row),
        density: numberAt(densities, "density", row),
      }));
  const own = names.indexOf(view.group);
  const drawn = isByGroup
    ? rows
        .filter((row) => names[row] !== "all")
        .map((row) => ({ row, name: names[row], people: "all", mean: "scoreMean" }))
    : by === "status" || Number.isFinite(numberAt(groups, "caseScoreMean", own))
      ? [
          { row: own, name: "controls", people: "controls", mean: "controlScoreMean" },
          { row: own, name: "cases", people: "cases", mean: "caseScoreMean" },
        ]
      : [{ row: own, name: view.group, people: "all", mean: "scoreMean" }];
  return {
    score: view.score,
    facts: isByGroup ? [] : view.people,
    notes: isByGroup ? ["all people of each group"] : [],
    curves: drawn
      .map(({ row, name, people, mean }) => ({
        name,
        kind: isByGroup ? "group" : `status of ${view.outcome}`,
        id: isByGroup ? `${name} of ${view.score}` : stratumId(view, name),
        points: pointsOf(names[row], people),
        mean: numberAt(groups, mean, row),
        deviation: numberAt(groups, "scoreDeviation", row),
        deviationOf: people === "all" ? name : "both",
        n: numberAt(groups, "n", row),
      }))
      .filter(({ points }) => points.length > 0),
  };
}

export function peopleCurves(table: PeopleTable, options: PrsDistributionOptions): ScoreCurves {
  if (typeof table?.columns !== "object") {
    throw new InvalidArgumentError("source", {
      what: "The first argument is neither an evaluation nor a table of people.",
      why: "The plot reads densities of the one, columns of the other.",
      remedy:
        "Pass what prs.evaluate, prs.normaliseAncestry or prs.score returned; await it first.",
    });
  }
  const { columns } = table;
  const { smallestCount = SMALLEST_COUNT } = options;
  const isNormalised = "zNorm2" in columns;
  const value = options.value ?? (isNormalised ? "zNorm2" : table.scores?.[0]);
  const values = columns[value ?? ""];
  if (value === undefined || !ArrayBuffer.isView(values)) {
    throw new InvalidArgumentError("value", {
      what: `There is no column of numbers ${value ?? "to draw"}.`,
      why: `The columns are ${Object.keys(columns).join(", ")}.`,
      remedy: "Name the column of the score as value.",
    });
  }
  const by = options.by ?? (isNormalised ? "mostSimilarPopulation" : undefined);
  const names = typeof by === "string" ? columns[by] : by;
  if (by !== undefined && names?.length !== values.length) {
    throw new InvalidArgumentError("by", {
      what: `There is no name in by for each of the ${values.length} people.`,
      why: "Curves are of people of one name.",
      remedy: "Name a column of the table, or pass an array in the order of its rows.",
    });
  }
  // Normalised scores have a row a person and score.
  const scoreNames = isNormalised ? columns["score"] : undefined;
  const score = options.score ?? (scoreNames === undefined ? value : String(scoreNames[0]));
  const isOwn = (row: number): boolean =>
    (scoreNames === undefined || scoreNames[row] === score) && Number.isFinite(values[row]);
  const kept = Array.from({ length: values.length }, (_, row) => row).filter(isOwn);
  const at = (rows: readonly number[]): Float64Array =>
    Float64Array.from(rows, (row) => values[row]);
  const parts = new Map<string, number[]>();
  for (const row of kept) {
    const name = names === undefined ? "all" : String(names[row]);
    if (name === "" || name === "NaN") continue;
    const rows = parts.get(name);
    if (rows) rows.push(row);
    else parts.set(name, [row]);
  }
  const grid = densityGrid(at(kept));
  const kind = typeof by === "string" ? by : "group";
  const all = Array.from(parts, ([name, rows]): ScoreCurve => {
    const own = at(rows);
    return {
      name,
      kind: kind === "mostSimilarPopulation" ? "most similar population" : kind,
      id: `${name} of ${score}`,
      points: kernelDensity(own, grid, smallestCount),
      ...meanAndDeviation(own),
      deviationOf: name,
      n: rows.length,
    };
  });
  const curves = all.filter(({ points }) => points.length > 0);
  const few = all.filter((curve) => !curves.includes(curve)).map(({ name }) => name);
  return {
    score: score === value ? score : `${score} (${value})`,
    facts: options.ancestry === undefined ? [] : [`Ancestry: ${options.ancestry}`],
    notes: few.length > 0 ? [`not drawn, too few people or all alike: ${few.join(", ")}`] : [],
    curves: curves.sort((a, b) => a.name.localeCompare(b.name, "en")),
  };
}

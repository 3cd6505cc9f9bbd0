import { Table, type Provenance } from "../../table.ts";
import type { GroupEvaluation } from "./evaluate-group.ts";
import type { GroupSettings } from "./group-settings.ts";

export type GroupColumns = {
  readonly group: readonly string[];
  readonly n: Float64Array;
  /** Cases or events; NaN for a quantitative outcome and where hidden. */
  readonly cases: Float64Array;
  readonly scoreMean: Float64Array;
  readonly scoreDeviation: Float64Array;
  /** NaN unless the outcome is of cases and controls. */
  readonly caseScoreMean: Float64Array;
  readonly controlScoreMean: Float64Array;
};

export type DensityColumns = {
  readonly group: readonly string[];
  /** `all`, `cases` or `controls`. */
  readonly people: readonly string[];
  readonly score: Float64Array;
  readonly density: Float64Array;
};

export type MeasureColumns = {
  readonly group: readonly string[];
  readonly measure: readonly string[];
  readonly estimate: Float64Array;
  /** Of OR and HR that of the logarithm. */
  readonly standardError: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly interval: readonly string[];
  readonly negLog10PValue: Float64Array;
  readonly n: Float64Array;
  readonly errorCode: readonly string[];
  readonly reason: readonly string[];
};

export type StratumColumns = {
  readonly group: readonly string[];
  readonly kind: readonly string[];
  readonly stratum: readonly string[];
  readonly reference: readonly string[];
  readonly n: Float64Array;
  readonly cases: Float64Array;
  /** Share of cases or events, or mean of a quantitative outcome. */
  readonly outcome: Float64Array;
  /** Wilson's interval of a share, Student's of a mean. */
  readonly outcomeLower: Float64Array;
  readonly outcomeUpper: Float64Array;
  readonly effect: readonly string[];
  readonly estimate: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly negLog10PValue: Float64Array;
  readonly errorCode: readonly string[];
  readonly reason: readonly string[];
};

export type CalibrationColumns = {
  readonly group: readonly string[];
  readonly bin: Float64Array;
  readonly n: Float64Array;
  readonly cases: Float64Array;
  readonly meanRisk: Float64Array;
  readonly observedShare: Float64Array;
};

export type DecisionColumns = {
  readonly group: readonly string[];
  readonly model: readonly string[];
  readonly threshold: Float64Array;
  readonly netBenefit: Float64Array;
};

export type RocColumns = {
  readonly group: readonly string[];
  /** `score`, `covariates`, or `covariates and score`: the latter two of predicted risks. */
  readonly model: readonly string[];
  readonly falsePositiveShare: Float64Array;
  readonly truePositiveShare: Float64Array;
};

export type SurvivalColumns = {
  readonly group: readonly string[];
  readonly stratum: readonly string[];
  readonly time: Float64Array;
  readonly atRisk: Float64Array;
  readonly survival: Float64Array;
  readonly standardError: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
};

export type StrataTestColumns = {
  readonly group: readonly string[];
  readonly strata: Float64Array;
  readonly chiSquare: Float64Array;
  readonly degreesOfFreedom: Float64Array;
  readonly negLog10PValue: Float64Array;
};

export interface EvaluationTables {
  readonly groups: Table<GroupColumns>;
  readonly measures: Table<MeasureColumns>;
  readonly strata: Table<StratumColumns>;
  readonly calibrationBins: Table<CalibrationColumns>;
  readonly decisionCurve: Table<DecisionColumns>;
  readonly roc: Table<RocColumns>;
  readonly densities: Table<DensityColumns>;
  readonly survival: Table<SurvivalColumns>;
  readonly logRank: Table<StrataTestColumns>;
}

type Group = readonly [string, GroupEvaluation];

export function evaluationTables(
  groups: readonly Group[],
  provenance: Provenance,
  { smallestCount, reference }: GroupSettings,
): EvaluationTables {
  const measures = withGroup(groups, ({ measures: rows, n }) => rows.map((row) => ({ ...row, n })));
  const strata = withGroup(groups, ({ strata: rows }) => rows);
  const bins = withGroup(groups, ({ calibration }) => calibration?.bins.toRows() ?? []);
  const decision = withGroup(groups, ({ decision: table }) => table?.toRows() ?? []);
  const roc = withGroup(groups, ({ roc: rows }) => rows ?? []);
  const densities = withGroup(groups, ({ densities: rows }) => rows);
  const survival = withGroup(groups, ({ survival: rows }) => rows ?? []);
  const tests = withGroup(groups, ({ strataTest }) => (strataTest ? [strataTest] : []));
  const people = withGroup(groups, (group) => [group]);
  const hidden = `NA: fewer than ${smallestCount} people, cases or controls, or hidden with such a row`;
  return {
    groups: new Table(
      {
        ...texts(people, "group"),
        ...numbers(people, "n", "cases", "scoreMean", "scoreDeviation"),
        ...numbers(people, "caseScoreMean", "controlScoreMean"),
      },
      { ...provenance, method: "people of an evaluation" },
    ),
    measures: new Table(
      {
        ...texts(measures, "group", "measure"),
        ...numbers(measures, "estimate", "standardError", "lower", "upper"),
        ...texts(measures, "interval"),
        ...numbers(measures, "negLog10PValue", "n"),
        ...texts(measures, "errorCode", "reason"),
      },
      provenance,
    ),
    strata: new Table(
      {
        ...texts(strata, "group", "kind", "stratum", "reference"),
        ...numbers(strata, "n", "cases", "outcome", "outcomeLower", "outcomeUpper"),
        ...texts(strata, "effect"),
        ...numbers(strata, "estimate", "lower", "upper", "negLog10PValue"),
        ...texts(strata, "errorCode", "reason"),
      },
      {
        ...provenance,
        method: `strata of the score against the ${reference}, each by a regression of both`,
        ...(strata.some(({ errorCode }) => errorCode === "HIDDEN") ? { caution: hidden } : {}),
      },
    ),
    calibrationBins: new Table(
      {
        ...texts(bins, "group"),
        ...numbers(bins, "bin", "n", "cases", "meanRisk", "observedShare"),
      },
      {
        ...provenance,
        method: "calibration by bins of equally many people",
        ...(bins.some(({ n }) => Number.isNaN(n)) ? { caution: hidden } : {}),
      },
    ),
    decisionCurve: new Table(
      { ...texts(decision, "group", "model"), ...numbers(decision, "threshold", "netBenefit") },
      {
        ...provenance,
        method: "decision curve (net benefit)",
        ...(decision.some(({ netBenefit }) => Number.isNaN(netBenefit))
          ? { caution: `NA: fewer than ${smallestCount} cases or controls above the threshold` }
          : {}),
      },
    ),
    roc: new Table(
      {
        ...texts(roc, "group", "model"),
        ...numbers(roc, "falsePositiveShare", "truePositiveShare"),
      },
      { ...provenance, method: "ROC curves on a grid, of the score and of predicted risks" },
    ),
    densities: new Table(
      { ...texts(densities, "group", "people"), ...numbers(densities, "score", "density") },
      {
        ...provenance,
        method: `Gaussian kernel density on a grid, where at least ${smallestCount} people lie on either side`,
      },
    ),
    survival: new Table(
      {
        ...texts(survival, "group", "stratum"),
        ...numbers(survival, "time", "atRisk", "survival", "standardError", "lower", "upper"),
      },
      {
        ...provenance,
        method: `Kaplan–Meier, on a grid of times, to where fewer than ${smallestCount} are at risk`,
      },
    ),
    logRank: new Table(
      {
        ...texts(tests, "group"),
        ...numbers(tests, "strata", "chiSquare", "degreesOfFreedom", "negLog10PValue"),
      },
      { ...provenance, method: "log-rank test over strata of the score" },
    ),
  };
}

function withGroup<T extends object>(
  groups: readonly Group[],
  rowsOf: (evaluation: GroupEvaluation) => readonly T[],
): (T & { readonly group: string })[] {
  return groups.flatMap(([group, evaluation]) =>
    rowsOf(evaluation).map((row) => ({ ...row, group })),
  );
}

function numbers<K extends string>(
  rows: readonly Readonly<Record<K, number>>[],
  ...names: readonly K[]
): Record<K, Float64Array> {
  return Object.fromEntries(
    names.map((name) => [name, Float64Array.from(rows, (row) => row[name])]),
  ) as Record<K, Float64Array>;
}

function texts<K extends string>(
  rows: readonly Readonly<Record<K, string>>[],
  ...names: readonly K[]
): Record<K, readonly string[]> {
  const columns: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
    names.map((name) => [name, rows.map((row): string => row[name])]),
  );
  return columns as Record<K, readonly string[]>;
}

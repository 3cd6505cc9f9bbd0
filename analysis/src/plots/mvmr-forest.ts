import { counted } from "../words.ts";
import { FOREST_WIDTH, forestParts, type ForestRow } from "./forest-layers.ts";
import { intervalAt, shortNames } from "./mr-estimates.ts";
import { numberAt, requireColumns, textAt } from "./plot-tables.ts";
import type { HarmonisedTable } from "./mr-tables.ts";
import { effectText, namesOf, showsOddsRatios, type EffectScaleOptions } from "./mr-words.ts";
import { callOf, assembleSpec, type PlotSpec } from "./plot-spec.ts";
import { NothingToPlotError } from "./plot-errors.ts";
import { brokenTitle } from "./plot-text.ts";

export interface MvmrForestOptions extends EffectScaleOptions {
  /** Name of the outcome for title and axis. Taken from the table when absent. */
  readonly outcome?: string | undefined;
}

/**
 * Forest plot of a multivariable Mendelian randomization: the direct effect of each exposure by each method, with its
 * 95 % interval, as a Vega-Lite v5 spec.
 *
 * @param estimates - what `mr.multivariable` gave, or a row for each exposure and method: `exposure`, `beta` and
 * `standardError` (or `ciLower` and `ciUpper`), and `method` or `label`
 * @returns plain JSON of at most 1 MB; `usermeta.genobook.summary` says in a sentence what it shows
 * @throws MissingColumnsError when a column is absent
 * @throws NothingToPlotError when no row has an estimate
 * @example
 * const direct = new Table({
 *   exposure: ["LDL cholesterol", "triglycerides"],
 *   method: ["Multivariable IVW", "Multivariable IVW"],
 *   beta: Float64Array.of(0.42, 0.11),
 *   standardError: Float64Array.of(0.05, 0.07),
 * });
 * plot.mvmrForest(direct, { outcome: "coronary heart disease", oddsRatio: true });
 */
export function mvmrForest(estimates: HarmonisedTable, options: MvmrForestOptions = {}): PlotSpec {
  requireColumns(estimates, ["exposure", "beta"], "mr.multivariable");
  const names = namesOf(estimates, { ...options, exposure: "each exposure" });
  const oddsRatio = showsOddsRatios(names, options);
  const { rows, exposures, methods, refused } = readRows(estimates);
  const facts = [counted(exposures, "exposure"), counted(methods, "method"), ...refused];
  const [first] = rows;
  const clear = rows.filter(
    ({ method, ciLower, ciUpper }) => method === first.method && (ciLower > 0 || ciUpper < 0),
  );
  const found =
    clear.length === 0
      ? "no exposure has an interval that excludes no effect"
      : clear.map((row) => `${row.exposure} ${effectText(row, oddsRatio)}`).join(", ");
  const unit = names.outcomeUnit === undefined || oddsRatio ? "" : ` (${names.outcomeUnit})`;
  return assembleSpec(
    {
      title: {
        ...brokenTitle(
          `Multivariable MR: direct effects on ${names.outcome}`,
          [facts],
          FOREST_WIDTH,
        ),
        frame: "bounds",
      },
      ...forestParts({
        rows,
        oddsRatio,
        title: oddsRatio
          ? [`Odds ratio of ${names.outcome}`, "per unit of the exposure"]
          : [`Direct effect on ${names.outcome}${unit}`, "per unit of the exposure"],
        byMethod: true,
      }),
    },
    {
      kind: "mvmrForest",
      dataset: names.outcome,
      links: [],
      summary: `Forest plot of direct effects on ${names.outcome}${first.method ? ` by ${first.method}` : ""}: ${found}; ${facts.join("; ")}.`,
      rows: { shown: rows.length, total: estimates.rowCount },
      code: callOf("mvmrForest", "direct", options),
    },
  );
}

interface DirectEffects {
  readonly rows: readonly ForestRow[];
  readonly exposures: number;
  readonly methods: number;
  readonly refused: readonly string[];
}

/** For people where the table has both: `label` beside the id in `method`. */
function methodAt(table: HarmonisedTable, row: number): string {
  return textAt(table, "label", row) || textAt(table, "method", row);
}

/** Rows of an exposure stand together, in order of first appearance. */
function readRows(table: HarmonisedTable): DirectEffects {
  const usable = Array.from({ length: table.rowCount }, (_, row) => row).filter((row) =>
    Number.isFinite(numberAt(table, "beta", row)),
  );
  if (usable.length === 0) {
    throw new NothingToPlotError({
      what: `None of the ${table.rowCount} rows can be drawn.`,
      why: "Each lacks an estimate.",
      remedy: "Look at the errorCode and reason columns of the table.",
    });
  }
  const full = [...new Set(usable.map((row) => methodAt(table, row)))];
  const short = new Map(shortNames(full).map((name, i) => [full[i], name]));
  const exposures = [...new Set(usable.map((row) => textAt(table, "exposure", row)))];
  const rows = exposures.flatMap((exposure, group) =>
    usable
      .filter((row) => textAt(table, "exposure", row) === exposure)
      .map((row, i): ForestRow => {
        const [ciLower, ciUpper] = intervalAt(table, row);
        return {
          name: i === 0 ? exposure : "",
          exposure,
          method: short.get(methodAt(table, row)),
          beta: numberAt(table, "beta", row),
          ciLower,
          ciUpper,
          isCombined: false,
          startsGroup: i === 0 && group > 0,
        };
      }),
  );
  const missing = table.rowCount - usable.length;
  const refused = missing > 0 ? [`${counted(missing, "row")} without an estimate left out`] : [];
  return { rows, exposures: exposures.length, methods: full.length, refused };
}

import { FOREST_WIDTH, forestParts, type ForestRow } from "./forest-layers.ts";
import { intervalAt } from "./mr-estimates.ts";
import { largestFirst, mostRows, shownOf } from "./mr-rows.ts";
import { numberAt, requireColumns, textAt } from "./plot-tables.ts";
import type { MrTable } from "./mr-tables.ts";
import {
  causalEffectTitle,
  effectText,
  namesOf,
  pathWords,
  showsOddsRatios,
  type EffectScaleOptions,
  type MrNameOptions,
} from "./mr-words.ts";
import { callOf, assembleSpec, type PlotSpec } from "./plot-spec.ts";
import { numberText } from "./plot-numbers.ts";
import { NothingToPlotError } from "./plot-errors.ts";
import { brokenTitle } from "./plot-text.ts";

export interface MrLeaveOneOutOptions extends MrNameOptions, EffectScaleOptions {
  /** Variants to draw at most, those whose absence changes the estimate most; 60 unless given, at most 200. */
  readonly maxVariants?: number | undefined;
}

/** What `mr.leaveOneOut` gives: a row a variant left out, and the estimate of all beside them. */
export interface LeaveOneOutTable extends MrTable {
  readonly all?: LeaveOneOutEstimate | undefined;
}

interface LeaveOneOutEstimate {
  readonly beta: number;
  readonly ciLower: number;
  readonly ciUpper: number;
}

/**
 * Leave-one-out plot: the combined estimate without each variant in turn, from small to large, and with all of them
 * in the last row, as a Vega-Lite v5 spec.
 *
 * Of many variants the 60 whose absence changes the estimate most are drawn.
 *
 * @param table - what `mr.leaveOneOut` gave, or a table with `variantId` (the variant left out), `beta` and
 * `standardError` (or `ciLower` and `ciUpper`); a row with `variantId` "" or "All" is the estimate with all variants
 * @returns plain JSON of at most 1 MB; `usermeta.genobook.summary` says in a sentence what it shows
 * @throws MissingColumnsError when a column is absent
 * @throws NothingToPlotError when no row can be drawn
 * @example
 * const leaveOneOut = mr.leaveOneOut(harmonised);
 * plot.mrLeaveOneOut(leaveOneOut);
 */
export function mrLeaveOneOut(
  table: LeaveOneOutTable,
  options: MrLeaveOneOutOptions = {},
): PlotSpec {
  requireColumns(table, ["variantId", "beta"], "mr.leaveOneOut");
  const { variants, all } = readRows(table);
  const names = namesOf(table, options);
  const oddsRatio = showsOddsRatios(names, options);
  const rows = largestFirst(
    variants,
    ({ beta }) => Math.abs(beta - (all?.beta ?? middle(variants))),
    mostRows(options.maxVariants),
  );
  const method = methodOf(table);
  const facts = [shownOf(rows.length, variants.length, "that change the estimate most")];
  if (method !== "") facts.push(method);
  return assembleSpec(
    {
      title: {
        ...brokenTitle(`Leave-one-out: ${pathWords(names)}`, [facts], FOREST_WIDTH),
        frame: "bounds",
      },
      ...forestParts({
        rows: [...rows.sort((a, b) => a.beta - b.beta), ...(all === undefined ? [] : [all])],
        oddsRatio,
        title: causalEffectTitle(names, oddsRatio),
        reference: all?.beta,
        rowTitle: "Without",
      }),
    },
    {
      kind: "mrLeaveOneOut",
      dataset: pathWords(names),
      links: ["variant"],
      summary: `Leave-one-out plot of ${names.exposure} on ${names.outcome}: ${finding(variants, all, oddsRatio)}; ${facts[0]}.`,
      rows: { shown: rows.length, total: variants.length },
      code: callOf("mrLeaveOneOut", "leaveOneOut", options),
    },
  );
}

/** `Inverse variance weighted (…)`; "" when nobody said. */
function methodOf(table: MrTable): string {
  const said = table.provenance?.method;
  return typeof said === "string"
    ? said.replace(/^leave-one-out,\s*/i, "")
    : textAt(table, "method", 0);
}

const ALL: ReadonlySet<string> = new Set(["", "all"]);

function readRows(table: LeaveOneOutTable): {
  variants: readonly ForestRow[];
  all: ForestRow | undefined;
} {
  const variants: ForestRow[] = [];
  const name = "All variants";
  let all: ForestRow | undefined = table.all && { name, ...pickEstimate(table.all) };
  for (let row = 0; row < table.rowCount; row++) {
    const beta = numberAt(table, "beta", row);
    if (!Number.isFinite(beta)) continue;
    const variantId = textAt(table, "variantId", row);
    const [ciLower, ciUpper] = intervalAt(table, row);
    const isCombined = ALL.has(variantId.toLowerCase());
    if (isCombined) all = { name, beta, ciLower, ciUpper, isCombined };
    else variants.push({ name: variantId, variantId, beta, ciLower, ciUpper, isCombined });
  }
  if (variants.length === 0) {
    throw new NothingToPlotError({
      what: `None of the ${table.rowCount} rows can be drawn.`,
      why: "Each lacks a variantId or an estimate without it.",
      remedy: "Look at the errorCode and reason columns of the table.",
    });
  }
  return { variants, all };
}

function pickEstimate({ beta, ciLower, ciUpper }: LeaveOneOutEstimate): Omit<ForestRow, "name"> {
  return { beta, ciLower, ciUpper, isCombined: true };
}

function finding(
  variants: readonly ForestRow[],
  all: ForestRow | undefined,
  oddsRatio: boolean,
): string {
  const shown = (beta: number): string => numberText(oddsRatio ? Math.exp(beta) : beta);
  const betas = variants.map(({ beta }) => beta);
  const range = `${shown(Math.min(...betas))} to ${shown(Math.max(...betas))}`;
  const whole = all === undefined ? "" : `, ${effectText(all, oddsRatio)} with all`;
  const centre = all?.beta ?? middle(variants);
  const furthest = variants.reduce((a, b) =>
    Math.abs(b.beta - centre) > Math.abs(a.beta - centre) ? b : a,
  );
  return `without one variant ${oddsRatio ? "the odds ratio" : "the estimate"} is ${range}${whole}; ${furthest.name} changes it most`;
}

function middle(rows: readonly ForestRow[]): number {
  const betas = rows.map(({ beta }) => beta).sort((a, b) => a - b);
  return betas[betas.length >> 1];
}

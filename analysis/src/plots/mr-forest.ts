import { counted } from "../words.ts";
import { FOREST_WIDTH, forestParts, type ForestRow } from "./forest-layers.ts";
import { intervalAt, readEstimates, refusals, type MethodEstimate } from "./mr-estimates.ts";
import { readInstruments } from "./mr-instruments.ts";
import { largestFirst, mostRows, shownOf } from "./mr-rows.ts";
import { numberAt, requireColumns, textAt } from "./plot-tables.ts";
import type { EstimatesTable, HarmonisedTable, MrTable } from "./mr-tables.ts";
import {
  causalEffectTitle,
  estimatesFinding,
  namesOf,
  pathWords,
  showsOddsRatios,
  type EffectScaleOptions,
  type MrNameOptions,
} from "./mr-words.ts";
import { callOf, assembleSpec, type PlotSpec } from "./plot-spec.ts";
import { NothingToPlotError } from "./plot-errors.ts";
import { brokenTitle } from "./plot-text.ts";

export interface MrForestOptions extends MrNameOptions, EffectScaleOptions {
  /** What `mr.estimate` gave: a diamond below the variants for each method. */
  readonly estimates?: EstimatesTable | undefined;
  /** Variants to draw at most, those of the largest weight; 60 unless given, at most 200. */
  readonly maxVariants?: number | undefined;
}

const INTERVAL = 1.959963984540054;

/**
 * Forest plot of a Mendelian randomization: the ratio of each variant with its 95 % interval, from small to large, and
 * the combined estimates below, as a Vega-Lite v5 spec.
 *
 * The area of a square grows with the variant's weight. Of many variants the 60 with the largest weight are drawn. An
 * interval that leaves the axis ends in an arrow.
 *
 * @param table - what `mr.harmonise` gave, or a table with `variantId`, `beta` and `standardError` (or `ciLower` and
 * `ciUpper`), a row a variant
 * @returns plain JSON of at most 1 MB; `usermeta.genobook.summary` says in a sentence what it shows
 * @throws MissingColumnsError when a column is absent
 * @throws NothingToPlotError when no variant can be drawn
 * @example
 * plot.mrForest(harmonised, { estimates, oddsRatio: false });
 */
export function mrForest(table: HarmonisedTable, options: MrForestOptions = {}): PlotSpec {
  const isHarmonised = "betaExposure" in (table?.columns ?? {});
  const { ratios, total, leftOut } = isHarmonised ? ratiosOf(table) : singleVariants(table);
  const estimates = readEstimates(options.estimates);
  const names = namesOf(table, options);
  const oddsRatio = showsOddsRatios(names, options);
  const most = mostRows(options.maxVariants);
  const rows = largestFirst(ratios, ({ weight = 0 }) => weight, most);
  const facts = [shownOf(rows.length, ratios.length, "of the largest weight"), ...leftOut];
  const finding = estimatesFinding(estimates.drawn, oddsRatio);
  return assembleSpec(
    {
      title: {
        ...brokenTitle(
          `MR forest plot: ${pathWords(names)}`,
          [facts, refusals(estimates)],
          FOREST_WIDTH,
        ),
        frame: "bounds",
      },
      ...forestParts({
        rows: [...rows.sort((a, b) => a.beta - b.beta), ...estimates.drawn.map(combinedRow)],
        oddsRatio,
        title: causalEffectTitle(names, oddsRatio),
        reference: estimates.drawn[0]?.beta,
      }),
    },
    {
      kind: "mrForest",
      dataset: pathWords(names),
      links: ["variant"],
      summary: `MR forest plot of ${names.exposure} on ${names.outcome}: ${[finding, ...facts].filter(Boolean).join("; ")}.`,
      rows: { shown: rows.length, total },
      code: callOf("mrForest", isHarmonised ? "harmonised" : "singleVariants", options),
    },
  );
}

interface Ratios {
  readonly ratios: readonly ForestRow[];
  readonly total: number;
  readonly leftOut: readonly string[];
}

function ratiosOf(table: HarmonisedTable): Ratios {
  const { points, total, leftOut } = readInstruments(table);
  const ratios = points.map(({ variantId, ratio, ratioStandardError }) => ({
    name: variantId,
    variantId,
    beta: ratio,
    ciLower: ratio - INTERVAL * ratioStandardError,
    ciUpper: ratio + INTERVAL * ratioStandardError,
    isCombined: false,
  }));
  return { ratios: weighted(ratios), total, leftOut };
}

function singleVariants(table: MrTable): Ratios {
  requireColumns(table, ["variantId", "beta"], "mr.singleVariant");
  const ratios: ForestRow[] = [];
  for (let row = 0; row < table.rowCount; row++) {
    const variantId = textAt(table, "variantId", row);
    const beta = numberAt(table, "beta", row);
    const [ciLower, ciUpper] = intervalAt(table, row);
    if (!Number.isFinite(beta) || variantId === "") continue;
    ratios.push({ name: variantId, variantId, beta, ciLower, ciUpper, isCombined: false });
  }
  const unusable = table.rowCount - ratios.length;
  if (ratios.length === 0) {
    throw new NothingToPlotError({
      what: `None of the ${table.rowCount} rows can be drawn.`,
      why: "Each lacks a variantId or an estimate.",
      remedy: "Look at the errorCode and reason columns of the table.",
    });
  }
  const leftOut = unusable > 0 ? [`${counted(unusable, "row")} without an estimate left out`] : [];
  return { ratios: weighted(ratios), total: table.rowCount, leftOut };
}

/** Inverse variances from the intervals, the largest 1. */
function weighted(rows: readonly ForestRow[]): ForestRow[] {
  const precisions = rows.map(({ ciLower, ciUpper }) => (ciUpper - ciLower) ** -2 || 0);
  const largest = Math.max(...precisions.filter(Number.isFinite), Number.MIN_VALUE);
  return rows.map((row, i) => ({ ...row, weight: Math.min(1, precisions[i] / largest) }));
}

function combinedRow({ name, method, beta, ciLower, ciUpper }: MethodEstimate): ForestRow {
  return { name, method, beta, ciLower, ciUpper, isCombined: true };
}

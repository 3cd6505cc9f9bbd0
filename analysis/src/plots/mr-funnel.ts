import { counted } from "../words.ts";
import { GREY, AXIS } from "./layers.ts";
import { readEstimates, refusals, type MethodEstimate } from "./mr-estimates.ts";
import { readInstruments, type InstrumentPoint } from "./mr-instruments.ts";
import { INSTRUMENT_TOOLTIP, methodChannels, methodKeys, variantLayers } from "./mr-layers.ts";
import type { EstimatesTable, HarmonisedTable } from "./mr-tables.ts";
import { causalEffectTitle, namesOf, pathWords, type MrNameOptions } from "./mr-words.ts";
import { callOf, assembleSpec, type JsonObject, type PlotSpec } from "./plot-spec.ts";
import { numberLines, numberText, rounded } from "./plot-numbers.ts";
import { brokenTitle } from "./plot-text.ts";

export interface MrFunnelOptions extends MrNameOptions {
  /** What `mr.estimate` gave: a line for each method, and limits around the first. */
  readonly estimates?: EstimatesTable | undefined;
}

const WIDTH = 560;
const HEIGHT = 380;
const INTERVAL = 1.96;
const LIMIT_STEPS = 40;

/**
 * Funnel plot of a Mendelian randomization: each instrument's precision, 1 / SE of its ratio, against the ratio, with
 * a line for each method, as a Vega-Lite v5 spec.
 *
 * Without directional pleiotropy the points scatter evenly about the estimate, the weak ones more widely. Dotted lines
 * hold 95 % of the points when all instruments share the first estimate.
 *
 * @param harmonised - what `mr.harmonise` gave, or a table with `variantId`, `betaExposure`, `standardErrorExposure`,
 * `betaOutcome` and `standardErrorOutcome`, a row an instrument
 * @returns plain JSON of at most 1 MB; `usermeta.genobook.summary` says in a sentence what it shows
 * @throws MissingColumnsError when a column is absent
 * @throws NothingToPlotError when no instrument can be drawn
 * @example
 * plot.mrFunnel(harmonised, { estimates });
 */
export function mrFunnel(harmonised: HarmonisedTable, options: MrFunnelOptions = {}): PlotSpec {
  const { points, total, leftOut } = readInstruments(harmonised);
  const estimates = readEstimates(options.estimates);
  const { drawn } = estimates;
  const names = namesOf(harmonised, options);
  const facts = [counted(points.length, "variant"), ...leftOut];
  const limits = drawn.length > 0 && `Dotted: 95 % limits around ${drawn[0].name}`;
  return assembleSpec(
    {
      title: brokenTitle(
        `MR funnel plot: ${pathWords(names)}`,
        [facts, [limits, ...refusals(estimates)].filter((words) => words !== false)],
        WIDTH,
      ),
      width: WIDTH,
      height: HEIGHT,
      data: { name: "instruments", values: points.map(funnelRow) },
      transform: [{ calculate: "1 / datum.standardError", as: "precision" }],
      layer: funnelLayers(points, drawn, causalEffectTitle(names, false)),
    },
    {
      kind: "mrFunnel",
      dataset: pathWords(names),
      links: ["variant"],
      summary: `MR funnel plot of ${names.exposure} on ${names.outcome}: ${[sides(points, drawn), ...facts].filter(Boolean).join("; ")}.`,
      rows: { shown: points.length, total },
      code: callOf("mrFunnel", "harmonised", options),
    },
  );
}

function sides(points: readonly InstrumentPoint[], drawn: readonly MethodEstimate[]): string {
  if (drawn.length === 0) return "";
  const [{ name, beta }] = drawn;
  const above = points.filter(({ ratio }) => ratio > beta).length;
  return `${above} of ${points.length} ratios lie above the ${name} estimate ${numberText(beta)}`;
}

function funnelRow(point: InstrumentPoint): JsonObject {
  return {
    variantId: point.variantId,
    ...(point.alleles !== "" && { alleles: point.alleles }),
    ratio: rounded(point.ratio),
    standardError: rounded(point.ratioStandardError),
  };
}

function funnelLayers(
  points: readonly InstrumentPoint[],
  drawn: readonly MethodEstimate[],
  title: readonly string[],
): JsonObject[] {
  const precisions = points.map(({ ratioStandardError }) => 1 / ratioStandardError);
  const top = 1.05 * Math.max(...precisions);
  const values = [...points.map(({ ratio }) => ratio), ...drawn.map(({ beta }) => beta), 0];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margin = 0.05 * (high - low || 1);
  const domain = [low - margin, high + margin].map(rounded);
  const x: JsonObject = {
    field: "ratio",
    type: "quantitative",
    scale: { domain, nice: false, zero: false },
    axis: { ...AXIS, title },
  };
  const y: JsonObject = {
    field: "precision",
    type: "quantitative",
    scale: { domain: [0, rounded(top)], nice: false },
    axis: { ...AXIS, title: "Precision (1 / SE of the ratio)" },
  };
  const keys = methodKeys(drawn);
  return [
    {
      name: "null",
      data: { values: [{ ratio: 0 }] },
      mark: { type: "rule", color: GREY, strokeWidth: 1 },
      encoding: { x },
    },
    ...(drawn.length === 0
      ? []
      : [
          limitLayer(drawn[0].beta, Math.min(...precisions), top, { x, y }),
          {
            name: "estimates",
            data: {
              values: drawn.map(({ beta }, i) => ({ method: keys[i], ratio: rounded(beta) })),
            },
            mark: { type: "rule", strokeWidth: 2 },
            encoding: { x, ...methodChannels(keys, "estimate") },
          },
        ]),
    ...variantLayers({ x, y }, [
      ...INSTRUMENT_TOOLTIP,
      ...numberLines([
        ["ratio", "Ratio"],
        ["standardError", "Its standard error"],
        ["precision", "Precision"],
      ]),
    ]),
  ];
}

function limitLayer(
  centre: number,
  lowest: number,
  top: number,
  { x, y }: { readonly x: JsonObject; readonly y: JsonObject },
): JsonObject {
  const start = lowest * 0.8;
  const steps = Array.from(
    { length: LIMIT_STEPS + 1 },
    (_, i) => start * (top / start) ** (i / LIMIT_STEPS),
  );
  return {
    name: "limits",
    data: {
      values: [-1, 1].flatMap((side) =>
        steps.map((precision) => ({
          side,
          ratio: rounded(centre + (side * INTERVAL) / precision),
          precision: rounded(precision),
        })),
      ),
    },
    mark: { type: "line", color: GREY, strokeWidth: 1.2, strokeDash: [1, 3], clip: true },
    encoding: { x, y, detail: { field: "side" } },
  };
}

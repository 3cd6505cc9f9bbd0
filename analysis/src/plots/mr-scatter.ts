import { counted } from "../words.ts";
import { GREY, AXIS } from "./layers.ts";
import { interceptOf, readEstimates, refusals, type MethodEstimate } from "./mr-estimates.ts";
import { readInstruments, type InstrumentPoint } from "./mr-instruments.ts";
import { INSTRUMENT_TOOLTIP, methodChannels, methodKeys, variantLayers } from "./mr-layers.ts";
import type { EstimatesTable, HarmonisedTable } from "./mr-tables.ts";
import {
  alleleEffectTitle,
  estimatesFinding,
  namesOf,
  pathWords,
  type MrNameOptions,
} from "./mr-words.ts";
import { callOf, assembleSpec, type JsonObject, type PlotSpec } from "./plot-spec.ts";
import { numberLines, rounded } from "./plot-numbers.ts";
import { brokenTitle } from "./plot-text.ts";

export interface MrScatterOptions extends MrNameOptions {
  /** What `mr.estimate` gave: a line for each method. No lines when absent. */
  readonly estimates?: EstimatesTable | undefined;
}

const WIDTH = 560;
const HEIGHT = 380;
const INTERVAL = 1.96;

/**
 * Scatter plot of a Mendelian randomization: each instrument's effect on the outcome against its effect on the
 * exposure, with 95 % intervals both ways and a line for each method's slope, as a Vega-Lite v5 spec.
 *
 * Alleles are turned so that every effect on the exposure is positive. Lines pass through the origin, except for
 * Egger's, which has its intercept.
 *
 * @param harmonised - what `mr.harmonise` gave, or a table with `variantId`, `betaExposure`, `standardErrorExposure`,
 * `betaOutcome` and `standardErrorOutcome`, a row an instrument
 * @returns plain JSON of at most 1 MB; `usermeta.genobook.summary` says in a sentence what it shows
 * @throws MissingColumnsError when a column is absent
 * @throws NothingToPlotError when no instrument can be drawn
 * @example
 * plot.mrScatter(harmonised, { estimates });
 */
export function mrScatter(harmonised: HarmonisedTable, options: MrScatterOptions = {}): PlotSpec {
  const { points, total, leftOut } = readInstruments(harmonised);
  const estimates = readEstimates(options.estimates);
  const names = namesOf(harmonised, options);
  const facts = [counted(points.length, "variant"), ...leftOut];
  const finding = estimatesFinding(estimates.drawn, false);
  return assembleSpec(
    {
      title: brokenTitle(
        `MR scatter plot: ${pathWords(names)}`,
        [facts, ["Bars: 95 % confidence intervals", ...refusals(estimates)]],
        WIDTH,
      ),
      width: WIDTH,
      height: HEIGHT,
      data: { name: "instruments", values: points.map(scatterRow) },
      transform: [
        { calculate: `datum.betaExposure - ${INTERVAL} * datum.standardErrorExposure`, as: "xLow" },
        {
          calculate: `datum.betaExposure + ${INTERVAL} * datum.standardErrorExposure`,
          as: "xHigh",
        },
        { calculate: `datum.betaOutcome - ${INTERVAL} * datum.standardErrorOutcome`, as: "yLow" },
        { calculate: `datum.betaOutcome + ${INTERVAL} * datum.standardErrorOutcome`, as: "yHigh" },
      ],
      layer: scatterLayers(points, estimates.drawn, {
        // In two lines: drawings can be narrow.
        x: alleleEffectTitle(names.exposure, names.exposureUnit).split(/ (?=\()/),
        y: alleleEffectTitle(names.outcome, names.outcomeUnit),
      }),
    },
    {
      kind: "mrScatter",
      dataset: pathWords(names),
      links: ["variant"],
      summary: `MR scatter plot of ${names.exposure} on ${names.outcome}: ${[finding, ...facts].filter(Boolean).join("; ")}.`,
      rows: { shown: points.length, total },
      code: callOf("mrScatter", "harmonised", options),
    },
  );
}

function scatterRow(point: InstrumentPoint): JsonObject {
  return {
    variantId: point.variantId,
    ...(point.alleles !== "" && { alleles: point.alleles }),
    betaExposure: rounded(point.betaExposure),
    standardErrorExposure: rounded(point.standardErrorExposure),
    betaOutcome: rounded(point.betaOutcome),
    standardErrorOutcome: rounded(point.standardErrorOutcome),
    ratio: rounded(point.ratio),
  };
}

const CROWD = 80;

function scatterLayers(
  points: readonly InstrumentPoint[],
  drawn: readonly MethodEstimate[],
  titles: { readonly x: readonly string[]; readonly y: string },
): JsonObject[] {
  const right =
    1.04 *
    points.reduce(
      (most, { betaExposure, standardErrorExposure }) =>
        Math.max(most, betaExposure + INTERVAL * (standardErrorExposure || 0)),
      0,
    );
  const domain = { domain: [0, right], nice: false };
  const x: JsonObject = {
    field: "betaExposure",
    type: "quantitative",
    scale: domain,
    axis: { ...AXIS, title: titles.x },
  };
  const y: JsonObject = {
    field: "betaOutcome",
    type: "quantitative",
    axis: { ...AXIS, title: titles.y },
  };
  const bars = {
    type: "rule",
    aria: false,
    color: GREY,
    clip: true,
    strokeWidth: 1,
    opacity: points.length > CROWD ? 0.45 : 0.85,
  };
  const keys = methodKeys(drawn);
  return [
    {
      name: "null",
      data: { values: [{ y: 0 }] },
      mark: { type: "rule", color: GREY, strokeWidth: 1 },
      encoding: { y: { field: "y", type: "quantitative" } },
    },
    {
      name: "exposureIntervals",
      mark: bars,
      encoding: { x: { ...x, field: "xLow" }, x2: { field: "xHigh" }, y },
    },
    {
      name: "outcomeIntervals",
      mark: bars,
      encoding: { x, y: { ...y, field: "yLow" }, y2: { field: "yHigh" } },
    },
    ...(drawn.length === 0
      ? []
      : [
          {
            name: "slopes",
            data: {
              values: drawn.flatMap((estimate, i) => {
                const intercept = interceptOf(estimate, points);
                return [0, right].map((at) => ({
                  method: keys[i],
                  betaExposure: rounded(at),
                  betaOutcome: rounded(intercept + at * estimate.beta),
                }));
              }),
            },
            mark: { type: "line", strokeWidth: 2, clip: true },
            encoding: { x, y, ...methodChannels(keys) },
          },
        ]),
    ...variantLayers({ x, y }, [
      ...INSTRUMENT_TOOLTIP,
      ...numberLines([
        ["betaExposure", "Effect on the exposure"],
        ["standardErrorExposure", "Its standard error"],
        ["betaOutcome", "Effect on the outcome"],
        ["standardErrorOutcome", "Its standard error "],
        ["ratio", "Ratio"],
      ]),
    ]),
  ];
}

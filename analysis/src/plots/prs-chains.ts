import { counted } from "../words.ts";
import { AXIS, BLUE, GREY, VERMILLION } from "./layers.ts";
import { InvalidArgumentError } from "../errors.ts";
import { NothingToPlotError } from "./plot-errors.ts";
import { numberText, rounded } from "./plot-numbers.ts";
import { assembleSpec, callOf, type JsonObject, type PlotSpec } from "./plot-spec.ts";
import { numberAt, textAt, type PlotTable } from "./plot-tables.ts";
import { brokenTitle } from "./plot-text.ts";
import { panelOf, panelTicks, PANEL_PITCH, type Panel } from "./stacked-panels.ts";
import type { Provenance } from "../table.ts";

/** What plots read of `prs.ldpred2Auto` (`paths`, `chains`) or `prs.prsCs` (`path`). */
export interface ChainsInput {
  readonly paths?: PlotTable | undefined;
  readonly path?: PlotTable | undefined;
  readonly chains?: PlotTable | undefined;
  readonly estimates: PlotTable;
  readonly provenance: Provenance;
}

const WIDTH = 620;
const PANEL_PX = 130;
/** Points of all chains together in one panel. */
const MOST_POINTS = 3_000;

interface Parameter {
  readonly field: string;
  /** As the estimates name it. */
  readonly name: string;
  readonly title: string;
  readonly isLog: boolean;
}

const PARAMETERS: readonly Parameter[] = [
  { field: "heritability", name: "heritability", title: "Heritability h²", isLog: false },
  { field: "causalShare", name: "causal share", title: "Share of causal variants p", isLog: true },
  { field: "alpha", name: "alpha", title: "α", isLog: false },
  { field: "phi", name: "phi", title: "Global shrinkage φ", isLog: true },
  {
    field: "residualVariance",
    name: "residual variance",
    title: "Residual variance",
    isLog: false,
  },
  {
    field: "explainedVariance",
    name: "explained variance",
    title: "Explained variance",
    isLog: false,
  },
];

/**
 * Paths of the parameters of LDpred2-auto's chains (h², p, α) or of PRS-CS (φ, residual and explained variance), a panel
 * each, with the burn-in marked and the posterior mean with its interval, as a Vega-Lite v5 spec.
 *
 * Chains that are left out are dashed, in another colour, and end in a cross. Of long paths every so many iterations are
 * drawn.
 *
 * @param weights - what `prs.ldpred2Auto` or `prs.prsCs` gave
 * @returns plain JSON of at most 1 MB; `usermeta.genobook.summary` says in a sentence what it shows
 * @throws InvalidArgumentError when it has no paths
 * @throws NothingToPlotError when no path has an iteration
 * @example
 * const reference = await ld.panel(cohort, { window: { basePairs: 500_000 }, blocks: "auto" });
 * const auto = await prs.ldpred2Auto({ summary: result, panel: reference, iterations: 100, seed: 1 });
 * plot.prsChains(auto);
 * @see Privé et al. 2022, doi:10.1016/j.xhgg.2022.100136
 */
export function prsChains(weights: ChainsInput, options: Record<string, never> = {}): PlotSpec {
  const paths = pathsOf(weights);
  const { rows, every } = thinned(paths, leftOutChains(weights));
  if (rows.length === 0) {
    throw new NothingToPlotError({
      what: "No chain has an iteration.",
      why: "All diverged at once, or none was run.",
      remedy: "Look at the reasons in chains.",
    });
  }
  const shown = PARAMETERS.filter(
    ({ field }) => field in paths.columns && rows.some((row) => Number.isFinite(row[field])),
  );
  const panels = shown.map(({ field, isLog }, place) =>
    panelOf(
      rows.map((row) => row[field] as number),
      { place: shown.length - 1 - place, isLog },
    ),
  );
  const method = String(weights.provenance["method"] ?? "sampler");
  const chains = new Set(rows.map(({ chain }) => chain)).size;
  const out = new Set(rows.flatMap(({ chain, isLeftOut }) => (isLeftOut ? [chain] : []))).size;
  const estimates = shown.flatMap((parameter) => estimateText(weights, parameter) ?? []);
  const kept = `${counted(chains, "chain")}${chains > 1 ? `, ${chains - out} kept` : ""}`;
  return assembleSpec(
    {
      title: brokenTitle(
        `Chains of ${method}`,
        [
          [kept, "posterior means with 95 % credible intervals", "dotted: end of the burn-in"],
          every > 1 ? [`Every ${every}th iteration is drawn`] : [],
        ],
        WIDTH,
      ),
      width: WIDTH,
      height: shown.length * PANEL_PX,
      data: { name: "paths", values: rows },
      transform: panels.map((panel, i) => ({
        calculate: panel.expression(`datum.${shown[i].field}`),
        as: `y${i}`,
      })),
      layer: chainLayers(weights, shown, panels, { chains, out }),
    },
    {
      kind: "prsChains",
      dataset: method,
      links: [],
      summary: `Chains of ${method}, with 95 % credible intervals: ${[kept, ...estimates].join("; ")}.`,
      rows: { shown: rows.length, total: paths.rowCount },
      code: callOf("prsChains", "weights", options),
    },
  );
}

function pathsOf({ paths, path }: ChainsInput): PlotTable {
  const found = paths ?? path;
  if (found && "iteration" in found.columns) return found;
  throw new InvalidArgumentError("weights", {
    what: "The weights have no paths of chains.",
    why: "Only samplers have: LDpred2-auto and PRS-CS.",
    remedy: "Pass what prs.ldpred2Auto or prs.prsCs returned; await it first.",
  });
}

function leftOutChains({ chains }: ChainsInput): Set<number> {
  if (!chains) return new Set();
  return new Set(
    Array.from({ length: chains.rowCount }, (_, row) => row)
      .filter((row) => numberAt(chains, "isKept", row) === 0)
      .map((row) => numberAt(chains, "chain", row)),
  );
}

type PathRow = Readonly<Record<string, number | string | boolean | null>> & {
  readonly chain: number;
  readonly isLeftOut?: boolean;
};

/** Every so many iterations of each chain, and its last. */
function thinned(
  paths: PlotTable,
  leftOut: ReadonlySet<number>,
): { readonly rows: PathRow[]; readonly every: number } {
  const every = Math.max(1, Math.ceil(paths.rowCount / MOST_POINTS));
  const chainAt = (row: number): number =>
    "chain" in paths.columns ? numberAt(paths, "chain", row) : 1;
  const rows: PathRow[] = [];
  for (let row = 0; row < paths.rowCount; row++) {
    const chain = chainAt(row);
    const isLast = row + 1 === paths.rowCount || chainAt(row + 1) !== chain;
    const iteration = numberAt(paths, "iteration", row);
    if (!isLast && (iteration - 1) % every !== 0) continue;
    const values = PARAMETERS.flatMap(({ field }) =>
      field in paths.columns ? [[field, rounded(numberAt(paths, field, row))] as const] : [],
    );
    rows.push({
      chain,
      iteration,
      ...Object.fromEntries(values),
      verdict: leftOut.has(chain) ? "left out" : "kept",
      ...(leftOut.has(chain) && { isLeftOut: true }),
      ...(isLast && { isLast }),
    });
  }
  return { rows, every };
}

function estimateText({ estimates }: ChainsInput, { name, title }: Parameter): string | undefined {
  for (let row = 0; row < estimates.rowCount; row++) {
    if (textAt(estimates, "parameter", row) !== name) continue;
    const at = (column: string): number => numberAt(estimates, column, row);
    if (!Number.isFinite(at("estimate"))) return undefined;
    return `${title} ${numberText(at("estimate"))} (${numberText(at("ciLower"))} to ${numberText(at("ciUpper"))})`;
  }
  return undefined;
}

/** `p 0.008 (0.006 to 0.011)` of `Share of causal variants p …`: a title that ends in a symbol goes by it. */
function shortText(text: string | undefined, { title }: Parameter): string {
  const symbol = title.split(" ").at(-1)!;
  return (text ?? title).replace(title, symbol.length <= 2 ? symbol : title);
}

function chainLayers(
  weights: ChainsInput,
  shown: readonly Parameter[],
  panels: readonly Panel[],
  { chains, out }: { readonly chains: number; readonly out: number },
): JsonObject[] {
  const x: JsonObject = {
    field: "iteration",
    type: "quantitative",
    scale: { nice: false, zero: false },
    axis: { ...AXIS, title: "Iteration" },
  };
  const ticks = panelTicks(panels);
  const y = (field: string): JsonObject => ({
    field,
    type: "quantitative",
    scale: { domain: [0, panels.length * PANEL_PITCH], nice: false },
    axis: {
      ...AXIS,
      title: null,
      values: ticks.map(({ at }) => at),
      labelExpr: `${JSON.stringify(ticks.map(({ label }) => label))}[indexof(${JSON.stringify(ticks.map(({ at }) => at))}, datum.value)]`,
      labelOverlap: false,
    },
  });
  const keys = [`kept (${chains - out})`, ...(out > 0 ? [`left out (${out})`] : [])];
  const channel = (range: readonly (string | number[])[]): JsonObject => ({
    field: "verdict",
    type: "nominal",
    scale: {
      domain: ["kept", "left out"].slice(0, keys.length),
      range: range.slice(0, keys.length),
    },
    legend:
      chains === 1
        ? null
        : {
            title: null,
            orient: "bottom",
            labelExpr: `${JSON.stringify(keys)}[datum.label === 'kept' ? 0 : 1]`,
            symbolType: "stroke",
            symbolSize: 500,
            symbolStrokeWidth: 2,
            symbolOpacity: 1,
            labelFontSize: 11,
          },
  });
  const burnIn = Number(weights.provenance["burnIn"] ?? 0);
  const colour = channel([BLUE, VERMILLION]);
  return [
    ...(burnIn > 0
      ? [
          {
            name: "burnIn",
            data: { values: [{ iteration: burnIn }] },
            mark: { type: "rule", color: GREY, strokeDash: [2, 3], strokeWidth: 1.5 },
            encoding: { x },
          },
        ]
      : []),
    ...shown.flatMap((_, i) => [
      {
        name: `path${i + 1}`,
        mark: { type: "line", aria: false, strokeWidth: 1, opacity: chains > 1 ? 0.75 : 1 },
        encoding: {
          x,
          y: y(`y${i}`),
          detail: { field: "chain" },
          color: colour,
          strokeDash: channel([
            [1, 0],
            [4, 2],
          ]),
        },
      },
      {
        name: `ends${i + 1}`,
        transform: [{ filter: "datum.isLast" }],
        mark: { type: "point", filled: true, opacity: 1, size: 45, strokeWidth: 0 },
        encoding: {
          x,
          y: y(`y${i}`),
          color: colour,
          shape: { condition: { test: "datum.isLeftOut", value: "cross" }, value: "circle" },
          tooltip: [
            { field: "chain", title: "Chain" },
            { field: "verdict", title: "Verdict" },
            { field: "iteration", title: "Last iteration" },
            { field: shown[i].field, type: "quantitative", title: shown[i].title, format: ".4~g" },
          ],
        },
      },
    ]),
    ...shown.map((parameter, i) => ({
      name: `title${i + 1}`,
      data: {
        values: [
          {
            y: panels[i].titleAt,
            text: estimateText(weights, parameter) ?? parameter.title,
            short: shortText(estimateText(weights, parameter), parameter),
          },
        ],
      },
      mark: {
        type: "text",
        aria: false,
        align: "left",
        baseline: "middle",
        fontSize: 11,
        fontWeight: "bold",
      },
      encoding: {
        x: { value: 4 },
        y: y("y"),
        text: { condition: { test: "width < 360", field: "short" }, field: "text" },
      },
    })),
  ];
}

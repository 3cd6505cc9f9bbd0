import { counted } from "../words.ts";
import { pText } from "./describe-scan.ts";
import { radialLayers, type RadialLine, type RadialScales } from "./mr-radial-layers.ts";
import { numberAt, requireColumns, textAt } from "./plot-tables.ts";
import type { MrTable } from "./mr-tables.ts";
import { callOf, assembleSpec, type JsonObject, type PlotSpec } from "./plot-spec.ts";
import { numberText, rounded } from "./plot-numbers.ts";
import { pathWords, type MrNameOptions, type MrNames } from "./mr-words.ts";
import { placeLabels } from "./place-labels.ts";
import { NothingToPlotError } from "./plot-errors.ts";
import { brokenTitle } from "./plot-text.ts";
import { InvalidArgumentError } from "../errors.ts";

/** A line of a radial plot with the variants' places, as `mr.radial` gives it. */
export interface RadialLineInput {
  readonly estimate: { readonly beta: number };
  readonly intercept?: number | undefined;
  /** Cochran's Q, or Rücker's of Egger. */
  readonly q?: number | undefined;
  readonly degreesOfFreedom?: number | undefined;
  /** `variantId`, `rootWeight`, `ratioRootWeight`; also `ratio`, `q`, `negLog10PValue`, `isOutlier`. */
  readonly variants: MrTable;
}

export interface RadialInput {
  readonly exposure?: string | undefined;
  readonly outcome?: string | undefined;
  readonly ivw: RadialLineInput;
  readonly egger?: RadialLineInput | undefined;
}

export interface MrRadialOptions extends MrNameOptions {
  /** Outliers to name at most; 12 unless given. */
  readonly labels?: number | undefined;
}

const WIDTH = 560;
const HEIGHT = 380;
// About what axis and title leave of the width; only the placing of labels depends on it.
const INNER = { width: 490, height: HEIGHT };
const LONGEST_LABEL = 24;

/**
 * Radial plot of a Mendelian randomization: ratio · √W against √W for each variant, with the lines of radial IVW and
 * radial MR-Egger, as a Vega-Lite v5 spec.
 *
 * A variant's ratio is the slope of the line from the origin to its point, and its distance from a line is its part of
 * the heterogeneity. Outliers of the IVW line are larger, triangular and named.
 *
 * @param radial - what `mr.radial` gave
 * @returns plain JSON of at most 1 MB; `usermeta.genobook.summary` says in a sentence what it shows
 * @throws MissingColumnsError when a column is absent
 * @throws NothingToPlotError when no variant can be drawn
 * @example
 * plot.mrRadial(mr.radial(harmonised));
 * @see Bowden et al. 2018, doi:10.1093/ije/dyy101
 */
export function mrRadial(radial: RadialInput, options: MrRadialOptions = {}): PlotSpec {
  const points = readPoints(radial);
  const names: MrNames = {
    exposure: options.exposure ?? radial.exposure ?? "the exposure",
    outcome: options.outcome ?? radial.outcome ?? "the outcome",
    exposureUnit: undefined,
    outcomeUnit: undefined,
  };
  const outliers = points.filter(({ isOutlier }) => isOutlier);
  const lines = linesOf(radial);
  const facts = [counted(points.length, "variant"), counted(outliers.length, "outlier")];
  const { q, degreesOfFreedom } = radial.ivw;
  if (q !== undefined && degreesOfFreedom !== undefined) {
    facts.push(`Q ${numberText(q)} on ${degreesOfFreedom} degrees of freedom`);
  }
  const scales = scalesOf(points, lines);
  return assembleSpec(
    {
      title: brokenTitle(
        `MR radial plot: ${pathWords(names)}`,
        [facts, ["A variant's ratio is the slope from the origin to its point"]],
        WIDTH,
      ),
      width: WIDTH,
      height: HEIGHT,
      data: { name: "variants", values: radialRows(points, scales, options.labels ?? 12) },
      transform: [],
      layer: radialLayers(lines, scales, outliers.length > 0),
    },
    {
      kind: "mrRadial",
      dataset: pathWords(names),
      links: ["variant"],
      summary: `MR radial plot of ${names.exposure} on ${names.outcome}: radial IVW slope ${numberText(radial.ivw.estimate.beta)}; ${outlierWords(outliers)}; ${facts.filter((_, i) => i !== 1).join("; ")}.`,
      rows: { shown: points.length, total: radial.ivw.variants.rowCount },
      code: callOf("mrRadial", "radial", options),
    },
  );
}

interface RadialPoint {
  readonly variantId: string;
  readonly x: number;
  readonly y: number;
  readonly ratio: number;
  readonly q: number;
  readonly negLog10PValue: number;
  readonly isOutlier: boolean;
}

function readPoints(radial: RadialInput): RadialPoint[] {
  if (typeof radial !== "object" || radial === null || typeof radial.ivw !== "object") {
    throw new InvalidArgumentError("radial", {
      what: "The first argument is not a radial analysis.",
      why: "The plot reads its lines and the places of the variants.",
      remedy: "Pass mr.radial(harmonised).",
    });
  }
  const { variants } = radial.ivw;
  requireColumns(variants, ["variantId", "rootWeight", "ratioRootWeight"], "mr.radial");
  const points: RadialPoint[] = [];
  for (let row = 0; row < variants.rowCount; row++) {
    const x = numberAt(variants, "rootWeight", row);
    const y = numberAt(variants, "ratioRootWeight", row);
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    points.push({
      variantId: textAt(variants, "variantId", row),
      x,
      y,
      ratio: y / x,
      q: numberAt(variants, "q", row),
      negLog10PValue: numberAt(variants, "negLog10PValue", row),
      isOutlier: numberAt(variants, "isOutlier", row) === 1,
    });
  }
  if (points.length === 0) {
    throw new NothingToPlotError({
      what: "None of the variants can be drawn.",
      why: "Each lacks its place, √W and ratio · √W.",
      remedy: "Look at the rows of radial.ivw.variants.",
    });
  }
  return points;
}

function linesOf({ ivw, egger }: RadialInput): RadialLine[] {
  const line = (name: string, { estimate, intercept = 0 }: RadialLineInput): RadialLine => ({
    key: `${name}: ${numberText(estimate.beta)}`,
    slope: estimate.beta,
    intercept,
  });
  return [line("Radial IVW", ivw), ...(egger ? [line("Radial MR-Egger", egger)] : [])];
}

function scalesOf(points: readonly RadialPoint[], lines: readonly RadialLine[]): RadialScales {
  const right = 1.06 * Math.max(...points.map(({ x }) => x));
  const heights = [
    0,
    ...points.map(({ y }) => y),
    ...lines.flatMap(({ slope, intercept }) => [intercept, intercept + right * slope]),
  ];
  const [low, high] = [Math.min(...heights), Math.max(...heights)];
  const margin = 0.06 * (high - low || 1);
  return { right, low: low - margin, high: high + margin };
}

function radialRows(
  points: readonly RadialPoint[],
  { right, low, high }: RadialScales,
  labels: number,
): JsonObject[] {
  const spot = ({ x, y }: RadialPoint, row: number): { row: number; x: number; y: number } => ({
    row,
    x: (x / right) * INNER.width,
    y: ((high - y) / (high - low)) * INNER.height,
  });
  const candidates = points
    .map((point, row) => ({ point, row }))
    .filter(({ point }) => point.isOutlier)
    .sort((a, b) => b.point.q - a.point.q || a.row - b.row)
    .slice(0, labels)
    .map(({ point, row }) => ({ text: shortened(point.variantId), ...spot(point, row) }));
  const placed = new Map(
    placeLabels(candidates, points.map(spot), INNER).map((label) => [label.row, label]),
  );
  return points.map((point, row) => {
    const label = placed.get(row);
    return {
      variantId: point.variantId,
      rootWeight: rounded(point.x),
      ratioRootWeight: rounded(point.y),
      ratio: rounded(point.ratio),
      ...(Number.isFinite(point.q) && { q: rounded(point.q) }),
      ...(Number.isFinite(point.negLog10PValue) && { p: pText(point.negLog10PValue) }),
      ...(point.isOutlier && { isOutlier: true }),
      ...(label && { label: label.text, align: label.align, dx: label.dx, dy: label.dy }),
    };
  });
}

function shortened(name: string): string {
  return name.length > LONGEST_LABEL ? `${name.slice(0, LONGEST_LABEL - 1)}…` : name;
}

const MOST_NAMED = 5;

function outlierWords(outliers: readonly RadialPoint[]): string {
  if (outliers.length === 0) return "no outliers";
  const named = [...outliers].sort((a, b) => b.q - a.q).slice(0, MOST_NAMED);
  const rest = outliers.length - named.length;
  const list = named.map(({ variantId }) => variantId).join(", ");
  return `${counted(outliers.length, "outlier")} (${list}${rest > 0 ? ` and ${rest} more` : ""})`;
}

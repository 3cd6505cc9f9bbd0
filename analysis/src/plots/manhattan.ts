import { readAssociations, type Associations, type AssociationTable } from "./associations.ts";
import { layChromosomes, type ChromosomeLayout } from "./chromosome-layout.ts";
import { describeScan, placeOf, variantFields, type ScanNames } from "./describe-scan.ts";
import { GENOME_WIDE_P, leadRows, LOCUS_WINDOW_BP, SUGGESTIVE_P } from "./lead-variants.ts";
import { manhattanLayers, manhattanTransforms } from "./manhattan-layers.ts";
import { manhattanSummary, plotTitle } from "./plot-text.ts";
import { placeLabels, type PlacedLabel } from "./place-labels.ts";
import { checkMaxPoints, checkThresholds } from "./plot-options.ts";
import { rememberPlot } from "./plot-sources.ts";
import { assembleSpec, codeOf, withinBudget, type JsonObject, type PlotSpec } from "./plot-spec.ts";
import type { RegionalTracks } from "./regional-options.ts";
import { thin, type Thinned } from "./thin.ts";
import { uncoveredRows } from "./uncovered-rows.ts";
import { foldedHeight, foldFor, type YFold } from "./y-fold.ts";

export interface ManhattanOptions extends ScanNames {
  /** What was scanned, for title and summary: `height`. Taken from the result when absent. */
  readonly dataset?: string | undefined;
  /** Genome build, for the subtitle: `GRCh38`. */
  readonly build?: string | undefined;
  /** Genome-wide significance, dashed line; 5e-8 unless given. */
  readonly threshold?: number | undefined;
  /** Dotted line; every variant above it is drawn; 1e-5 unless given. */
  readonly suggestive?: number | undefined;
  /** Base pairs to either side of a lead variant that belong to its locus; 500,000 unless given. */
  readonly locusWindow?: number | undefined;
  /** Lead variants to name at most; 12 unless given. */
  readonly labels?: number | undefined;
  /** −log10 P above which the axis is compressed; by default 20 where the strongest exceeds 40; `false` never. */
  readonly foldAbove?: number | false | undefined;
  /** Points to draw at most; 6,000 unless given. */
  readonly maxPoints?: number | undefined;
  /** LD, genes, recombination and credible sets of the regional plots that a click on this one opens. */
  readonly regional?: RegionalTracks | undefined;
}

const WIDTH = 800;
const HEIGHT = 300;
// About what the y axis leaves of the width; only thinning and the placing of labels depend on it.
const INNER = { width: 740, height: HEIGHT };
const MOST_POINTS = 6_000;
const LOWEST_TOP = 8;

/**
 * Manhattan plot: −log10 P of each variant along the genome, as a Vega-Lite v5 spec.
 *
 * At most 6,000 points are drawn. Each variant above the suggestive line is, at its own place; of those below
 * that would cover each other the highest is. Rows with an error code or without a P value are left out and counted.
 *
 * @param result - result of `gwas.*`, or a table with `chromosome`, `basePairLocation` and `negLog10PValue`
 * @returns plain JSON of at most 1 MB; `usermeta.genobook.summary` says in a sentence what it shows
 * @throws MissingColumnsError when a column is absent
 * @throws NothingToPlotError when no row can be drawn
 * @example
 * plot.manhattan(result, { dataset: "height", build: "GRCh38" });
 */
export function manhattan(result: AssociationTable, options: ManhattanOptions = {}): PlotSpec {
  const { threshold = GENOME_WIDE_P, suggestive = SUGGESTIVE_P, maxPoints = MOST_POINTS } = options;
  checkThresholds(threshold, suggestive);
  checkMaxPoints(maxPoints);
  const associations = readAssociations(result, { positions: true });
  const { y } = associations;
  const strongest = strongestRow(associations);
  const scene: Scene = {
    result,
    options,
    associations,
    strongest,
    layout: layChromosomes(associations),
    fold: foldFor(y[strongest], options.foldAbove, LOWEST_TOP),
    leads: leadRows(associations, -Math.log10(threshold), options.locusWindow ?? LOCUS_WINDOW_BP),
    threshold,
    suggestive,
    tier: (row) =>
      y[row] >= -Math.log10(threshold) ? 2 : y[row] >= -Math.log10(suggestive) ? 1 : 0,
  };
  const spec = withinBudget(maxPoints, (most) => draw(scene, most));
  const { dataset, build, regional } = options;
  rememberPlot(spec, { result, options: { ...regional, dataset, build, threshold, suggestive } });
  return spec;
}

interface Scene {
  readonly result: AssociationTable;
  readonly options: ManhattanOptions;
  readonly associations: Associations;
  readonly layout: ChromosomeLayout;
  readonly fold: YFold;
  readonly strongest: number;
  /** Strongest first. */
  readonly leads: readonly number[];
  readonly threshold: number;
  readonly suggestive: number;
  /** 2 above the threshold, 1 above the suggestive line. */
  readonly tier: (row: number) => 0 | 1 | 2;
}

function draw(scene: Scene, maxPoints: number): PlotSpec {
  const { result, associations, layout, fold, strongest, leads, threshold, suggestive } = scene;
  const words = describeScan(result, associations, scene.options);
  const { rows, ...thinned } = shownRows(scene, maxPoints);
  return assembleSpec(
    {
      title: plotTitle(words, {
        kind: "Manhattan plot",
        facts: [words.samples, words.variants, words.build, words.lambdaGC],
        thinning: {
          shown: rows.length,
          of: associations.rows.length,
          keptAllAbove: thinned.keptAllAbove,
          suggestive,
        },
        width: WIDTH,
      }),
      width: WIDTH,
      height: HEIGHT,
      data: { name: "variants", values: dataRows(scene, rows) },
      transform: manhattanTransforms(layout, fold),
      layer: manhattanLayers(result, {
        layout,
        fold,
        strongest: associations.y[strongest],
        threshold,
        suggestive,
        capped: associations.cappedRows.size > 0,
        pointDiameter: rows.length < FEW ? 6 : Math.min(6, Math.max(4.2, thinned.cell * 1.3)),
      }),
    },
    {
      kind: "manhattan",
      dataset: words.name,
      links: ["variant"],
      summary: manhattanSummary(
        { table: result, associations, strongest, loci: leads.length, threshold },
        words,
      ),
      rows: { shown: rows.length, total: associations.total },
      code: codeOfManhattan(scene.options),
    },
  );
}

/** Tables of genes and maps are named, not written out. */
function codeOfManhattan({ regional, ...plain }: ManhattanOptions): string {
  const code = codeOf("manhattan", plain);
  if (regional === undefined) return code;
  return code.endsWith("})")
    ? `${code.slice(0, -2)},regional})`
    : `${code.slice(0, -1)}, {regional})`;
}

const FEW = 500;

function shownRows(
  { associations, layout, fold, leads, suggestive }: Scene,
  maxPoints: number,
): Omit<Thinned, "shown"> & { readonly rows: Uint32Array } {
  const { chromosome, position, y } = associations;
  const keepAbove = -Math.log10(suggestive);
  const rows = uncoveredRows(associations, { layout, fold, ...INNER, keepAbove });
  const drawnX = new Float64Array(rows.length);
  const drawnY = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    drawnX[i] = layout.offsets[chromosome[row]] + position[row];
    drawnY[i] = foldedHeight(y[row], fold);
  }
  const keep = leads.map((row) => placeIn(rows, row));
  const { shown, ...thinned } = thin({
    x: drawnX,
    y: drawnY,
    xDomain: layout.domain,
    yDomain: [0, fold.top],
    ...INNER,
    keepAbove: foldedHeight(keepAbove, fold),
    keep,
    maxPoints,
  });
  return { rows: shown.map((i) => rows[i]), ...thinned };
}

/** Where a row is among ascending rows, one of which it is. */
function placeIn(rows: Uint32Array, row: number): number {
  let [low, high] = [0, rows.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle] < row) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Weak to strong, so that the strongest lie on top. */
function dataRows(scene: Scene, rows: Uint32Array): JsonObject[] {
  const { result, associations, layout, tier } = scene;
  const { chromosome, position, y, cappedRows } = associations;
  const labels = new Map(leadLabels(scene, rows).map((label) => [label.row, label]));
  const leads = new Set(scene.leads);
  const ordered = Array.from(rows).sort(
    (a, b) => tier(a) - tier(b) || (tier(a) && y[a] - y[b]) || a - b,
  );
  return ordered.map((row) => {
    const label = labels.get(row);
    return {
      chromosome: chromosome[row],
      basePairLocation: position[row],
      negLog10PValue: Number(y[row].toFixed(4)),
      ...variantFields(result, row),
      ...(layout.codes.indexOf(chromosome[row]) % 2 === 1 && { tone: 1 }),
      ...(tier(row) > 0 && { tier: tier(row) }),
      ...(leads.has(row) && { lead: true }),
      ...(cappedRows.has(row) && { capped: true }),
      ...(label && { label: label.text, align: label.align, dx: label.dx, dy: label.dy }),
    };
  });
}

const MOST_LABELS = 12;
const LONGEST_LABEL = 24;

function leadLabels(scene: Scene, rows: Uint32Array): PlacedLabel[] {
  const { result, options, associations, layout, fold, leads, tier } = scene;
  const { chromosome, position, y } = associations;
  const [low, high] = layout.domain;
  const spot = (row: number): { row: number; x: number; y: number } => ({
    row,
    x: ((layout.offsets[chromosome[row]] + position[row] - low) / (high - low)) * INNER.width,
    y: (1 - foldedHeight(y[row], fold) / fold.top) * INNER.height,
  });
  const candidates = leads.slice(0, options.labels ?? MOST_LABELS).map((row) => {
    const { place, id = place } = placeOf(result, row);
    const text = id.length > LONGEST_LABEL ? `${id.slice(0, LONGEST_LABEL - 1)}…` : id;
    return { text, ...spot(row) };
  });
  return placeLabels(
    candidates,
    Array.from(
      rows.filter((row) => tier(row) === 2),
      spot,
    ),
    INNER,
  );
}

function strongestRow({ rows, y }: Associations): number {
  let best = rows[0];
  for (let i = 1; i < rows.length; i++) if (y[rows[i]] > y[best]) best = rows[i]!;
  return best;
}

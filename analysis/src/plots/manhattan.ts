import { InvalidArgumentError } from "../errors.ts";
import { readAssociations, type Associations, type AssociationTable } from "./associations.ts";
import { layChromosomes, type ChromosomeLayout } from "./chromosome-layout.ts";
import {
  counted,
  describeScan,
  grouped,
  placeOf,
  pText,
  variantFields,
  type ScanNames,
  type ScanWords,
} from "./describe-scan.ts";
import { GENOME_WIDE_P, leadRows, LOCUS_WINDOW_BP, SUGGESTIVE_P } from "./lead-variants.ts";
import { manhattanLayers, manhattanTransforms } from "./manhattan-layers.ts";
import { placeLabels, type PlacedLabel } from "./place-labels.ts";
import {
  assembleSpec,
  MAX_SPEC_BYTES,
  specBytes,
  type JsonObject,
  type PlotSpec,
} from "./plot-spec.ts";
import { thin, type Thinned } from "./thin.ts";
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
}

const WIDTH = 800;
const HEIGHT = 400;
// What axes and titles leave of it; only thinning and the placing of labels depend on these.
const INNER = { width: 740, height: 285 };
const MOST_POINTS = 6_000;

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
  checkOptions(threshold, suggestive, maxPoints);
  const associations = readAssociations(result, { positions: true });
  const layout = layChromosomes(associations);
  const strongest = strongestRow(associations);
  const fold = foldFor(associations.y[strongest]!, options.foldAbove);
  const leads = leadRows(
    associations,
    -Math.log10(threshold),
    options.locusWindow ?? LOCUS_WINDOW_BP,
  );
  const scene: Scene = { result, options, associations, layout, fold, strongest, leads };

  let spec = draw(scene, threshold, suggestive, maxPoints);
  for (let most = maxPoints; specBytes(spec) > MAX_SPEC_BYTES && most > 100; most *= 0.8) {
    spec = draw(scene, threshold, suggestive, Math.floor(most * 0.8));
  }
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
}

function draw(scene: Scene, threshold: number, suggestive: number, maxPoints: number): PlotSpec {
  const { result, options, associations, layout, fold, strongest } = scene;
  const { y } = associations;
  const shown = shownRows(scene, -Math.log10(suggestive), maxPoints);
  const labels = leadLabels(scene, options.labels ?? 12);
  const words = describeScan(result, associations, options);
  const tierOf = (row: number): number =>
    y[row]! >= -Math.log10(threshold) ? 2 : y[row]! >= -Math.log10(suggestive) ? 1 : 0;
  return assembleSpec(
    {
      title: titleOf(words, shown, associations, suggestive),
      width: WIDTH,
      height: HEIGHT,
      data: { name: "variants", values: dataRows(scene, shown.rows, labels, tierOf) },
      transform: manhattanTransforms(layout, fold),
      layer: manhattanLayers(result, {
        layout,
        fold,
        strongest: y[strongest]!,
        threshold,
        suggestive,
        capped: associations.cappedRows.size > 0,
      }),
    },
    {
      kind: "manhattan",
      dataset: words.name,
      links: ["variant"],
      summary: summaryOf(scene, words, threshold),
      rows: { shown: shown.rows.length, total: associations.total },
      code: codeOf("manhattan", options),
    },
  );
}

interface ShownRows extends Pick<Thinned, "keptAllAbove"> {
  readonly rows: Uint32Array;
}

function shownRows(scene: Scene, suggestive: number, maxPoints: number): ShownRows {
  const { associations, layout, fold, leads } = scene;
  const { rows, chromosome, position, y } = associations;
  const leadSet = new Set(leads);
  const keep: number[] = [];
  rows.forEach((row, i) => {
    if (leadSet.has(row)) keep.push(i);
  });
  const { shown, keptAllAbove } = thin({
    x: Float64Array.from(rows, (row) => layout.offsets[chromosome[row]!]! + position[row]!),
    y: Float64Array.from(rows, (row) => foldedHeight(y[row]!, fold)),
    xDomain: layout.domain,
    yDomain: [0, fold.top],
    ...INNER,
    keepAbove: foldedHeight(suggestive, fold),
    keep,
    maxPoints,
  });
  return { rows: shown.map((i) => rows[i]!), keptAllAbove };
}

/** Weak to strong, so that the strongest lie on top. */
function dataRows(
  { result, associations, layout }: Scene,
  rows: Uint32Array,
  labels: readonly PlacedLabel[],
  tierOf: (row: number) => number,
): JsonObject[] {
  const { chromosome, position, y, cappedRows } = associations;
  const labelOf = new Map(labels.map((label) => [label.row, label]));
  const ordered = Array.from(rows).sort(
    (a, b) => tierOf(a) - tierOf(b) || (tierOf(a) && y[a]! - y[b]!) || a - b,
  );
  return ordered.map((row) => {
    const label = labelOf.get(row);
    return {
      chromosome: chromosome[row]!,
      basePairLocation: position[row]!,
      negLog10PValue: Number(y[row]!.toFixed(4)),
      ...variantFields(result, row),
      ...(layout.codes.indexOf(chromosome[row]!) % 2 === 1 && { tone: 1 }),
      ...(tierOf(row) > 0 && { tier: tierOf(row) }),
      ...(cappedRows.has(row) && { capped: true }),
      ...(label && { label: label.text, align: label.align, dx: label.dx, dy: label.dy }),
    };
  });
}

const LONGEST_LABEL = 24;

function leadLabels(
  { result, associations, layout, fold, leads }: Scene,
  most: number,
): PlacedLabel[] {
  const { chromosome, position, y } = associations;
  const [low, high] = layout.domain;
  const candidates = leads.slice(0, most).map((row) => {
    const id = String(result.columns.variantId?.[row] ?? "");
    const name =
      id === "" || id === "."
        ? placeOf({ ...result, columns: { ...result.columns, variantId: [] } }, row)
        : id;
    return {
      row,
      text: name.length > LONGEST_LABEL ? `${name.slice(0, LONGEST_LABEL - 1)}…` : name,
      x: ((layout.offsets[chromosome[row]!]! + position[row]! - low) / (high - low)) * INNER.width,
      y: (1 - foldedHeight(y[row]!, fold) / fold.top) * INNER.height,
    };
  });
  return placeLabels(candidates, INNER);
}

function titleOf(
  words: ScanWords,
  shown: ShownRows,
  { rows }: Associations,
  suggestive: number,
): JsonObject {
  const facts = [words.samples, words.variants, words.build, words.lambdaGC].filter(Boolean);
  const kept = shown.keptAllAbove
    ? `every P < ${suggestive} kept`
    : "every lead variant kept, the others thinned above the line too";
  const honesty = [
    shown.rows.length < rows.length &&
      `Showing ${grouped(shown.rows.length)} of ${grouped(rows.length)}; ${kept}`,
    ...words.leftOut,
  ].filter((part) => part !== false);
  return {
    text: words.name === undefined ? "Manhattan plot" : `Manhattan plot of ${words.name}`,
    subtitle: [facts.join(" · "), ...(honesty.length > 0 ? [honesty.join(" · ")] : [])],
    anchor: "start",
    frame: "group",
    fontSize: 14,
    subtitleFontSize: 11,
    subtitlePadding: 4,
    offset: 10,
  };
}

function summaryOf(scene: Scene, words: ScanWords, threshold: number): string {
  const { result, associations, strongest, leads } = scene;
  const place = placeOf(result, strongest);
  const peak = associations.y[strongest]!;
  const bound = associations.cappedRows.has(strongest) ? "≥" : "=";
  const finding =
    leads.length > 0
      ? `${leads.length === 1 ? "1 locus passes" : `${grouped(leads.length)} loci pass`} ${threshold}, the strongest at ` +
        place.replace(
          /( \((.*)\))?$/,
          (_, __, id?: string) => ` (${id ? `${id}, ` : ""}−log10 P ${bound} ${peak.toFixed(1)})`,
        )
      : `no locus passes ${threshold}, the smallest P is ${pText(peak)} at ${place}`;
  const facts = [words.samples, words.variants, words.lambdaGC].filter(Boolean).join(", ");
  const left = associations.total - associations.rows.length;
  const omitted = left > 0 ? `; ${counted(left, "variant")} could not be drawn` : "";
  const of = words.name === undefined ? "" : ` of ${words.name}`;
  return `Manhattan plot${of}: ${finding}; ${facts}${omitted}.`;
}

function strongestRow({ rows, y }: Associations): number {
  return rows.reduce((best, row) => (y[row]! > y[best]! ? row : best), rows[0]!);
}

function codeOf(kind: string, options: ManhattanOptions): string {
  const given = JSON.stringify(options);
  return given === "{}" ? `plot.${kind}(result)` : `plot.${kind}(result, ${given})`;
}

function checkOptions(threshold: number, suggestive: number, maxPoints: number): void {
  if (!(threshold > 0 && threshold <= suggestive && suggestive < 1)) {
    throw new InvalidArgumentError("threshold", {
      what: `threshold ${threshold} and suggestive ${suggestive} do not fit.`,
      why: "Both are P values above 0 and below 1, and the threshold is the smaller one.",
      remedy: "Use for example { threshold: 5e-8, suggestive: 1e-5 }.",
    });
  }
  if (!(maxPoints >= 100 && maxPoints <= 10_000)) {
    throw new InvalidArgumentError("maxPoints", {
      what: `maxPoints ${maxPoints} is not possible.`,
      why: "Fewer than 100 points show nothing, more than 10,000 make a notebook slow.",
      remedy: "Leave it out for 6,000.",
    });
  }
}

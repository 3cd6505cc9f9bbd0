import { InvalidArgumentError } from "../errors.ts";
import { readAssociations, type Associations, type AssociationTable } from "./associations.ts";
import { describeScan, placeOf, pText, variantFields, type ScanNames } from "./describe-scan.ts";
import { SUGGESTIVE_P } from "./lead-variants.ts";
import { MissingColumnsError } from "./plot-errors.ts";
import { checkMaxPoints } from "./plot-options.ts";
import { assembleSpec, codeOf, withinBudget, type JsonObject, type PlotSpec } from "./plot-spec.ts";
import { plotTitle, scanFacts, sentenceStart } from "./plot-text.ts";
import { nullBand, type BandPoint } from "./null-band.ts";
import { qqLayers, qqTransforms } from "./qq-layers.ts";
import { thin } from "./thin.ts";
import { foldedHeight, foldFor, type YFold } from "./y-fold.ts";

export interface QqOptions extends ScanNames {
  /** What was scanned, for title and summary: `height`. Taken from the result when absent. */
  readonly dataset?: string | undefined;
  /** Genome build, for the subtitle: `GRCh38`. */
  readonly build?: string | undefined;
  /** Ascending minor allele frequencies that divide the variants, each part with its own expectation: `[0.01, 0.05]`. */
  readonly frequencyStrata?: readonly number[] | undefined;
  /** −log10 P above which the axis is compressed; by default 20 where the strongest exceeds 40; `false` never. */
  readonly foldAbove?: number | false | undefined;
  /** Points to draw at most; 3,000 unless given. */
  readonly maxPoints?: number | undefined;
}

const WIDTH = 520;
const HEIGHT = 360;
const INNER = { width: 450, height: HEIGHT };
const MOST_POINTS = 3_000;
const SUGGESTIVE = -Math.log10(SUGGESTIVE_P);
const BAND_NOTE = "Band: pointwise 95 % for independent variants; LD is ignored";

/**
 * QQ plot: observed −log10 P against what a scan without any association would give, as a Vega-Lite v5 spec.
 *
 * The band is pointwise: the i-th smallest of m independent null P values follows Beta(i, m + 1 − i). Neighbouring
 * variants are correlated, so that a real null scan leaves it more often. λGC is the median χ² over 0.4549.
 *
 * @param result - result of `gwas.*`, or a table with `negLog10PValue`; strata also need `effectAlleleFrequency`
 * @returns plain JSON of at most 1 MB; `usermeta.genobook.summary` says in a sentence what it shows
 * @throws MissingColumnsError when a column is absent
 * @throws NothingToPlotError when no row has a P value
 * @example
 * plot.qq(result, { frequencyStrata: [0.01, 0.05] });
 * @see Casella & Berger 2002, Statistical Inference, Theorem 5.4.4 (order statistics)
 */
export function qq(result: AssociationTable, options: QqOptions = {}): PlotSpec {
  const { maxPoints = MOST_POINTS } = options;
  checkMaxPoints(maxPoints);
  const associations = readAssociations(result, { positions: false });
  const strata = stratify(result, associations, options.frequencyStrata);
  const band = nullBand(associations.rows.length);
  const top = Math.max(band[0].high, ...strata.map(({ values }) => values[0]));
  const fold = foldFor(top, options.foldAbove, 1);
  return withinBudget(maxPoints, (most) =>
    draw({ result, options, associations, strata, band, fold, top }, most),
  );
}

interface Stratum {
  readonly name: string | undefined;
  /** −log10 P of its rows, largest first. */
  readonly values: Float64Array;
  /** Rows of the first of `values`: those above the suggestive line, and always the first. */
  readonly tail: Uint32Array;
}

interface Scene {
  readonly result: AssociationTable;
  readonly options: QqOptions;
  readonly associations: Associations;
  readonly strata: readonly Stratum[];
  readonly band: readonly BandPoint[];
  readonly fold: YFold;
  readonly top: number;
}

function draw(scene: Scene, maxPoints: number): PlotSpec {
  const { result, options, associations, strata, band, fold, top } = scene;
  const words = describeScan(result, associations, options);
  const drawn = strata.map((stratum) =>
    drawnPoints(scene, stratum, Math.floor(maxPoints / strata.length)),
  );
  const values = drawn.flatMap((part) => part.points);
  return assembleSpec(
    {
      title: plotTitle(words, {
        kind: "QQ plot",
        figure: words.lambdaGC,
        facts: [words.samples, words.variants, words.build],
        thinning: {
          shown: values.length,
          of: associations.rows.length,
          keptAllAbove: drawn.every((part) => part.keptAllAbove),
          suggestive: SUGGESTIVE_P,
        },
        notes: [BAND_NOTE],
        width: WIDTH,
      }),
      width: WIDTH,
      height: HEIGHT,
      data: { name: "quantiles", values },
      transform: qqTransforms(fold),
      layer: qqLayers(result, {
        fold,
        top,
        band,
        strata: strata.flatMap(({ name }) => name ?? []),
        widest: band[0].expected,
      }),
    },
    {
      kind: "qq",
      dataset: words.name,
      links: ["variant"],
      summary: `${sentenceStart("QQ plot", words)}: ${finding(scene)}; ${scanFacts(associations, words)}.`,
      rows: { shown: values.length, total: associations.total },
      code: codeOf("qq", options),
    },
  );
}

function drawnPoints(
  { result, band, fold }: Scene,
  { name, values, tail }: Stratum,
  maxPoints: number,
): { points: JsonObject[]; keptAllAbove: boolean } {
  const expected = values.map((_, i) => -Math.log10((i + 1) / (values.length + 1)));
  const { shown, keptAllAbove } = thin({
    x: expected,
    y: values.map((value) => foldedHeight(value, fold)),
    xDomain: [0, band[0].expected * 1.03],
    yDomain: [0, fold.top],
    ...INNER,
    keepAbove: foldedHeight(SUGGESTIVE, fold),
    keep: [0],
    maxPoints,
  });
  const points = Array.from(shown, (i) => ({
    expected: Number(expected[i].toFixed(4)),
    negLog10PValue: Number(values[i].toFixed(4)),
    ...(name !== undefined && { stratum: name }),
    ...(i < tail.length && { tier: 1, ...tailFields(result, tail[i]) }),
  }));
  return { points: points.reverse(), keptAllAbove };
}

/** Only the tail says who it is: nobody looks up a variant at P = 0.3. */
function tailFields(result: AssociationTable, row: number): JsonObject {
  const { chromosome, basePairLocation } = result.columns;
  const placed = chromosome !== undefined && basePairLocation !== undefined;
  return {
    ...(placed && {
      chromosome: chromosome[row],
      basePairLocation: basePairLocation[row],
      place: placeOf(result, row).place,
    }),
    ...variantFields(result, row),
  };
}

function finding({ result, associations, strata }: Scene): string {
  const rows = strata.map(({ tail }) => tail[0]);
  const best = rows.reduce((a, b) => (associations.y[b] > associations.y[a] ? b : a));
  const id = result.columns.variantId?.[best];
  const bound = associations.cappedRows.has(best) ? "below " : "";
  return (
    `the smallest P is ${bound}${pText(associations.y[best])}${id ? ` (${id})` : ""}` +
    ` where ${pText(Math.log10(associations.rows.length + 1))} is expected`
  );
}

function stratify(
  { columns }: AssociationTable,
  { rows, y }: Associations,
  cuts: readonly number[] | undefined,
): Stratum[] {
  if (cuts === undefined || cuts.length === 0) return [rank(undefined, rows, y)];
  if (cuts.length > 3 || !cuts.every((cut, i) => cut > (cuts[i - 1] ?? 0) && cut < 0.5)) {
    throw new InvalidArgumentError("frequencyStrata", {
      what: `frequencyStrata [${cuts.join(", ")}] is not usable.`,
      why: "It takes one to three ascending minor allele frequencies between 0 and 0.5.",
      remedy: "Use for example { frequencyStrata: [0.01, 0.05] }.",
    });
  }
  const frequency = columns.effectAlleleFrequency as Float64Array | undefined;
  if (frequency === undefined) {
    throw new MissingColumnsError(["effectAlleleFrequency"], {
      what: "The table has no column effectAlleleFrequency.",
      why: "Strata of minor allele frequency are made from it.",
      remedy: "Leave frequencyStrata out, or join the frequencies from qc.frequency.",
    });
  }
  const minor = (row: number): number => Math.min(frequency[row], 1 - frequency[row]);
  const edges = [0, ...cuts, Infinity];
  return edges
    .slice(1)
    .map((high, i) => {
      const low = edges[i];
      const part = rows.filter((row) => minor(row) >= low && minor(row) < high);
      const name = i === 0 ? `< ${high}` : high === Infinity ? `≥ ${low}` : `${low}–${high}`;
      return rank(name, part, y);
    })
    .filter(({ values }) => values.length > 0);
}

/** Sorts values as such and only the tail by row: 0.1 s for a million rows, where sorting all rows takes 1 s. */
function rank(name: string | undefined, rows: Uint32Array, y: Float64Array): Stratum {
  const values = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) values[i] = y[rows[i]]!;
  values.sort().reverse();
  const least = Math.min(SUGGESTIVE, values[0] ?? 0);
  const tail = rows.filter((row) => y[row] >= least);
  return { name, values, tail: tail.sort((a, b) => y[b] - y[a] || a - b) };
}

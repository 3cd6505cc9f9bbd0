import { InvalidArgumentError } from "../errors.ts";
import { requireColumns, textAt, type PlotTable } from "./plot-tables.ts";

/**
 * Genes as a table: `symbol`, `chromosome` (1–25), `start` and `end` (1-based, both in the gene), and where they are
 * known `strand` (`+` or `-`) and `exons` (`start-end` pairs joined by commas, in the same coordinates).
 */
export type GeneTable = PlotTable;

/** What of a gene lies in a region. */
export interface PlacedGene {
  readonly symbol: string;
  readonly start: number;
  readonly end: number;
  readonly strand: string;
  readonly exons: readonly (readonly [start: number, end: number])[];
}

export interface Region {
  readonly chromosome: number;
  /** Base pairs, both in the region. */
  readonly from: number;
  readonly to: number;
}

/** @throws MissingColumnsError, InvalidArgumentError */
export function checkGenes(genes: GeneTable): void {
  requireColumns(genes, ["symbol", "chromosome", "start", "end"], "plot.readGenes");
  const textual = ["chromosome", "start", "end"].filter((name) =>
    Array.isArray(genes.columns[name]),
  );
  if (textual.length === 0) return;
  throw new InvalidArgumentError("genes", {
    what: `Column ${textual.join(", ")} of the genes holds text.`,
    why: "Places are numbers; chromosomes are 1–22, X 23, Y 24, MT 25.",
    remedy: "Convert the column to a typed array, or read the file with plot.readGenes.",
  });
}

/** Genes that touch a region, from left to right. */
export function genesIn(genes: GeneTable, { chromosome, from, to }: Region): PlacedGene[] {
  const found: PlacedGene[] = [];
  const { chromosome: codes, start, end } = genes.columns as Record<string, ArrayLike<number>>;
  for (let row = 0; row < genes.rowCount; row++) {
    if (codes[row] !== chromosome || end[row] < from || start[row] > to) continue;
    found.push({
      symbol: textAt(genes, "symbol", row) || "unnamed",
      start: start[row],
      end: end[row],
      strand: textAt(genes, "strand", row),
      exons: exonsOf(textAt(genes, "exons", row)),
    });
  }
  return found.sort((a, b) => a.start - b.start || a.end - b.end);
}

function exonsOf(text: string): [number, number][] {
  return text.split(",").flatMap((pair): [number, number][] => {
    const [start, end] = pair.split("-").map(Number);
    return start > 0 && end >= start ? [[start, end]] : [];
  });
}

/** A gene in its line of the track: 0 is the uppermost. */
export interface PackedGene extends PlacedGene {
  readonly line: number;
  /** Symbol and the direction of transcription. */
  readonly label: string;
  /** Base pairs: where the label's middle stands. */
  readonly labelAt: number;
}

const MOST_LINES = 8;
const CHARACTER_PX = 6.4;
const GAP_PX = 8;

/**
 * Puts genes into lines so that neither they nor their names cover each other; what needs more than eight lines is left out,
 * the shortest genes first.
 *
 * @param pixels - width of the drawing
 */
export function packGenes(
  genes: readonly PlacedGene[],
  { from, to }: Region,
  pixels: number,
): { readonly genes: PackedGene[]; readonly lines: number; readonly leftOut: number } {
  const bpPerPixel = Math.max(1, to - from) / pixels;
  const measured = genes.map((gene, order) => {
    const [left, right] = [Math.max(gene.start, from), Math.min(gene.end, to)];
    const label = labelOf(gene);
    const half = (label.length * CHARACTER_PX * bpPerPixel) / 2;
    const labelAt = Math.min(
      Math.max((left + right) / 2, from + half),
      Math.max(to - half, from + half),
    );
    return {
      gene: { ...gene, label, labelAt: Math.round(labelAt) },
      order,
      left: Math.min(left, labelAt - half),
      right: Math.max(right, labelAt + half) + GAP_PX * bpPerPixel,
    };
  });
  for (let kept = measured; ; kept = withoutShortest(kept)) {
    const ends: number[] = [];
    const lineOf = kept.map(({ left, right }) => {
      const free = ends.findIndex((end) => end <= left);
      const line = free < 0 ? ends.length : free;
      ends[line] = right;
      return line;
    });
    if (ends.length <= MOST_LINES) {
      return {
        genes: kept.map(({ gene }, i) => ({ ...gene, line: lineOf[i] })),
        lines: ends.length,
        leftOut: genes.length - kept.length,
      };
    }
  }
}

interface Measured {
  readonly gene: PlacedGene;
  readonly order: number;
}

function withoutShortest<T extends Measured>(measured: readonly T[]): T[] {
  const length = ({ gene }: Measured): number => gene.end - gene.start;
  const least = measured.reduce((a, b) => (length(b) < length(a) ? b : a));
  return measured.filter((item) => item !== least);
}

function labelOf({ symbol, strand }: PlacedGene): string {
  if (strand === "+") return `${symbol} →`;
  return strand === "-" ? `← ${symbol}` : symbol;
}

export interface NearestGene {
  readonly symbol: string;
  /** Base pairs to the gene's nearer end; 0 within it. */
  readonly distance: number;
}

/** Finds the gene that is nearest to a place; of those that cover it the shortest. */
export function nearestGenes(
  genes: GeneTable,
): (chromosome: number, position: number) => NearestGene | undefined {
  const { chromosome: codes, start, end } = genes.columns as Record<string, ArrayLike<number>>;
  return (chromosome, position) => {
    let best = -1;
    let distance = Infinity;
    for (let row = 0; row < genes.rowCount; row++) {
      if (codes[row] !== chromosome) continue;
      const away = Math.max(0, start[row] - position, position - end[row]);
      const isShorter =
        best >= 0 && away === distance && end[row] - start[row] < end[best] - start[best];
      if (away < distance || isShorter) [best, distance] = [row, away];
    }
    return best < 0 ? undefined : { symbol: textAt(genes, "symbol", best), distance };
  };
}

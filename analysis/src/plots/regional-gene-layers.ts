import { BLUE } from "./layers.ts";
import { LABEL_FONT_PX } from "./place-labels.ts";
import type { JsonObject } from "./plot-spec.ts";
import { GENE_GAP_PX, GENE_LINE_PX, type RegionalFrame } from "./regional-frame.ts";
import type { PackedGene, Region } from "./regional-genes.ts";

export interface GeneTrack {
  readonly region: Region;
  readonly genes: readonly PackedGene[];
  /** Undefined when there is no track of genes; 0 for a region without one. */
  readonly geneLines: number | undefined;
}

/** Bodies, exons and names of genes, in lines below the scatter plot. */
export function geneLayers(
  { genes, geneLines, region }: GeneTrack,
  { unitsPerPixel }: RegionalFrame,
  x: JsonObject,
  y: JsonObject,
): JsonObject[] {
  if (geneLines === undefined) return [];
  const heightOf = (line: number, pixels: number): number =>
    -(GENE_GAP_PX + line * GENE_LINE_PX + pixels) * unitsPerPixel;
  const { from, to } = region;
  const clipped = (start: number, end: number): JsonObject => ({
    basePairLocation: Math.max(start, from),
    end: Math.min(end, to),
  });
  const bodies = genes.map((gene) => ({
    ...clipped(gene.start, gene.end),
    negLog10PValue: heightOf(gene.line, 24),
    symbol: gene.symbol,
    place: `${gene.start.toLocaleString("en-GB")}–${gene.end.toLocaleString("en-GB")}`,
    strand: gene.strand || "not known",
  }));
  const exons = genes.flatMap((gene) =>
    gene.exons
      .filter(([start, end]) => end >= from && start <= to)
      .map(([start, end]) => ({
        ...clipped(start, end),
        negLog10PValue: heightOf(gene.line, 24),
      })),
  );
  const labels =
    genes.length > 0
      ? genes.map(({ label, labelAt, line }) => ({
          label,
          basePairLocation: labelAt,
          negLog10PValue: heightOf(line, 10),
        }))
      : [
          {
            label: "no gene here",
            basePairLocation: Math.round((from + to) / 2),
            negLog10PValue: heightOf(0, 16),
          },
        ];
  return [
    {
      name: "genes",
      data: { values: bodies },
      mark: { type: "rule", color: BLUE, strokeWidth: 2.5 },
      encoding: {
        x,
        x2: { field: "end" },
        y,
        tooltip: [
          { field: "symbol", title: "Gene" },
          { field: "place", title: "Position" },
          { field: "strand", title: "Strand" },
        ],
      },
    },
    {
      name: "exons",
      data: { values: exons },
      mark: { type: "rule", color: BLUE, strokeWidth: 9, tooltip: null },
      encoding: { x, x2: { field: "end" }, y },
    },
    {
      name: "gene-names",
      data: { values: labels },
      mark: {
        type: "text",
        fontSize: LABEL_FONT_PX,
        fontStyle: genes.length > 0 ? "italic" : "normal",
        baseline: "middle",
        tooltip: null,
      },
      encoding: { x, y, text: { field: "label" } },
    },
  ];
}

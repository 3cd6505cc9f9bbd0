/** What the heights of a regional plot follow from. */
export interface RegionalHeights {
  readonly strongest: number;
  /** Undefined when there is no track of genes; 0 for a region without one. */
  readonly geneLines: number | undefined;
}

/** Heights of the scatter plot and the genes below it, which share one axis: 0 is where P is 1. */
export interface RegionalFrame {
  readonly top: number;
  /** Below 0. */
  readonly foot: number;
  readonly unitsPerPixel: number;
}

const SCATTER_PX = 280;
export const GENE_GAP_PX = 26;
export const GENE_LINE_PX = 34;
const PLAIN_FOOT_PX = 6;

export function regionalHeight({ geneLines }: Pick<RegionalHeights, "geneLines">): number {
  return SCATTER_PX + footPixels(geneLines);
}

function footPixels(lines: number | undefined): number {
  return lines === undefined ? PLAIN_FOOT_PX : GENE_GAP_PX + Math.max(1, lines) * GENE_LINE_PX;
}

export function frameOf({ strongest, geneLines }: RegionalHeights): RegionalFrame {
  const top = Math.max(8, strongest * 1.14);
  const unitsPerPixel = top / SCATTER_PX;
  return { top, foot: -footPixels(geneLines) * unitsPerPixel, unitsPerPixel };
}

/** Round steps from 0, about five. */
export function tickValues(top: number): number[] {
  const rough = top / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((lead) => lead * power >= rough) ?? 10);
  return Array.from({ length: Math.floor(top / step) + 1 }, (_, i) => i * step);
}

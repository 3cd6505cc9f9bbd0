import { requireColumns, type PlotTable } from "./plot-tables.ts";
import type { Region } from "./regional-genes.ts";

/** A genetic map as a table: `chromosome`, `basePairLocation`, and `rate` in cM/Mb up to the next position. */
export type RecombinationTable = PlotTable;

export interface RatePoint {
  readonly position: number;
  readonly rate: number;
}

const MOST_POINTS = 600;

/** @throws MissingColumnsError */
export function checkRecombination(map: RecombinationTable): void {
  requireColumns(map, ["chromosome", "basePairLocation", "rate"], "plot.readRecombination");
}

/** Rates along a region as steps, at most 600, of which each shows the highest rate that it stands for. */
export function ratesIn(map: RecombinationTable, { chromosome, from, to }: Region): RatePoint[] {
  const columns = map.columns as Record<string, ArrayLike<number>>;
  const { chromosome: codes, basePairLocation, rate } = columns;
  const steps: { start: number; end: number; rate: number }[] = [];
  for (let row = 0; row < map.rowCount; row++) {
    if (codes[row] !== chromosome) continue;
    const start = basePairLocation[row];
    const end = codes[row + 1] === chromosome ? basePairLocation[row + 1] : start;
    if (end <= from || start >= to) continue;
    steps.push({ start: Math.max(start, from), end: Math.min(end, to), rate: rate[row] });
  }
  if (steps.length === 0) return [];
  const stride = Math.ceil(steps.length / MOST_POINTS);
  const points: RatePoint[] = [];
  for (let i = 0; i < steps.length; i += stride) {
    const group = steps.slice(i, i + stride);
    const highest = group.reduce((most, step) => Math.max(most, step.rate), 0);
    points.push({ position: group[0].start, rate: Number(highest.toPrecision(4)) });
  }
  const last = steps.at(-1)!;
  points.push({ position: last.end, rate: points.at(-1)!.rate });
  return points;
}

import type { Associations, AssociationTable } from "./associations.ts";
import { variantFields } from "./describe-scan.ts";
import { placeLabels } from "./place-labels.ts";
import type { JsonObject } from "./plot-spec.ts";
import type { CredibleSets } from "./regional-credible.ts";
import type { Region } from "./regional-genes.ts";
import { NO_LD, R2_BINS } from "./regional-layers.ts";
import type { Reference, RegionalLd } from "./regional-ld.ts";
import type { RegionalOptions } from "./regional-options.ts";
import { strongestOf } from "./regional-place.ts";
import { thin } from "./thin.ts";

/** Of the scatter of points, in pixels. */
export const INNER: { readonly width: number; readonly height: number } = {
  width: 700,
  height: 280,
};

/** All that a regional plot is drawn from. */
export interface Drawing {
  readonly table: AssociationTable;
  readonly options: RegionalOptions & { readonly threshold: number; readonly suggestive: number };
  readonly region: Region;
  readonly associations: Associations;
  readonly reference: Reference;
  readonly ld: RegionalLd | undefined;
  readonly sets: CredibleSets | undefined;
  readonly strongest: number;
}

export function shownRows(
  { associations, reference, ld, sets, options, region }: Drawing,
  maxPoints: number,
): { readonly rows: number[]; readonly keptAllAbove: boolean } {
  const { rows, position, y } = associations;
  const keep: number[] = [];
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    const isLinked = (ld?.r2.get(row) ?? 0) >= 0.8;
    if (row === reference.row || sets?.members.has(row) || isLinked) keep.push(i);
  }
  const strongest = y[strongestOf(associations)];
  const { shown, keptAllAbove } = thin({
    x: Float64Array.from(rows, (row) => position[row]),
    y: Float64Array.from(rows, (row) => y[row]),
    xDomain: [region.from, region.to],
    yDomain: [0, Math.max(8, strongest * 1.1)],
    ...INNER,
    keepAbove: -Math.log10(options.suggestive),
    keep: keep.slice(0, Math.floor(maxPoints / 2)),
    maxPoints,
  });
  return { rows: Array.from(shown, (i) => rows[i]), keptAllAbove };
}

/** Weak to strong LD, so that what belongs to the signal lies on top. */
export function dataRows(drawing: Drawing, rows: readonly number[], hasLd: boolean): JsonObject[] {
  const { table, options, associations, reference, ld, sets } = drawing;
  const { position, y, chromosome } = associations;
  const r2Of = (row: number): number => ld?.r2.get(row) ?? -1;
  const label = labelOf(drawing, rows);
  const isCertain = -Math.log10(options.suggestive);
  const ordered = rows.toSorted((a, b) => r2Of(a) - r2Of(b) || y[a] - y[b] || a - b);
  return ordered.map((row) => {
    const r2 = r2Of(row);
    const member = sets?.members.get(row);
    return {
      chromosome: chromosome[row],
      basePairLocation: position[row],
      negLog10PValue: Number(y[row].toFixed(4)),
      ...variantFields(table, row),
      effect: sideOf(table, row),
      ...(hasLd && { bin: binOf(r2) }),
      ...(r2 >= 0 && { r2: Number(r2.toFixed(4)) }),
      ...(row === reference.row && { reference: true, ...label }),
      ...(y[row] >= isCertain && { tier: 1 }),
      ...(member && { set: member.set, pip: Number(member.pip.toPrecision(4)) }),
    };
  });
}

function binOf(r2: number): string {
  return r2 < 0 ? NO_LD : R2_BINS[Math.min(4, Math.floor(r2 * 5))];
}

function sideOf({ columns }: AssociationTable, row: number): "raises" | "lowers" | "unknown" {
  const ratio = columns.oddsRatio ?? columns.hazardRatio;
  const effect =
    columns.beta === undefined ? Math.log(Number(ratio?.[row])) : Number(columns.beta[row]);
  if (effect > 0) return "raises";
  return effect < 0 ? "lowers" : "unknown";
}

function labelOf(
  { associations, reference, region, strongest }: Drawing,
  rows: readonly number[],
): JsonObject | undefined {
  const { position, y } = associations;
  const top = Math.max(8, y[strongest] * 1.14);
  const spot = (row: number): { row: number; x: number; y: number } => ({
    row,
    x: ((position[row] - region.from) / (region.to - region.from)) * INNER.width,
    y: (1 - y[row] / top) * INNER.height,
  });
  const own = spot(reference.row);
  const near = rows.map(spot).filter((other) => Math.abs(other.x - own.x) < 150);
  const text = reference.variantId;
  const [label] = placeLabels([{ ...own, text }], near, INNER);
  if (label) return { label: text, align: label.align, dx: label.dx, dy: label.dy };
  return {
    label: text,
    align: own.x > INNER.width / 2 ? "right" : "left",
    dx: own.x > INNER.width / 2 ? -10 : 10,
    dy: -10,
  };
}

import type { PlacedMark } from "../nearest-mark.ts";
import type { PlotRow } from "../rows.ts";

/** A part of a chromosome, and the variant that was meant. */
export interface RegionPlace {
  /** 1–25. */
  readonly chromosome: number;
  readonly from: number;
  readonly to: number;
  readonly variantId?: string | undefined;
}

/** Base pairs to either side of a variant. */
const FLANK_BP = 500_000;
const NARROWEST_BP = 2_000;
/** The library draws no wider one. */
const WIDEST_BP = 20_000_000;

/** The region around a row of a plot; null for a row without a place. */
export function regionAround(row: unknown): RegionPlace | null {
  const { chromosome, basePairLocation, variantId } = (row ?? {}) as PlotRow;
  if (typeof chromosome !== "number" || typeof basePairLocation !== "number") return null;
  return {
    chromosome,
    from: Math.max(1, basePairLocation - FLANK_BP),
    to: basePairLocation + FLANK_BP,
    variantId: typeof variantId === "string" && variantId !== "" ? variantId : undefined,
  };
}

/**
 * The region that a brush covers, on the chromosome that has the strongest point in it; null without a point.
 *
 * @param left - CSS pixels of the drawing, less than `right`
 */
export function regionBetween(
  marks: readonly PlacedMark[],
  left: number,
  right: number,
): RegionPlace | null {
  const inside = marks.filter(({ x, item }) => x >= left && x <= right && isPlaced(item.datum));
  if (inside.length === 0) return null;
  const highest = inside.reduce((a, b) => (b.y < a.y ? b : a));
  const { chromosome } = highest.item.datum as PlotRow;
  const lane = marks.filter(({ item }) => (item.datum as PlotRow)["chromosome"] === chromosome);
  const [first, last] = [leftmost(lane), leftmost(lane, -1)];
  const scale = last.x === first.x ? 0 : (last.at - first.at) / (last.x - first.x);
  const positionAt = (x: number): number => Math.round(first.at + (x - first.x) * scale);
  const middle = (highest.item.datum as PlotRow)["basePairLocation"] as number;
  const [from, to] =
    scale === 0
      ? [middle - FLANK_BP, middle + FLANK_BP]
      : [positionAt(Math.max(left, first.x)), positionAt(Math.min(right, last.x))];
  return sound({ chromosome: chromosome as number, from, to }, middle);
}

/** @param factor - below 1 shows less */
export function zoomed(place: RegionPlace, factor: number): RegionPlace {
  const middle = (place.from + place.to) / 2;
  const half = ((place.to - place.from) / 2) * factor;
  return sound({ ...place, from: middle - half, to: middle + half }, middle);
}

/** Of leads in order of the genome the one after (or before) a place; null when there is none. */
export function neighbouringLead(
  leads: readonly PlotRow[],
  place: RegionPlace,
  direction: 1 | -1,
): PlotRow | null {
  const middle = (place.from + place.to) / 2;
  const keyOf = (row: PlotRow): number =>
    (row["chromosome"] as number) * 1e9 + (row["basePairLocation"] as number);
  const here = place.chromosome * 1e9 + middle;
  const current = leads.find(({ variantId }) => variantId === place.variantId);
  const at = current === undefined ? here : keyOf(current);
  const ordered = leads.toSorted((a, b) => direction * (keyOf(a) - keyOf(b)));
  return ordered.find((row) => direction * (keyOf(row) - at) > 0) ?? null;
}

/** Leads of a Manhattan plot: rows that say so. */
export function leadsOf(rows: readonly PlotRow[]): readonly PlotRow[] {
  return rows.filter(({ lead }) => lead === true);
}

function sound(place: RegionPlace, middle: number): RegionPlace {
  const length = Math.min(Math.max(place.to - place.from, NARROWEST_BP), WIDEST_BP);
  const isWhole = length === place.to - place.from;
  const from = Math.max(1, Math.round(isWhole ? place.from : middle - length / 2));
  return { ...place, from, to: Math.max(from + NARROWEST_BP, Math.round(from + length)) };
}

function isPlaced(datum: unknown): boolean {
  const { chromosome, basePairLocation } = (datum ?? {}) as PlotRow;
  return typeof chromosome === "number" && typeof basePairLocation === "number";
}

function leftmost(marks: readonly PlacedMark[], sign = 1): { x: number; at: number } {
  const mark = marks.reduce((a, b) => (sign * (b.x - a.x) < 0 ? b : a));
  return { x: mark.x, at: (mark.item.datum as PlotRow)["basePairLocation"] as number };
}

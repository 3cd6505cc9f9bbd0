import type { Associations } from "./associations.ts";

/** Where chromosomes lie on one axis in base pairs. */
export interface ChromosomeLayout {
  /** Codes present, ascending. */
  readonly codes: readonly number[];
  /** By code; x = offset + position. */
  readonly offsets: readonly number[];
  /** By place in `codes`, whole numbers. */
  readonly midpoints: readonly number[];
  readonly domain: readonly [number, number];
}

// Between neighbours, and the narrowest lane: 21, Y and MT still have room for their names.
const GAP_SHARE = 0.003;
const NARROWEST_LANE_SHARE = 0.021;
const LONE_VARIANT_FLANK_BP = 500_000;

/** Lays chromosomes end to end by their last position seen; a single one is cut to its own range. */
export function layChromosomes({
  rows,
  chromosome,
  position,
}: Pick<Associations, "rows" | "chromosome" | "position">): ChromosomeLayout {
  const first = new Float64Array(26).fill(Infinity);
  const last = new Float64Array(26);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    const code = chromosome[row];
    const at = position[row];
    if (at < first[code]) first[code] = at;
    if (at > last[code]) last[code] = at;
  }
  const codes = Array.from(last.keys()).filter((code) => first[code] < Infinity);
  const offsets = new Array<number>(26).fill(0);
  if (codes.length === 1) {
    const [low, high] = [first[codes[0]], last[codes[0]]];
    const flank = Math.round((high - low) * 0.02) || LONE_VARIANT_FLANK_BP;
    const domain = [Math.max(0, low - flank), high + flank] as const;
    return { codes, offsets, midpoints: [Math.round((low + high) / 2)], domain };
  }
  const length = codes.reduce((sum, code) => sum + last[code], 0);
  const gap = Math.ceil(length * GAP_SHARE);
  const narrowest = Math.ceil(length * NARROWEST_LANE_SHARE);
  const midpoints: number[] = [];
  let end = gap;
  for (const code of codes) {
    const lane = Math.max(last[code], narrowest);
    offsets[code] = end + Math.round((lane - last[code]) / 2);
    midpoints.push(end + Math.round(lane / 2));
    end += lane + gap;
  }
  return { codes, offsets, midpoints, domain: [0, end] };
}

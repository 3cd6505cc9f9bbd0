import type { BlockSource } from "../compute/engine/block-source.ts";
import type { Genotypes } from "../genotypes/genotypes.ts";
import type { VariantWindows } from "./variant-windows.ts";

/** Variants from … to − 1 are paired with each other and with variants first … end − 1, all of which follow them. */
export interface PairUnit {
  readonly from: number;
  readonly to: number;
  readonly first: number;
  readonly end: number;
}

/**
 * Cuts the pairs of all windows into units of at most `rows` variants, so that each can be computed on its own.
 *
 * Where windows are narrow, neighbours share the variants of a window; where they are wider than half a unit, half of
 * the rows stay while the others pass.
 */
export function pairUnits({ end }: VariantWindows, rows: number): PairUnit[] {
  const count = end.length;
  const units: PairUnit[] = [];
  for (let from = 0; from < count;) {
    let to = from;
    while (to < count && end[to] - from <= rows) to++;
    to = Math.min(count, Math.max(to, from + Math.floor(rows / 2)));
    const last = Math.max(to, end[to - 1]);
    for (let first = to; first === to || first < last;) {
      const after = Math.min(last, first + rows - (to - from));
      units.push({ from, to, first, end: after });
      if (after === last) break;
      first = after;
    }
    from = to;
  }
  return units;
}

/** The rows of all units one after the other, each unit filled up to `rows` rows, so that a block is a unit. */
export function unitSource(
  genotypes: Genotypes,
  units: readonly PairUnit[],
  rows: number,
): BlockSource {
  const { samples, rows: selection } = genotypes;
  const count = units.length * rows;
  const bytesPerVariant = Math.ceil(samples.count / 4);
  return {
    variants: { count },
    samples,
    rows: selection && {
      ...selection,
      rowOfVariant: rowsOfUnits(units, rows, selection.rowOfVariant),
    },
    async *blocks() {
      for (const [u, unit] of units.entries()) {
        const variants = Uint32Array.from(variantsOf(unit));
        const start = u * rows;
        let filled = 0;
        for await (const block of genotypes.select({ variants }).blocks()) {
          yield { ...block, start: start + filled };
          filled += block.count;
        }
        const missing = rows - filled;
        if (missing === 0) continue;
        yield {
          start: start + filled,
          count: missing,
          sampleCount: samples.count,
          bytesPerVariant,
          packed: new Uint8Array(missing * bytesPerVariant),
        };
      }
    },
  };
}

function rowsOfUnits(
  units: readonly PairUnit[],
  rows: number,
  rowOfVariant: Uint32Array | undefined,
): Uint32Array {
  const places = new Uint32Array(new SharedArrayBuffer(4 * units.length * rows));
  units.forEach((unit, u) => {
    let at = u * rows;
    for (const v of variantsOf(unit)) places[at++] = rowOfVariant ? rowOfVariant[v] : v;
    places.fill(places[at - 1], at, (u + 1) * rows);
  });
  return places;
}

function* variantsOf({ from, to, first, end }: PairUnit): Generator<number> {
  for (let v = from; v < to; v++) yield v;
  for (let v = first; v < end; v++) yield v;
}

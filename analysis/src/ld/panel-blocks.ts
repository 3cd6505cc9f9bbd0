import type { FoundPairs } from "./found-pairs.ts";
import type { LdBlock } from "./ld-panel.ts";
import type { SquaredPairs } from "./ld-split.ts";

/** Pairs of a chromosome as workers found them: those of a variant by ascending partner, variants ascending for a partner. */
export interface ChromosomePairs {
  readonly count: number;
  /** v, w and n of each pair. */
  readonly places: Int32Array;
  readonly r: Float64Array;
}

export function chromosomePairs({ count, places, correlations }: FoundPairs): ChromosomePairs {
  return {
    count: count[0],
    places: new Int32Array(places),
    r: new Float64Array(correlations),
  };
}

/** Those of at least this r², for splitting. */
export function squaredPairs(
  { count, places, r }: ChromosomePairs,
  minimumR2: number,
): SquaredPairs {
  const chosen = new Uint32Array(count);
  let size = 0;
  for (let pair = 0; pair < count; pair++) if (r[pair] ** 2 >= minimumR2) chosen[size++] = pair;
  return {
    count: size,
    v: (i) => places[3 * chosen[i]],
    w: (i) => places[3 * chosen[i] + 1],
    r2: (i) => r[chosen[i]] ** 2,
  };
}

/** r² of pairs that lie in two blocks, in sum and at most, and of all pairs. */
export interface LostR2 {
  readonly sum: number;
  readonly largest: number;
  readonly all: number;
}

/**
 * The symmetric sparse blocks of a chromosome.
 *
 * @param starts - first variant of each block, ascending from 0
 * @param origin - place of the chromosome's first variant in the panel
 * @param factor - of every r but the diagonal
 */
export function sparseBlocks(
  variantCount: number,
  starts: readonly number[],
  { count, places, r }: ChromosomePairs,
  { origin, factor }: { readonly origin: number; readonly factor: number },
): { readonly blocks: LdBlock[]; readonly lost: LostR2 } {
  const blockOf = new Uint32Array(variantCount);
  starts.forEach((start, b) => blockOf.fill(b, start));
  const earlier = new Uint32Array(variantCount);
  const later = new Uint32Array(variantCount);
  let [sum, largest, all] = [0, 0, 0];
  for (let pair = 0; pair < count; pair++) {
    const v = places[3 * pair];
    const w = places[3 * pair + 1];
    const r2 = r[pair] ** 2;
    all += r2;
    if (blockOf[v] === blockOf[w]) {
      later[v]++;
      earlier[w]++;
    } else {
      sum += r2;
      largest = Math.max(largest, r2);
    }
  }
  const blocks = starts.map((start, b) => {
    const end = starts[b + 1] ?? variantCount;
    const rowStart = new Uint32Array(end - start + 1);
    for (let v = start; v < end; v++)
      rowStart[v - start + 1] = rowStart[v - start] + earlier[v] + 1 + later[v];
    const size = rowStart[end - start];
    return {
      first: origin + start,
      count: end - start,
      rowStart,
      column: new Uint32Array(size),
      r: new Float32Array(size),
    };
  });
  const nextEarlier = new Uint32Array(variantCount);
  const nextLater = new Uint32Array(variantCount);
  for (let v = 0; v < variantCount; v++) {
    const { rowStart, column, r: values } = blocks[blockOf[v]];
    const row = v - starts[blockOf[v]];
    nextEarlier[v] = rowStart[row];
    const diagonal = rowStart[row] + earlier[v];
    nextLater[v] = diagonal + 1;
    column[diagonal] = row;
    values[diagonal] = 1;
  }
  for (let pair = 0; pair < count; pair++) {
    const v = places[3 * pair];
    const w = places[3 * pair + 1];
    const b = blockOf[v];
    if (b !== blockOf[w]) continue;
    const { column, r: values } = blocks[b];
    const value = factor * r[pair];
    const upper = nextLater[v]++;
    column[upper] = w - starts[b];
    values[upper] = value;
    const lower = nextEarlier[w]++;
    column[lower] = v - starts[b];
    values[lower] = value;
  }
  return { blocks, lost: { sum, largest, all } };
}

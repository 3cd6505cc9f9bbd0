import { PAIR_TILE } from "./shader.ts";

/** Pairs of one upload: left rows with a range of right rows, none of them larger than a buffer. */
export interface PairPart {
  readonly firstLeft: number;
  readonly endLeft: number;
  readonly firstRight: number;
  readonly endRight: number;
  /** Pairs of the left rows, those with right rows of other parts included. */
  readonly pairs: number;
}

export interface PairRanges {
  readonly first: ArrayLike<number>;
  readonly end: ArrayLike<number>;
}

/**
 * Cuts pairs into parts of at most `mostRows` rows a side and `mostPairs` pairs; parts of the same left rows follow each
 * other. Undefined where one left row has more pairs than that.
 */
export function pairParts(
  { first, end }: PairRanges,
  leftRows: number,
  mostRows: number,
  mostPairs: number,
): PairPart[] | undefined {
  const parts: PairPart[] = [];
  let v = 0;
  while (v < leftRows) {
    const firstLeft = v;
    let [pairs, firstRight, endRight] = [0, Infinity, 0];
    for (; v < leftRows && v - firstLeft < mostRows; v++) {
      const own = Math.max(0, end[v] - first[v]);
      if (pairs + own > mostPairs) break;
      pairs += own;
      if (own === 0) continue;
      firstRight = Math.min(firstRight, first[v]);
      endRight = Math.max(endRight, end[v]);
    }
    if (v === firstLeft) return undefined;
    for (let from = firstRight; from < endRight; from += mostRows) {
      const to = Math.min(endRight, from + mostRows);
      parts.push({ firstLeft, endLeft: v, firstRight: from, endRight: to, pairs });
    }
  }
  return parts;
}

/** Tiles of a part in which there are pairs: first left row and first right row, counted within the part. */
export function pairTiles({ first, end }: PairRanges, part: PairPart): [number, number][] {
  const tiles: [number, number][] = [];
  const rows = part.endLeft - part.firstLeft;
  for (let row = 0; row < rows; row += PAIR_TILE) {
    let [from, to] = [Infinity, 0];
    for (let v = row; v < Math.min(rows, row + PAIR_TILE); v++) {
      const own = part.firstLeft + v;
      if (end[own] <= first[own]) continue;
      from = Math.min(from, Math.max(first[own], part.firstRight));
      to = Math.max(to, Math.min(end[own], part.endRight));
    }
    if (from >= to) continue;
    const start = Math.floor((from - part.firstRight) / PAIR_TILE) * PAIR_TILE;
    for (let column = start; column < to - part.firstRight; column += PAIR_TILE) {
      tiles.push([row, column]);
    }
  }
  return tiles;
}

import type { VariantWindows } from "./variant-windows.ts";

/** Pairs of variants with too high an r², ordered by v; v comes before w. */
export interface LinkedPairs {
  readonly v: Int32Array;
  readonly w: Int32Array;
  readonly r: Float64Array;
}

export interface Pruned {
  /** Of each variant: the linked one for which it was removed, or −1. */
  readonly removedFor: Int32Array;
  /** Of the two. */
  readonly r2: Float64Array;
}

/** Equal up to rounding; PLINK's. */
const NEARLY_ONE = 1 + 2 ** -44;

/**
 * Goes along windows and removes the rarer one of each linked pair that is left, the later one where both are equally
 * frequent, until none is left in the window: round after round, in each of which every variant that is left meets the next
 * one that it is linked to. PLINK 1 has this order of pairs, on which the result depends.
 *
 * @param windowStarts - first variant of each window, ascending; windows.end tells where it ends
 * @param isOut - 1 for each variant that is not there from the beginning
 */
export function pruneInOrder(
  pairs: LinkedPairs,
  majorFrequency: Float64Array,
  windows: VariantWindows,
  windowStarts: Iterable<number>,
  isOut: Uint8Array,
): Pruned {
  const count = majorFrequency.length;
  const removedFor = new Int32Array(count).fill(-1);
  const r2 = new Float64Array(count).fill(NaN);
  const out = Uint8Array.from(isOut);
  const after = placesOfFirst(pairs, count);
  const before = firstsBefore(pairs, count);
  const next = Int32Array.from(after.subarray(0, count));
  /** Decides the pair of variant v that comes next and lies before `end`; false when there is none. */
  const decideNext = (v: number, end: number): boolean => {
    while (next[v] < after[v + 1] && out[pairs.w[next[v]]]) next[v]++;
    if (next[v] === after[v + 1] || pairs.w[next[v]] >= end) return false;
    const pair = next[v]++;
    const w = pairs.w[pair];
    const isFirstRarer = majorFrequency[v] > majorFrequency[w] * NEARLY_ONE;
    const [lost, stays] = isFirstRarer ? [v, w] : [w, v];
    out[lost] = 1;
    removedFor[lost] = stays;
    r2[lost] = pairs.r[pair] ** 2;
    return true;
  };
  let loaded = 0;
  for (const start of windowStarts) {
    const end = windows.end[start];
    const firsts = new Set<number>();
    for (let w = Math.max(loaded, start); w < end; w++) {
      if (out[w]) continue;
      for (let place = before.start[w]; place < before.start[w + 1]; place++) {
        const v = before.first[place];
        if (v >= start && !out[v]) firsts.add(v);
      }
    }
    loaded = Math.max(loaded, end);
    const ascending = Uint32Array.from(firsts).sort();
    let isChanged = ascending.length > 0;
    while (isChanged) {
      isChanged = false;
      for (const v of ascending) if (!out[v] && decideNext(v, end)) isChanged = true;
    }
  }
  return { removedFor, r2 };
}

/** Where the pairs of each v start. */
function placesOfFirst({ v }: LinkedPairs, count: number): Int32Array {
  const start = new Int32Array(count + 1);
  for (let pair = 0; pair < v.length; pair++) start[v[pair] + 1]++;
  for (let i = 0; i < count; i++) start[i + 1] += start[i];
  return start;
}

/** The v of each w. */
function firstsBefore(
  { v, w }: LinkedPairs,
  count: number,
): { readonly start: Int32Array; readonly first: Int32Array } {
  const start = new Int32Array(count + 1);
  for (let pair = 0; pair < w.length; pair++) start[w[pair] + 1]++;
  for (let i = 0; i < count; i++) start[i + 1] += start[i];
  const next = Int32Array.from(start);
  const first = new Int32Array(w.length);
  for (let pair = 0; pair < w.length; pair++) first[next[w[pair]]++] = v[pair];
  return { start, first };
}

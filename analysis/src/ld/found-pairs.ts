import { InvalidArgumentError } from "../errors.ts";

/** Pairs as workers find them, in shared memory that grows; only the one whose turn it is may add. */
export interface FoundPairs {
  /** One number: how many there are. */
  readonly count: Int32Array;
  /** v, w and n of each pair. */
  readonly places: GrowableBuffer;
  /** r of each pair. */
  readonly correlations: GrowableBuffer;
}

/** Of ECMAScript 2024, which the language level of this library does not have in its types. */
interface GrowableBuffer extends SharedArrayBuffer {
  readonly maxByteLength: number;
  grow(byteLength: number): void;
}

const GrowableBuffer = SharedArrayBuffer as unknown as new (
  byteLength: number,
  options: { readonly maxByteLength: number },
) => GrowableBuffer;

const PLACE_BYTES = 12;
/** The memory is only reserved, not taken. */
const MOST_PAIRS = 2 ** 28;
const PAIRS_AT_A_TIME = 2 ** 16;

/** @param most - there cannot be more of them */
export function foundPairs(most: number): FoundPairs {
  const pairs = Math.min(most, MOST_PAIRS);
  return {
    count: new Int32Array(new SharedArrayBuffer(4)),
    places: new GrowableBuffer(0, { maxByteLength: PLACE_BYTES * pairs }),
    correlations: new GrowableBuffer(0, { maxByteLength: 8 * pairs }),
  };
}

/** Adds pairs: v, w and n of each, and r. */
export function addPairs(
  { count, places, correlations }: FoundPairs,
  newPlaces: ArrayLike<number>,
  newCorrelations: ArrayLike<number>,
): void {
  const [start] = count;
  const end = start + newCorrelations.length;
  const room = correlations.byteLength / 8;
  if (end > room) {
    const most = correlations.maxByteLength / 8;
    if (end > most) throw tooManyPairs();
    const larger = Math.min(most, Math.max(end + PAIRS_AT_A_TIME, 2 * room));
    correlations.grow(8 * larger);
    places.grow(PLACE_BYTES * larger);
  }
  new Int32Array(places).set(newPlaces, 3 * start);
  new Float64Array(correlations).set(newCorrelations, start);
  count[0] = end;
}

/** All pairs, ordered by v; those of one v as they were added. */
export function orderedPairs(
  { count: [count], places, correlations }: FoundPairs,
  variantCount: number,
): {
  readonly v: Int32Array;
  readonly w: Int32Array;
  readonly n: Int32Array;
  readonly r: Float64Array;
} {
  const found = new Int32Array(places);
  const values = new Float64Array(correlations);
  const next = new Int32Array(variantCount + 1);
  for (let pair = 0; pair < count; pair++) next[found[3 * pair] + 1]++;
  for (let v = 0; v < variantCount; v++) next[v + 1] += next[v];
  const ordered = {
    v: new Int32Array(count),
    w: new Int32Array(count),
    n: new Int32Array(count),
    r: new Float64Array(count),
  };
  for (let pair = 0; pair < count; pair++) {
    const v = found[3 * pair];
    const at = next[v]++;
    ordered.v[at] = v;
    ordered.w[at] = found[3 * pair + 1];
    ordered.n[at] = found[3 * pair + 2];
    ordered.r[at] = values[pair];
  }
  return ordered;
}

function tooManyPairs(): InvalidArgumentError {
  return new InvalidArgumentError("minimumR2", {
    what: `More than ${MOST_PAIRS} pairs of variants are correlated that much.`,
    why: "They are listed in memory.",
    remedy: "Raise minimumR2, narrow the window, or select fewer variants.",
  });
}

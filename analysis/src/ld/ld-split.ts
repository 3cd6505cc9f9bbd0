/** Pairs of variants v < w with their r², in any order. */
export interface SquaredPairs {
  readonly count: number;
  readonly v: (pair: number) => number;
  readonly w: (pair: number) => number;
  readonly r2: (pair: number) => number;
}

export interface LdSplit {
  /** First variant of each block. */
  readonly starts: number[];
  /** Sum of r² of the pairs that lie in two blocks. */
  readonly lostR2: number;
}

/** Sums of r² that differ by less are the same: blocks nearer to equal sizes are taken. */
const SAME = 1e-9;

/**
 * Cuts a chromosome into blocks of `least` … `most` variants that lose the least r² in sum: the optimum, by dynamic programming.
 *
 * Memory 12 bytes a pair; time pairs + variants × most.
 *
 * @param pairs - those whose loss counts
 * @see Privé 2022, doi:10.1093/bioinformatics/btab519
 */
export function splitOptimally(
  variantCount: number,
  pairs: SquaredPairs,
  { least, most }: { readonly least: number; readonly most: number },
): LdSplit {
  if (variantCount <= Math.max(least, 1)) return { starts: [0], lostR2: 0 };
  const { first, partner, r2 } = byLaterVariant(variantCount, pairs);
  // Of variant s with all variants from the present end on.
  const toTheRight = new Float64Array(variantCount);
  for (let pair = 0; pair < r2.length; pair++) toTheRight[partner[pair]] += r2[pair];
  const lost = new Float64Array(variantCount + 1).fill(Infinity);
  const squares = new Float64Array(variantCount + 1).fill(Infinity);
  const before = new Int32Array(variantCount + 1);
  lost[0] = 0;
  squares[0] = 0;
  for (let end = 1; end <= variantCount; end++) {
    for (let pair = first[end - 1]; pair < first[end]; pair++)
      toTheRight[partner[pair]] -= r2[pair];
    let ofBlock = 0;
    for (let start = end - 1; start >= Math.max(0, end - most); start--) {
      ofBlock += Math.max(0, toTheRight[start]);
      if (end - start < least || lost[start] === Infinity) continue;
      const sum = lost[start] + ofBlock;
      const size = squares[start] + (end - start) ** 2;
      if (sum < lost[end] - SAME || (sum <= lost[end] + SAME && size < squares[end])) {
        lost[end] = Math.min(sum, lost[end]);
        squares[end] = size;
        before[end] = start;
      }
    }
  }
  const starts: number[] = [];
  for (let end = variantCount; end > 0; end = before[end]) starts.unshift(before[end]);
  return { starts, lostR2: lost[variantCount] };
}

/** First variants of blocks that no pair leaves; neighbours are joined until a block has `least` variants. */
export function splitWithoutLoss(
  variantCount: number,
  pairs: SquaredPairs,
  least: number,
): number[] {
  const furthest = Int32Array.from({ length: variantCount }, (_, v) => v);
  for (let pair = 0; pair < pairs.count; pair++) {
    const v = pairs.v(pair);
    furthest[v] = Math.max(furthest[v], pairs.w(pair));
  }
  const starts = [0];
  let reach = 0;
  for (let v = 0; v < variantCount; v++) {
    const isFree = v > reach && v - starts[starts.length - 1] >= least;
    if (isFree && variantCount - v >= least) starts.push(v);
    reach = Math.max(reach, furthest[v]);
  }
  return starts;
}

function byLaterVariant(
  variantCount: number,
  pairs: SquaredPairs,
): { first: Uint32Array; partner: Uint32Array; r2: Float64Array } {
  const first = new Uint32Array(variantCount + 2);
  for (let pair = 0; pair < pairs.count; pair++) first[pairs.w(pair) + 2]++;
  for (let w = 2; w <= variantCount + 1; w++) first[w] += first[w - 1];
  const partner = new Uint32Array(pairs.count);
  const r2 = new Float64Array(pairs.count);
  for (let pair = 0; pair < pairs.count; pair++) {
    const at = first[pairs.w(pair) + 1]++;
    partner[at] = pairs.v(pair);
    r2[at] = pairs.r2(pair);
  }
  return { first, partner, r2 };
}

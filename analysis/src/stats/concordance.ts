/** Harrell's C of a risk score for times to an event. */
export interface Concordance {
  /** P(the higher score has the earlier event) among comparable pairs, ties of the score as a half. */
  readonly concordance: number;
  /** By the infinitesimal jackknife over people. */
  readonly standardError: number;
  readonly concordant: number;
  readonly discordant: number;
  readonly tiedScore: number;
}

/**
 * Concordance of a score in which higher means an earlier event, in O(n log n).
 *
 * A pair is comparable when the earlier time is an event; of two equal times only an event and a censoring are, the
 * censored being the later.
 *
 * @returns undefined when no pair is comparable
 * @see Harrell, Lee & Mark 1996, doi:10.1002/(SICI)1097-0258(19960229)15:4<361::AID-SIM168>3.0.CO;2-4
 */
export function concordanceIndex(
  score: Float64Array,
  time: Float64Array,
  isEvent: Float64Array,
): Concordance | undefined {
  const n = score.length;
  const levels = Float64Array.from(new Set(score)).sort();
  const rank = rankOf(score, levels);
  // Each person's pairs, as the earlier and as the later of them.
  const good = new Float64Array(n);
  const bad = new Float64Array(n);
  const tied = new Float64Array(n);
  const order = Uint32Array.from(time.keys()).sort((a, b) => time[a] - time[b]);
  const later = countTree(levels.length);
  for (let to = n; to > 0;) {
    let from = to;
    while (from > 0 && time[order[from - 1]] === time[order[to - 1]]) from--;
    for (let p = from; p < to; p++) if (isEvent[order[p]] !== 1) later.add(rank[order[p]]);
    for (let p = from; p < to; p++) {
      const person = order[p];
      if (isEvent[person] !== 1) continue;
      const below = later.below(rank[person]);
      const same = later.below(rank[person] + 1) - below;
      good[person] += below;
      tied[person] += same;
      bad[person] += later.total() - below - same;
    }
    for (let p = from; p < to; p++) if (isEvent[order[p]] === 1) later.add(rank[order[p]]);
    to = from;
  }
  const concordant = good.reduce((sum, value) => sum + value, 0);
  const discordant = bad.reduce((sum, value) => sum + value, 0);
  const tiedScore = tied.reduce((sum, value) => sum + value, 0);
  const pairs = concordant + discordant + tiedScore;
  if (pairs === 0) return undefined;
  const earlier = countTree(levels.length);
  for (let from = 0; from < n;) {
    let to = from;
    while (to < n && time[order[to]] === time[order[from]]) to++;
    const meet = (person: number): void => {
      const below = earlier.below(rank[person]);
      const same = earlier.below(rank[person] + 1) - below;
      bad[person] += below;
      tied[person] += same;
      good[person] += earlier.total() - below - same;
    };
    for (let p = from; p < to; p++) if (isEvent[order[p]] === 1) meet(order[p]);
    for (let p = from; p < to; p++) if (isEvent[order[p]] === 1) earlier.add(rank[order[p]]);
    for (let p = from; p < to; p++) if (isEvent[order[p]] !== 1) meet(order[p]);
    from = to;
  }
  const concordance = (concordant + tiedScore / 2) / pairs;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    const own = good[i] + bad[i] + tied[i];
    squares += (good[i] + tied[i] / 2 - concordance * own) ** 2;
  }
  return {
    concordance,
    standardError: Math.sqrt(squares) / pairs,
    concordant,
    discordant,
    tiedScore,
  };
}

function rankOf(values: Float64Array, levels: Float64Array): Uint32Array {
  const place = new Map(Array.from(levels, (level, i) => [level, i] as const));
  return Uint32Array.from(values, (value) => place.get(value)!);
}

/** Counts by rank with sums of all below one, each in O(log n) (Fenwick 1994, doi:10.1002/spe.4380240306). */
function countTree(size: number): {
  add(rank: number): void;
  below(rank: number): number;
  total(): number;
} {
  const tree = new Float64Array(size + 1);
  let total = 0;
  return {
    add(rank) {
      total++;
      for (let i = rank + 1; i <= size; i += i & -i) tree[i]++;
    },
    below(rank) {
      let sum = 0;
      for (let i = rank; i > 0; i -= i & -i) sum += tree[i];
      return sum;
    },
    total: () => total,
  };
}

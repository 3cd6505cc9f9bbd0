import type { Task } from "../task.ts";
import type { LdBlock, LdPanel } from "./ld-panel.ts";
import {
  expectedByNeighbours,
  flipLogRatio,
  inconsistency,
  spreadMixture,
  type LdSegment,
} from "./ld-neighbours.ts";
import { unbiasedR2 } from "./unbiased-r2.ts";

/** Variants of a block whose z-scores are compared, by place in the panel and on its alleles. */
export interface CheckedScores {
  /** Ascending. */
  readonly variant: Int32Array;
  /** As correlations of the trait times √n where n is known. */
  readonly z: Float64Array;
}

export interface LdConsistency {
  /** s of (1 − s) R + s I; NaN when there are too few variants, or too little LD among them. */
  readonly s: number;
  /** z less what the neighbours tell, in conditional standard deviations; NaN where none are. */
  readonly difference: Float64Array;
  /** ln of how much likelier −z is than z. */
  readonly flipLogRatio: Float64Array;
  /** 1 where the sign seems flipped, 2 where z disagrees otherwise. */
  readonly suspect: Uint8Array;
}

/** Variants of a segment that are judged, and their neighbours on either side. */
const JUDGED = 300;
const MARGIN = 100;
/** Segments that s is estimated from. */
const SAMPLED = 8;
const FLIP_LOG_RATIO = 2;
const LEAST_Z = 2;
/** P 5e-8. */
const OUTLIER = 5.451;
/** Above this share of its variance neighbours tell too little of a z for a difference to mean anything. */
const MOST_UNTOLD = 0.4;
/** Mean sum of a variant's r² with others, above chance, from which on there is LD to compare with. */
const LEAST_LD = 0.5;
/** In each segment; more are found when the worst ones are corrected. */
const ROUNDS = 12;
const FEWEST = 10;

interface Place {
  readonly block: number;
  /** Indices among the checked scores: the segment, and what is judged of it. */
  readonly from: number;
  readonly to: number;
  readonly first: number;
  readonly last: number;
}

/**
 * Compares each z with what its neighbours tell by the panel's correlations.
 *
 * Suspects are taken one at a time, the worst of a segment first, and left out of what the others are judged by: a flipped allele
 * makes its neighbours look wrong, too.
 *
 * @see Zou et al. 2022, doi:10.1371/journal.pgen.1010299; Chen et al. 2021, doi:10.1038/s41467-021-27438-7
 */
export async function consistencyWithPanel(
  panel: LdPanel,
  scores: CheckedScores,
  task: Task,
): Promise<LdConsistency> {
  const count = scores.variant.length;
  const difference = new Float64Array(count).fill(NaN);
  const ratio = new Float64Array(count).fill(NaN);
  const suspect = new Uint8Array(count);
  const places = placesOf(panel, scores);
  const judged = places.reduce((sum, { first, last }) => sum + last - first, 0);
  const nothing = { s: NaN, difference, flipLogRatio: ratio, suspect };
  if (judged < FEWEST) return nothing;
  const everyone = (): boolean => true;
  const stride = Math.max(1, Math.floor(places.length / SAMPLED));
  const sampled: LdSegment[] = [];
  for (let i = 0; i < places.length; i += stride) {
    const block = await panel.readBlock(places[i].block);
    sampled.push(segmentOf(block, scores, places[i], everyone).segment);
  }
  if (meanLd(sampled, panel.sampleCount) < LEAST_LD) return nothing;
  const s = inconsistency(sampled);
  const mean = new Float64Array(count);
  const variance = new Float64Array(count);
  let block: LdBlock | undefined;
  for (const [p, place] of places.entries()) {
    await task.step(Math.floor((p * panel.blockCount) / (2 * places.length)));
    if (p === 0 || places[p - 1].block !== place.block) block = await panel.readBlock(place.block);
    const { segment, index } = segmentOf(block!, scores, place, everyone);
    const expected = expectedByNeighbours(segment, s);
    if (!expected) continue;
    index.forEach((i, j) => {
      if (i < place.first || i >= place.last) return;
      mean[i] = expected.mean[j];
      variance[i] = expected.variance[j];
      difference[i] = (scores.z[i] - mean[i]) / Math.sqrt(variance[i]);
    });
  }
  const mixture = spreadMixture(difference.filter((value) => !Number.isNaN(value)));
  for (let i = 0; i < count; i++)
    if (variance[i] > 0) ratio[i] = flipLogRatio(scores.z[i], mean[i], variance[i], mixture);
  // First order of what errors of correlations, about 1 / √people, do to a conditional mean.
  const noiseOf = (z: Float64Array): number =>
    z.reduce((most, value) => Math.max(most, value ** 2), 0) / Math.max(1, panel.sampleCount);
  const isFlip = (i: number, value: number): boolean =>
    value > FLIP_LOG_RATIO && Math.abs(scores.z[i]) > LEAST_Z;
  for (const [p, place] of places.entries()) {
    await task.step(Math.floor(((places.length + p) * panel.blockCount) / (2 * places.length)));
    let isOdd = false;
    for (let i = place.first; i < place.last; i++)
      isOdd ||= isFlip(i, ratio[i]) || Math.abs(difference[i]) > OUTLIER;
    if (!isOdd) continue;
    block = await panel.readBlock(place.block);
    for (let round = 0; round < ROUNDS; round++) {
      const { segment, index } = segmentOf(block, scores, place, (i) => suspect[i] === 0);
      const expected = expectedByNeighbours(segment, s);
      if (!expected) break;
      const noise = noiseOf(segment.z);
      let most = 0;
      let chosen = -1;
      let kind = 0;
      index.forEach((i, j) => {
        if (i < place.first || i >= place.last) return;
        const value = flipLogRatio(scores.z[i], expected.mean[j], expected.variance[j], mixture);
        const off = (scores.z[i] - expected.mean[j]) / Math.sqrt(expected.variance[j] + noise);
        const flips = isFlip(i, value);
        const isOff = expected.variance[j] <= MOST_UNTOLD && Math.abs(off) > OUTLIER;
        if (!(flips || isOff) || Math.abs(off) <= most) return;
        most = Math.abs(off);
        chosen = i;
        kind = flips ? 1 : 2;
      });
      if (chosen < 0) break;
      suspect[chosen] = kind;
    }
  }
  return { s, difference, flipLogRatio: ratio, suspect };
}

/** Mean sum of unbiased r² of a variant with the others of its segment. */
function meanLd(segments: readonly LdSegment[], people: number): number {
  let [sum, variants] = [0, 0];
  for (const { z, correlation } of segments) {
    const m = z.length;
    variants += m;
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < m; j++)
        if (i !== j && correlation[i * m + j] !== 0)
          sum += unbiasedR2(correlation[i * m + j], people);
    }
  }
  return sum / variants;
}

/** Cuts the checked variants of each block into segments that overlap. */
function placesOf(panel: LdPanel, { variant }: CheckedScores): Place[] {
  const places: Place[] = [];
  let start = 0;
  for (let block = 0; block < panel.blockCount; block++) {
    let end = start;
    while (end < variant.length && variant[end] < panel.blockStart[block + 1]) end++;
    for (let first = start; first < end && end - start > 1; first += JUDGED) {
      const last = Math.min(end, first + JUDGED);
      const from = Math.max(start, first - MARGIN);
      places.push({ block, from, to: Math.min(end, last + MARGIN), first, last });
    }
    start = end;
  }
  return places;
}

function segmentOf(
  { first, rowStart, column, r }: LdBlock,
  { variant, z }: CheckedScores,
  { from, to }: Place,
  keep: (i: number) => boolean,
): { readonly segment: LdSegment; readonly index: readonly number[] } {
  const index: number[] = [];
  for (let i = from; i < to; i++) if (keep(i)) index.push(i);
  const m = index.length;
  const placeOf = new Map(index.map((i, j) => [variant[i] - first, j]));
  const correlation = new Float64Array(m * m);
  index.forEach((i, j) => {
    const row = variant[i] - first;
    for (let at = rowStart[row]; at < rowStart[row + 1]; at++) {
      const k = placeOf.get(column[at]);
      if (k !== undefined) correlation[j * m + k] = r[at];
    }
  });
  return { segment: { z: Float64Array.from(index, (i) => z[i]), correlation }, index };
}

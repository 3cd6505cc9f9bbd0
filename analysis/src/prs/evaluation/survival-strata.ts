import { kaplanMeierCurve, logRankTest } from "../../stats/kaplan-meier.ts";
import { equalParts } from "./score-strata.ts";
import { hiddenCells } from "./small-counts.ts";

/** A point of a survival curve of one stratum of the score. */
export interface SurvivalPoint {
  readonly stratum: string;
  readonly time: number;
  readonly atRisk: number;
  readonly survival: number;
  readonly standardError: number;
  readonly lower: number;
  readonly upper: number;
}

/** A log-rank test over strata. */
export interface StrataTest {
  readonly strata: number;
  readonly chiSquare: number;
  readonly degreesOfFreedom: number;
  readonly negLog10PValue: number;
}

/** Times at which a curve is given: each event's own time could be known to be a person's. */
const POINTS = 100;

/**
 * Kaplan–Meier curves of parts of the score on a grid of times, up to where fewer than the limit are at risk.
 *
 * @param time - n times
 */
export function survivalByStratum(
  score: Float64Array,
  time: Float64Array,
  isEvent: Float64Array,
  options: { readonly parts: number; readonly smallestCount: number; readonly confidence: number },
): { readonly points: SurvivalPoint[]; readonly test: StrataTest | undefined } {
  const { parts, smallestCount, confidence } = options;
  const stratum = equalParts(score, parts);
  const longest = time.reduce((most, value) => Math.max(most, value), 0);
  const sizes = Array.from({ length: parts }, (_, s) => [
    stratum.reduce((count, own) => count + Number(own === s), 0),
  ]);
  const isHidden = hiddenCells(sizes, smallestCount);
  const points = sizes.flatMap((_, s): SurvivalPoint[] => {
    if (isHidden[s]) return [];
    const own = (values: Float64Array): Float64Array => values.filter((_, i) => stratum[i] === s);
    const curve = kaplanMeierCurve(own(time), own(isEvent), confidence);
    const name = `${parts === 5 ? "quintile" : `part of ${parts},`} ${s + 1}`;
    const start = {
      time: 0,
      atRisk: sizes[s][0],
      survival: 1,
      standardError: 0,
      lower: 1,
      upper: 1,
    };
    const rows: SurvivalPoint[] = [{ stratum: name, ...start }];
    let at = -1;
    for (let p = 1; p <= POINTS; p++) {
      const until = (p / POINTS) * longest;
      while (at + 1 < curve.time.length && curve.time[at + 1] <= until) at++;
      const atRisk = at + 1 < curve.time.length ? curve.atRisk[at + 1] : 0;
      if (atRisk < smallestCount) break;
      if (at < 0) continue;
      rows.push({
        stratum: name,
        time: until,
        atRisk,
        survival: curve.survival[at],
        standardError: curve.standardError[at],
        lower: curve.lower[at],
        upper: curve.upper[at],
      });
    }
    return rows;
  });
  const test = logRankTest(time, isEvent, stratum, parts);
  return { points, test: test && { ...test, strata: parts } };
}

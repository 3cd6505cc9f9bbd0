import { chiSquareLnP } from "./chi-square.ts";
import { normalQuantile } from "./normal.ts";
import { solvePositiveDefinite } from "./positive-definite.ts";

/** Survival at each distinct time, events and censorings alike. */
export interface SurvivalCurve {
  /** Ascending. */
  readonly time: Float64Array;
  readonly atRisk: Float64Array;
  readonly events: Float64Array;
  readonly survival: Float64Array;
  /** Greenwood's, of the survival itself. */
  readonly standardError: Float64Array;
  /** By the logarithm of survival, at most 1; NaN where survival is 0. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** When half have had the event, with the times at which the bounds cross a half; NaN where not reached. */
  readonly median: { readonly time: number; readonly lower: number; readonly upper: number };
}

/**
 * The Kaplan–Meier estimate; whoever is censored at the time of an event is still at risk at it.
 *
 * @param time - n times
 * @param isEvent - n values, 1 event and 0 censored
 * @see Kaplan & Meier 1958, doi:10.1080/01621459.1958.10501452
 */
export function kaplanMeierCurve(
  time: Float64Array,
  isEvent: Float64Array,
  confidence = 0.95,
): SurvivalCurve {
  const order = Uint32Array.from(time.keys()).sort((a, b) => time[a] - time[b]);
  const z = normalQuantile((1 + confidence) / 2);
  const rows: number[][] = [];
  let survival = 1;
  let greenwood = 0;
  for (let from = 0; from < order.length;) {
    const at = time[order[from]];
    const atRisk = order.length - from;
    let events = 0;
    for (; from < order.length && time[order[from]] === at; from++) events += isEvent[order[from]];
    survival *= (atRisk - events) / atRisk;
    greenwood += events / (atRisk * (atRisk - events));
    const width = z * Math.sqrt(greenwood);
    rows.push(
      survival > 0
        ? [
            at,
            atRisk,
            events,
            survival,
            survival * Math.sqrt(greenwood),
            survival * Math.exp(-width),
            Math.min(1, survival * Math.exp(width)),
          ]
        : [at, atRisk, events, 0, NaN, NaN, NaN],
    );
  }
  const column = (j: number): Float64Array => Float64Array.from(rows, (row) => row[j]);
  const curve = {
    time: column(0),
    atRisk: column(1),
    events: column(2),
    survival: column(3),
    standardError: column(4),
    lower: column(5),
    upper: column(6),
  };
  return {
    ...curve,
    median: {
      time: halfway(curve.time, curve.survival),
      lower: halfway(curve.time, curve.lower),
      upper: halfway(curve.time, curve.upper),
    },
  };
}

/** The first time at or below a half; where the curve lies on a half, the middle of that step. */
function halfway(time: Float64Array, survival: Float64Array): number {
  const tolerance = 1e-12;
  const at = survival.findIndex((value) => value <= 0.5 + tolerance);
  if (at < 0) return NaN;
  if (Math.abs(survival[at] - 0.5) > tolerance) return time[at];
  const next = survival.findIndex((value, i) => i > at && value < 0.5 - tolerance);
  return next < 0 ? time[at] : (time[at] + time[next]) / 2;
}

/** The log-rank test of equal survival in all strata. */
export interface LogRank {
  /** By stratum. */
  readonly n: Float64Array;
  readonly observed: Float64Array;
  readonly expected: Float64Array;
  readonly chiSquare: number;
  readonly degreesOfFreedom: number;
  readonly negLog10PValue: number;
}

/**
 * Log-rank test of two or more strata.
 *
 * @param stratum - n numbers from 0 to `strata` − 1
 * @returns undefined when fewer than two strata can be compared
 * @see Mantel 1966, PMID 5910392
 */
export function logRankTest(
  time: Float64Array,
  isEvent: Float64Array,
  stratum: ArrayLike<number>,
  strata: number,
): LogRank | undefined {
  const order = Uint32Array.from(time.keys()).sort((a, b) => time[b] - time[a]);
  const n = new Float64Array(strata);
  const observed = new Float64Array(strata);
  const expected = new Float64Array(strata);
  const variance = new Float64Array(strata * strata);
  const dying = new Float64Array(strata);
  for (let from = 0; from < order.length;) {
    dying.fill(0);
    let deaths = 0;
    const at = time[order[from]];
    for (; from < order.length && time[order[from]] === at; from++) {
      const person = order[from];
      n[stratum[person]]++;
      dying[stratum[person]] += isEvent[person];
      deaths += isEvent[person];
    }
    if (deaths === 0) continue;
    const atRisk = from;
    const factor = atRisk > 1 ? (deaths * (atRisk - deaths)) / (atRisk - 1) : 0;
    for (let a = 0; a < strata; a++) {
      observed[a] += dying[a];
      expected[a] += (deaths * n[a]) / atRisk;
      for (let b = 0; b < strata; b++) {
        variance[a * strata + b] += factor * (n[a] / atRisk) * (Number(a === b) - n[b] / atRisk);
      }
    }
  }
  const compared = Array.from({ length: strata }, (_, a) => a).filter((a) => expected[a] > 0);
  const degreesOfFreedom = compared.length - 1;
  if (degreesOfFreedom < 1) return undefined;
  const free = compared.slice(1);
  const difference = Float64Array.from(free, (a) => observed[a] - expected[a]);
  const matrix = Float64Array.from(free.flatMap((a) => free.map((b) => variance[a * strata + b])));
  const solved = solvePositiveDefinite(matrix, difference);
  if (!solved) return undefined;
  const chiSquare = solved.x.reduce((sum, x, i) => sum + x * difference[i], 0);
  return {
    n,
    observed,
    expected,
    chiSquare,
    degreesOfFreedom,
    negLog10PValue: -chiSquareLnP(chiSquare, degreesOfFreedom) / Math.LN10,
  };
}

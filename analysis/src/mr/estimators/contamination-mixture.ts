import { chiSquare1LnP } from "../../stats/normal.ts";
import { chiSquareQuantile } from "../../stats/chi-square.ts";
import { standardDeviation } from "./bootstrap.ts";
import type { Estimator } from "./estimator.ts";
import { negLog10Of } from "./inference.ts";
import { ratiosOf, ratioStandardErrors } from "./ratios.ts";

export interface ContaminationMixtureOptions {
  /** Standard deviation of the ratios of invalid variants around 0; 1.5 standard deviations of all ratios by default. */
  readonly psi?: number;
  /** Looks at points this far apart, as MendelianRandomization does; exact without. */
  readonly step?: number;
}

/** A term of the log likelihood: a parabola that ends at 0, where a variant counts as invalid. */
interface Cap {
  readonly ratio: number;
  /** 1 / σ_j². */
  readonly precision: number;
  /** How much likelier the variant is as a valid one, at best. */
  readonly height: number;
  /** Distance from the ratio at which it no longer is. */
  readonly reach: number;
}

/**
 * Contamination mixture: the θ at which the likelihood is highest when every variant counts either as valid, with its ratio
 * around θ, or as invalid, with its ratio around 0 and more spread.
 *
 * The log likelihood is a sum of parabolas cut off at 0, so that its maximum and its interval are exact; a grid is optional.
 * The interval may have several parts, all in `details.intervals`. It and the P value use the same likelihood ratio over
 * the overdispersion φ²; MendelianRandomization divides by φ² in the interval but multiplies with it in the P value.
 *
 * @example
 * const { details } = mr.estimate(harmonised, { methods: ["contaminationMixture"] }).details("contaminationMixture");
 * const valid = details.valid;
 * @see Burgess et al. 2020, doi:10.1038/s41467-019-14156-4
 */
export function contaminationMixture(options: ContaminationMixtureOptions = {}): Estimator {
  const { psi, step } = options;
  const traits = [psi === undefined ? "" : `ψ ${psi}`, step === undefined ? "" : `step ${step}`];
  const idParts = [psi === undefined ? "" : `psi${psi}`, step === undefined ? "" : `step${step}`];
  const label = "Contamination mixture";
  return {
    id: ["contaminationMixture", ...idParts.filter(Boolean)].join("."),
    label: traits.some(Boolean) ? `${label} (${traits.filter(Boolean).join(", ")})` : label,
    fewestVariants: 3,
    usesCorrelation: false,
    isRandom: false,
    source: "doi:10.1038/s41467-019-14156-4",
    estimate(effects, { confidence }) {
      const ratios = ratiosOf(effects);
      const errors = ratioStandardErrors(effects, "firstOrder");
      const spread = psi ?? 1.5 * standardDeviation(ratios);
      const caps = Array.from(ratios, (ratio, j): Cap => {
        const variance = errors[j] ** 2;
        const wide = variance + spread ** 2;
        const height = (ratio * ratio) / (2 * wide) + 0.5 * Math.log(wide / variance);
        return { ratio, precision: 1 / variance, height, reach: errors[j] * Math.sqrt(2 * height) };
      });
      const search = step === undefined ? exactSearch(caps) : gridSearch(caps, step, effects);
      const { beta, highest } = search;
      const valid = caps.map((cap) => Math.abs(beta - cap.ratio) < cap.reach);
      const overdispersion = overdispersionOf(caps.filter((_, j) => valid[j]));
      const margin = (chiSquareQuantile(confidence, 1) * overdispersion ** 2) / 2;
      const intervals = search.above(highest - margin);
      const ratio = (2 * (highest - likelihoodAt(caps, 0))) / overdispersion ** 2;
      const isOpen = !Number.isFinite(intervals[0]);
      return {
        beta,
        standardError: NaN,
        ciLower: intervals[0],
        ciUpper: intervals[intervals.length - 1],
        negLog10PValue: negLog10Of(chiSquare1LnP(Math.max(0, ratio))),
        variantCount: ratios.length,
        details: {
          intervals,
          psi: spread,
          overdispersion,
          valid: effects.variantId.filter((_, j) => valid[j]),
        },
        notes: [
          ...(intervals.length > 2 && !isOpen
            ? [
                `The interval has ${intervals.length / 2} parts: more than one effect fits a group of variants.`,
              ]
            : []),
          ...(isOpen ? ["The variants say too little to bound the effect."] : []),
        ],
      };
    },
  };
}

/** Beyond what it is when all variants count as invalid. */
function likelihoodAt(caps: readonly Cap[], theta: number): number {
  let sum = 0;
  for (const { ratio, precision, height } of caps) {
    sum += Math.max(0, height - 0.5 * precision * (theta - ratio) ** 2);
  }
  return sum;
}

/** √(Q / df) of the valid variants around their own mean, at least 1. */
function overdispersionOf(valid: readonly Cap[]): number {
  if (valid.length < 2) return 1;
  const total = valid.reduce((sum, cap) => sum + cap.precision, 0);
  const mean = valid.reduce((sum, cap) => sum + cap.precision * cap.ratio, 0) / total;
  const q = valid.reduce((sum, cap) => sum + cap.precision * (cap.ratio - mean) ** 2, 0);
  return Math.max(1, Math.sqrt(q / (valid.length - 1)));
}

interface Search {
  readonly beta: number;
  readonly highest: number;
  /** Ends of the parts in which the likelihood is above a level, in order. */
  readonly above: (level: number) => number[];
}

/** Between two ends of caps the log likelihood is one parabola: c + bθ − aθ²/2 around its middle. */
function exactSearch(caps: readonly Cap[]): Search {
  const ends = caps
    .flatMap(({ ratio, reach }) => [ratio - reach, ratio + reach])
    .sort((p, q) => p - q);
  const pieces = ends.slice(1).flatMap((to, i) => {
    const from = ends[i];
    if (to === from) return [];
    const middle = (from + to) / 2;
    let [a, b, c] = [0, 0, 0];
    for (const { ratio, precision, height, reach } of caps) {
      const offset = ratio - middle;
      if (Math.abs(offset) >= reach) continue;
      a += precision;
      b += precision * offset;
      c += height - 0.5 * precision * offset * offset;
    }
    const half = (to - from) / 2;
    const top = a > 0 ? Math.min(half, Math.max(-half, b / a)) : 0;
    return [
      { from, to, middle, a, b, c, theta: middle + top, value: c + b * top - 0.5 * a * top * top },
    ];
  });
  const best = pieces.reduce((highest, piece) => (piece.value > highest.value ? piece : highest));
  const above = (level: number): number[] => {
    if (level <= 0) return [-Infinity, Infinity];
    const parts: number[] = [];
    for (const { from, to, middle, a, b, c } of pieces) {
      if (a === 0) continue;
      const root = Math.sqrt(b * b + 2 * a * (c - level));
      if (Number.isNaN(root)) continue;
      const low = Math.max(from, middle + (b - root) / a);
      const high = Math.min(to, middle + (b + root) / a);
      if (!(low < high)) continue;
      const last = parts.length - 1;
      if (last > 0 && low <= parts[last] + 1e-12 * (Math.abs(low) + to - from)) parts[last] = high;
      else parts.push(low, high);
    }
    return parts;
  };
  return { beta: best.theta, highest: best.value, above };
}

function gridSearch(
  caps: readonly Cap[],
  step: number,
  effects: {
    readonly betaExposure: Float64Array;
    readonly betaOutcome: Float64Array;
    readonly standardErrorOutcome: Float64Array;
  },
): Search {
  const { betaExposure, betaOutcome, standardErrorOutcome } = effects;
  let [from, to] = [Infinity, -Infinity];
  for (let j = 0; j < betaExposure.length; j++) {
    from = Math.min(from, (betaOutcome[j] - 2 * standardErrorOutcome[j]) / betaExposure[j]);
    to = Math.max(to, (betaOutcome[j] + 2 * standardErrorOutcome[j]) / betaExposure[j]);
  }
  const count = Math.floor((to - from) / step + 1e-10) + 1;
  const values = Float64Array.from({ length: count }, (_, i) =>
    likelihoodAt(caps, from + i * step),
  );
  const best = values.reduce((at, value, i) => (value > values[at] ? i : at), 0);
  const above = (level: number): number[] => {
    const parts: number[] = [];
    for (let i = 0; i < count; i++) {
      if (!(values[i] > level)) continue;
      if (i > 0 && values[i - 1] > level) parts[parts.length - 1] = from + i * step;
      else parts.push(from + i * step, from + i * step);
    }
    return parts;
  };
  return { beta: from + best * step, highest: values[best], above };
}

import { normalCumulative, normalQuantileOfLnP } from "../../stats/normal.ts";
import { LengthMismatchError } from "../../errors.ts";
import type { InstrumentEffects } from "../instrument-effects.ts";
import { pleiotropyVariance, tooWeak } from "./divw.ts";
import type { Estimator } from "./estimator.ts";
import { infer, type Inference } from "./inference.ts";
import { tooFewVariants } from "./refusals.ts";
import { standardNormals } from "./standard-normals.ts";

export interface PivwOptions {
  /** λ of the penalty against a denominator near 0; 1 by default. */
  readonly penalty?: number;
  /** Allows balanced pleiotropy, whose variance τ² widens the standard error; true by default. */
  readonly overdispersion?: boolean;
  /** Keeps variants by an independent study of the exposure, with |z| above `threshold`. */
  readonly selection?:
    { readonly threshold: number; readonly negLog10PValue: Float64Array } | undefined;
  /** Fieller's interval with a bootstrapped distribution (default), which may be unbounded, or the normal one. */
  readonly interval?: "bootstrapFieller" | "normal";
}

/**
 * Penalised IVW of Xu: the debiased estimate with a penalty that keeps its denominator away from 0.
 *
 * @example
 * const weak = mr.estimate(harmonised, { methods: [mr.methods.pivw({ interval: "normal" })] });
 * @see Xu, Wang, Fung & Liu 2022, doi:10.1111/biom.13732
 */
export function pivw(options: PivwOptions = {}): Estimator {
  const { penalty = 1, overdispersion = true, selection, interval = "bootstrapFieller" } = options;
  const traits = [
    `λ ${penalty}`,
    overdispersion ? "balanced pleiotropy allowed" : "no pleiotropy",
    interval === "normal" ? "normal" : "bootstrap Fieller interval",
    selection ? `|z| above ${selection.threshold}` : "",
  ];
  const label = `Penalised debiased IVW (${traits.filter(Boolean).join(", ")})`;
  const idParts = [
    penalty === 1 ? "" : `penalty${penalty}`,
    overdispersion ? "" : "noOverdispersion",
    selection ? "selection" : "",
    interval === "normal" ? "normal" : "",
  ];
  return {
    id: ["pivw", ...idParts.filter(Boolean)].join("."),
    label,
    fewestVariants: 2,
    usesCorrelation: false,
    isRandom: interval === "bootstrapFieller",
    source: "doi:10.1111/biom.13732",
    estimate(effects, settings) {
      const { rows, divisor } = selected(effects, selection);
      const kept = rows.length === effects.variantId.length ? effects : at(effects, rows);
      if (rows.length < 2) throw tooFewVariants(label, rows.length, 2);
      const sums = momentsOf(kept.betaExposure, kept.betaOutcome, kept, penalty);
      const meanF = kept.betaExposure.reduce(
        (sum, beta, j) => sum + (beta / kept.standardErrorExposure[j]) ** 2 / rows.length,
        0,
      );
      if (sums.mu2 === 0 || !Number.isFinite(sums.beta)) throw tooWeak(label, meanF);
      const all = momentsOf(effects.betaExposure, effects.betaOutcome, effects, penalty);
      const tau2 = overdispersion ? pleiotropyVariance(effects, all.beta) : 0;
      const { beta, denominator } = sums;
      let variance = 0;
      for (let j = 0; j < rows.length; j++) {
        const x2 = kept.betaExposure[j] ** 2;
        const sx2 = kept.standardErrorExposure[j] ** 2;
        const w = 1 / kept.standardErrorOutcome[j] ** 2;
        variance += x2 * w * (1 + tau2 * w) + beta ** 2 * sx2 * w * w * (x2 + sx2);
      }
      const standardError = Math.sqrt(variance) / Math.abs(denominator);
      const condition = ((meanF - 1) * Math.sqrt(rows.length)) / divisor;
      const found =
        interval === "normal"
          ? { ...infer(beta, standardError, settings.confidence), intervals: [], draws: 0 }
          : fiellerInference(kept, sums, { tau2, penalty, ...settings });
      const { intervals, draws, ...inference } = found;
      return {
        beta,
        standardError,
        ...inference,
        variantCount: rows.length,
        details: { tau2, condition, meanF, ...(draws > 0 ? { intervals, bootstraps: draws } : {}) },
        notes: [
          ...(draws > 0 && inference.negLog10PValue >= Math.log10(draws + 1)
            ? [
                `P is at most ${(1 / (draws + 1)).toPrecision(2)}: more bootstraps can show how small.`,
              ]
            : []),
          ...(intervals.length > 2
            ? ["Fieller's interval is what lies outside of a gap: see details.intervals."]
            : []),
          ...(condition < 5
            ? [
                `The instruments' strength (F̄ − 1)√k is ${condition.toFixed(1)}; its authors ask for more than 5.`,
              ]
            : []),
        ],
      };
    },
  };
}

/** Which variants an independent study selects, and what the selection's noise divides the strength by. */
function selected(
  effects: InstrumentEffects,
  selection: PivwOptions["selection"],
): { rows: number[]; divisor: number } {
  const k = effects.variantId.length;
  if (!selection) return { rows: [...Array(k).keys()], divisor: 1 };
  const { threshold, negLog10PValue } = selection;
  if (negLog10PValue.length !== k) {
    throw new LengthMismatchError({
      what: `selection.negLog10PValue has ${negLog10PValue.length} values for ${k} variants.`,
      why: "Every variant has a P value of the study that selects.",
      remedy: "Give the selecting study's P values in the variants' order.",
    });
  }
  const z = negLog10PValue.map((value) => normalQuantileOfLnP(-value * Math.LN10));
  const rows = [...Array(k).keys()].filter((j) => z[j] > threshold);
  let noise = 0;
  for (let j = 0; j < k; j++) {
    const f = (effects.betaExposure[j] / effects.standardErrorExposure[j]) ** 2;
    const q = normalCumulative(z[j] - threshold) + normalCumulative(-z[j] - threshold);
    noise += (f * f - 6 * f + 3) * q * (1 - q);
  }
  return { rows, divisor: Math.max(1, Math.sqrt(Math.max(0, noise / rows.length))) };
}

function at(effects: InstrumentEffects, rows: readonly number[]): InstrumentEffects {
  const pick = (values: Float64Array): Float64Array =>
    Float64Array.from(rows, (row) => values[row]);
  return {
    ...effects,
    variantId: rows.map((row) => effects.variantId[row]),
    betaExposure: pick(effects.betaExposure),
    standardErrorExposure: pick(effects.standardErrorExposure),
    betaOutcome: pick(effects.betaOutcome),
    standardErrorOutcome: pick(effects.standardErrorOutcome),
    correlation: undefined,
  };
}

interface Moments {
  readonly mu2: number;
  /** Penalised numerator and denominator. */
  readonly numerator: number;
  readonly denominator: number;
  readonly beta: number;
  /** Variance of the denominator, and its covariance with the numerator, both shrunk by the penalty. */
  readonly v2: number;
  readonly v12: number;
}

function momentsOf(
  x: Float64Array,
  y: Float64Array,
  { standardErrorExposure, standardErrorOutcome }: InstrumentEffects,
  penalty: number,
): Moments {
  let [mu1, mu2, v2, v12] = [0, 0, 0, 0];
  for (let j = 0; j < x.length; j++) {
    const w = 1 / standardErrorOutcome[j] ** 2;
    const sx2 = standardErrorExposure[j] ** 2;
    const strength = x[j] * x[j] - sx2;
    mu1 += w * x[j] * y[j];
    mu2 += w * strength;
    v2 += w * w * (4 * strength * sx2 + 2 * sx2 * sx2);
    v12 += 2 * w * w * x[j] * y[j] * sx2;
  }
  const denominator = mu2 / 2 + Math.sign(mu2) * Math.sqrt((mu2 * mu2) / 4 + penalty * v2);
  const numerator = mu1 + (v12 / v2) * (denominator - mu2);
  const shrink = denominator / (2 * denominator - mu2);
  return {
    mu2,
    numerator,
    denominator,
    beta: numerator / denominator,
    v2: shrink * shrink * v2,
    v12: shrink * v12,
  };
}

/** Variance of the numerator. */
function numeratorVariance(
  x: Float64Array,
  y: Float64Array,
  { standardErrorExposure, standardErrorOutcome }: InstrumentEffects,
  tau2: number,
): number {
  let sum = 0;
  for (let j = 0; j < x.length; j++) {
    const sy2 = standardErrorOutcome[j] ** 2;
    const [x2, y2] = [x[j] * x[j], y[j] * y[j]];
    sum += (x2 * y2 - (y2 - sy2 - tau2) * (x2 - standardErrorExposure[j] ** 2)) / (sy2 * sy2);
  }
  return sum;
}

/** Fieller's interval and P value, both from the bootstrapped distribution of its pivot. */
function fiellerInference(
  effects: InstrumentEffects,
  moments: Moments,
  settings: {
    readonly tau2: number;
    readonly penalty: number;
    readonly seed: number;
    readonly bootstraps: number;
    readonly confidence: number;
  },
): Inference & { intervals: number[]; draws: number } {
  const { tau2, penalty, seed, bootstraps, confidence } = settings;
  const { betaExposure, standardErrorExposure, betaOutcome, standardErrorOutcome } = effects;
  const k = betaExposure.length;
  const { beta } = moments;
  const normals = standardNormals(seed, 2 * k * bootstraps);
  const x = new Float64Array(k);
  const y = new Float64Array(k);
  const outcomeError = standardErrorOutcome.map((sd) => Math.sqrt(sd * sd + tau2));
  const pivots = new Float64Array(bootstraps);
  let draws = 0;
  for (let b = 0, n = 0; b < bootstraps; b++) {
    for (let j = 0; j < k; j++) {
      x[j] = betaExposure[j] + standardErrorExposure[j] * normals[n++];
      y[j] = beta * betaExposure[j] + outcomeError[j] * normals[n++];
    }
    const drawn = momentsOf(x, y, effects, penalty);
    const v1 = numeratorVariance(x, y, effects, tau2);
    const pivot =
      (drawn.numerator - beta * drawn.denominator) ** 2 /
      (v1 - 2 * beta * drawn.v12 + beta * beta * drawn.v2);
    if (pivot >= 0) pivots[draws++] = pivot;
  }
  const sorted = pivots.subarray(0, draws).sort();
  const v1 = numeratorVariance(betaExposure, betaOutcome, effects, tau2);
  const atZero = moments.numerator ** 2 / v1;
  const beyond = sorted.reduce((count, pivot) => count + Number(pivot > atZero), 0);
  const quantile = sorted[Math.max(0, Math.min(draws, Math.round(draws * confidence)) - 1)];
  const a = moments.denominator ** 2 - quantile * moments.v2;
  const b = quantile * moments.v12 - moments.numerator * moments.denominator;
  const c = moments.numerator ** 2 - quantile * v1;
  const root = Math.sqrt(b * b - a * c);
  const ends = [(-b - root) / a, (-b + root) / a].sort((p, q) => p - q);
  const intervals =
    a > 0 ? ends : root > 0 ? [-Infinity, ends[0], ends[1], Infinity] : [-Infinity, Infinity];
  return {
    ciLower: intervals[0],
    ciUpper: intervals[intervals.length - 1],
    negLog10PValue: -Math.log10((1 + beyond) / (1 + draws)),
    intervals,
    draws,
  };
}

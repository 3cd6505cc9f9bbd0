import { InvalidArgumentError } from "../../../errors.ts";
import { findRoot, minimiseOnInterval } from "../../../stats/minimise.ts";
import { normalLnP, normalQuantile } from "../../../stats/normal.ts";
import { NotEstimableError } from "../../mr-errors.ts";
import type { InstrumentEffects } from "../../instrument-effects.ts";
import type { Estimator } from "../estimator.ts";
import { checkEffects } from "./checked-effects.ts";
import { methodId } from "./method-id.ts";
import type { Mixture } from "./subset-mixture.ts";
import { weightedSubsets } from "./weighted-subsets.ts";

export interface HeterogeneityPenalisedOptions {
  /** Probability of a variant to be valid, before the data: 0.5. */
  readonly prior?: number | undefined;
}

const LABEL = "Heterogeneity-penalised model averaging";
const MOST_VARIANTS = 30;
const POINTS = 500;

/**
 * The mode of a mixture of the IVW estimates of all subsets of two variants or more, each weighted by how well its
 * variants agree.
 *
 * All 2ᵏ subsets are enumerated for up to 30 variants; branches whose weight cannot reach e⁻³⁰ of the largest are cut.
 * The interval comes from the likelihood ratio of the mixture and may be in pieces.
 *
 * @see Burgess, Zuber, Gkatzionis & Foley 2018, doi:10.1093/ije/dyy080
 */
export function heterogeneityPenalised(options: HeterogeneityPenalisedOptions = {}): Estimator {
  const { prior = 0.5 } = options;
  return {
    id: methodId("heterogeneityPenalised", prior !== 0.5 && `prior${prior}`),
    label: LABEL,
    fewestVariants: 3,
    usesCorrelation: false,
    isRandom: false,
    source: "10.1093/ije/dyy080",
    estimate(effects, { confidence }) {
      checkEffects(effects, { label: LABEL, fewest: 3, ratios: true });
      checkOptions(effects, prior);
      const { mixture, count } = weightedSubsets(effects, prior);
      const density = densityOf(mixture);
      const { mode, intervals } = modeAndIntervals(density, mixture, confidence);
      return {
        beta: mode,
        standardError: NaN,
        ciLower: intervals[0],
        ciUpper: intervals[intervals.length - 1],
        negLog10PValue:
          -normalLnP(Math.sqrt(2 * Math.max(0, density(mode) - density(0)))) / Math.LN10,
        variantCount: effects.variantId.length,
        details: { prior, subsets: count, intervals },
        notes: [
          "Weights of subsets of different size depend on the unit of the exposure; a standard deviation is usual.",
          ...(intervals.length > 2
            ? [`The interval is in ${intervals.length / 2} pieces; its outer ends are given.`]
            : []),
        ],
      };
    },
  };
}

function checkOptions(effects: InstrumentEffects, prior: number): void {
  if (!(prior > 0 && prior < 1)) {
    throw new InvalidArgumentError("prior", {
      what: `prior is ${prior}.`,
      why: "It is a probability between 0 and 1.",
      remedy: "Give for example 0.5.",
    });
  }
  const k = effects.variantId.length;
  if (k > MOST_VARIANTS) {
    throw new NotEstimableError("NEEDS_MORE_INPUT", {
      what: `${LABEL} takes up to ${MOST_VARIANTS} variants; there are ${k}.`,
      why: "It compares all subsets of the variants, and their number doubles with each.",
      remedy:
        "Keep the strongest instruments, or use the contamination mixture, which has no such limit.",
    });
  }
}

/** Of the mixture at a slope, as a natural logarithm less a constant. */
function densityOf({ mean, deviation, weight }: Mixture): (at: number) => number {
  const height = weight.map((value, i) => value / deviation[i]);
  return (at) => {
    let sum = Number.MIN_VALUE;
    for (let i = 0; i < mean.length; i++) {
      const z = (at - mean[i]) / deviation[i];
      sum += height[i] * Math.exp((z * z) / -2);
    }
    return Math.log(sum);
  };
}

function modeAndIntervals(
  density: (at: number) => number,
  { mean, deviation }: Mixture,
  confidence: number,
): { mode: number; intervals: number[] } {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < mean.length; i++) {
    low = Math.min(low, mean[i] - 5 * deviation[i]);
    high = Math.max(high, mean[i] + 5 * deviation[i]);
  }
  const step = (high - low) / POINTS;
  const values = Float64Array.from({ length: POINTS + 1 }, (_, i) => density(low + i * step));
  const peak = values.indexOf(Math.max(...values));
  const centre = low + peak * step;
  const mode = minimiseOnInterval((at) => -density(at), centre - step, centre + step, 1e-12).x;
  const limit = density(mode) - normalQuantile((1 + confidence) / 2) ** 2 / 2;
  const intervals: number[] = [];
  for (let i = 0; i < POINTS; i++) {
    if (values[i] > limit === values[i + 1] > limit) continue;
    const from = low + i * step;
    intervals.push(findRoot((at) => density(at) - limit, from, from + step));
  }
  return { mode, intervals };
}

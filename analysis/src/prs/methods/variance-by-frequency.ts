import type { RandomStream } from "../../random.ts";

const LOWEST = -1.5;
const HIGHEST = 0.5;
const GRID = 401;
const STEP = 0.15;

/** How the variance of standardised effects depends on heterozygosity: proportional to (2f(1 − f))^(α + 1). */
export class VarianceByFrequency {
  /** ln of 2f(1 − f) over its geometric mean, a value a variant. */
  readonly logRatio: Float64Array;
  /** Mean of the power over variants, at equally spaced α. */
  readonly #means: Float64Array;

  private constructor(logRatio: Float64Array) {
    this.logRatio = logRatio;
    this.#means = Float64Array.from({ length: GRID }, (_, g) => {
      const alpha = LOWEST + ((HIGHEST - LOWEST) * g) / (GRID - 1);
      return logRatio.reduce((sum, x) => sum + Math.exp((alpha + 1) * x), 0) / logRatio.length;
    });
  }

  /** Undefined when a frequency is not known, or is 0 or 1. */
  static of(frequency: Float64Array, variant: Uint32Array): VarianceByFrequency | undefined {
    const logs = Float64Array.from(variant, (v) => Math.log(2 * frequency[v] * (1 - frequency[v])));
    const mean = logs.reduce((sum, x) => sum + x, 0) / logs.length;
    return Number.isFinite(mean) ? new VarianceByFrequency(logs.map((x) => x - mean)) : undefined;
  }

  /** Mean over variants of the power that α gives, between points of a grid. */
  meanPower(alpha: number): number {
    const at = ((alpha - LOWEST) / (HIGHEST - LOWEST)) * (GRID - 1);
    const low = Math.min(GRID - 2, Math.floor(at));
    return this.#means[low] + (at - low) * (this.#means[low + 1] - this.#means[low]);
  }

  /**
   * A Metropolis step for α given the effects and the mean variance `spread` of those that are not 0; α is uniform
   * a priori between −1.5 and 0.5.
   */
  drawAlpha(random: RandomStream, alpha: number, spread: number, beta: Float64Array): number {
    const proposed = alpha + STEP * random.normal();
    const u = random.uniform();
    if (proposed < LOWEST || proposed > HIGHEST) return alpha;
    const gain = this.#logDensity(proposed, spread, beta) - this.#logDensity(alpha, spread, beta);
    return Math.log(u) < gain ? proposed : alpha;
  }

  #logDensity(alpha: number, spread: number, beta: Float64Array): number {
    const scale = spread / this.meanPower(alpha);
    let sum = 0;
    for (let j = 0; j < beta.length; j++) {
      if (beta[j] === 0) continue;
      const logVariance = (alpha + 1) * this.logRatio[j] + Math.log(scale);
      sum -= 0.5 * (logVariance + beta[j] * beta[j] * Math.exp(-logVariance));
    }
    return sum;
  }
}

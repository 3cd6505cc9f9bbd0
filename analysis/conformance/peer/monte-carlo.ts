import { expect } from "vitest";

/** Mean over independent runs of a sampler, and their standard deviation. */
export interface OverRuns {
  readonly mean: readonly number[];
  readonly sd: readonly number[];
}

export interface Agreement {
  /** Root mean square of the differences over that of their standard errors; about 1 when both draw from one distribution. */
  readonly ratio: number;
  /** Share of differences above 3 standard errors. */
  readonly beyond3: number;
  readonly correlation: number;
}

/** Standard errors below this share of their root mean square tell little: a few rare draws make the difference. */
const LEAST_ERROR = 0.1;

/**
 * Differences of our means over `runs` runs and the peer's over `seeds`, in the standard errors that the peer's own
 * spread gives.
 */
export function monteCarloAgreement(
  ours: ArrayLike<number>,
  runs: number,
  { mean, sd }: OverRuns,
  seeds: number,
): Agreement {
  const meanSquare = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value * value, 0) / values.length;
  const errors = sd.map((deviation) => deviation * Math.sqrt(1 / runs + 1 / seeds));
  const differences = mean.map((value, j) => ours[j] - value);
  const usual = Math.sqrt(meanSquare(errors));
  const beyond = differences.filter(
    (difference, j) => Math.abs(difference) > 3 * Math.max(errors[j], LEAST_ERROR * usual),
  );
  return {
    ratio: Math.sqrt(meanSquare(differences)) / usual,
    beyond3: beyond.length / mean.length,
    correlation: correlation(ours, mean),
  };
}

/**
 * Differences are within 3 standard errors, all in all and one by one. One pair of variants that exchange an effect can
 * make up most of what all differ by, so that the ratio itself spreads about 1: seeds of bigsnpr, 10 beside 30 others of
 * its own, are above 1.7 in 5 % and above 2.7 in 0.1 % of draws.
 */
export function expectAgreement(
  title: string,
  found: Agreement,
  least: number,
  mostBeyond3 = 0.03,
): void {
  const { ratio, beyond3, correlation: r } = found;
  console.log(
    `${title}: r ${r.toFixed(6)}, differences ${ratio.toFixed(2)} standard errors, ${(100 * beyond3).toFixed(1)} % beyond 3`,
  );
  expect(r, `${title}: correlation`).toBeGreaterThan(least);
  expect(ratio, `${title}: differences in standard errors`).toBeLessThan(3);
  expect(beyond3, `${title}: share beyond 3 standard errors`).toBeLessThanOrEqual(mostBeyond3);
}

export function correlation(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const centred = (values: ArrayLike<number>): number[] => {
    const all = Array.from(values);
    const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
    return all.map((value) => value - mean);
  };
  const [dx, dy] = [centred(x), centred(y)];
  const inner = (a: number[], b: number[]): number => a.reduce((sum, v, j) => sum + v * b[j], 0);
  return inner(dx, dy) / Math.sqrt(inner(dx, dx) * inner(dy, dy));
}

import { kernelDensity } from "../../stats/kernel-density.ts";
import { meanAndDeviation } from "../../stats/standard-scale.ts";
import type { OutcomeValues } from "./outcome.ts";

/** A point of the smoothed distribution of a score. */
export interface ScoreDensity {
  readonly people: "all" | "cases" | "controls";
  readonly score: number;
  readonly density: number;
}

/** How a score is distributed among all, and among cases and controls where there are such. */
export function scoreDistribution(
  score: Float64Array,
  outcome: OutcomeValues,
  { grid, smallestCount }: { readonly grid: Float64Array; readonly smallestCount: number },
): {
  readonly densities: ScoreDensity[];
  readonly caseScoreMean: number;
  readonly controlScoreMean: number;
} {
  const densities = (people: ScoreDensity["people"], values: Float64Array): ScoreDensity[] =>
    kernelDensity(values, grid, smallestCount).map(({ value, density }) => ({
      people,
      score: value,
      density,
    }));
  const all = densities("all", score);
  if (outcome.kind !== "binary") {
    return { densities: all, caseScoreMean: NaN, controlScoreMean: NaN };
  }
  const cases = score.filter((_, i) => outcome.values[i] === 1);
  const controls = score.filter((_, i) => outcome.values[i] === 0);
  return {
    densities: [...all, ...densities("cases", cases), ...densities("controls", controls)],
    caseScoreMean: meanAndDeviation(cases).mean,
    controlScoreMean: meanAndDeviation(controls).mean,
  };
}

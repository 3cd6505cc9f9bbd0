import { findRoot } from "../../../../stats/minimise.ts";
import type { Profile } from "./score.ts";

/** A slope and an over-dispersion at which both scores vanish, or τ² = 0 at its border. */
export interface RapsRoot {
  readonly beta: number;
  readonly tau2: number;
}

const ANGLES = 240;
const MOST_RATIOS = 120;
const TAU2_STEPS = 24;

/**
 * All slopes where the objective is locally least, found by the sign of its derivative on a grid of angles (dense near
 * 0, out to vertical) and of the variants' own ratios.
 */
export function rootsWithoutDispersion(profile: Profile, ratios: readonly number[]): RapsRoot[] {
  return minima(grid(ratios), (beta) => profile.slope(beta, 0)).map((beta) => ({ beta, tau2: 0 }));
}

/** The same with τ² following the slope: for each β the largest τ² at which the dispersion score falls through 0. */
export function rootsWithDispersion(profile: Profile, ratios: readonly number[]): RapsRoot[] {
  const tau2Of = (beta: number): number => {
    let high = profile.largestTau2(beta);
    if (high === 0) return 0;
    const dispersion = profile.dispersionAt(beta);
    const floor = high * 1e-10;
    const step = (high / floor) ** (1 / TAU2_STEPS);
    for (let low = high / step; low >= floor * 0.999; high = low, low /= step) {
      if (dispersion(low) > 0) return findRoot(dispersion, low, high);
    }
    return dispersion(0) > 0 ? findRoot(dispersion, 0, high) : 0;
  };
  const slope = (beta: number): number => profile.slope(beta, tau2Of(beta));
  return minima(grid(ratios), slope).map((beta) => ({ beta, tau2: tau2Of(beta) }));
}

function minima(points: readonly number[], derivative: (beta: number) => number): number[] {
  const found: number[] = [];
  let before = derivative(points[0]);
  for (let i = 1; i < points.length; i++) {
    const here = derivative(points[i]);
    if (before < 0 && here >= 0) {
      const beta = here === 0 ? points[i] : findRoot(derivative, points[i - 1], points[i]);
      // Where τ² jumps from one branch to another the sign changes without a root.
      const isRoot = Math.abs(derivative(beta)) <= 1e-6 * (here - before);
      if (isRoot) found.push(beta);
    }
    before = here;
  }
  return found;
}

function grid(ratios: readonly number[]): number[] {
  const sizes = ratios
    .map(Math.abs)
    .filter((size) => size > 0)
    .sort((a, b) => a - b);
  const scale = sizes[Math.floor(sizes.length / 2)] ?? 1;
  const points: number[] = [];
  for (let a = 1; a < ANGLES; a++) points.push(scale * Math.tan(Math.PI * (a / ANGLES - 0.5)));
  const every = Math.max(1, Math.ceil(ratios.length / MOST_RATIOS));
  const sorted = [...ratios].sort((a, b) => a - b);
  for (let i = 0; i < sorted.length; i += every) points.push(sorted[i]);
  return points.sort((a, b) => a - b);
}

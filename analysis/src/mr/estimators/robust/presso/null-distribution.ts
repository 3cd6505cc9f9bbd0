import type { RandomStream } from "../../../../random.ts";
import { fillNormals } from "../../../../stats/normal-draws.ts";
import { leaveOneOut } from "./leave-one-out.ts";
import type { PressoProblem } from "./problem.ts";

/** What was observed, and how often simulated data went further. */
export interface NullDistribution {
  readonly rssObserved: number;
  /** k squared distances of the outcome from the line of the other variants. */
  readonly distance: Float64Array;
  /** Simulations with a larger residual sum of squares than observed. */
  readonly globalExceeding: () => number;
  /** For each variant, simulations with a larger distance than observed. */
  readonly exceeding: Int32Array;
  /** Draws so many more data sets without pleiotropy: x* ~ N(x, σ_X²), y* ~ N(θ₋ᵢ x, σ_Y²). */
  readonly simulate: (count: number) => void;
}

/** @returns undefined when the exposures are collinear */
export function nullDistribution(
  problem: PressoProblem,
  random: RandomStream,
): NullDistribution | undefined {
  const { k, p, x, sx, y, sy, weight } = problem;
  const fit = leaveOneOut(k, p, weight);
  const rssObserved = fit.rss(x, y);
  if (Number.isNaN(rssObserved)) return undefined;
  const without = new Float64Array(k * p);
  const expected = new Float64Array(k);
  const distance = new Float64Array(k);
  for (let i = 0; i < k; i++) {
    let residual = y[i];
    for (let a = 0; a < p; a++) residual -= fit.theta[a] * x[i * p + a];
    for (let a = 0; a < p; a++) {
      let shift = 0;
      for (let b = 0; b < p; b++) shift += fit.inverse[a * p + b] * x[i * p + b];
      without[i * p + a] = fit.theta[a] - (shift * weight[i] * residual) / fit.rest[i];
      expected[i] += without[i * p + a] * x[i * p + a];
    }
    distance[i] = (y[i] - expected[i]) ** 2;
  }
  const drawnX = new Float64Array(k * p);
  const drawnY = new Float64Array(k);
  const normals = new Float64Array(k * (p + 1));
  const exceeding = new Int32Array(k);
  let globalExceeding = 0;
  const drawOne = (): void => {
    for (let i = 0, next = 0; i < k; i++, next += 2) {
      const noise = sx[i] * normals[next + 1];
      const off = sy[i] * normals[next];
      drawnY[i] = expected[i] + off;
      drawnX[i] = x[i] + noise;
      const far = off - without[i] * noise;
      exceeding[i] += +(far * far > distance[i]);
    }
  };
  const drawMany = (): void => {
    let next = 0;
    for (let i = 0; i < k; i++) {
      let off = sy[i] * normals[next++];
      drawnY[i] = expected[i] + off;
      for (let a = i * p; a < i * p + p; a++) {
        const noise = sx[a] * normals[next++];
        drawnX[a] = x[a] + noise;
        off -= without[a] * noise;
      }
      if (off * off > distance[i]) exceeding[i]++;
    }
  };
  const drawEffects = p === 1 ? drawOne : drawMany;
  const simulate = (count: number): void => {
    for (let s = 0; s < count; s++) {
      fillNormals(random, normals);
      drawEffects();
      if (fit.rss(drawnX, drawnY) > rssObserved) globalExceeding++;
    }
  };
  return { rssObserved, distance, exceeding, globalExceeding: () => globalExceeding, simulate };
}

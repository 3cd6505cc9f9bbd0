import { expect, test } from "vitest";
import { choleskyLower, solveLower } from "../../stats/cholesky.ts";
import { minimiseOnInterval } from "../../stats/minimise.ts";
import { maximumLikelihood } from "./maximum-likelihood.ts";
import { someEffects } from "./some-effects.ts";

const settings = { seed: 1, bootstraps: 100, confidence: 0.95 };

test("correlated variants with proportional errors: the least of rᵀΩ⁻¹r / 2(1 − 2ψcθ + c²θ²)", () => {
  const k = 8;
  const c = 0.6;
  const psi = 0.2;
  const base = someEffects(k);
  const correlation = Float64Array.from(
    { length: k * k },
    (_, at) => 0.7 ** Math.abs(Math.floor(at / k) - (at % k)),
  );
  const sd = base.standardErrorOutcome;
  const effects = { ...base, correlation, standardErrorExposure: sd.map((s) => c * s) };
  const omega = correlation.map((rho, at) => rho * sd[Math.floor(at / k)] * sd[at % k]);
  const lower = choleskyLower(omega, k)!;
  const objective = (theta: number): number => {
    const r = base.betaOutcome.map((y, j) => y - theta * base.betaExposure[j]);
    const z = solveLower(lower, k, r);
    const quadratic = z.reduce((sum, value) => sum + value * value, 0);
    return quadratic / 2 / (1 - 2 * psi * c * theta + (c * theta) ** 2);
  };
  const found = maximumLikelihood({ model: "fixed", psi }).estimate(effects, settings);
  const least = minimiseOnInterval(objective, found.beta - 0.5, found.beta + 0.5, 1e-12);
  expect(found.beta).toBeCloseTo(least.x, 6);
  expect(found.details.negativeLogLikelihood).toBeCloseTo(least.value, 10);
  const h = 1e-3;
  const bend =
    (objective(found.beta + h) - 2 * objective(found.beta) + objective(found.beta - h)) / h ** 2;
  expect(found.standardError).toBeCloseTo(1 / Math.sqrt(bend), 5);
});

test("no θ on a wide grid is likelier", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const effects = someEffects(6, seed);
    const { details } = maximumLikelihood().estimate(effects, settings);
    const value = (theta: number): number =>
      effects.betaOutcome.reduce((sum, y, j) => {
        const r = y - theta * effects.betaExposure[j];
        const variance =
          effects.standardErrorOutcome[j] ** 2 + (theta * effects.standardErrorExposure[j]) ** 2;
        return sum + (r * r) / variance / 2;
      }, 0);
    for (let theta = -20; theta <= 20; theta += 0.01) {
      expect(value(theta)).toBeGreaterThanOrEqual((details.negativeLogLikelihood as number) - 1e-9);
    }
  }
});

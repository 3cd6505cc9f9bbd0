import { describe, expect, test } from "vitest";
import { simulatedEffects } from "../test-effects.ts";
import { rapsDiagnostics } from "./diagnostics.ts";
import { lossOf } from "./loss.ts";
import { raps, rapsFit } from "./raps.ts";
import { profileOf } from "./score.ts";

describe("losses", () => {
  test("Huber's moments are those of the normal distribution in closed form", () => {
    const { delta, c1 } = lossOf("huber");
    // 2Φ(1.345) − 1 of R 4.2.2.
    expect(delta).toBeCloseTo(0.8213747654313257, 11);
    const c = 1.345;
    const tail = (1 - delta) / 2;
    const density = Math.exp((c * c) / -2) / Math.sqrt(2 * Math.PI);
    expect(c1).toBeCloseTo(delta - 2 * c * density + 2 * c * c * tail, 11);
  });

  test.each(["l2", "huber", "tukey"] as const)("ψ of %s is the derivative of ρ", (name) => {
    const { rho, psi } = lossOf(name);
    for (const t of [-6, -3, -1, 0, 0.7, 1.3, 2, 4.5, 5]) {
      expect((rho(t + 1e-6) - rho(t - 1e-6)) / 2e-6).toBeCloseTo(psi(t), 6);
    }
  });
});

describe("RAPS", () => {
  test.each(["l2", "huber", "tukey"] as const)("both scores of %s vanish at the root", (loss) => {
    const effects = simulatedEffects(5, 40, 6);
    const { beta, tau2, loss: used } = rapsFit(effects, { loss });
    const profile = profileOf(effects, used);
    expect(profile.slope(beta, tau2)).toBeCloseTo(0, 8);
    if (tau2 > 0) expect(profile.dispersion(beta, tau2)).toBeCloseTo(0, 8);
    else expect(profile.dispersion(beta, 0)).toBeLessThanOrEqual(0);
  });

  test("two groups of variants: Tukey has two roots, takes the larger group's and names the other", () => {
    const effects = simulatedEffects(5, 30);
    const betaOutcome = effects.betaExposure.map((x, i) => (i < 20 ? 0.4 : -1.5) * x);
    const settings = { seed: 1, bootstraps: 1, confidence: 0.95 };
    const estimate = raps({ loss: "tukey", overdispersion: false }).estimate(
      { ...effects, betaOutcome },
      settings,
    );
    expect(estimate.beta).toBeCloseTo(0.4, 2);
    expect((estimate.details.otherRoots as number[]).some((b) => Math.abs(b + 1.5) < 0.1)).toBe(
      true,
    );
    expect(estimate.notes[0]).toMatch(/roots/);
  });

  test("diagnostics: residuals about standard normal, and t small where the model holds", () => {
    const table = rapsDiagnostics(simulatedEffects(5, 40), { loss: "huber" });
    const { standardisedResidual, leaveOneOutT } = table.columns;
    const spread = standardisedResidual.reduce((sum, t) => sum + t * t, 0) / 40;
    expect(spread).toBeGreaterThan(0.4);
    expect(spread).toBeLessThan(1.8);
    expect(Math.max(...leaveOneOutT.map(Math.abs))).toBeLessThan(2);
  });

  test("a tuning constant of 0 is refused", () => {
    expect(() => rapsFit(simulatedEffects(1, 12), { tuning: 0 })).toThrow(/tuning is 0/);
  });
});

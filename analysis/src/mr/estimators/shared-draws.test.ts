import { expect, test } from "vitest";
import { randomStream } from "../../random.ts";
import type { InstrumentEffects } from "../instrument-effects.ts";
import { estimate } from "./estimate.ts";

function effectsOf(seed: number): InstrumentEffects {
  const random = randomStream(seed, "shared draws");
  const k = 40;
  const betaExposure = Float64Array.from({ length: k }, () => 0.05 + 0.1 * random.uniform());
  return {
    exposure: "exposure",
    outcome: "outcome",
    variantId: Array.from({ length: k }, (_, j) => `rs${j}`),
    betaExposure,
    standardErrorExposure: new Float64Array(k).fill(0.006),
    betaOutcome: betaExposure.map((beta) => 0.3 * beta + 0.01 * random.normal()),
    standardErrorOutcome: new Float64Array(k).fill(0.012),
    sampleSize: 50_000,
  };
}

test("each method alone gives what it gives beside all others, also after other data and other seeds", () => {
  const effects = effectsOf(1);
  const settings = { bootstraps: 100, seed: 3 };
  const all = estimate(effects, { ...settings, methods: "all" });
  const { columns } = all;
  for (const id of [
    ...([
      "simpleMedian",
      "weightedMedian",
      "penalisedMedian",
      "simpleMode",
      "weightedMode",
    ] as const),
    ...(["eggerBootstrap", "pivw", "cml", "presso", "raps", "gsmr"] as const),
  ]) {
    estimate(effectsOf(2), { ...settings, methods: [id] });
    estimate(effects, { ...settings, seed: 4, methods: [id] });
    estimate(effects, { ...settings, bootstraps: 50, methods: [id] });
    const alone = estimate(effects, { ...settings, methods: [id] }).columns;
    const row = columns.methodId.indexOf(id);
    for (const name of ["beta", "standardError", "ciLower", "ciUpper"] as const) {
      expect(alone[name][0], `${id} ${name}`).toBe(columns[name][row]);
    }
  }
});

test("effects that are changed in place are drawn anew", () => {
  const effects = effectsOf(1);
  const error = (input: InstrumentEffects): number =>
    estimate(input, { bootstraps: 100, methods: ["simpleMedian"] }).columns.standardError[0];
  const before = error(effects);
  effects.standardErrorOutcome.fill(0.024);
  const after = error(effects);
  expect(after).toBeGreaterThan(before);
  effects.standardErrorOutcome.fill(0.012);
  expect(error(effects)).toBe(before);
});

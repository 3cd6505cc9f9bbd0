import { randomStream } from "../random.ts";
import { Table } from "../table.ts";
import type { RadialInput } from "./mr-radial.ts";

/** What `mr.harmonise` gives, made up. */
export interface SimulatedInstruments extends Table<InstrumentColumns> {
  readonly exposure: { readonly name: string; readonly unit: string };
  readonly outcome: { readonly name: string; readonly unit: string };
}

type InstrumentColumns = {
  readonly variantId: string[];
  readonly effectAllele: string[];
  readonly otherAllele: string[];
  readonly betaExposure: Float64Array;
  readonly standardErrorExposure: Float64Array;
  readonly betaOutcome: Float64Array;
  readonly standardErrorOutcome: Float64Array;
  readonly isKept: Uint8Array;
};

/** k instruments of a true effect of 0.4 log odds per SD, two of them pleiotropic, for the tests of plots. */
export function simulatedInstruments(k: number, seed = 1): SimulatedInstruments {
  const random = randomStream(seed, "instruments");
  const columns: InstrumentColumns = {
    variantId: Array.from({ length: k }, (_, i) => `rs${1001 + 37 * i}`),
    effectAllele: Array.from({ length: k }, (_, i) => "ACGT"[i % 4]),
    otherAllele: Array.from({ length: k }, (_, i) => "GTAC"[i % 4]),
    betaExposure: new Float64Array(k),
    standardErrorExposure: new Float64Array(k),
    betaOutcome: new Float64Array(k),
    standardErrorOutcome: new Float64Array(k),
    isKept: new Uint8Array(k).fill(1),
  };
  for (let i = 0; i < k; i++) {
    const effect = (0.05 + random.exponential(18)) * (random.uniform() < 0.5 ? -1 : 1);
    columns.standardErrorExposure[i] = 0.006 + 0.006 * random.uniform();
    columns.betaExposure[i] = effect + columns.standardErrorExposure[i] * random.normal();
    columns.standardErrorOutcome[i] = 0.012 + 0.012 * random.uniform();
    const pleiotropy = i === 3 || i === 11 ? 0.09 * Math.sign(effect) : 0;
    columns.betaOutcome[i] =
      0.4 * effect + pleiotropy + columns.standardErrorOutcome[i] * random.normal();
  }
  return Object.assign(new Table(columns), {
    exposure: { name: "LDL cholesterol", unit: "SD" },
    outcome: { name: "coronary heart disease", unit: "log odds" },
  });
}

/** What `mr.estimate` gives, made up: five methods, and one that refuses. */
export const simulatedEstimates: Table = new Table({
  methodId: ["ivw", "egger", "weightedMedian", "weightedMode", "raps", "presso"],
  method: [
    "Inverse variance weighted (multiplicative random effects)",
    "MR-Egger",
    "Weighted median",
    "Weighted mode",
    "Robust adjusted profile score (Huber)",
    "MR-PRESSO",
  ],
  beta: Float64Array.of(0.43, 0.36, 0.41, 0.4, 0.42, NaN),
  standardError: Float64Array.of(0.04, 0.09, 0.05, 0.07, 0.045, NaN),
  ciLower: Float64Array.of(0.352, 0.18, 0.312, 0.263, 0.332, NaN),
  ciUpper: Float64Array.of(0.508, 0.54, 0.508, 0.537, 0.508, NaN),
  reason: ["", "", "", "", "", "It needs at least 4 variants."],
});

/** The inverse variance weighted estimate without each instrument, and with all. */
export function simulatedLeaveOneOut(instruments: SimulatedInstruments): Table {
  const { variantId, betaExposure: x, betaOutcome: y, standardErrorOutcome } = instruments.columns;
  const estimate = (without: number): [number, number] => {
    let top = 0;
    let bottom = 0;
    for (let i = 0; i < x.length; i++) {
      if (i === without) continue;
      top += (x[i] * y[i]) / standardErrorOutcome[i] ** 2;
      bottom += (x[i] / standardErrorOutcome[i]) ** 2;
    }
    return [top / bottom, bottom ** -0.5];
  };
  const rows = [...variantId.map((_, i) => estimate(i)), estimate(-1)];
  return new Table({
    variantId: [...variantId, "All"],
    beta: Float64Array.from(rows, ([beta]) => beta),
    standardError: Float64Array.from(rows, ([, error]) => error),
  });
}

/** What `mr.radial` gives, with first-order weights. */
export function simulatedRadial(instruments: SimulatedInstruments): RadialInput {
  const { variantId, betaExposure: x, betaOutcome: y, standardErrorOutcome } = instruments.columns;
  const slope = 0.43;
  const rootWeight = x.map((value, i) => Math.abs(value) / standardErrorOutcome[i]);
  const ratio = y.map((value, i) => value / x[i]);
  const q = ratio.map((value, i) => (rootWeight[i] * (value - slope)) ** 2);
  const variants = new Table({
    variantId,
    rootWeight,
    ratioRootWeight: ratio.map((value, i) => value * rootWeight[i]),
    q,
    negLog10PValue: q.map((value) => value / 4),
    isOutlier: Uint8Array.from(q, (value) => Number(value > 6)),
  });
  return {
    exposure: "LDL cholesterol",
    outcome: "coronary heart disease",
    ivw: {
      estimate: { beta: slope },
      q: q.reduce((sum, value) => sum + value, 0),
      degreesOfFreedom: x.length - 1,
      variants,
    },
    egger: { estimate: { beta: 0.36 }, intercept: 0.4, variants },
  };
}

/** Direct effects of three exposures by two methods. */
export const simulatedDirectEffects: Table = new Table({
  exposure: ["LDL cholesterol", "HDL cholesterol", "triglycerides"].flatMap((name) => [name, name]),
  method: Array.from({ length: 6 }, (_, i) =>
    i % 2 ? "Multivariable MR-Egger" : "Multivariable IVW (random effects)",
  ),
  beta: Float64Array.of(0.42, 0.39, -0.08, -0.11, 0.14, 0.1),
  ciLower: Float64Array.of(0.32, 0.22, -0.2, -0.3, 0.01, -0.08),
  ciUpper: Float64Array.of(0.52, 0.56, 0.04, 0.08, 0.27, 0.28),
});

export const simulatedStrength: Table = new Table({
  exposure: ["LDL cholesterol", "HDL cholesterol", "triglycerides"],
  conditionalF: Float64Array.of(31.2, 18.4, 8.13),
});

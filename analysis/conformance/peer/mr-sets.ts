import { readFileSync } from "node:fs";
import type { mr } from "../../src/index.ts";
import { hasData, ROOT } from "./shared-data.ts";

/** Whether the shared data are there: the expected numbers are of their variants. */
export const HAS_DATA = ["mr-lipids-chd", "mr-sbp-cad", "mr-bmi-chd-twosamplemr"].every(hasData);

/** Rows of a tab-separated file with a header. */
export function rowsOf(file: string): Record<string, string>[] {
  const [head, ...lines] = readFileSync(ROOT + file, "utf8")
    .trim()
    .split(/\r?\n/);
  const names = head.split("\t");
  return lines.map((line) =>
    Object.fromEntries(line.split("\t").map((cell, i) => [names[i], cell])),
  );
}

export function sharedJson(file: string): unknown {
  return JSON.parse(readFileSync(ROOT + file, "utf8"));
}

/** Effects from four columns of a file. */
export function effectsFrom(
  rows: readonly Record<string, string>[],
  [bx, bxse, by, byse]: readonly [string, string, string, string],
): mr.InstrumentEffects {
  const column = (name: string): Float64Array =>
    Float64Array.from(rows, (row) => Number(row[name]));
  return {
    exposure: bx,
    outcome: by,
    variantId: rows.map((_, i) => `variant ${i + 1}`),
    betaExposure: column(bx),
    standardErrorExposure: column(bxse),
    betaOutcome: column(by),
    standardErrorOutcome: column(byse),
  };
}

/** Effects that a script has simulated and written down. */
export function effectsOfNumbers(numbers: {
  readonly bx: number[];
  readonly bxse: number[];
  readonly by: number[];
  readonly byse: number[];
}): mr.InstrumentEffects {
  return {
    exposure: "simulated exposure",
    outcome: "simulated outcome",
    variantId: numbers.bx.map((_, i) => `variant ${i + 1}`),
    betaExposure: Float64Array.from(numbers.bx),
    standardErrorExposure: Float64Array.from(numbers.bxse),
    betaOutcome: Float64Array.from(numbers.by),
    standardErrorOutcome: Float64Array.from(numbers.byse),
  };
}

export function lipids(trait: "ldlc" | "hdlc" | "trig"): mr.InstrumentEffects {
  const rows = rowsOf("mr-lipids-chd/lipids_chd_28snps.tsv").filter(
    (row) => Number(row[trait]) !== 0,
  );
  return effectsFrom(rows, [trait, `${trait}se`, "chdlodds", "chdloddsse"]);
}

export function calcium(): mr.InstrumentEffects {
  const rows = rowsOf("mr-lipids-chd/calcium_fastgluc_6snps.tsv");
  const text = readFileSync(`${ROOT}mr-lipids-chd/calc_rho_6x6.tsv`, "utf8");
  return {
    ...effectsFrom(rows, ["calcium", "calciumse", "fastgluc", "fastglucse"]),
    correlation: Float64Array.from(text.trim().split(/\s+/), Number),
  };
}

export function bloodPressure(): mr.InstrumentEffects {
  return effectsFrom(rowsOf("mr-sbp-cad/SBP_CAD.tsv"), ["bx", "bxse", "by", "byse"]);
}

export function bodyMass(): mr.InstrumentEffects {
  const rows = rowsOf("mr-bmi-chd-twosamplemr/bmi_chd_harmonised_79snps.tsv");
  return effectsFrom(
    rows.filter((row) => row.mr_keep === "TRUE"),
    ["beta.exposure", "se.exposure", "beta.outcome", "se.outcome"],
  );
}

/** Seeds, and draws of each, by which `repeated` learns a bootstrap's own error. */
export const REPEATS = 10;
export const BOOTSTRAPS = 1000;

/** The estimate, the mean of its bootstrapped standard errors over several seeds, and their standard deviation. */
export function repeated(
  estimator: mr.Estimator,
  effects: mr.InstrumentEffects,
): { beta: number; standardError: number; error: number } {
  const found = Array.from({ length: REPEATS }, (_, seed) =>
    estimator.estimate(effects, { seed, bootstraps: BOOTSTRAPS, confidence: 0.95 }),
  );
  const errors = found.map((each) => each.standardError);
  const mean = errors.reduce((sum, value) => sum + value / REPEATS, 0);
  const squares = errors.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    beta: found[0].beta,
    standardError: mean,
    error: Math.sqrt(squares / (REPEATS - 1)),
  };
}

import { InvalidArgumentError } from "../../errors.ts";
import { pValueOf } from "../../sumstats/p-value.ts";
import { normalLnP } from "../../stats/normal.ts";
import { Table, type Provenance } from "../../table.ts";
import type { Harmonised } from "../harmonised.ts";
import { NotEstimableError } from "../mr-errors.ts";
import { precisionOf } from "./precision.ts";
import { diagnosticProvenance } from "./provenance.ts";
import { steigerSensitivity, type SteigerSensitivity } from "./steiger-sensitivity.ts";
import { negLog10Of } from "./tested.ts";
import { varianceExplained, type VarianceOptions } from "./variance-explained.ts";

export interface SteigerOptions {
  /** How r² of the exposure is had, and what its table does not say. */
  readonly exposure?: VarianceOptions | undefined;
  readonly outcome?: VarianceOptions | undefined;
  /** Reliability of the measured exposure, in (0, 1]: its correlation with the true one. */
  readonly reliabilityExposure?: number | undefined;
  readonly reliabilityOutcome?: number | undefined;
}

export type SteigerColumns = {
  readonly variantId: readonly string[];
  /** Share of the variance explained by the variant, in [0, 1). */
  readonly r2Exposure: Float64Array;
  readonly r2Outcome: Float64Array;
  /** People; of log-odds (π²/3) / (1/cases + 1/controls), whose correlation is as uncertain as the log-odds. */
  readonly nExposure: Float64Array;
  readonly nOutcome: Float64Array;
  /** z; positive where the variant explains more of the exposure. */
  readonly statistic: Float64Array;
  readonly negLog10PValue: Float64Array;
  readonly pValue: Float64Array;
  /** `exposure to outcome`, `outcome to exposure`, or "" where it is not known. */
  readonly direction: readonly string[];
  readonly errorCode: readonly string[];
  readonly reason: readonly string[];
};

/** One comparison of correlations. */
export interface DirectionTest {
  readonly r2Exposure: number;
  readonly r2Outcome: number;
  readonly isExposureToOutcome: boolean;
  readonly statistic: number;
  readonly negLog10PValue: number;
  readonly pValue: number;
}

export interface SteigerOverall extends DirectionTest, SteigerSensitivity {
  /** With the correlations divided by the reliabilities; the same where both are 1. */
  readonly adjusted: DirectionTest;
}

/** Steiger tests of each variant, and of all instruments together. */
export class Steiger extends Table<SteigerColumns> {
  readonly overall: SteigerOverall;

  constructor(columns: SteigerColumns, provenance: Provenance, overall: SteigerOverall) {
    super(columns, provenance);
    this.overall = overall;
  }
}

/**
 * Tests whether instruments explain more of the exposure than of the outcome, as they do when the exposure is the cause:
 * for each variant and for all together, with the share of possible measurement errors that leave the direction as it is.
 *
 * Correlations are compared by Fisher's z for two independent samples.
 *
 * @param harmonised - k kept instruments; log-odds need `prevalence`, `cases` and `controls`, other effects sample sizes
 * @param options.exposure - `{ from, n, prevalence, cases, controls }`; by the trait's unit when left out
 * @param options.reliabilityExposure - of the measured exposure, for `overall.adjusted`; default 1
 * @returns k rows; `.overall` has R² of all instruments, the test and `sensitivityRatio`
 * @throws NotEstimableError `NEEDS_MORE_INPUT` naming what is missing
 * @example
 * const direction = mr.steiger(harmonised);
 * direction.overall.isExposureToOutcome;
 * @see Hemani, Tilling & Davey Smith 2017, doi:10.1371/journal.pgen.1007081
 */
export function steiger(harmonised: Harmonised, options: SteigerOptions = {}): Steiger {
  const { reliabilityExposure = 1, reliabilityOutcome = 1 } = options;
  refuseReliability("reliabilityExposure", reliabilityExposure);
  refuseReliability("reliabilityOutcome", reliabilityOutcome);
  if (harmonised.keptRows.length === 0) {
    throw new NotEstimableError("TOO_FEW_VARIANTS", {
      what: "There is no instrument whose direction could be tested.",
      why: "No variant was kept.",
      remedy: "Look at the verdict column of the harmonised table.",
    });
  }
  const exposure = varianceExplained(harmonised, "exposure", options.exposure);
  const outcome = varianceExplained(harmonised, "outcome", options.outcome);
  const effects = harmonised.effects;
  const rows = effects.variantId.map((_, j) =>
    compare(exposure.r[j], exposure.n[j], outcome.r[j], outcome.n[j]),
  );
  const isKnown = rows.map(({ statistic }) => Number.isFinite(statistic));
  if (!isKnown.includes(true)) {
    throw new NotEstimableError("NEEDS_MORE_INPUT", {
      what: "No variant has all that the test of direction needs.",
      why: "Each lacks a sample size or a frequency in one of the studies.",
      remedy: "Give exposure: { n: … } and outcome: { n: … }.",
    });
  }
  const column = (
    name: "r2Exposure" | "r2Outcome" | "statistic" | "negLog10PValue",
  ): Float64Array => Float64Array.from(rows, (row) => row[name]);
  const negLog10PValue = column("negLog10PValue");
  const used = effects.variantId.flatMap((_, j) => (isKnown[j] ? [j] : []));
  const total = (r: Float64Array): number => jointR(r, used, effects.correlation);
  const mean = (n: Float64Array): number => used.reduce((sum, j) => sum + n[j], 0) / used.length;
  const [rX, rY] = [total(exposure.r), total(outcome.r)];
  const [nX, nY] = [mean(exposure.n), mean(outcome.n)];
  return new Steiger(
    {
      variantId: effects.variantId,
      r2Exposure: column("r2Exposure"),
      r2Outcome: column("r2Outcome"),
      nExposure: exposure.n,
      nOutcome: outcome.n,
      statistic: column("statistic"),
      negLog10PValue,
      pValue: negLog10PValue.map(pValueOf),
      direction: rows.map(({ isExposureToOutcome }, j) =>
        isKnown[j] ? (isExposureToOutcome ? "exposure to outcome" : "outcome to exposure") : "",
      ),
      errorCode: isKnown.map((known) => (known ? "" : "NEEDS_MORE_INPUT")),
      reason: isKnown.map((known) => (known ? "" : "A sample size or a frequency is missing.")),
    },
    diagnosticProvenance("Steiger test of direction", effects, {
      r2ExposureFrom: exposure.from,
      r2OutcomeFrom: outcome.from,
      variantsTested: used.length,
    }),
    {
      ...compare(rX, nX, rY, nY),
      ...steigerSensitivity(rX, rY),
      adjusted: compare(
        reliable("exposure", rX, reliabilityExposure),
        nX,
        reliable("outcome", rY, reliabilityOutcome),
        nY,
      ),
    },
  );
}

/** Fisher's z of two correlations in samples of their own. */
function compare(rX: number, nX: number, rY: number, nY: number): DirectionTest {
  const [x, y] = [Math.abs(rX), Math.abs(rY)];
  const isPossible = nX > 3 && nY > 3;
  const statistic = isPossible
    ? (Math.atanh(x) - Math.atanh(y)) / Math.sqrt(1 / (nX - 3) + 1 / (nY - 3))
    : NaN;
  const negLog10PValue = negLog10Of(normalLnP(statistic));
  return {
    r2Exposure: x * x,
    r2Outcome: y * y,
    isExposureToOutcome: x > y,
    statistic,
    negLog10PValue,
    pValue: pValueOf(negLog10PValue),
  };
}

/** √R² of these instruments together: rᵀρ⁻¹r, the sum of squares where they are independent. */
function jointR(
  r: Float64Array,
  used: readonly number[],
  correlation: Float64Array | undefined,
): number {
  const own = Float64Array.from(used, (j) => r[j]);
  const ones = new Float64Array(own.length).fill(1);
  const { times } = precisionOf({
    exposure: "",
    outcome: "",
    variantId: used.map(String),
    betaExposure: own,
    standardErrorExposure: ones,
    betaOutcome: own,
    standardErrorOutcome: ones,
    correlation:
      correlation &&
      Float64Array.from(used.flatMap((i) => used.map((j) => correlation[i * r.length + j]))),
  });
  const r2 = times(own).reduce((sum, value, j) => sum + value * own[j], 0);
  if (r2 < 1) return Math.sqrt(r2);
  throw new NotEstimableError("NEEDS_MORE_INPUT", {
    what: `The instruments together would explain ${(100 * r2).toFixed(0)} % of the variance.`,
    why: "They are correlated, or effects are not in the unit that the trait states.",
    remedy: 'Clump them, or give { from: "effect" } with sample sizes.',
  });
}

function reliable(role: string, r: number, reliability: number): number {
  if (r < reliability) return r / reliability;
  const argument = `reliability${role === "exposure" ? "Exposure" : "Outcome"}`;
  throw new InvalidArgumentError(argument, {
    what: `${argument} is ${reliability}, and instruments correlate ${r.toPrecision(3)} with the ${role}.`,
    why: "A measure cannot correlate more with instruments than with what it measures.",
    remedy: "Give a larger reliability.",
  });
}

function refuseReliability(argument: string, value: number): void {
  if (value > 0 && value <= 1) return;
  throw new InvalidArgumentError(argument, {
    what: `${argument} is ${value}.`,
    why: "A reliability lies above 0 and is at most 1.",
    remedy: "Leave it out for perfect measurement.",
  });
}

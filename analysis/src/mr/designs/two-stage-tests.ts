import { Matrix, solve } from "ml-matrix";
import { chiSquareLnP } from "../../stats/chi-square.ts";
import { fLnP } from "../../stats/f-distribution.ts";
import { weightedLeastSquares } from "../../stats/least-squares.ts";
import { pValueOf } from "../../sumstats/p-value.ts";
import { Table } from "../../table.ts";
import { negLog10Of } from "../estimators/inference.ts";
import { andersonRubinOfNone } from "./anderson-rubin.ts";
import { inner, projection } from "./orthonormal-columns.ts";
import type { PartialledColumns, TwoStageFit } from "./two-stage-fit.ts";

export type TwoStageTestColumns = {
  readonly test: readonly string[];
  readonly statistic: Float64Array;
  readonly degreesOfFreedom: Float64Array;
  /** NaN for χ². */
  readonly denominatorDegreesOfFreedom: Float64Array;
  readonly negLog10PValue: Float64Array;
  readonly pValue: Float64Array;
  /** What a small P says. */
  readonly reading: readonly string[];
};

interface Test {
  readonly test: string;
  readonly statistic: number;
  readonly numerator: number;
  readonly denominator: number;
  readonly lnP: number;
  readonly reading: string;
}

/** Wu–Hausman, Sargan, Hansen and Anderson–Rubin; those of over-identification where instruments outnumber exposures. */
export function twoStageTests(
  data: PartialledColumns,
  fit: TwoStageFit,
): Table<TwoStageTestColumns> {
  const anderson = andersonRubinOfNone(data);
  const n = data.outcome.length;
  const tests: Test[] = [
    wuHausman(data),
    ...overIdentification(data, fit),
    {
      test: "Anderson–Rubin",
      statistic: anderson.statistic,
      numerator: data.instruments.length,
      denominator: n - data.instruments.length - data.takenOut,
      lnP: anderson.lnP,
      reading: "The exposures have an effect, whatever the strength of the instruments.",
    },
  ];
  const negLog10PValue = Float64Array.from(tests, ({ lnP }) => negLog10Of(lnP));
  return new Table<TwoStageTestColumns>(
    {
      test: tests.map(({ test }) => test),
      statistic: Float64Array.from(tests, ({ statistic }) => statistic),
      degreesOfFreedom: Float64Array.from(tests, ({ numerator }) => numerator),
      denominatorDegreesOfFreedom: Float64Array.from(tests, ({ denominator }) => denominator),
      negLog10PValue,
      pValue: negLog10PValue.map(pValueOf),
      reading: tests.map(({ reading }) => reading),
    },
    { method: "tests of two-stage least squares" },
  );
}

/** Whether the residuals of the first stages explain the outcome beside the exposures. */
function wuHausman({ outcome, exposures, fitted, takenOut }: PartialledColumns): Test {
  const p = exposures.length;
  const errors = exposures.map((x, a) => x.map((value, i) => value - fitted[a][i]));
  const without = weightedLeastSquares({ columns: exposures, y: outcome });
  const augmented = weightedLeastSquares({ columns: [...exposures, ...errors], y: outcome });
  const denominator = outcome.length - 2 * p - takenOut;
  const statistic =
    without && augmented
      ? (without.residualSumOfSquares - augmented.residualSumOfSquares) /
        p /
        (augmented.residualSumOfSquares / denominator)
      : NaN;
  return {
    test: "Wu–Hausman",
    statistic,
    numerator: p,
    denominator,
    lnP: fLnP(statistic, p, denominator),
    reading: "Confounding: ordinary regression and instruments disagree.",
  };
}

function overIdentification(data: PartialledColumns, { residuals }: TwoStageFit): Test[] {
  const { exposures, instruments, outcome } = data;
  const surplus = instruments.length - exposures.length;
  if (surplus === 0) return [];
  const reading = "The instruments disagree: at least one has another way to the outcome.";
  const explained = projection(residuals, instruments);
  const sargan = (outcome.length * inner(explained, explained)) / inner(residuals, residuals);
  const hansen = hansenJ(data, residuals);
  return [
    { test: "Sargan", statistic: sargan },
    { test: "Hansen J (robust, two-step)", statistic: hansen },
  ].map(({ test, statistic }) => ({
    test,
    statistic,
    numerator: surplus,
    denominator: NaN,
    lnP: chiSquareLnP(statistic, surplus),
    reading,
  }));
}

/** Of the estimate whose moments are weighted by what heteroskedastic residuals of the first one make of them. */
function hansenJ(
  { outcome, exposures, instruments }: PartialledColumns,
  residuals: Float64Array,
): number {
  const count = instruments.length;
  const weights = new Matrix(count, count);
  for (let a = 0; a < count; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = 0;
      for (let i = 0; i < residuals.length; i++) {
        sum += instruments[a][i] * instruments[b][i] * residuals[i] * residuals[i];
      }
      weights.set(a, b, sum);
      weights.set(b, a, sum);
    }
  }
  const moments = (column: Float64Array): Matrix =>
    Matrix.columnVector(instruments.map((z) => inner(z, column)));
  const y = moments(outcome);
  const x = new Matrix(instruments.map((z) => exposures.map((exposure) => inner(z, exposure))));
  const weightedX = solve(weights, x);
  const beta = solve(x.transpose().mmul(weightedX), weightedX.transpose().mmul(y));
  const left = Matrix.sub(y, x.mmul(beta));
  return left.transpose().mmul(solve(weights, left)).get(0, 0);
}

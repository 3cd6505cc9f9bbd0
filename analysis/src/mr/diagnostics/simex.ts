import { pValueOf } from "../../sumstats/p-value.ts";
import { InvalidArgumentError } from "../../errors.ts";
import { randomStream } from "../../random.ts";
import { Table, type Provenance } from "../../table.ts";
import { NotEstimableError } from "../mr-errors.ts";
import {
  checkedEffects,
  needIndependent,
  needVariants,
  type EffectsInput,
} from "./checked-effects.ts";
import { fitLine, orient } from "./line.ts";
import { diagnosticProvenance } from "./provenance.ts";
import { tested } from "./tested.ts";

export interface SimexOptions {
  readonly seed?: number | undefined;
  /** Simulated data sets for each λ: 1000. */
  readonly simulations?: number | undefined;
  /** How much error is added, in variances of the error that is there: 0.5, 1, 1.5, 2. */
  readonly lambdas?: readonly number[] | undefined;
}

export type SimexColumns = {
  /** `slope` or `intercept`. */
  readonly term: readonly string[];
  /** MR-Egger without correction. */
  readonly naive: Float64Array;
  /** Extrapolated to no error in the exposure effects. */
  readonly corrected: Float64Array;
  /** Jackknife. */
  readonly standardError: Float64Array;
  readonly ciLower: Float64Array;
  readonly ciUpper: Float64Array;
  readonly statistic: Float64Array;
  readonly negLog10PValue: Float64Array;
  readonly pValue: Float64Array;
  /** Standard error of `corrected` by the random draws alone: smaller with more simulations. */
  readonly monteCarloError: Float64Array;
};

export type SimexCurveColumns = {
  /** 0 is MR-Egger as it is, −1 no error. */
  readonly lambda: Float64Array;
  readonly slope: Float64Array;
  readonly intercept: Float64Array;
};

/** MR-Egger corrected for the error of the exposure effects. */
export class Simex extends Table<SimexColumns> {
  /** Mean estimates for each λ, the extrapolated ones first. */
  readonly curve: Table<SimexCurveColumns>;

  constructor(columns: SimexColumns, provenance: Provenance, curve: Table<SimexCurveColumns>) {
    super(columns, provenance);
    this.curve = curve;
  }
}

/**
 * Corrects MR-Egger for the error of the exposure effects by simulation extrapolation: error is added in growing
 * amounts, and the estimates are followed back by a parabola to where there would be none.
 *
 * Variances are the jackknife ones of Stefanski and Cook, extrapolated the same way, of Egger regressions whose residual
 * variance is estimated and not held above 1; tests are Student's t with k − 2 degrees of freedom.
 *
 * @param input - harmonised data, or effects of k ≥ 4 independent variants
 * @param options.seed - of the added error; default 1
 * @param options.simulations - data sets for each λ; default 1000
 * @param options.lambdas - at least two, above 0; default 0.5, 1, 1.5, 2
 * @returns rows `slope` and `intercept`; `.curve` has the mean estimates by λ
 * @throws NotEstimableError for too few or correlated variants, or when the extrapolated variance is not positive
 * @example
 * const corrected = mr.simexEgger(harmonised, { seed: 1, simulations: 200 });
 * corrected.columns.corrected[0];
 * @see Cook & Stefanski 1994, doi:10.1080/01621459.1994.10476871; Bowden et al. 2016, doi:10.1093/ije/dyw220
 */
export function simexEgger(input: EffectsInput, options: SimexOptions = {}): Simex {
  const { seed = 1, simulations = 1000, lambdas = [0.5, 1, 1.5, 2] } = options;
  const effects = checkedEffects(input);
  needIndependent(effects, "SIMEX of MR-Egger");
  needVariants(effects, 4, "SIMEX of MR-Egger");
  checkSimulations(simulations, lambdas);
  const { exposure, outcome } = orient(effects);
  const line = fitLine(effects, true);
  const degreesOfFreedom = line.degreesOfFreedom;
  const variance = line.q / degreesOfFreedom;
  const start: Moments = {
    mean: [line.slope, line.intercept],
    variance: [
      variance * line.standardErrorOfSlope ** 2,
      variance * line.standardErrorOfIntercept ** 2,
    ],
    scatter: [0, 0],
  };
  const stream = randomStream(seed, "simex-egger");
  const steps = lambdas.map((lambda) =>
    simulate({
      exposure,
      outcome,
      added: effects.standardErrorExposure.map((error) => error * Math.sqrt(lambda)),
      weights: effects.standardErrorOutcome.map((error) => 1 / (error * error)),
      simulations,
      normal: () => stream.normal(),
    }),
  );
  const points = [start, ...steps];
  const coefficients = extrapolation([0, ...lambdas]);
  const back = (value: (point: Moments) => number): number =>
    points.reduce((sum, point, i) => sum + coefficients[i] * value(point), 0);
  const rows = ([0, 1] as const).map((term) => {
    const jackknife = back(({ variance: own, scatter }) => own[term] - scatter[term]);
    if (!(jackknife > 0)) throw negativeVariance(term === 0 ? "slope" : "intercept");
    const monteCarloError = Math.sqrt(
      points.reduce((sum, { scatter }, i) => sum + coefficients[i] ** 2 * scatter[term], 0) /
        simulations,
    );
    return {
      ...tested(
        back(({ mean }) => mean[term]),
        Math.sqrt(jackknife),
        { degreesOfFreedom },
      ),
      naive: start.mean[term],
      monteCarloError,
    };
  });
  const column = (name: keyof (typeof rows)[number]): Float64Array =>
    Float64Array.from(rows, (row) => row[name]);
  const negLog10PValue = column("negLog10PValue");
  const provenance = diagnosticProvenance(
    "MR-Egger with SIMEX (quadratic, jackknife variance)",
    effects,
    {
      seed,
      simulations,
      lambdas: lambdas.map(String),
    },
  );
  return new Simex(
    {
      term: ["slope", "intercept"],
      naive: column("naive"),
      corrected: column("estimate"),
      standardError: column("standardError"),
      ciLower: column("ciLower"),
      ciUpper: column("ciUpper"),
      statistic: column("statistic"),
      negLog10PValue,
      pValue: negLog10PValue.map(pValueOf),
      monteCarloError: column("monteCarloError"),
    },
    provenance,
    new Table(
      {
        lambda: Float64Array.of(-1, 0, ...lambdas),
        slope: Float64Array.of(rows[0].estimate, ...points.map(({ mean }) => mean[0])),
        intercept: Float64Array.of(rows[1].estimate, ...points.map(({ mean }) => mean[1])),
      },
      provenance,
    ),
  );
}

/** Of slope and intercept over the simulations of one λ. */
interface Moments {
  readonly mean: readonly [number, number];
  /** Mean of the variances that each fit gives. */
  readonly variance: readonly [number, number];
  /** Variance of the estimates between simulations. */
  readonly scatter: readonly [number, number];
}

function simulate({
  exposure,
  outcome,
  added,
  weights,
  simulations,
  normal,
}: {
  exposure: Float64Array;
  outcome: Float64Array;
  added: Float64Array;
  weights: Float64Array;
  simulations: number;
  normal: () => number;
}): Moments {
  const count = exposure.length;
  const x = new Float64Array(count);
  const slopes = new Float64Array(simulations);
  const intercepts = new Float64Array(simulations);
  let slopeVariance = 0;
  let interceptVariance = 0;
  let total = 0;
  let middle = 0;
  for (let j = 0; j < count; j++) {
    total += weights[j];
    middle += weights[j] * outcome[j];
  }
  middle /= total;
  for (let b = 0; b < simulations; b++) {
    let centre = 0;
    for (let j = 0; j < count; j++) {
      x[j] = exposure[j] + added[j] * normal();
      centre += weights[j] * x[j];
    }
    centre /= total;
    let xx = 0;
    let xy = 0;
    let yy = 0;
    for (let j = 0; j < count; j++) {
      const dx = x[j] - centre;
      const dy = outcome[j] - middle;
      const weighted = weights[j] * dx;
      xx += weighted * dx;
      xy += weighted * dy;
      yy += weights[j] * dy * dy;
    }
    const slope = xy / xx;
    const variance = Math.max(0, yy - slope * xy) / (count - 2);
    slopes[b] = slope;
    intercepts[b] = middle - slope * centre;
    slopeVariance += variance / xx;
    interceptVariance += variance * (1 / total + (centre * centre) / xx);
  }
  const [slope, intercept] = [slopes, intercepts].map(meanAndVariance);
  return {
    mean: [slope.mean, intercept.mean],
    variance: [slopeVariance / simulations, interceptVariance / simulations],
    scatter: [slope.variance, intercept.variance],
  };
}

function meanAndVariance(values: Float64Array): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, variance: square / (values.length - 1) };
}

/** What the value at λ = −1 of the least squares parabola (a line through two points) takes of each point. */
function extrapolation(lambdas: readonly number[]): Float64Array {
  // Gram–Schmidt on 1, λ, λ²; the last column drops out where there are two points only.
  const at = [...lambdas, -1];
  const last = at.length - 1;
  const basis: number[][] = [];
  for (const power of lambdas.length > 2 ? [0, 1, 2] : [0, 1]) {
    const column = at.map((lambda) => lambda ** power);
    for (const other of basis) {
      const share = inner(column, other, last) / inner(other, other, last);
      for (let i = 0; i <= last; i++) column[i] -= share * other[i];
    }
    basis.push(column);
  }
  return Float64Array.from(lambdas, (_, i) =>
    basis.reduce(
      (sum, column) => sum + (column[last] * column[i]) / inner(column, column, last),
      0,
    ),
  );
}

function inner(a: readonly number[], b: readonly number[], count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += a[i] * b[i];
  return sum;
}

function checkSimulations(simulations: number, lambdas: readonly number[]): void {
  if (!Number.isInteger(simulations) || simulations < 2) {
    throw new InvalidArgumentError("simulations", {
      what: `simulations is ${simulations}.`,
      why: "The variance between simulations needs a whole number of at least 2.",
      remedy: "Use 100 for a look, 1000 for a result.",
    });
  }
  const isUsable =
    new Set(lambdas).size >= 2 && lambdas.every((lambda) => Number.isFinite(lambda) && lambda > 0);
  if (!isUsable) {
    throw new InvalidArgumentError("lambdas", {
      what: `lambdas are ${lambdas.join(", ")}.`,
      why: "A parabola through the estimate as it is needs two different amounts of added error, above 0.",
      remedy: "Use 0.5, 1, 1.5, 2.",
    });
  }
}

function negativeVariance(term: string): NotEstimableError {
  return new NotEstimableError("NO_CONVERGENCE", {
    what: `SIMEX gives no variance for the ${term}: its extrapolation is not positive.`,
    why: "The exposure effects are too noisy for the parabola, or the simulations too few.",
    remedy: "Use more simulations, or stronger instruments.",
  });
}

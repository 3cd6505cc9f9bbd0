import { solvePositiveDefinite } from "./positive-definite.ts";
import { standardScale } from "./standard-scale.ts";

/** How events at the same time share a likelihood. */
export type TiedEvents = "efron" | "breslow";

/** A proportional hazards regression. */
export interface CoxRegression {
  readonly status: "fitted";
  /** Log hazard ratio per unit of each column. */
  readonly coefficients: Float64Array;
  /** k × k row-major. */
  readonly covariance: Float64Array;
  readonly logLikelihood: number;
  readonly nullLogLikelihood: number;
  /** Score test of all columns, chi-square of k degrees of freedom. */
  readonly scoreStatistic: number;
  readonly eventCount: number;
  readonly iterations: number;
}

export interface NoCoxRegression {
  readonly status: "no events" | "collinear" | "separated" | "not converged";
}

const MOST_ITERATIONS = 60;
const CONVERGED_BELOW = 1e-9;
/** Log hazard ratio per SD that no data but separated ones reach. */
const RUN_AWAY = 40;
/** A variance this many times that at 0 is of a likelihood that has gone flat, on its way to a coefficient without end. */
const FLAT_ABOVE = 1e8;

/**
 * Cox regression by Newton's method with halved steps.
 *
 * Whoever is censored at the time of an event is still at risk at it.
 *
 * @param options.columns - k ≥ 1 columns of n values
 * @param options.time - n times, any unit
 * @param options.isEvent - n values, 1 event and 0 censored
 * @see Cox 1972, doi:10.1111/j.2517-6161.1972.tb00899.x
 * @see Efron 1977, doi:10.1080/01621459.1977.10480613 (ties)
 */
export function coxRegression(options: {
  readonly columns: readonly Float64Array[];
  readonly time: Float64Array;
  readonly isEvent: Float64Array;
  readonly ties?: TiedEvents;
}): CoxRegression | NoCoxRegression {
  const { time, isEvent, ties = "efron" } = options;
  const eventCount = isEvent.reduce((sum, value) => sum + value, 0);
  if (eventCount === 0) return { status: "no events" };
  const scale = standardScale(options.columns);
  if (!scale) return { status: "collinear" };
  const order = Uint32Array.from(time.keys()).sort((a, b) => time[b] - time[a]);
  const sorted = {
    columns: scale.columns.map((column) => Float64Array.from(order, (i) => column[i])),
    time: Float64Array.from(order, (i) => time[i]),
    isEvent: Float64Array.from(order, (i) => isEvent[i]),
    ties,
  };
  const k = scale.columns.length;
  let coefficients = new Float64Array(k);
  let current = partialLikelihood(sorted, coefficients);
  const nullLogLikelihood = current.logLikelihood;
  let scoreStatistic = NaN;
  let first: Float64Array | undefined;
  for (let iteration = 1; iteration <= MOST_ITERATIONS; iteration++) {
    const solved = solvePositiveDefinite(current.information, current.gradient);
    if (!solved) return { status: iteration === 1 ? "collinear" : "separated" };
    first ??= solved.inverse;
    if (solved.inverse.some((value, at) => at % (k + 1) === 0 && value > FLAT_ABOVE * first![at]))
      return { status: "separated" };
    if (iteration === 1)
      scoreStatistic = solved.x.reduce((sum, x, j) => sum + x * current.gradient[j], 0);
    const size = Math.max(...solved.x.map(Math.abs));
    const largest = Math.max(...coefficients.map(Math.abs));
    if (size < CONVERGED_BELOW * (1 + largest)) {
      const { deviations } = scale;
      return {
        status: "fitted",
        coefficients: coefficients.map((value, j) => (value + solved.x[j]) / deviations[j]),
        covariance: solved.inverse.map(
          (value, at) => value / (deviations[Math.floor(at / k)] * deviations[at % k]),
        ),
        logLikelihood: current.logLikelihood,
        nullLogLikelihood,
        scoreStatistic,
        eventCount,
        iterations: iteration,
      };
    }
    let factor = 1;
    for (;;) {
      const tried = coefficients.map((value, j) => value + factor * solved.x[j]);
      const next = partialLikelihood(sorted, tried);
      if (next.logLikelihood >= current.logLikelihood - 1e-10 * Math.abs(current.logLikelihood)) {
        coefficients = tried;
        current = next;
        break;
      }
      factor /= 2;
      if (factor < 1e-6) return { status: "not converged" };
    }
    if (Math.max(...coefficients.map(Math.abs)) > RUN_AWAY) return { status: "separated" };
  }
  // A coefficient without a maximum still grows by about one per step.
  return { status: Math.max(...coefficients.map(Math.abs)) > 10 ? "separated" : "not converged" };
}

interface SortedPeople {
  readonly columns: readonly Float64Array[];
  /** Descending. */
  readonly time: Float64Array;
  readonly isEvent: Float64Array;
  readonly ties: TiedEvents;
}

interface PartialLikelihood {
  readonly logLikelihood: number;
  readonly gradient: Float64Array;
  readonly information: Float64Array;
}

/** Sums over those at risk: Σ w, Σ w x, Σ w x xᵀ (lower triangle). */
interface RiskSums {
  zero: number;
  readonly one: Float64Array;
  readonly two: Float64Array;
}

function partialLikelihood(people: SortedPeople, coefficients: Float64Array): PartialLikelihood {
  const { columns, time, isEvent, ties } = people;
  const n = time.length;
  const k = columns.length;
  const linear = new Float64Array(n);
  for (let j = 0; j < k; j++)
    for (let i = 0; i < n; i++) linear[i] += coefficients[j] * columns[j][i];
  const sums = (): RiskSums => ({
    zero: 0,
    one: new Float64Array(k),
    two: new Float64Array(k * k),
  });
  const atRisk = sums();
  const events = sums();
  const gradient = new Float64Array(k);
  const information = new Float64Array(k * k);
  const mean = new Float64Array(k);
  let logLikelihood = 0;
  for (let from = 0; from < n;) {
    events.zero = 0;
    events.one.fill(0);
    events.two.fill(0);
    let count = 0;
    let to = from;
    for (; to < n && time[to] === time[from]; to++) {
      const weight = Math.exp(linear[to]);
      addPerson(atRisk, columns, to, weight);
      if (isEvent[to] !== 1) continue;
      count++;
      addPerson(events, columns, to, weight);
      logLikelihood += linear[to];
      for (let j = 0; j < k; j++) gradient[j] += columns[j][to];
    }
    for (let l = 0; l < count; l++) {
      const part = ties === "efron" ? l / count : 0;
      const zero = atRisk.zero - part * events.zero;
      logLikelihood -= Math.log(zero);
      for (let j = 0; j < k; j++) {
        mean[j] = (atRisk.one[j] - part * events.one[j]) / zero;
        gradient[j] -= mean[j];
        for (let c = 0; c <= j; c++) {
          const at = j * k + c;
          information[at] += (atRisk.two[at] - part * events.two[at]) / zero - mean[j] * mean[c];
        }
      }
    }
    from = to;
  }
  for (let j = 0; j < k; j++)
    for (let c = 0; c < j; c++) information[c * k + j] = information[j * k + c];
  return { logLikelihood, gradient, information };
}

function addPerson(
  sums: RiskSums,
  columns: readonly Float64Array[],
  person: number,
  weight: number,
): void {
  const k = columns.length;
  sums.zero += weight;
  for (let j = 0; j < k; j++) {
    const value = weight * columns[j][person];
    sums.one[j] += value;
    for (let c = 0; c <= j; c++) sums.two[j * k + c] += value * columns[c][person];
  }
}

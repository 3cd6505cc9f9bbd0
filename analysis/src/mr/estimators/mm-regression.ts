import { weightedLeastSquares } from "../../stats/least-squares.ts";
import { NotEstimableError } from "../mr-errors.ts";
import type { LineFit } from "./line-fit.ts";
import { sameExposureEffects } from "./refusals.ts";
import { selectMedian } from "./weighted-median.ts";

/** Bisquare constants: half of the data may be wrong for the scale, 95 % efficiency for the coefficients. */
const SCALE_CONSTANT = 1.54764;
const LINE_CONSTANT = 4.685061;
const BREAKDOWN = 0.5;
/** Of the elemental lines, how many are followed to their minimum. */
const FOLLOWED = 16;

/**
 * MM-regression of a line: an S-estimate whose residual scale half of the variants cannot move, then an M-estimate at that scale.
 *
 * The S-estimate starts from every line through one variant (or two, with an intercept), so that nothing is random.
 * Standard errors need no symmetric errors. `slopeError` is over the scale, as a fixed-effect standard error is.
 *
 * @see Yohai 1987, doi:10.1214/aos/1176350366
 * @see Croux, Dhaene & Hoorelbeke 2003, Robust standard errors for robust estimators (covariance)
 */
export function mmRegression(options: {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly weights: Float64Array;
  readonly hasIntercept: boolean;
  readonly label: string;
}): LineFit {
  const { hasIntercept, label } = options;
  const used = [...options.weights.keys()].filter((i) => options.weights[i] > 0);
  const roots = Float64Array.from(used, (i) => Math.sqrt(options.weights[i]));
  const weighted = (values: Float64Array): Float64Array =>
    roots.map((root, i) => root * values[used[i]]);
  const columns = hasIntercept ? [roots, weighted(options.x)] : [weighted(options.x)];
  const y = weighted(options.y);
  const n = y.length;
  const p = columns.length;
  const residualsOf = (line: Float64Array): Float64Array =>
    y.map((value, i) =>
      p === 1
        ? value - line[0] * columns[0][i]
        : value - line[0] * columns[0][i] - line[1] * columns[1][i],
    );
  const refit = (residuals: Float64Array, unit: number): Float64Array => {
    const weights = residuals.map((r) => bisquareWeight(r / unit));
    const fit = weightedLeastSquares({ columns, y, weights });
    if (!fit) throw sameExposureEffects(label);
    return fit.coefficients;
  };
  const descend = (start: Float64Array, tolerance: number, steps: number): Descent => {
    let line = start;
    let scale = scaleOf(residualsOf(line), n - p, tolerance);
    for (let i = 0; i < steps && scale > 0; i++) {
      const next = refit(residualsOf(line), scale * SCALE_CONSTANT);
      const change = largestChange(next, line);
      line = next;
      scale = scaleOf(residualsOf(line), n - p, tolerance);
      // The scale is flat around its minimum, so that it is the line that has to come to rest.
      if (change < tolerance) break;
    }
    return { line, scale };
  };

  const starts = elementalLines(columns, y)
    .map((line) => ({ line, spread: selectMedian(residualsOf(line).map(Math.abs)) }))
    .sort((a, b) => a.spread - b.spread)
    .slice(0, FOLLOWED);
  const rough = starts.map(({ line }) => descend(line, 1e-3, 30));
  const lowest = rough.reduce((best, found) => (found.scale < best.scale ? found : best), {
    line: new Float64Array(p),
    scale: Infinity,
  });
  if (!(lowest.scale > 0 && lowest.scale < Infinity)) throw exactFit(label);
  const best = descend(lowest.line, 1e-13, 1000);
  const { scale } = best;
  if (!(scale > 0 && scale < Infinity)) throw exactFit(label);
  let line: Float64Array = best.line;
  for (let i = 0; i < 1000; i++) {
    const next = refit(residualsOf(line), scale * LINE_CONSTANT);
    const change = largestChange(next, line);
    line = next;
    if (change < 1e-13) break;
  }
  const errors = standardErrors(columns, residualsOf(best.line), residualsOf(line), scale);
  if (!errors) throw exactFit(label);
  return {
    slope: line[p - 1],
    intercept: hasIntercept ? line[0] : 0,
    slopeError: errors[p - 1] / scale,
    interceptError: hasIntercept ? errors[0] / scale : 0,
    q: (n - p) * scale * scale,
    degreesOfFreedom: n - p,
    residualStandardError: scale,
  };
}

interface Descent {
  readonly line: Float64Array;
  readonly scale: number;
}

/** Relative. */
function largestChange(to: Float64Array, from: Float64Array): number {
  let largest = 0;
  for (let j = 0; j < to.length; j++) {
    largest = Math.max(largest, Math.abs(to[j] - from[j]) / (Math.abs(to[j]) || 1));
  }
  return largest;
}

function exactFit(label: string): NotEstimableError {
  return new NotEstimableError("NO_CONVERGENCE", {
    what: `${label}: half of the variants lie on one line, so that robust residuals have no size.`,
    why: "The weights of outliers are relative to that size.",
    remedy: "Use the estimator without robust regression, or more instruments.",
  });
}

/** Lines through as many variants as they have coefficients; thinned evenly beyond 5000. */
function elementalLines(columns: readonly Float64Array[], y: Float64Array): Float64Array[] {
  const n = y.length;
  if (columns.length === 1) {
    return Array.from(y, (value, i) => Float64Array.of(value / columns[0][i]));
  }
  const [ones, x] = columns;
  const lines: Float64Array[] = [];
  const stride = Math.max(1, Math.ceil((n * (n - 1)) / 10_000));
  let count = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const determinant = ones[i] * x[j] - ones[j] * x[i];
      if (count++ % stride !== 0 || determinant === 0) continue;
      lines.push(
        Float64Array.of(
          (y[i] * x[j] - y[j] * x[i]) / determinant,
          (ones[i] * y[j] - ones[j] * y[i]) / determinant,
        ),
      );
    }
  }
  return lines;
}

/** The s with Σ χ(r / s) = ½ (n − p); 0 when too many residuals are. */
function scaleOf(residuals: Float64Array, degreesOfFreedom: number, tolerance: number): number {
  let scale = selectMedian(residuals.map(Math.abs)) / 0.6745;
  if (scale === 0) return 0;
  for (let i = 0; i < 200; i++) {
    let [sum, slope] = [0, 0];
    for (let j = 0; j < residuals.length; j++) {
      const u = residuals[j] / scale;
      sum += chi(u);
      slope += chiSlope(u) * u;
    }
    // Newton's step of ln s: Σ χ falls as s grows.
    const excess = sum - BREAKDOWN * degreesOfFreedom;
    const step = Math.max(-1, Math.min(1, excess / slope));
    scale *= Math.exp(step);
    if (!(Math.abs(step) > tolerance / 100)) break;
  }
  return scale;
}

/** ψ(u)/u of the bisquare with constant 1. */
function bisquareWeight(u: number): number {
  return Math.abs(u) < 1 ? (1 - u * u) ** 2 : 0;
}

/** Bisquare loss between 0 and 1, and its derivative. */
function chi(u: number): number {
  const v = (u / SCALE_CONSTANT) ** 2;
  return v < 1 ? 1 - (1 - v) ** 3 : 1;
}

function chiSlope(u: number): number {
  return ((6 * u) / SCALE_CONSTANT ** 2) * bisquareWeight(u / SCALE_CONSTANT);
}

function psi(u: number): number {
  return u * bisquareWeight(u / LINE_CONSTANT);
}

function psiSlope(u: number): number {
  const v = (u / LINE_CONSTANT) ** 2;
  return v < 1 ? (1 - v) * (1 - 5 * v) : 0;
}

/** Square roots of the diagonal of the MM-estimate's covariance with the S-estimate's error in it; undefined without. */
function standardErrors(
  columns: readonly Float64Array[],
  startResiduals: Float64Array,
  residuals: Float64Array,
  scale: number,
): number[] | undefined {
  const p = columns.length;
  const n = residuals.length;
  const all = [...Array(p).keys()];
  const weightedSum = (weight: (i: number) => number): number => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += weight(i);
    return sum;
  };
  const r = residuals.map((value) => value / scale);
  const start = startResiduals.map((value) => value / scale);
  const product = (weight: (i: number) => number): number[][] =>
    all.map((a) => all.map((b) => weightedSum((i) => columns[a][i] * columns[b][i] * weight(i))));
  const vector = (weight: (i: number) => number): number[] =>
    all.map((a) => weightedSum((i) => columns[a][i] * weight(i)));
  const slopes = inverse(product((i) => psiSlope(r[i])));
  if (!slopes) return undefined;
  const a = slopes.map((row) => row.map((value) => value * scale));
  const toScale = weightedSum((i) => chiSlope(start[i]) * start[i]) / n;
  const shift = times(
    a,
    vector((i) => psiSlope(r[i]) * r[i]),
  ).map((v) => v / toScale);
  const both = times(
    a,
    vector((i) => psi(r[i]) * chi(start[i])),
  );
  const squares = product((i) => psi(r[i]) ** 2);
  const loss = weightedSum((i) => chi(start[i]) ** 2 - BREAKDOWN ** 2) / n;
  const errors = all.map((j) => {
    const sandwich = n * all.reduce((sum, c) => sum + a[j][c] * times(squares, a[j])[c], 0);
    const variance = (sandwich - 2 * shift[j] * both[j] + loss * shift[j] ** 2) / n;
    return Math.sqrt(variance);
  });
  return errors.every((error) => error > 0) ? errors : undefined;
}

function times(matrix: readonly number[][], values: readonly number[]): number[] {
  return matrix.map((row) => row.reduce((sum, value, j) => sum + value * values[j], 0));
}

function inverse(matrix: number[][]): number[][] | undefined {
  if (matrix.length === 1) return matrix[0][0] === 0 ? undefined : [[1 / matrix[0][0]]];
  const [[a, b], [c, d]] = matrix;
  const determinant = a * d - b * c;
  if (!(Math.abs(determinant) > 1e-14 * Math.abs(a * d))) return undefined;
  return [
    [d / determinant, -b / determinant],
    [-c / determinant, a / determinant],
  ];
}

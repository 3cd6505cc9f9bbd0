/** Where a function is least. */
export interface Minimum {
  readonly x: number;
  readonly value: number;
}

/** Where a function of several numbers is least. */
export interface MinimumOfMany {
  readonly x: Float64Array;
  readonly value: number;
  /** False when neither descent came to rest within its steps. */
  readonly converged: boolean;
}

const GOLDEN = (3 - Math.sqrt(5)) / 2;
const EPSILON = 2.220446049250313e-16;
/** Near a minimum a function changes with the square of the step, so that finer steps cannot be told apart. */
const FINEST = Math.sqrt(EPSILON);

/**
 * A local minimum of a function between two ends, by golden sections and parabolas; the ends themselves are not tried.
 *
 * @param tolerance - of x, beside 1.5e-8 · |x| below which values of f cannot tell
 * @see Brent 1973, Algorithms for Minimization without Derivatives, chapter 5
 */
export function minimiseOnInterval(
  f: (x: number) => number,
  low: number,
  high: number,
  tolerance = 1e-10,
): Minimum {
  let a = low;
  let b = high;
  let x = a + GOLDEN * (b - a);
  let [v, w] = [x, x];
  let fx = f(x);
  let [fv, fw] = [fx, fx];
  let step = 0;
  let before = 0;
  for (let i = 0; i < 500; i++) {
    const middle = (a + b) / 2;
    const least = FINEST * Math.abs(x) + tolerance / 3;
    if (Math.abs(x - middle) <= 2 * least - (b - a) / 2) break;
    let r = (x - w) * (fx - fv);
    let q = (x - v) * (fx - fw);
    let p = (x - v) * q - (x - w) * r;
    q = 2 * (q - r);
    if (q > 0) p = -p;
    q = Math.abs(q);
    r = before;
    before = step;
    const isParabola =
      Math.abs(before) > 0 &&
      Math.abs(r) > least &&
      Math.abs(p) < Math.abs(0.5 * q * r) &&
      p > q * (a - x) &&
      p < q * (b - x);
    if (isParabola) {
      step = p / q;
      const to = x + step;
      if (to - a < 2 * least || b - to < 2 * least) step = x < middle ? least : -least;
    } else {
      before = x < middle ? b - x : a - x;
      step = GOLDEN * before;
    }
    const u = Math.abs(step) >= least ? x + step : x + (step > 0 ? least : -least);
    const fu = f(u);
    if (fu <= fx) {
      if (u < x) b = x;
      else a = x;
      [v, fv, w, fw, x, fx] = [w, fw, x, fx, u, fu];
    } else {
      if (u < x) a = u;
      else b = u;
      if (fu <= fw || w === x) [v, fv, w, fw] = [w, fw, u, fu];
      else if (fu <= fv || v === x || v === w) [v, fv] = [u, fu];
    }
  }
  return { x, value: fx };
}

/**
 * A zero of a function between two ends where its signs differ, by Brent's method.
 *
 * @param tolerance - of x, beside rounding
 * @returns NaN when the signs at the ends are equal
 * @see Brent 1973, Algorithms for Minimization without Derivatives, chapter 4
 */
export function findRoot(
  f: (x: number) => number,
  low: number,
  high: number,
  tolerance = 0,
): number {
  let [a, b] = [low, high];
  let [fa, fb] = [f(a), f(b)];
  if (fa === 0) return a;
  if (fb === 0) return b;
  if (!(fa < 0 !== fb < 0) || Number.isNaN(fa + fb)) return NaN;
  let [c, fc] = [a, fa];
  let step = b - a;
  let before = step;
  for (let i = 0; i < 1000; i++) {
    if (fb > 0 === fc > 0) {
      [c, fc] = [a, fa];
      step = b - a;
      before = step;
    }
    if (Math.abs(fc) < Math.abs(fb)) [a, b, c, fa, fb, fc] = [b, c, b, fb, fc, fb];
    const least = 2 * EPSILON * Math.abs(b) + tolerance / 2;
    const half = (c - b) / 2;
    if (Math.abs(half) <= least || fb === 0) return b;
    if (Math.abs(before) >= least && Math.abs(fa) > Math.abs(fb)) {
      const s = fb / fa;
      let p = 2 * half * s;
      let q = 1 - s;
      if (a !== c) {
        const r = fb / fc;
        const t = fa / fc;
        p = s * (2 * half * t * (t - r) - (b - a) * (r - 1));
        q = (t - 1) * (r - 1) * (s - 1);
      }
      if (p > 0) q = -q;
      p = Math.abs(p);
      if (2 * p < Math.min(3 * half * q - Math.abs(least * q), Math.abs(before * q))) {
        before = step;
        step = p / q;
      } else {
        step = half;
        before = half;
      }
    } else {
      step = half;
      before = half;
    }
    [a, fa] = [b, fb];
    b += Math.abs(step) > least ? step : half > 0 ? least : -least;
    fb = f(b);
  }
  return b;
}

/**
 * A local minimum of a smooth function of several numbers: BFGS with central differences, and Nelder–Mead where that
 * does not come to rest.
 *
 * @param options.scale - a size for each number that makes a difference, |start| or 1 by default
 * @param options.tolerance - of the value, relative
 * @see Nocedal & Wright 2006, doi:10.1007/978-0-387-40065-5 (chapter 6)
 */
export function minimise(
  f: (x: Float64Array) => number,
  start: ArrayLike<number>,
  options: {
    readonly scale?: ArrayLike<number>;
    readonly tolerance?: number;
    readonly iterations?: number;
  } = {},
): MinimumOfMany {
  const n = start.length;
  const { tolerance = 1e-14, iterations = 500 } = options;
  const scale = Float64Array.from({ length: n }, (_, i) =>
    Math.abs(options.scale?.[i] ?? (start[i] === 0 ? 1 : start[i])),
  );
  const natural = new Float64Array(n);
  const scaled = (x: Float64Array): number => {
    for (let i = 0; i < n; i++) natural[i] = x[i] * scale[i];
    const value = f(natural);
    return Number.isNaN(value) ? Infinity : value;
  };
  const first = Float64Array.from({ length: n }, (_, i) => start[i] / scale[i]);
  let best: MinimumOfMany = bfgs(scaled, first, tolerance, iterations);
  if (!best.converged) {
    const simplex = nelderMead(scaled, best.x, tolerance, iterations * 20 * n);
    const again = bfgs(scaled, simplex.x, tolerance, iterations);
    const better = again.value <= simplex.value ? again : simplex;
    best = { ...better, converged: again.converged || simplex.converged };
  }
  return { ...best, x: best.x.map((value, i) => value * scale[i]) };
}

function bfgs(
  f: (x: Float64Array) => number,
  start: Float64Array,
  tolerance: number,
  iterations: number,
): MinimumOfMany {
  const n = start.length;
  let x: Float64Array = start.slice();
  let value = f(x);
  if (value === Infinity) return { x, value, converged: false };
  let gradient: Float64Array = gradientOf(f, x);
  const inverse = new Float64Array(n * n);
  const restart = (): void => {
    inverse.fill(0);
    for (let i = 0; i < n; i++) inverse[i * n + i] = 1 / Math.max(1, norm(gradient));
  };
  restart();
  let isFresh = true;
  let quiet = 0;
  for (let iteration = 0; iteration < iterations; iteration++) {
    const direction = multiply(inverse, gradient).map((d) => -d);
    const slope = dot(gradient, direction);
    if (norm(gradient) === 0) return { x, value, converged: true };
    const found = slope < 0 ? lineSearch(f, x, value, direction, slope) : undefined;
    if (!found) {
      // No descent along the estimated direction: once more along the gradient, then this is rest.
      if (isFresh) return { x, value, converged: isFlat(gradient, value) };
      restart();
      isFresh = true;
      continue;
    }
    const nextGradient = gradientOf(f, found.x);
    const s = found.x.map((v, i) => v - x[i]);
    const y = nextGradient.map((g, i) => g - gradient[i]);
    updateInverse(inverse, s, y);
    isFresh = false;
    quiet = value - found.value <= tolerance * (Math.abs(value) + tolerance) ? quiet + 1 : 0;
    x = found.x;
    value = found.value;
    gradient = nextGradient;
    if (quiet >= 2) return { x, value, converged: isFlat(gradient, value) };
  }
  return { x, value, converged: false };
}

/** The rounding of central differences is about 1e-10 of the value. */
function isFlat(gradient: Float64Array, value: number): boolean {
  return norm(gradient) <= 1e-5 * Math.max(1, Math.abs(value));
}

function lineSearch(
  f: (x: Float64Array) => number,
  x: Float64Array,
  value: number,
  direction: Float64Array,
  slope: number,
): { x: Float64Array; value: number } | undefined {
  let step = 1;
  for (let i = 0; i < 60; i++) {
    const to = x.map((v, j) => v + step * direction[j]);
    const reached = f(to);
    if (reached <= value + 1e-4 * step * slope && reached < value) return { x: to, value: reached };
    const parabola = (-slope * step * step) / (2 * (reached - value - slope * step));
    step = parabola > 0.1 * step && parabola < 0.5 * step ? parabola : step * 0.3;
  }
  return undefined;
}

function updateInverse(inverse: Float64Array, s: Float64Array, y: Float64Array): void {
  const n = s.length;
  const sy = dot(s, y);
  if (!(sy > 1e-12 * norm(s) * norm(y))) return;
  const hy = multiply(inverse, y);
  const factor = (1 + dot(y, hy) / sy) / sy;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      inverse[i * n + j] += factor * s[i] * s[j] - (hy[i] * s[j] + s[i] * hy[j]) / sy;
    }
  }
}

function gradientOf(f: (x: Float64Array) => number, x: Float64Array): Float64Array {
  const gradient = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) {
    const at = x[i];
    const step = 6e-6 * Math.max(1e-3, Math.abs(at));
    x[i] = at + step;
    const above = f(x);
    const width = x[i];
    x[i] = at - step;
    const below = f(x);
    gradient[i] = (above - below) / (width - x[i]);
    x[i] = at;
    if (!Number.isFinite(gradient[i])) gradient[i] = 0;
  }
  return gradient;
}

function nelderMead(
  f: (x: Float64Array) => number,
  start: Float64Array,
  tolerance: number,
  evaluations: number,
): MinimumOfMany {
  const n = start.length;
  const corners: { x: Float64Array; value: number }[] = Array.from({ length: n + 1 }, (_, i) => {
    const x = start.slice();
    if (i > 0) x[i - 1] += Math.max(0.1, 0.1 * Math.abs(x[i - 1]));
    return { x, value: f(x) };
  });
  const along = (from: Float64Array, to: Float64Array, factor: number): (typeof corners)[0] => {
    const x = from.map((v, i) => v + factor * (to[i] - v));
    return { x, value: f(x) };
  };
  for (let used = n + 1; used < evaluations; used += 2) {
    corners.sort((a, b) => a.value - b.value);
    const [best] = corners;
    const worst = corners[n];
    if (worst.value - best.value <= tolerance * (Math.abs(best.value) + tolerance)) {
      return { ...best, converged: true };
    }
    const centre = new Float64Array(n);
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) centre[j] += corners[i].x[j] / n;
    const reflected = along(centre, worst.x, -1);
    if (reflected.value < best.value) {
      const expanded = along(centre, worst.x, -2);
      corners[n] = expanded.value < reflected.value ? expanded : reflected;
    } else if (reflected.value < corners[n - 1].value) corners[n] = reflected;
    else {
      const isOutside = reflected.value < worst.value;
      const contracted = along(centre, isOutside ? reflected.x : worst.x, 0.5);
      if (contracted.value < Math.min(reflected.value, worst.value)) corners[n] = contracted;
      else for (let i = 1; i <= n; i++) corners[i] = along(best.x, corners[i].x, 0.5);
    }
  }
  corners.sort((a, b) => a.value - b.value);
  return { ...corners[0], converged: false };
}

function multiply(matrix: Float64Array, x: Float64Array): Float64Array {
  const n = x.length;
  const product = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) product[i] += matrix[i * n + j] * x[j];
  }
  return product;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function norm(a: Float64Array): number {
  return Math.sqrt(dot(a, a));
}

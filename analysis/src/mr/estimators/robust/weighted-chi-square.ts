import { chiSquareLnP } from "../../../stats/chi-square.ts";
import { findRoot } from "../../../stats/minimise.ts";

/**
 * ln P(Σ λⱼ χ²₁ⱼ > x) of a mixture of independent chi-squares, finite and exact far out.
 *
 * With K(s) = −½ Σ ln(1 − 2λs), P = (1/2πi) ∫ exp(K(s) − sx) / s ds. The path crosses the real axis at the saddle point
 * and follows the parabola of steepest descent there, so that nothing cancels and a trapezoid sum converges at once.
 *
 * @param weights - λⱼ ≥ 0, at least one above 0
 * @returns the natural logarithm; relative error of P below 1e-10
 * @see Rice 1980, doi:10.1137/0901032
 */
export function weightedChiSquareLnP(x: number, weights: ArrayLike<number>): number {
  const largest = Array.from(weights).reduce((most, w) => Math.max(most, w), 0);
  const lambda = Float64Array.from(weights).filter((w) => w > 1e-13 * largest);
  if (!(largest > 0) || Number.isNaN(x)) return NaN;
  if (x <= 0) return 0;
  if (x === Infinity) return -Infinity;
  if (Math.min(...lambda) >= largest * (1 - 1e-13)) return chiSquareLnP(x / largest, lambda.length);
  const saddle = saddlePoint(x, lambda, largest);
  // The integrand has a pole at 0, from which the path keeps off.
  const keepOff = 0.5 / Math.sqrt(2 * lambda.reduce((sum, w) => sum + w * w, 0));
  if (saddle >= -keepOff) {
    return lnIntegral(x, lambda, Math.max(saddle, Math.min(keepOff, 0.25 / largest)));
  }
  return Math.log1p(-Math.exp(lnIntegral(x, lambda, saddle)));
}

/** K′(s) = x. */
function saddlePoint(x: number, lambda: Float64Array, largest: number): number {
  const slope = (s: number): number => {
    let sum = 0;
    for (const w of lambda) sum += w / (1 - 2 * w * s);
    return sum - x;
  };
  let low = -lambda.length / (2 * x);
  while (slope(low) > 0) low *= 2;
  // From below x = λ / (1 − 2λs) of the largest weight, from above that of all.
  const high = 0.5 / largest - 0.25 / (x + lambda.length * largest);
  return slope(high) > 0
    ? findRoot(slope, low, high)
    : findRoot(slope, low, 0.5 / largest - 0.1 / x);
}

/** ln |(1/2πi) ∫ exp(K(s) − sx) / s ds| through `from`. */
function lnIntegral(x: number, lambda: Float64Array, from: number): number {
  let top = -from * x;
  let curvature = 0;
  let third = 0;
  for (const w of lambda) {
    const left = 1 - 2 * w * from;
    top -= Math.log(left) / 2;
    curvature += 2 * (w / left) ** 2;
    third += 8 * (w / left) ** 3;
  }
  const bend = third / (6 * curvature);
  /** Real part of the integrand at s = from + bend t² + it, over its value at t = 0 but for 1 / s. */
  const integrand = (t: number): number => {
    const re = from + bend * t * t;
    // Π (1 − 2λs), whose factors all turn clockwise by less than half a circle: passing −π shows in the sign.
    let real = 1;
    let imaginary = 0;
    let turns = 0;
    let lnTaken = 0;
    for (let j = 0; j < lambda.length; j++) {
      const a = 1 - 2 * lambda[j] * re;
      const b = -2 * lambda[j] * t;
      const before = imaginary;
      imaginary = real * b + imaginary * a;
      real = real * a - before * b;
      if (before < 0 && imaginary >= 0) turns++;
      const size = Math.abs(real) + Math.abs(imaginary);
      if (size > 1e100 || size < 1e-100) {
        real /= size;
        imaginary /= size;
        lnTaken += Math.log(size);
      }
    }
    const lnProduct = lnTaken + Math.log(real * real + imaginary * imaginary) / 2;
    const lnSize = -re * x - top - lnProduct / 2;
    const angle = -t * x - (Math.atan2(imaginary, real) - 2 * Math.PI * turns) / 2;
    const size = Math.exp(lnSize) / (re * re + t * t);
    // exp(i angle) · conj(s) · s′ / i with s′ = 2 bend t + i.
    const along = re - 2 * bend * t * t;
    const across = -(t + re * 2 * bend * t);
    return size * (Math.cos(angle) * along - Math.sin(angle) * across);
  };
  let step = 0.5 / Math.sqrt(curvature);
  let sum = integrand(0) / 2 + tail(integrand, step, step);
  for (let refinement = 0; refinement < 12; refinement++) {
    const finer = sum + tail(integrand, step / 2, step);
    step /= 2;
    const isSettled = Math.abs(finer - 2 * sum) <= 1e-12 * Math.abs(finer);
    sum = finer;
    if (isSettled) break;
  }
  return top + Math.log(Math.abs((sum * step) / Math.PI));
}

function tail(integrand: (t: number) => number, start: number, step: number): number {
  let sum = 0;
  let small = 0;
  for (let j = 0; j < 100_000 && small < 4; j++) {
    const term = integrand(start + j * step);
    sum += term;
    small = Math.abs(term) <= 1e-17 * Math.abs(sum) ? small + 1 : 0;
  }
  return sum;
}

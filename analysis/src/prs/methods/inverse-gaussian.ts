import type { RandomStream } from "../../random.ts";

/** Below, the distribution is that of its limit, and the constants of the sampler would overflow. */
const SMALLEST_CONCENTRATION = 1e-12;

/**
 * A draw of the generalised inverse Gaussian distribution, with density proportional to
 * x^(p − 1) exp(−(ax + b/x) / 2); a and b are above 0.
 *
 * @see Devroye 2014, doi:10.1007/s11222-012-9367-z
 */
export function generalisedInverseGaussian(
  random: RandomStream,
  p: number,
  a: number,
  b: number,
): number {
  const omega = Math.max(Math.sqrt(a * b), SMALLEST_CONCENTRATION);
  const lambda = Math.abs(p);
  const standard = Math.exp(drawLog(random, lambda, omega)) * centre(lambda, omega);
  // √(b / a), where b is not below what the smallest concentration stands for.
  return (omega / a) * (p < 0 ? 1 / standard : standard);
}

function centre(lambda: number, omega: number): number {
  return (lambda + Math.hypot(lambda, omega)) / omega;
}

/** The logarithm of a draw over its centre, whose density is log-concave: a box between two exponential tails. */
function drawLog(random: RandomStream, lambda: number, omega: number): number {
  // √(ω² + λ²) − λ without cancellation.
  const alpha = (omega * omega) / (Math.hypot(omega, lambda) + lambda);
  const height = (x: number): number => -alpha * (Math.cosh(x) - 1) - lambda * (Math.expm1(x) - x);
  const slope = (x: number): number => -alpha * Math.sinh(x) - lambda * Math.expm1(x);
  const t = rightOf(-height(1), alpha, lambda);
  const s = leftOf(-height(-1), alpha, lambda);
  const [eta, zeta] = [-height(t), -slope(t)];
  const [theta, xi] = [-height(-s), slope(-s)];
  const [p, r] = [1 / xi, 1 / zeta];
  const right = t - r * eta;
  const left = s - p * theta;
  const q = right + left;
  for (;;) {
    const u = random.uniform() * (p + q + r);
    const v = 1 - random.uniform();
    const x = u < q ? -left + q * v : u < q + r ? right - r * Math.log(v) : -left + p * Math.log(v);
    const logBound = x > right ? -eta - zeta * (x - t) : x < -left ? -theta + xi * (x + s) : 0;
    if (Math.log(1 - random.uniform()) + logBound <= height(x)) return x;
  }
}

function rightOf(drop: number, alpha: number, lambda: number): number {
  if (drop > 2) return Math.sqrt(2 / (alpha + lambda));
  return drop < 0.5 ? Math.log(4 / (alpha + 2 * lambda)) : 1;
}

function leftOf(drop: number, alpha: number, lambda: number): number {
  if (drop > 2) return Math.sqrt(4 / (alpha * Math.cosh(1) + lambda));
  if (drop >= 0.5) return 1;
  const byAlpha = Math.log1p(1 / alpha + Math.sqrt(1 / (alpha * alpha) + 2 / alpha));
  return lambda === 0 ? byAlpha : Math.min(1 / lambda, byAlpha);
}

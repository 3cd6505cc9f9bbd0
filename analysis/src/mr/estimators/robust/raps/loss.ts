import { normalCumulative, normalDensity } from "../../../../stats/normal.ts";

export type RapsLoss = "l2" | "huber" | "tukey";

/** A loss of standardised residuals and its moments under the normal distribution. */
export interface Loss {
  readonly name: RapsLoss;
  readonly rho: (t: number) => number;
  /** ρ′. */
  readonly psi: (t: number) => number;
  /** ψ(t) / t, of t². */
  readonly weight: (square: number) => number;
  /** E[Z ψ(Z)]. */
  readonly delta: number;
  /** E[ψ(Z)²]. */
  readonly c1: number;
  /** Var[Z ψ(Z)]. */
  readonly c2: number;
  /** E[Z² ψ′(Z)]. */
  readonly c3: number;
}

/** Tuning constants with 95 % efficiency at the normal distribution. */
const TUNING = { l2: Infinity, huber: 1.345, tukey: 4.685 } as const;

export function lossOf(name: RapsLoss, tuning: number = TUNING[name]): Loss {
  if (name === "l2") {
    return {
      name,
      rho: (t) => (t * t) / 2,
      psi: (t) => t,
      weight: () => 1,
      ...{ delta: 1, c1: 1, c2: 2, c3: 1 },
    };
  }
  const c = tuning;
  if (name === "huber") {
    const rho = (t: number): number => {
      const size = Math.abs(t);
      return size <= c ? (t * t) / 2 : c * (size - c / 2);
    };
    const weight = (square: number): number => (square <= c * c ? 1 : c / Math.sqrt(square));
    return { name, rho, psi: (t) => t * weight(t * t), weight, ...huberMoments(c) };
  }
  const left = (square: number): number => Math.max(0, 1 - square / (c * c));
  const weight = (square: number): number => left(square) ** 2;
  const psi = (t: number): number => t * weight(t * t);
  const slope = (t: number): number => left(t * t) * (1 - 5 * (t / c) ** 2);
  return {
    name,
    rho: (t) => (c * c * (1 - left(t * t) ** 3)) / 6,
    psi,
    weight,
    ...moments(psi, slope, c),
  };
}

type Moments = Pick<Loss, "delta" | "c1" | "c2" | "c3">;

/** In closed form: the truncated second and fourth moments of the normal distribution. */
function huberMoments(c: number): Moments {
  const beyond = 2 * normalCumulative(-c);
  const edge = 2 * normalDensity(c);
  const delta = 1 - beyond;
  const second = delta - c * edge;
  const fourth = 3 * second - c ** 3 * edge;
  return {
    delta,
    c1: second + c * c * beyond,
    c2: fourth + c * c * (beyond + c * edge) - delta * delta,
    c3: second,
  };
}

function moments(
  psi: (t: number) => number,
  slope: (t: number) => number,
  corner: number,
): Moments {
  const mean = (f: (t: number) => number): number =>
    2 * (simpson(f, 0, corner) + simpson(f, corner, Math.max(2 * corner, 12)));
  const delta = mean((t) => t * psi(t));
  return {
    delta,
    c1: mean((t) => psi(t) ** 2),
    c2: mean((t) => (t * psi(t)) ** 2) - delta * delta,
    c3: mean((t) => t * t * slope(t)),
  };
}

/** ∫ f φ over a stretch in which f is smooth; a breath inside its ends, where a corner of f lies. */
function simpson(f: (t: number) => number, from: number, to: number): number {
  const panels = 4000;
  const [a, b] = [from * (1 + 1e-15), to * (1 - 1e-15)];
  const h = (b - a) / panels;
  let sum = 0;
  for (let i = 0; i <= panels; i++) {
    const t = a + i * h;
    sum += (i === 0 || i === panels ? 1 : i % 2 === 1 ? 4 : 2) * f(t) * normalDensity(t);
  }
  return (sum * h) / 3;
}

import { normalDensity } from "../../../../stats/normal.ts";

export type RapsLoss = "l2" | "huber" | "tukey";

/** A loss of standardised residuals and its moments under the normal distribution. */
export interface Loss {
  readonly name: RapsLoss;
  readonly rho: (t: number) => number;
  /** ρ′. */
  readonly psi: (t: number) => number;
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
    return { name, rho: (t) => (t * t) / 2, psi: (t) => t, delta: 1, c1: 1, c2: 2, c3: 1 };
  }
  const c = tuning;
  if (name === "huber") {
    const psi = (t: number): number => (t > c ? c : t < -c ? -c : t);
    const rho = (t: number): number => {
      const size = Math.abs(t);
      return size <= c ? (t * t) / 2 : c * (size - c / 2);
    };
    return { name, rho, psi, ...moments(psi, (t) => (Math.abs(t) <= c ? 1 : 0), c) };
  }
  const left = (t: number): number => Math.max(0, 1 - (t / c) ** 2);
  const psi = (t: number): number => t * left(t) ** 2;
  const slope = (t: number): number => left(t) * (1 - 5 * (t / c) ** 2);
  return {
    name,
    rho: (t) => (c * c * (1 - left(t) ** 3)) / 6,
    psi,
    ...moments(psi, slope, c),
  };
}

function moments(
  psi: (t: number) => number,
  slope: (t: number) => number,
  corner: number,
): Pick<Loss, "delta" | "c1" | "c2" | "c3"> {
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

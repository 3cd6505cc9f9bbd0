import type { InstrumentEffects } from "../../../instrument-effects.ts";
import type { Loss } from "./loss.ts";

/** The profile of effects on the exposure: all functions are of the slope β and the over-dispersion τ². */
export interface Profile {
  /** Σ ρ(t), t = (y − βx) / √v, v = τ² + σ_Y² + β²σ_X². */
  readonly objective: (beta: number, tau2: number) => number;
  /** Its derivative in β. */
  readonly slope: (beta: number, tau2: number) => number;
  /** Σ σ_X² (tψ(t) − δ) / v, positive where the residuals are larger than τ² explains. */
  readonly dispersion: (beta: number, tau2: number) => number;
  /** The same of one β for several τ², until the next call. */
  readonly dispersionAt: (beta: number) => (tau2: number) => number;
  /** Σ ρ(t)/δ + ½ ln v, by which roots are compared. */
  readonly criterion: (beta: number, tau2: number) => number;
  /** From here on no residual is larger than τ² explains. */
  readonly largestTau2: (beta: number) => number;
  readonly errors: (beta: number, tau2: number) => RapsErrors | undefined;
}

interface RapsErrors {
  readonly beta: number;
  readonly tau2: number;
  /** With τ² known to be 0. */
  readonly betaWithoutDispersion: number;
}

/** @see Zhao et al. 2020, doi:10.1214/19-AOS1866 (sections 3–5) */
export function profileOf(effects: InstrumentEffects, loss: Loss): Profile {
  const { betaExposure: x, betaOutcome: y } = effects;
  const k = x.length;
  const varianceX = effects.standardErrorExposure.map((error) => error * error);
  const varianceY = effects.standardErrorOutcome.map((error) => error * error);
  const { rho, weight, delta, c1, c2, c3 } = loss;
  const square = new Float64Array(k);
  const variance = new Float64Array(k);
  const dispersion = (tau2: number): number => {
    let sum = 0;
    for (let i = 0; i < k; i++) {
      const precision = 1 / (tau2 + variance[i]);
      const t2 = square[i] * precision;
      sum += varianceX[i] * precision * (t2 * weight(t2) - delta);
    }
    return sum;
  };
  const dispersionAt = (beta: number): ((tau2: number) => number) => {
    for (let i = 0; i < k; i++) {
      const off = y[i] - beta * x[i];
      square[i] = off * off;
      variance[i] = varianceY[i] + beta * beta * varianceX[i];
    }
    return dispersion;
  };
  return {
    objective(beta, tau2) {
      let sum = 0;
      for (let i = 0; i < k; i++) {
        sum += rho(
          (y[i] - beta * x[i]) / Math.sqrt(tau2 + varianceY[i] + beta * beta * varianceX[i]),
        );
      }
      return sum;
    },
    slope(beta, tau2) {
      let sum = 0;
      for (let i = 0; i < k; i++) {
        const precision = 1 / (tau2 + varianceY[i] + beta * beta * varianceX[i]);
        const off = y[i] - beta * x[i];
        const pull = off * precision * weight(off * off * precision);
        sum -= pull * (x[i] + off * beta * varianceX[i] * precision);
      }
      return sum;
    },
    dispersion: (beta, tau2) => dispersionAt(beta)(tau2),
    dispersionAt,
    criterion(beta, tau2) {
      let sum = 0;
      for (let i = 0; i < k; i++) {
        const v = tau2 + varianceY[i] + beta * beta * varianceX[i];
        sum += rho((y[i] - beta * x[i]) / Math.sqrt(v)) / delta + Math.log(v) / 2;
      }
      return sum;
    },
    largestTau2(beta) {
      let largest = 0;
      for (let i = 0; i < k; i++) largest = Math.max(largest, (y[i] - beta * x[i]) ** 2);
      return largest / delta;
    },
    errors(beta, tau2) {
      let signal = 0;
      let noise = 0;
      let cross = 0;
      let flat = 0;
      let fourth = 0;
      for (let i = 0; i < k; i++) {
        const sx = varianceX[i];
        const sy = tau2 + varianceY[i];
        const v2 = (sy + beta * beta * sx) ** 2;
        signal += ((x[i] * x[i] - sx) * sy + (y[i] * y[i] - sy) * sx) / v2;
        noise += (sx * sy) / v2;
        cross += (sx * beta) / v2;
        flat += sx / v2;
        fourth += (sx * sx) / v2;
      }
      if (!(signal > 0 && signal + noise > 0)) return undefined;
      const varianceOfScore = c1 * (signal + noise);
      const information = delta * signal;
      const tau2Variance = (c2 * fourth) / (((delta + c3) / 2) * flat) ** 2;
      return {
        betaWithoutDispersion: Math.sqrt(varianceOfScore) / information,
        tau2: Math.sqrt(tau2Variance),
        beta: Math.sqrt(
          varianceOfScore / information ** 2 + ((delta * cross) / information) ** 2 * tau2Variance,
        ),
      };
    },
  };
}

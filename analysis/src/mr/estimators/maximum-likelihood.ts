import { chiSquareLnP } from "../../stats/chi-square.ts";
import { choleskyLower, solveLower } from "../../stats/cholesky.ts";
import { minimiseOnInterval } from "../../stats/minimise.ts";
import type { InstrumentEffects } from "../instrument-effects.ts";
import type { Estimator } from "./estimator.ts";
import { degreesOf, infer, negLog10Of, type Distribution } from "./inference.ts";
import { collinearVariants } from "./refusals.ts";

export interface MaximumLikelihoodOptions {
  /** `random` (default) widens standard errors by residuals larger than expected, as MendelianRandomization; `fixed` not, as TwoSampleMR. */
  readonly model?: "random" | "fixed";
  /** Correlation of the two estimates of a variant, from samples that overlap; 0 by default. */
  readonly psi?: number;
  readonly distribution?: Distribution;
}

/**
 * Maximum likelihood with errors in both effects, at the optimum itself.
 *
 * The effects on the exposure are maximised out exactly, which leaves ½ Σ (β_Y − θβ_X)² / (σ_Y² − 2ψθσ_Xσ_Y + θ²σ_X²)
 * of θ alone. Both TwoSampleMR and MendelianRandomization search over all k + 1 numbers by Nelder–Mead instead, which
 * stops early: 3.225 in place of 3.173 for LDL cholesterol and coronary disease.
 *
 * @example
 * const likelihood = mr.estimate(harmonised, { methods: ["maximumLikelihood"] });
 * @see Burgess, Butterworth & Thompson 2013, doi:10.1002/gepi.21758
 */
export function maximumLikelihood(options: MaximumLikelihoodOptions = {}): Estimator {
  const { model = "random", psi = 0, distribution = "normal" } = options;
  const traits = [
    model === "random" ? "multiplicative random effects" : "fixed effects",
    psi === 0 ? "" : `ψ ${psi}`,
    distribution === "t" ? "Student's t" : "",
  ];
  const idParts = [
    model === "fixed" ? "fixed" : "",
    psi === 0 ? "" : `psi${psi}`,
    distribution === "t" ? "t" : "",
  ];
  const label = `Maximum likelihood (${traits.filter(Boolean).join(", ")})`;
  return {
    id: ["maximumLikelihood", ...idParts.filter(Boolean)].join("."),
    label,
    fewestVariants: 2,
    usesCorrelation: true,
    isRandom: false,
    source: "doi:10.1002/gepi.21758",
    estimate(effects, { confidence }) {
      const k = effects.variantId.length;
      const profile = profileOf(effects, psi, label);
      const beta = lowest(profile, effects);
      const { value, second } = profile(beta);
      const q = 2 * value;
      const residualStandardError = Math.sqrt(q / (k - 1));
      const factor = model === "random" ? Math.max(1, residualStandardError) : 1;
      const standardError = factor / Math.sqrt(second);
      return {
        beta,
        standardError,
        ...infer(beta, standardError, confidence, degreesOf(distribution, k - 1)),
        variantCount: k,
        details: {
          negativeLogLikelihood: value,
          q,
          qDegreesOfFreedom: k - 1,
          qNegLog10PValue: negLog10Of(chiSquareLnP(q, k - 1)),
          residualStandardError,
          psi,
        },
        notes: [],
      };
    },
  };
}

/** The profile likelihood (negative, without constants) at θ with its derivatives. */
type Profile = (theta: number) => { value: number; first: number; second: number };

function profileOf(effects: InstrumentEffects, psi: number, label: string): Profile {
  return effects.correlation ? correlatedProfile(effects, psi, label) : plainProfile(effects, psi);
}

function plainProfile(effects: InstrumentEffects, psi: number): Profile {
  const { betaExposure, standardErrorExposure, betaOutcome, standardErrorOutcome } = effects;
  return (theta) => {
    let [value, first, second] = [0, 0, 0];
    for (let j = 0; j < betaExposure.length; j++) {
      const x = betaExposure[j];
      const sx = standardErrorExposure[j];
      const sy = standardErrorOutcome[j];
      const r = betaOutcome[j] - theta * x;
      const variance = sy * sy - 2 * psi * theta * sx * sy + theta * theta * sx * sx;
      const slope = 2 * theta * sx * sx - 2 * psi * sx * sy;
      const z = r / variance;
      value += 0.5 * r * z;
      first += -x * z - 0.5 * z * z * slope;
      second +=
        (x * x) / variance +
        (2 * x * z * slope) / variance +
        (z * z * slope * slope) / variance -
        z * z * sx * sx;
    }
    return { value, first, second };
  };
}

/** With V(θ) = ρ ∘ [σ_Yσ_Yᵀ − θψ(σ_Xσ_Yᵀ + σ_Yσ_Xᵀ) + θ²σ_Xσ_Xᵀ]: ½ rᵀV⁻¹r. */
function correlatedProfile(effects: InstrumentEffects, psi: number, label: string): Profile {
  const { betaExposure: x, standardErrorExposure, betaOutcome, standardErrorOutcome } = effects;
  const correlation = effects.correlation ?? new Float64Array(0);
  const k = x.length;
  const [sx, sy] = [standardErrorExposure, standardErrorOutcome];
  const matrix = (entry: (i: number, j: number) => number): Float64Array =>
    correlation.map((rho, at) => rho * entry(Math.floor(at / k), at % k));
  const product = (values: Float64Array, by: Float64Array): Float64Array =>
    Float64Array.from({ length: k }, (_, i) => {
      let sum = 0;
      for (let j = 0; j < k; j++) sum += values[i * k + j] * by[j];
      return sum;
    });
  return (theta) => {
    const lower = choleskyLower(
      matrix(
        (i, j) =>
          sy[i] * sy[j] -
          theta * psi * (sx[i] * sy[j] + sy[i] * sx[j]) +
          theta * theta * sx[i] * sx[j],
      ),
      k,
    );
    if (!lower) throw collinearVariants(label);
    const slope = matrix(
      (i, j) => 2 * theta * sx[i] * sx[j] - psi * (sx[i] * sy[j] + sy[i] * sx[j]),
    );
    const bend = matrix((i, j) => 2 * sx[i] * sx[j]);
    const r = betaOutcome.map((y, j) => y - theta * x[j]);
    const half = solveLower(lower, k, r);
    const z = solveUpper(lower, k, half);
    const slopeZ = product(slope, z);
    const halfX = solveLower(lower, k, x);
    const halfSlopeZ = solveLower(lower, k, slopeZ);
    return {
      value: 0.5 * dot(half, half),
      first: -dot(x, z) - 0.5 * dot(z, slopeZ),
      second:
        dot(halfX, halfX) +
        2 * dot(halfX, halfSlopeZ) +
        dot(halfSlopeZ, halfSlopeZ) -
        0.5 * dot(z, product(bend, z)),
    };
  };
}

/** The x of Lᵀx = y. */
function solveUpper(lower: Float64Array, k: number, y: Float64Array): Float64Array {
  const x = new Float64Array(k);
  for (let i = k - 1; i >= 0; i--) {
    let rest = y[i];
    for (let c = i + 1; c < k; c++) rest -= lower[c * k + i] * x[c];
    x[i] = rest / lower[i * k + i];
  }
  return x;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** Angles at which the profile is looked at first: it may have several valleys. */
const ANGLES = 200;

/** The lowest point over all θ: a scan over angles, the best valley by Brent, and the last digits by Newton. */
function lowest(profile: Profile, effects: InstrumentEffects): number {
  const { betaExposure, betaOutcome } = effects;
  let [xx, yy] = [0, 0];
  for (let j = 0; j < betaExposure.length; j++) {
    xx += betaExposure[j] ** 2 / effects.standardErrorOutcome[j] ** 2;
    yy += betaOutcome[j] ** 2 / effects.standardErrorOutcome[j] ** 2;
  }
  const scale = Math.sqrt(yy / xx) || 1;
  const at = (angle: number): number => scale * Math.tan(angle);
  let [best, least] = [0, Infinity];
  for (let i = 1; i < ANGLES; i++) {
    const angle = Math.PI * (i / ANGLES - 0.5);
    const { value } = profile(at(angle));
    if (value < least) [best, least] = [angle, value];
  }
  const width = Math.PI / ANGLES;
  const reach = Math.PI / 2 - 1e-9;
  let theta = at(
    minimiseOnInterval(
      (angle) => profile(at(angle)).value,
      Math.max(-reach, best - width),
      Math.min(reach, best + width),
    ).x,
  );
  for (let i = 0; i < 20; i++) {
    const { first, second } = profile(theta);
    const step = first / second;
    if (!(second > 0) || Math.abs(step) > 1e-3 * (Math.abs(theta) + scale)) break;
    theta -= step;
    if (Math.abs(step) <= 1e-15 * Math.abs(theta)) break;
  }
  return theta;
}

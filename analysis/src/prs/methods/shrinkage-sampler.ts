import type { LdBlock } from "../../ld/ld-panel.ts";
import type { RandomStream } from "../../random.ts";
import { fillNormals } from "../../stats/normal-draws.ts";
import { EnvelopeCholesky } from "./envelope-cholesky.ts";
import { generalisedInverseGaussian } from "./inverse-gaussian.ts";
import { LD_REMEDY, UnfitLdError } from "./methods-errors.ts";
import type { UsedLd } from "./panel-blocks.ts";

export interface ShrinkageSettings {
  readonly phi: "auto" | number;
  readonly a: number;
  readonly b: number;
}

/** Keeps 1 / ψ finite. */
const SMALLEST_PSI = 1e-40;

/** The Gibbs sampler of PRS-CS: β ~ N(0, σ²ψ/n), ψ ~ Gamma(a, δ), δ ~ Gamma(b, φ), √φ ~ half-Cauchy. */
export class ShrinkageSampler {
  readonly beta: Float64Array;
  phi: number;
  residualVariance = 1;
  /** β′Rβ of the current effects. */
  explained = 0;
  readonly #betaHat: Float64Array;
  readonly #n: number;
  readonly #ld: UsedLd;
  readonly #settings: ShrinkageSettings;
  readonly #random: RandomStream;
  /** 1 / ψ. */
  readonly #ridge: Float64Array;
  #agreement = 0;

  constructor(
    betaHat: Float64Array,
    n: number,
    ld: UsedLd,
    settings: ShrinkageSettings,
    random: RandomStream,
  ) {
    this.beta = new Float64Array(betaHat.length);
    this.phi = settings.phi === "auto" ? 1 : settings.phi;
    this.#betaHat = betaHat;
    this.#n = n;
    this.#ld = ld;
    this.#settings = settings;
    this.#random = random;
    this.#ridge = new Float64Array(betaHat.length).fill(1);
  }

  /** Draws effects, residual variance and shrinkage once. */
  async iterate(step: (share: number) => Promise<void>): Promise<void> {
    this.explained = 0;
    this.#agreement = 0;
    for (let b = 0; b < this.#ld.blockCount; b++) {
      this.#drawBlock(await this.#ld.readBlock(b));
      await step(b / this.#ld.blockCount);
    }
    this.#drawResidualVariance();
    this.#drawShrinkage();
  }

  #drawBlock(block: LdBlock): void {
    const { first, count, rowStart, column, r } = block;
    const factor = new EnvelopeCholesky(block);
    if (!factor.factor(block, this.#ridge)) refuseIndefinite();
    const x = this.#betaHat.slice(first, first + count);
    factor.solveLower(x);
    const noise = fillNormals(this.#random, new Float64Array(count));
    const deviation = Math.sqrt(this.residualVariance / this.#n);
    for (let i = 0; i < count; i++) x[i] += deviation * noise[i];
    factor.solveUpper(x);
    this.beta.set(x, first);
    for (let i = 0; i < count; i++) {
      let product = 0;
      for (let e = rowStart[i]; e < rowStart[i + 1]; e++) product += r[e] * x[column[e]];
      this.explained += x[i] * product;
      this.#agreement += x[i] * this.#betaHat[first + i];
    }
  }

  #drawResidualVariance(): void {
    const m = this.beta.length;
    let penalty = 0;
    for (let j = 0; j < m; j++) penalty += this.beta[j] * this.beta[j] * this.#ridge[j];
    const residual = 1 - 2 * this.#agreement + this.explained + penalty;
    // LD of another panel can make the residual negative; the penalty alone bounds it.
    const rate = (this.#n / 2) * Math.max(residual, penalty);
    this.residualVariance = rate / this.#random.gamma((this.#n + m) / 2);
    if (!(this.residualVariance > 0 && Number.isFinite(this.residualVariance))) refuseDivergence();
  }

  #drawShrinkage(): void {
    const { a, b, phi } = this.#settings;
    const random = this.#random;
    const m = this.beta.length;
    const precision = this.#n / this.residualVariance;
    let sum = 0;
    for (let j = 0; j < m; j++) {
      const delta = random.gamma(a + b) / (1 / this.#ridge[j] + this.phi);
      sum += delta;
      const square = this.beta[j] * this.beta[j] * precision;
      const psi = generalisedInverseGaussian(random, a - 0.5, 2 * delta, square);
      // ψ above 1 would let LD that is not positive definite into the draws.
      this.#ridge[j] = 1 / Math.min(1, Math.max(SMALLEST_PSI, psi));
    }
    if (phi !== "auto") return;
    const w = random.gamma(1) / (this.phi + 1);
    this.phi = random.gamma(m * b + 0.5) / (sum + w);
  }
}

function refuseIndefinite(): never {
  throw new UnfitLdError({
    what: "The panel's correlations with the shrinkage of PRS-CS are not positive definite.",
    why: "Correlations that were cut off at a distance or a size need not fit together.",
    remedy: "Make the panel in blocks, with a wider window or more people.",
  });
}

function refuseDivergence(): never {
  throw new UnfitLdError({
    what: "The sampler of PRS-CS diverged: its residual variance is no positive number.",
    why: "The panel's LD and the effects contradict each other.",
    remedy: LD_REMEDY,
  });
}

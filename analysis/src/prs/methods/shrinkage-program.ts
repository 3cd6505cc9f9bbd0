import type { BlockProgram } from "../../compute/block-program.ts";
import { randomStream, type RandomStream } from "../../random.ts";
import { openLd, type SharedLd } from "./ld-tiles.ts";
import { LD_REMEDY, UnfitLdError } from "./methods-errors.ts";
import {
  AGREEMENT,
  DELTA,
  drawEffects,
  drawShrinkage,
  EXPLAINED,
  PENALTY,
  PHI,
  RESIDUAL_VARIANCE,
  sampledBlock,
  SUMS,
  type ShrinkageSettings,
  type ShrinkageState,
} from "./shrinkage-blocks.ts";

/** What the sampler leaves in shared memory. */
export interface ShrinkageResults {
  /** Posterior mean of all effects. */
  readonly mean: Float64Array;
  /** Draws of all effects. */
  readonly samples: readonly Float64Array[];
  /** By iteration. */
  readonly phi: Float64Array;
  readonly residualVariance: Float64Array;
  readonly explainedVariance: Float64Array;
}

export interface ShrinkageSetup {
  readonly ld: SharedLd;
  /** The blocks of each thread. */
  readonly parts: readonly (readonly number[])[];
  readonly betaHat: Float64Array;
  readonly n: number;
  readonly settings: ShrinkageSettings;
  readonly seed: number;
  readonly burnIn: number;
  readonly iterations: number;
  readonly thin: number;
  readonly state: ShrinkageState;
  /** How many parts have ended their round, and how many rounds all of them have. */
  readonly meeting: Int32Array;
  readonly results: ShrinkageResults;
}

const ARRIVED = 0;
export const ROUNDS = 1;
/** A stop is noticed at least this often. */
const WAKE_EVERY_MS = 20;

/**
 * The Gibbs sampler of PRS-CS: β ~ N(0, σ²ψ/n), ψ ~ Gamma(a, δ), δ ~ Gamma(b, φ), √φ ~ half-Cauchy. Each thread has its
 * blocks of LD; all meet once an iteration, when the first thread draws what blocks share.
 */
export const sampleParts: BlockProgram<ShrinkageSetup> = partProgram();

/** @param pause - after each iteration, where a thread has other things to do as well */
export function partProgram(pause?: () => Promise<void>): BlockProgram<ShrinkageSetup> {
  return (setup, { stopIfAsked }) => ({
    async block({ start: part }) {
      const { parts, burnIn, iterations, settings, state, n } = setup;
      const ld = openLd(setup.ld);
      try {
        const blocks = parts[part].map((index) => sampledBlock(ld, index, setup.seed));
        const lower = ld.vector(Math.max(...blocks.map(({ envelope }) => envelope.size)));
        const random = part === 0 ? randomStream(setup.seed, "PRS-CS") : undefined;
        const total = burnIn + iterations;
        // A round ends one iteration and begins the next.
        for (let round = 0; round <= total; round++) {
          for (const block of blocks) {
            stopIfAsked();
            if (round > 0) drawShrinkage(block, state, settings, n);
            if (round === total) continue;
            drawEffects(ld, block, state, setup, lower);
            keep(setup, block.from, block.to, round);
          }
          meet(setup, round, random, stopIfAsked);
          await pause?.();
        }
      } finally {
        ld.close();
      }
    },
  });
}

/** Waits until all parts have ended a round, and the first one has drawn what they share. */
function meet(
  setup: ShrinkageSetup,
  round: number,
  random: RandomStream | undefined,
  stopIfAsked: () => void,
): void {
  const { meeting, parts } = setup;
  const waitFor = (place: number, count: number): void => {
    for (;;) {
      const now = Atomics.load(meeting, place);
      if (now >= count) return;
      stopIfAsked();
      Atomics.wait(meeting, place, now, WAKE_EVERY_MS);
    }
  };
  Atomics.add(meeting, ARRIVED, 1);
  Atomics.notify(meeting, ARRIVED);
  if (!random) {
    waitFor(ROUNDS, round + 1);
    return;
  }
  waitFor(ARRIVED, (round + 1) * parts.length);
  drawScalars(setup, round, random);
  Atomics.add(meeting, ROUNDS, 1);
  Atomics.notify(meeting, ROUNDS);
}

/** Draws φ of the iteration that a round ends, and the residual variance of the one that it begins. */
function drawScalars(setup: ShrinkageSetup, round: number, random: RandomStream): void {
  const { state, settings, n, burnIn, iterations, results } = setup;
  const { scalars, sums } = state;
  const m = state.beta.length;
  const sum = (of: number): number => {
    let all = 0;
    for (let at = of; at < sums.length; at += SUMS) all += sums[at];
    return all;
  };
  if (round > 0) {
    if (settings.phi === "auto") {
      const w = random.gamma(1) / (scalars[PHI] + 1);
      scalars[PHI] = random.gamma(m * settings.b + 0.5) / (sum(DELTA) + w);
    }
    results.phi[round - 1] = scalars[PHI];
  }
  if (round === burnIn + iterations) return;
  const [explained, penalty] = [sum(EXPLAINED), sum(PENALTY)];
  const residual = 1 - 2 * sum(AGREEMENT) + explained + penalty;
  // LD of another panel can make the residual negative; the penalty alone bounds it.
  const rate = (n / 2) * Math.max(residual, penalty);
  const variance = rate / random.gamma((n + m) / 2);
  if (!(variance > 0 && Number.isFinite(variance))) refuseDivergence();
  scalars[RESIDUAL_VARIANCE] = variance;
  results.residualVariance[round] = variance;
  results.explainedVariance[round] = explained;
}

/** Adds a block's effects to their mean, and to the draws that are as far apart as can be. */
function keep(setup: ShrinkageSetup, from: number, to: number, iteration: number): void {
  const { state, results, burnIn, iterations, thin } = setup;
  const after = iteration - burnIn + 1;
  if (after < 1 || after % thin !== 0) return;
  const { mean, samples } = results;
  const keeps = Math.floor(iterations / thin);
  for (let j = from; j < to; j++) mean[j] += state.beta[j] / keeps;
  const samplesAfter = (kept: number): number => Math.floor((kept * samples.length) / keeps);
  const wanted = samplesAfter(after / thin);
  if (wanted > samplesAfter(after / thin - 1))
    samples[wanted - 1].set(state.beta.subarray(from, to), from);
}

function refuseDivergence(): never {
  throw new UnfitLdError({
    what: "The sampler of PRS-CS diverged: its residual variance is no positive number.",
    why: "The panel's LD and the effects contradict each other.",
    remedy: LD_REMEDY,
  });
}

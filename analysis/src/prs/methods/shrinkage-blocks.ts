import { randomStream, type RandomStream } from "../../random.ts";
import { fillNormals } from "../../stats/normal-draws.ts";
import {
  clearEnvelope,
  envelopeOf,
  solveLower,
  solveUpper,
  type Envelope,
} from "./envelope-cholesky.ts";
import { generalisedInverseGaussian } from "./inverse-gaussian.ts";
import type { OpenLd } from "./ld-tiles.ts";
import { UnfitLdError } from "./methods-errors.ts";

export interface ShrinkageSettings {
  readonly phi: "auto" | number;
  readonly a: number;
  readonly b: number;
}

/** What all threads see of the sampler. */
export interface ShrinkageState {
  /** Of the last iteration; of all variants. */
  readonly beta: Float64Array;
  /** 1 / ψ. */
  readonly ridge: Float64Array;
  /** φ and the residual variance. */
  readonly scalars: Float64Array;
  /** Blocks × SUMS. */
  readonly sums: Float64Array;
}

export const PHI = 0;
export const RESIDUAL_VARIANCE = 1;

/** Of each block: β′Rβ, β′β̂, Σ β² / ψ and Σ δ. */
export const SUMS = 4;
export const EXPLAINED = 0;
export const AGREEMENT = 1;
export const PENALTY = 2;
export const DELTA = 3;

/** Keeps 1 / ψ finite. */
const SMALLEST_PSI = 1e-40;

/** A block of LD that one thread samples from beginning to end, with a stream of its own. */
export interface SampledBlock {
  readonly index: number;
  /** Variants from … to − 1. */
  readonly from: number;
  readonly to: number;
  readonly tiles: readonly [number, number];
  readonly envelope: Envelope;
  readonly random: RandomStream;
}

export function sampledBlock(ld: OpenLd, index: number, seed: number): SampledBlock {
  const tiles = ld.tilesOf(index);
  const first: number[] = [];
  let from = -1;
  for (let t = tiles[0]; t < tiles[1]; t++) {
    const tile = ld.tile(t);
    if (from < 0) from = tile.first;
    for (let i = 0; i < tile.count; i++) first.push(tile.runColumn[tile.runStart[i]] - from);
  }
  const own = { index, from, to: from + first.length, tiles };
  const envelope = envelopeOf(Uint32Array.from(first), ld.numbers);
  return { ...own, envelope, random: randomStream(seed, `PRS-CS block ${index}`) };
}

/** Draws the effects of a block given the shrinkage of its variants. */
export function drawEffects(
  ld: OpenLd,
  { index, from, to, tiles, envelope, random }: SampledBlock,
  { beta, ridge, scalars, sums }: ShrinkageState,
  { betaHat, n }: { readonly betaHat: Float64Array; readonly n: number },
  lower: Float64Array,
): void {
  clearEnvelope(envelope, lower);
  const { origin } = envelope;
  for (let t = tiles[0]; t < tiles[1]; t++) {
    const { first, count, runStart, runColumn, runValue, values } = ld.tile(t);
    for (let i = 0; i < count; i++) {
      const row = first - from + i;
      for (let run = runStart[i]; run < runStart[i + 1]; run++) {
        const column = runColumn[run] - from;
        if (column > row) break;
        const length = Math.min(runValue[run + 1] - runValue[run], row - column + 1);
        const start = runValue[run];
        lower.set(values.subarray(start, start + length), origin[row] + column);
      }
      lower[origin[row] + row] += ridge[from + row];
    }
  }
  const { kernels } = ld;
  const places = [envelope.from, origin, lower].map((view) => view.byteOffset);
  if (kernels.factorEnvelope(origin.length, places[0], places[1], places[2]) === 0)
    refuseIndefinite();
  const x = betaHat.slice(from, to);
  solveLower(envelope, lower, x);
  const noise = fillNormals(random, new Float64Array(x.length));
  const deviation = Math.sqrt(scalars[RESIDUAL_VARIANCE] / n);
  let whole = 0;
  for (let i = 0; i < x.length; i++) {
    x[i] += deviation * noise[i];
    whole += x[i] * x[i];
  }
  solveUpper(envelope, lower, x);
  beta.set(x, from);
  let [agreement, penalty] = [0, 0];
  for (let i = 0; i < x.length; i++) {
    agreement += x[i] * betaHat[from + i];
    penalty += x[i] * x[i] * ridge[from + i];
  }
  // Squares of what the upper factor solves for are β′(R + 1 / ψ)β.
  sums.set([whole - penalty, agreement, penalty], index * SUMS);
}

/** Draws the shrinkage of a block's variants given their effects. */
export function drawShrinkage(
  { index, from, to, random }: SampledBlock,
  { beta, ridge, scalars, sums }: ShrinkageState,
  { a, b }: ShrinkageSettings,
  n: number,
): void {
  const phi = scalars[PHI];
  const precision = n / scalars[RESIDUAL_VARIANCE];
  let sum = 0;
  for (let j = from; j < to; j++) {
    const delta = random.gamma(a + b) / (1 / ridge[j] + phi);
    sum += delta;
    const square = beta[j] * beta[j] * precision;
    const psi = generalisedInverseGaussian(random, a - 0.5, 2 * delta, square);
    // ψ above 1 would let LD that is not positive definite into the draws.
    ridge[j] = 1 / Math.min(1, Math.max(SMALLEST_PSI, psi));
  }
  sums[index * SUMS + DELTA] = sum;
}

function refuseIndefinite(): never {
  throw new UnfitLdError({
    what: "The panel's correlations with the shrinkage of PRS-CS are not positive definite.",
    why: "Correlations that were cut off at a distance or a size need not fit together.",
    remedy: "Make the panel in blocks, with a wider window or more people.",
  });
}

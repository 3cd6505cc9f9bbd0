import type { RandomStream } from "../../random.ts";
import { FOUNDERS } from "./genealogy.ts";

/** How the haplotypes of today are copied from the founders'. */
export interface CopyingModel {
  /** Population of each sample. */
  readonly population: Uint8Array;
  /** Balding–Nichols F of each population to the common founders. */
  readonly fst: readonly number[];
  /** Recombinations per base pair since the founders: generations × rate. */
  readonly switchRate: number;
  /** Populations drift independently from one block of this many base pairs to the next. */
  readonly blockLength: number;
}

/**
 * Copies every sample's two haplotypes along one chromosome as mosaics of founder haplotypes; the result is called for one
 * position after the other.
 *
 * In a block a population prefers some founders, by weights from a Dirichlet distribution. The weights of the carriers
 * of an allele add up to a Beta variable, so that its frequency in the population follows Balding and Nichols exactly.
 *
 * @returns from an ascending position, and the founders with the allele there as bits: the copies of every sample, in an
 * array that the next call uses again
 * @see Li & Stephens 2003, doi:10.1093/genetics/165.4.2213 (mosaics)
 * @see Balding & Nichols 1995, doi:10.1007/BF01441146 (drift)
 */
export function copyHaplotypes(
  model: CopyingModel,
  random: RandomStream,
): (position: number, carriers: number) => Uint8Array {
  const { population, fst, switchRate, blockLength } = model;
  const sampleCount = population.length;
  const source = new Uint8Array(2 * sampleCount);
  const nextSwitch = new Float64Array(2 * sampleCount);
  const copies = new Uint8Array(sampleCount);
  const carries = new Uint8Array(FOUNDERS);
  const weights = new Float64Array(fst.length * FOUNDERS);
  let block = -1;

  const draw = (sample: number): number => {
    const from = population[sample] * FOUNDERS;
    const u = random.uniform();
    let low = 0;
    let high = FOUNDERS - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (weights[from + middle] > u) high = middle;
      else low = middle + 1;
    }
    return low;
  };

  return (position, carriers) => {
    if (Math.floor(position / blockLength) !== block) {
      block = Math.floor(position / blockLength);
      drawWeights(weights, fst, random);
      nextSwitch.fill(0);
    }
    for (let k = 0; k < FOUNDERS; k++) carries[k] = (carriers >>> k) & 1;
    for (let i = 0; i < sampleCount; i++) {
      const h = 2 * i;
      if (position >= nextSwitch[h]) {
        source[h] = draw(i);
        nextSwitch[h] = position + random.exponential(switchRate);
      }
      if (position >= nextSwitch[h + 1]) {
        source[h + 1] = draw(i);
        nextSwitch[h + 1] = position + random.exponential(switchRate);
      }
      copies[i] = carries[source[h]] + carries[source[h + 1]];
    }
    return copies;
  };
}

/** Cumulative Dirichlet weights of the founders for each population. */
function drawWeights(weights: Float64Array, fst: readonly number[], random: RandomStream): void {
  fst.forEach((f, p) => {
    const shape = (1 - f) / f / FOUNDERS;
    let total = 0;
    for (let k = 0; k < FOUNDERS; k++) {
      total += random.gamma(shape);
      weights[p * FOUNDERS + k] = total;
    }
    for (let k = 0; k < FOUNDERS; k++) weights[p * FOUNDERS + k] /= total;
  });
}

import type { RandomStream } from "../../random.ts";
import { FOUNDERS } from "./genealogy.ts";

/** How the haplotypes of today are copied from the founders'. */
export interface CopyingModel {
  /** Population of each sample. */
  readonly population: Uint8Array;
  readonly populationCount: number;
  /** Balding–Nichols F of each population to the common founders. */
  readonly fst: number;
  /** Recombinations per base pair since the founders: generations × rate. */
  readonly switchRate: number;
  /** Populations drift independently from one block of this many base pairs to the next. */
  readonly blockLength: number;
}

/**
 * Copies every sample's two haplotypes along one chromosome as mosaics of founder haplotypes.
 *
 * In a block a population prefers some founders, by weights from a Dirichlet distribution. The weights of the carriers
 * of an allele add up to a Beta variable, so that its frequency in the population follows Balding and Nichols exactly.
 *
 * @param positions - ascending
 * @param carriers - founders with the allele at each position, as bits
 * @param visit - called for each variant with the copies of the allele of every sample; the array is used again
 * @see Li & Stephens 2003, doi:10.1093/genetics/165.4.2213 (mosaics)
 * @see Balding & Nichols 1995, doi:10.1007/BF01441146 (drift)
 */
export function copyHaplotypes(
  model: CopyingModel,
  positions: Int32Array,
  carriers: Uint32Array,
  random: RandomStream,
  visit: (variant: number, copies: Uint8Array) => void,
): void {
  const { population, populationCount, switchRate, blockLength } = model;
  const sampleCount = population.length;
  const source = new Uint8Array(2 * sampleCount);
  const nextSwitch = new Float64Array(2 * sampleCount);
  const copies = new Uint8Array(sampleCount);
  const weights = new Float64Array(populationCount * FOUNDERS);
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

  for (let j = 0; j < positions.length; j++) {
    const position = positions[j];
    const carrying = carriers[j];
    const isNewBlock = Math.floor(position / blockLength) !== block;
    if (isNewBlock) {
      block = Math.floor(position / blockLength);
      drawWeights(weights, model, random);
    }
    for (let i = 0; i < sampleCount; i++) {
      const h = 2 * i;
      if (isNewBlock || position >= nextSwitch[h]) {
        source[h] = draw(i);
        nextSwitch[h] = position + random.exponential(switchRate);
      }
      if (isNewBlock || position >= nextSwitch[h + 1]) {
        source[h + 1] = draw(i);
        nextSwitch[h + 1] = position + random.exponential(switchRate);
      }
      copies[i] = ((carrying >>> source[h]) & 1) + ((carrying >>> source[h + 1]) & 1);
    }
    visit(j, copies);
  }
}

/** Cumulative Dirichlet weights of the founders for each population. */
function drawWeights(
  weights: Float64Array,
  { populationCount, fst }: CopyingModel,
  random: RandomStream,
): void {
  const shape = (1 - fst) / fst / FOUNDERS;
  for (let p = 0; p < populationCount; p++) {
    let total = 0;
    for (let k = 0; k < FOUNDERS; k++) {
      total += random.gamma(shape);
      weights[p * FOUNDERS + k] = total;
    }
    for (let k = 0; k < FOUNDERS; k++) weights[p * FOUNDERS + k] /= total;
  }
}

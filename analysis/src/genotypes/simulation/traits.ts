import type { SampleTable } from "../../io/sample-table.ts";
import { sampleTable } from "../../io/sample-table.ts";
import type { RandomStream } from "../../random.ts";
import { HEIGHT_SD_CM, type CausalVariant } from "./causal-variants.ts";

/** Height and diabetes of everybody, with covariates; both differ between populations for reasons other than genes. */
export function simulateTraits(options: {
  readonly individualId: readonly string[];
  readonly sex: Uint8Array;
  readonly population: Uint8Array;
  readonly names: readonly string[];
  readonly causal: readonly CausalVariant[];
  readonly source: string;
  readonly random: RandomStream;
}): SampleTable {
  const { individualId, sex, population, names, causal, source, random } = options;
  const n = individualId.length;
  const age = Float64Array.from({ length: n }, () => 30 + Math.floor(45 * random.uniform()));
  const genetic = (trait: CausalVariant["trait"], i: number): number =>
    causal.reduce(
      (sum, { trait: of, beta, copies }) => sum + (of === trait ? beta * copies[i] : 0),
      0,
    );
  const height = Float64Array.from({ length: n }, (_, i) => {
    const base = sex[i] === 1 ? 178 : 165;
    const value =
      base -
      0.08 * (age[i] - 50) -
      2.5 * population[i] +
      genetic("height", i) +
      HEIGHT_SD_CM * random.normal();
    return Math.round(value * 10) / 10;
  });
  const diabetes = Float64Array.from({ length: n }, (_, i) => {
    const logOdds = -1.6 + 0.05 * (age[i] - 52) + 0.35 * population[i] + genetic("diabetes", i);
    return random.uniform() < 1 / (1 + Math.exp(-logOdds)) ? 2 : 1;
  });
  const axes = ancestryAxes(population, random);
  for (let i = 0; i < n; i++) if (random.uniform() < 0.01) height[i] = NaN;
  return sampleTable({
    individualId: individualId.slice(),
    source,
    columns: {
      height,
      diabetes,
      age,
      sex: Float64Array.from(sex),
      pc1: axes[0],
      pc2: axes[1],
      population: Array.from(population, (code) => names[code]),
    },
  });
}

// Corners of the plane in which three populations lie; true coordinates with noise, not components of the genotypes.
const CORNERS = [
  [0.012, 0.002],
  [-0.016, 0.024],
  [-0.026, -0.03],
] as const;

function ancestryAxes(population: Uint8Array, random: RandomStream): [Float64Array, Float64Array] {
  const axis = (k: 0 | 1): Float64Array =>
    Float64Array.from(population, (code) => {
      const value = CORNERS[code % CORNERS.length][k] + 0.003 * random.normal();
      return Math.round(value * 1e6) / 1e6;
    });
  return [axis(0), axis(1)];
}

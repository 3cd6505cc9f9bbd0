import { beforeAll, describe, expect, test } from "vitest";
import { isAnalysisError } from "../errors.ts";
import { genotypesFromDosages } from "./from-memory.ts";
import { simulate, type SimulatedCohort } from "./simulate.ts";
import { simulateTrait, type SimulatedTrait } from "./simulate-trait.ts";
import { MISSING_GENOTYPE } from "./genotypes.ts";
import { unpackVariant } from "./unpack.ts";

let cohort: SimulatedCohort;
beforeAll(async () => {
  cohort = await simulate({
    seed: 11,
    variants: 2000,
    chromosomes: [22],
    populations: [
      { name: "A", samples: 1200, fst: 0.05 },
      { name: "B", samples: 800, fst: 0.1 },
    ],
  });
});

const of = (values: Float64Array, name: string): Float64Array =>
  values.filter((_, i) => cohort.populations[i] === name);
const mean = (x: Float64Array): number => x.reduce((sum, value) => sum + value, 0) / x.length;
const variance = (x: Float64Array): number => mean(x.map((value) => value * value)) - mean(x) ** 2;

describe("a trait in two populations", () => {
  let made: SimulatedTrait;
  let trait: Float64Array;
  let geneticValue: Float64Array;
  beforeAll(async () => {
    const { genotypes, populations } = cohort;
    made = await simulateTrait({
      genotypes,
      populations,
      heritability: 0.4,
      causalVariants: 300,
      effectCorrelation: 0.7,
      environment: { B: 0.5 },
      prevalence: 0.1,
      seed: 3,
    });
    trait = made.phenotypes.columns.trait as Float64Array;
    geneticValue = made.phenotypes.columns.geneticValue as Float64Array;
  });

  test("has the heritability, mean 0 and variance 1 in the first", () => {
    expect(variance(of(geneticValue, "A"))).toBeCloseTo(0.4, 3);
    expect(mean(of(geneticValue, "A"))).toBeCloseTo(0, 12);
    // Standard errors of mean and variance of 1,200: 0.029 and 0.041.
    expect(Math.abs(mean(of(trait, "A")))).toBeLessThan(0.09);
    expect(Math.abs(variance(of(trait, "A")) - 1)).toBeLessThan(0.13);
  });

  test("has an environment that is the same but for its mean", () => {
    const rest = trait.map((value, i) => value - geneticValue[i]);
    expect(Math.abs(variance(of(rest, "B")) - 0.6)).toBeLessThan(0.1);
    expect(Math.abs(mean(of(rest, "B")) - 0.5)).toBeLessThan(0.09);
  });

  test("has a disease above one threshold", () => {
    const disease = made.phenotypes.columns.disease as Float64Array;
    const cases = of(disease, "A").filter((value) => value === 2).length;
    expect(Math.abs(cases / 1200 - 0.1)).toBeLessThan(0.027);
    const lowest = Math.min(...trait.filter((_, i) => disease[i] === 2));
    expect(Math.max(...trait.filter((_, i) => disease[i] === 1))).toBeLessThanOrEqual(1.2816);
    expect(lowest).toBeGreaterThan(1.2815);
  });

  test("is made of the effects that the truth tells, of each population's own", async () => {
    const rows = made.truth.toRows();
    expect(rows).toHaveLength(600);
    const { genotypes, populations } = cohort;
    const at = rows
      .slice(0, 300)
      .map(({ variantId }) => genotypes.variants.variantId.indexOf(variantId));
    const causal = genotypes.select({ variants: Uint32Array.from(at) });
    const sums = new Float64Array(2000);
    for await (const block of causal.blocks()) {
      for (let v = 0; v < block.count; v++) {
        const copies = unpackVariant(block, v);
        populations.forEach((name, i) => {
          const { beta, effectAlleleFrequency } = rows[block.start + v + (name === "A" ? 0 : 300)];
          sums[i] +=
            beta * (copies[i] === MISSING_GENOTYPE ? 2 * effectAlleleFrequency : copies[i]);
        });
      }
    }
    const off = sums.map((sum, i) => sum - geneticValue[i]);
    off.forEach((difference) => expect(difference).toBeCloseTo(off[0], 9));
  });

  test("has correlated effects", () => {
    const beta = made.truth.columns.beta;
    const [a, b] = [beta.slice(0, 300), beta.slice(300)];
    const r =
      mean(a.map((x, j) => x * b[j])) /
      Math.sqrt(mean(a.map((x) => x * x)) * mean(b.map((x) => x * x)));
    expect(Math.abs(r - 0.7)).toBeLessThan(0.15);
  });
});

test("the same seed gives the same trait, and effects are the same by default", async () => {
  const { genotypes, populations } = cohort;
  const [first, again] = [
    await simulateTrait({ genotypes, populations, seed: 5 }),
    await simulateTrait({ genotypes, populations, seed: 5 }),
  ];
  expect(again.phenotypes.columns.trait).toEqual(first.phenotypes.columns.trait);
  expect(first.phenotypes.columns.disease).toBeUndefined();
  const { beta } = first.truth.columns;
  expect(beta.slice(beta.length / 2)).toEqual(beta.slice(0, beta.length / 2));
  const other = await simulateTrait({ genotypes, populations, seed: 6 });
  expect(other.phenotypes.columns.trait).not.toEqual(first.phenotypes.columns.trait);
});

test.each([
  { heritability: 1.2 },
  { effectCorrelation: -0.1 },
  { prevalence: 0 },
  { causalVariants: 0 },
  { environment: { C: 1 } },
  { alpha: NaN },
])("%o is refused", async (options) => {
  await expect(simulateTrait({ genotypes: cohort.genotypes, ...options })).rejects.toSatisfy(
    (error) => isAnalysisError(error, "invalid-argument"),
  );
});

test("populations of other people and genotypes that do not vary are refused", async () => {
  const { genotypes } = cohort;
  await expect(simulateTrait({ genotypes, populations: ["A"] })).rejects.toSatisfy((error) =>
    isAnalysisError(error, "length-mismatch"),
  );
  const constant = genotypesFromDosages({ matrix: [0, 0, 0, 2, 2, 2], sampleCount: 3 });
  await expect(simulateTrait({ genotypes: constant })).rejects.toSatisfy((error) =>
    isAnalysisError(error, "no-overlap"),
  );
});

import { InvalidArgumentError, LengthMismatchError, NoOverlapError } from "../errors.ts";
import { sampleTable, type SampleTable } from "../io/sample-table.ts";
import { randomStream, type RandomStream } from "../random.ts";
import { normalQuantile } from "../stats/normal.ts";
import { meanAndDeviation } from "../stats/standard-scale.ts";
import { Table } from "../table.ts";
import { runTask, type Task, type TaskOptions } from "../task.ts";
import { autosomalVariants } from "./autosomal-variants.ts";
import { MISSING_GENOTYPE, type Genotypes } from "./genotypes.ts";
import { countAlleleNumbers } from "./qc-frequency.ts";
import { refuseBeyond, refuseOutside } from "./simulation/refuse-outside.ts";
import { unpackVariant } from "./unpack.ts";

export interface SimulateTraitOptions extends TaskOptions {
  readonly genotypes: Genotypes;
  /** Of each sample, as `data.simulate` returns them; one population when left out. */
  readonly populations?: readonly string[] | undefined;
  /** Part of the trait's variance that the variants make in the first sample's population; 0.5 by default. */
  readonly heritability?: number | undefined;
  /** How many autosomal variants have an effect; one in a hundred by default. */
  readonly causalVariants?: number | undefined;
  /** Correlation between effects per allele in any two populations, 0 … 1; 1 by default, the same effects. */
  readonly effectCorrelation?: number | undefined;
  /** Effects per allele have a variance proportional to (2p(1 − p))^α; −0.38 by default, p of everyone. */
  readonly alpha?: number | undefined;
  /** What a population's surroundings add to everyone's trait, in standard deviations; 0 where not named. */
  readonly environment?: Readonly<Record<string, number>> | undefined;
  /** Of a disease in the first sample's population: those have it whose trait is above a threshold, the same for all. */
  readonly prevalence?: number | undefined;
  readonly seed?: number | undefined;
}

export type TraitTruthColumns = {
  readonly variantId: readonly string[];
  readonly chromosome: Uint8Array;
  readonly basePairLocation: Int32Array;
  readonly effectAllele: readonly string[];
  readonly otherAllele: readonly string[];
  readonly population: readonly string[];
  /** Standard deviations of the trait per copy of the effect allele. */
  readonly beta: Float64Array;
  /** In the population. */
  readonly effectAlleleFrequency: Float64Array;
};

/** A trait of which the truth is known. */
export interface SimulatedTrait {
  /** A row a sample of the genotypes: trait, geneticValue, population, and disease (1 control, 2 case) where there is a prevalence. */
  readonly phenotypes: SampleTable;
  /** A row a causal variant and population. */
  readonly truth: Table<TraitTruthColumns>;
  readonly seed: number;
}

/**
 * Simulates a trait of many genes on any genotypes: normal effects of causal variants, and a normal environment.
 *
 * In the first sample's population the trait has mean 0 and variance 1. Other populations have the same environment, effects that
 * are the same or correlated, and what their own frequencies make of them. A missing call counts as its population's mean.
 *
 * @throws InvalidArgumentError, LengthMismatchError, NoOverlapError when too few variants vary, CancelledError
 * @example
 * const { phenotypes, truth } = await data.simulateTrait({ genotypes: cohort, heritability: 0.4, prevalence: 0.1, seed: 2 });
 * @see Schoech et al. 2019, doi:10.1038/s41467-019-08424-6 (α)
 */
export async function simulateTrait(options: SimulateTraitOptions): Promise<SimulatedTrait> {
  const { genotypes, heritability = 0.5, effectCorrelation = 1, alpha = -0.38 } = options;
  const { environment = {}, prevalence, seed = 1 } = options;
  const n = genotypes.samples.count;
  const populations = options.populations ?? new Array<string>(n).fill("all");
  refuseBeyond("heritability", heritability, 0, 1);
  refuseBeyond("effectCorrelation", effectCorrelation, 0, 1);
  refuseBeyond("alpha", alpha, -2, 2);
  refuseOutside("seed", seed, -Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  if (prevalence !== undefined) refuseBeyond("prevalence", prevalence, 1e-6, 1 - 1e-6);
  if (populations.length !== n) throw otherPeople(populations.length, n);
  const names = [...new Set(populations)];
  refuseStrangers(environment, names);
  const autosomal = autosomalVariants(genotypes);
  const { effect, number } = await countAlleleNumbers(autosomal, undefined, {
    ...options,
    foundersOnly: false,
  });
  const varying = Uint32Array.from(effect.keys()).filter(
    (v) => effect[v] > 0 && effect[v] < number[v],
  );
  const count = options.causalVariants ?? Math.max(1, Math.round(varying.length / 100));
  refuseOutside("causalVariants", count, 1, Number.MAX_SAFE_INTEGER);
  if (count > varying.length) throw tooFew(varying.length, count);
  const chosen = drawSome(varying, count, randomStream(seed, "causal variants"));
  const causal = autosomal.select({ variants: chosen });
  const spread = Float64Array.from(chosen, (v) => {
    const p = effect[v] / number[v];
    return Math.pow(2 * p * (1 - p), alpha / 2);
  });
  const drawn = drawEffects(spread, names.length, effectCorrelation, randomStream(seed, "effects"));
  const code = Uint8Array.from(populations, (name) => names.indexOf(name));
  const { geneticValue, frequencies } = await runTask(
    "simulation of a trait",
    count,
    "variants",
    options,
    (task) => addEffects(causal, code, drawn, task),
  );
  const { mean, deviation } = meanAndDeviation(geneticValue.filter((_, i) => code[i] === 0));
  if (!(deviation > 0)) throw noVariance(names[0]);
  const scale = Math.sqrt(heritability) / deviation;
  const random = randomStream(seed, "environment");
  const noise = Math.sqrt(1 - heritability);
  const standard = geneticValue.map((value) => (value - mean) * scale);
  const trait = standard.map(
    (value, i) => value + noise * random.normal() + (environment[populations[i]] ?? 0),
  );
  const threshold = prevalence === undefined ? NaN : -normalQuantile(prevalence);
  const { variantId, chromosome, basePairLocation, effectAllele, otherAllele } = causal.variants;
  const repeated = <T>(values: ArrayLike<T>): T[] => names.flatMap(() => Array.from(values));
  return {
    phenotypes: sampleTable({
      individualId: genotypes.samples.individualId,
      familyId: genotypes.samples.familyId,
      source: `simulated trait (seed ${seed})`,
      columns: {
        trait,
        geneticValue: standard,
        population: populations,
        ...(prevalence !== undefined && {
          disease: trait.map((value) => 1 + Number(value > threshold)),
        }),
      },
    }),
    truth: new Table<TraitTruthColumns>(
      {
        variantId: repeated(variantId),
        chromosome: Uint8Array.from(repeated(chromosome)),
        basePairLocation: Int32Array.from(repeated(basePairLocation)),
        effectAllele: repeated(effectAllele),
        otherAllele: repeated(otherAllele),
        population: names.flatMap((name) => new Array<string>(count).fill(name)),
        beta: Float64Array.from(drawn.flatMap((effects) => Array.from(effects, (b) => b * scale))),
        effectAlleleFrequency: Float64Array.from(
          frequencies.flatMap((column) => Array.from(column)),
        ),
      },
      {
        method: "simulated trait",
        source: genotypes.source,
        heritability,
        effectCorrelation,
        alpha,
        seed,
      },
    ),
    seed,
  };
}

/** Some of them without replacement, ascending. */
function drawSome(all: Uint32Array, count: number, random: RandomStream): Uint32Array {
  const order = all.slice();
  for (let i = 0; i < count; i++) {
    const j = i + random.integer(order.length - i);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order.slice(0, count).sort();
}

/** A column of effects a population, with the correlation between every two of them. */
function drawEffects(
  spread: Float64Array,
  populations: number,
  correlation: number,
  random: RandomStream,
): Float64Array[] {
  const [common, own] = [Math.sqrt(correlation), Math.sqrt(1 - correlation)];
  const shared = spread.map((deviation) => deviation * random.normal());
  return Array.from({ length: populations }, () =>
    spread.map(
      (deviation, j) => common * shared[j] + (own > 0 ? own * deviation * random.normal() : 0),
    ),
  );
}

async function addEffects(
  causal: Genotypes,
  code: Uint8Array,
  effects: readonly Float64Array[],
  task: Task,
): Promise<{ geneticValue: Float64Array; frequencies: Float64Array[] }> {
  const geneticValue = new Float64Array(code.length);
  const frequencies = effects.map((column) => new Float64Array(column.length));
  const copies = new Uint8Array(code.length);
  const sum = new Float64Array(effects.length);
  const called = new Float64Array(effects.length);
  for await (const block of causal.blocks()) {
    for (let v = 0; v < block.count; v++) {
      const j = block.start + v;
      unpackVariant(block, v, copies);
      sum.fill(0);
      called.fill(0);
      for (let i = 0; i < copies.length; i++) {
        if (copies[i] === MISSING_GENOTYPE) continue;
        sum[code[i]] += copies[i];
        called[code[i]]++;
      }
      for (let i = 0; i < copies.length; i++) {
        const p = code[i];
        const value = copies[i] === MISSING_GENOTYPE ? sum[p] / Math.max(1, called[p]) : copies[i];
        geneticValue[i] += effects[p][j] * value;
      }
      effects.forEach((_, p) => (frequencies[p][j] = sum[p] / (2 * called[p])));
    }
    await task.step(block.start + block.count);
  }
  return { geneticValue, frequencies };
}

function refuseStrangers(
  environment: Readonly<Record<string, number>>,
  names: readonly string[],
): void {
  for (const [name, shift] of Object.entries(environment)) {
    if (names.includes(name) && Number.isFinite(shift)) continue;
    throw new InvalidArgumentError("environment", {
      what: `environment.${name} is ${shift}.`,
      why: `It is a finite number for one of the populations ${names.join(", ")}.`,
      remedy: "Check the names.",
    });
  }
}

function otherPeople(given: number, n: number): LengthMismatchError {
  return new LengthMismatchError({
    what: `${given} populations for ${n} samples.`,
    why: "Each sample of the genotypes is of one population.",
    remedy: `Give ${n} names, in the order of the samples.`,
  });
}

function noVariance(population: string): NoOverlapError {
  return new NoOverlapError({
    what: `People of population ${population} do not differ in what the causal variants make.`,
    why: "The trait is measured in standard deviations of the first sample's population.",
    remedy: "Ask for more causal variants, or put a population of more people first.",
  });
}

function tooFew(varying: number, wanted: number): NoOverlapError {
  return new NoOverlapError({
    what: `${wanted} causal variants of ${varying} autosomal ones that vary.`,
    why: "A variant without variation has no effect on anyone's difference.",
    remedy: "Ask for fewer, or give more genotypes.",
  });
}

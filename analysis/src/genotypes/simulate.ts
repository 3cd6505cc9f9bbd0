import type { SampleTable } from "../io/sample-table.ts";
import { randomStream } from "../random.ts";
import { Table } from "../table.ts";
import { runTask, type Task, type TaskOptions } from "../task.ts";
import { genotypesFromPacked } from "./from-memory.ts";
import type { Genotypes } from "./genotypes.ts";
import {
  causalPlan,
  frequency,
  takeCausal,
  type CausalVariant,
} from "./simulation/causal-variants.ts";
import { drawCallingModel, spoilCalls } from "./simulation/calls.ts";
import { founderGenealogy } from "./simulation/genealogy.ts";
import { copyHaplotypes, type CopyingModel } from "./simulation/haplotypes.ts";
import {
  chromosomeNames,
  drawAlleles,
  drawPositions,
  hasPlaceFor,
  refuseChromosomes,
  type SimulatedRegion,
} from "./simulation/positions.ts";
import {
  drawPopulations,
  populationPlan,
  type SimulatedPopulation,
} from "./simulation/populations.ts";
import { outside, refuseOutside } from "./simulation/refuse-outside.ts";
import { simulateTraits } from "./simulation/traits.ts";

export interface SimulateOptions extends TaskOptions {
  /** Any whole number; the same seed and sizes give the same bytes. */
  readonly seed?: number | undefined;
  readonly samples?: number | undefined;
  readonly variants?: number | undefined;
  /** All variants in one region, such as that of a gene, instead of on the 22 autosomes. */
  readonly region?: SimulatedRegion | undefined;
  /** Autosomes to place variants on, by length; all 22 by default. On fewer, variants are closer and LD between them is stronger. */
  readonly chromosomes?: readonly number[] | undefined;
  /** Number of populations, 1 to 3 (60, 25 and 15 % of the samples), or up to 3 with names and samples of their own. */
  readonly populations?: number | readonly SimulatedPopulation[] | undefined;
  /** Balding–Nichols F of each population to their common founders. */
  readonly fst?: number | undefined;
}

export type TruthColumns = {
  readonly variantId: readonly string[];
  readonly chromosome: Uint8Array;
  readonly basePairLocation: Int32Array;
  readonly effectAllele: readonly string[];
  readonly otherAllele: readonly string[];
  readonly trait: readonly string[];
  /** Centimetres of height, or log odds of diabetes, per copy of the effect allele. */
  readonly beta: Float64Array;
  readonly effectAlleleFrequency: Float64Array;
};

/** A cohort of which the truth is known. */
export interface SimulatedCohort {
  readonly genotypes: Genotypes;
  /** height (cm), diabetes (1 control, 2 case), age, sex, pc1, pc2, population. */
  readonly phenotypes: SampleTable;
  /** The causal variants and their effects. */
  readonly truth: Table<TruthColumns>;
  /** Population of each sample of the genotypes. */
  readonly populations: readonly string[];
  readonly seed: number;
}

// A founder population: small enough that LD reaches over the gaps of a sparse array.
const EFFECTIVE_SIZE = 500;
const GENERATIONS = 40;
const RECOMBINATION_RATE = 1e-8;
const BLOCK_BP = 2_500_000;
/** Phenotypes are not there for one in 250 of the genotyped, and there for as many who have no genotypes. */
const UNMATCHED = 250;
const VARIANTS_A_STEP = 64;

/**
 * Simulates a cohort: 22 autosomes with linkage disequilibrium, population structure, missing and bad calls, a
 * quantitative and a case/control trait with known causal variants.
 *
 * Founder haplotypes come from the sequentially Markov coalescent, today's are mosaics of them (Li and Stephens),
 * drifted apart between populations as Balding and Nichols describe: frequencies differ, and LD with them. For a trait of
 * many genes see `data.simulateTrait`.
 *
 * @param options - by default 1,500 samples of 3 populations with F 0.01, 30,000 variants, seed 1
 * @throws InvalidArgumentError, CancelledError
 * @example
 * const { genotypes, phenotypes, truth } = await data.simulate({ seed: 7 });
 * @example
 * const two = await data.simulate({
 *   variants: 2000,
 *   chromosomes: [21, 22],
 *   populations: [
 *     { name: "A", samples: 800, fst: 0.1 },
 *     { name: "B", samples: 200, fst: 0.1 },
 *   ],
 * });
 * @see doi:10.1098/rstb.2005.1673, doi:10.1093/genetics/165.4.2213, doi:10.1007/BF01441146
 */
export async function simulate({
  seed = 1,
  samples,
  variants: variantCount = 30_000,
  region,
  chromosomes,
  populations = 3,
  fst = 0.01,
  ...task
}: SimulateOptions = {}): Promise<SimulatedCohort> {
  refuseOutside("seed", seed, -Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  refuseOutside("variants", variantCount, 100, 10_000_000);
  const plan = populationPlan({ populations, samples, fst });
  const { sampleCount } = plan;
  refuseChromosomes(chromosomes, region);
  if (region && !hasPlaceFor(region, variantCount)) {
    const { chromosome, from, to } = region;
    throw outside(
      "region",
      `${chromosome}:${from}-${to}`,
      `on an autosome of GRCh38, with two base pairs or more for each of ${variantCount} variants`,
    );
  }

  const people = randomStream(seed, "people");
  const population = drawPopulations(plan, people);
  const sex = Uint8Array.from({ length: sampleCount }, () => 1 + people.integer(2));
  const model: CopyingModel = {
    population,
    fst: plan.fst,
    switchRate: GENERATIONS * RECOMBINATION_RATE,
    blockLength: BLOCK_BP,
  };
  const source = `simulated (seed ${seed})`;
  const { packed, contig, positions, effectAllele, otherAllele, causal } = await runTask(
    "simulation of a cohort",
    variantCount,
    "variants",
    task,
    (running) =>
      simulateGenotypes(seed, { variantCount, region, chromosomes }, sampleCount, model, running),
  );
  const variantId = contig.map(
    (name, j) => `${name}:${positions[j]}:${otherAllele[j]}:${effectAllele[j]}`,
  );
  const individualId = Array.from(
    { length: sampleCount },
    (_, i) => `P${String(i + 1).padStart(5, "0")}`,
  );
  const genotypes = genotypesFromPacked({
    packed,
    variantCount,
    sampleCount,
    source,
    build: "GRCh38",
    variants: { contig, basePairLocation: positions, variantId, effectAllele, otherAllele },
    samples: { individualId, sex },
  });
  const unmatched = Math.floor(sampleCount / UNMATCHED);
  const phenotyped = individualId.map((id, i) =>
    i % UNMATCHED === UNMATCHED - 1 && unmatched > 0 ? `Q${id.slice(1)}` : id,
  );
  const phenotypes = simulateTraits({
    individualId: phenotyped,
    sex,
    population,
    names: plan.names,
    causal,
    source,
    random: randomStream(seed, "traits"),
  });
  const truth = new Table<TruthColumns>(
    {
      variantId: causal.map(({ variant }) => variantId[variant]),
      chromosome: Uint8Array.from(causal, ({ variant }) => Number(contig[variant])),
      basePairLocation: Int32Array.from(causal, ({ variant }) => positions[variant]),
      effectAllele: causal.map(({ variant }) => effectAllele[variant]),
      otherAllele: causal.map(({ variant }) => otherAllele[variant]),
      trait: causal.map(({ trait }) => trait),
      beta: Float64Array.from(causal, ({ beta }) => beta),
      effectAlleleFrequency: Float64Array.from(causal, ({ copies }) => frequency(copies)),
    },
    { source, seed },
  );
  const names = Array.from(population, (code) => plan.names[code]);
  return { genotypes, phenotypes, truth, populations: names, seed };
}

type Placing = Pick<SimulateOptions, "region" | "chromosomes"> & { readonly variantCount: number };

interface SimulatedGenotypes {
  readonly packed: Uint8Array;
  readonly contig: readonly string[];
  readonly positions: Int32Array;
  readonly effectAllele: string[];
  readonly otherAllele: string[];
  readonly causal: readonly CausalVariant[];
}

async function simulateGenotypes(
  seed: number,
  { variantCount, region, chromosomes: placed }: Placing,
  sampleCount: number,
  model: CopyingModel,
  task: Task,
): Promise<SimulatedGenotypes> {
  const bytesPerVariant = Math.ceil(sampleCount / 4);
  const packed = new Uint8Array(new SharedArrayBuffer(variantCount * bytesPerVariant));
  const contig: string[] = [];
  const positions = new Int32Array(variantCount);
  const effectAllele: string[] = [];
  const otherAllele: string[] = [];
  const calling = drawCallingModel(variantCount, sampleCount, randomStream(seed, "assays"));
  const wanted = causalPlan(variantCount, randomStream(seed, "causal variants"));
  const causal: CausalVariant[] = [];
  let first = 0;
  const chromosomes = region
    ? [[String(region.chromosome), variantCount] as const]
    : chromosomeNames(variantCount, placed);
  for (const [name, count] of chromosomes) {
    const random = randomStream(seed, `chromosome ${name}`);
    const places = drawPositions(name, count, random, region);
    const genealogy = founderGenealogy(4 * EFFECTIVE_SIZE * RECOMBINATION_RATE, random);
    const carriers = new Uint32Array(count);
    for (let j = 0; j < count; j++) {
      if (j > 0) genealogy.advance(places[j] - places[j - 1]);
      carriers[j] = genealogy.mutate();
    }
    const copyAt = copyHaplotypes(model, random);
    for (let j = 0; j < count; j++) {
      const variant = first + j;
      if (variant % VARIANTS_A_STEP === 0) await task.step(variant);
      const copies = copyAt(places[j], carriers[j]);
      const [derived, ancestral] = drawAlleles(random);
      // The counted allele is the minor one, as PLINK writes its files.
      const isMinor = frequency(copies) <= 0.5;
      if (!isMinor) for (let i = 0; i < copies.length; i++) copies[i] = 2 - copies[i];
      contig.push(name);
      positions[variant] = places[j];
      effectAllele.push(isMinor ? derived : ancestral);
      otherAllele.push(isMinor ? ancestral : derived);
      takeCausal(wanted, causal, variant, copies);
      spoilCalls(copies, variant, calling, random);
      pack(copies, packed, variant * bytesPerVariant);
    }
    first += count;
  }
  await task.step(variantCount);
  return { packed, contig, positions, effectAllele, otherAllele, causal };
}

// 2-bit code of 0, 1, 2 and (at 3, from 255) missing.
const CODES = [0b11, 0b10, 0b00, 0b01];

function pack(copies: Uint8Array, packed: Uint8Array, from: number): void {
  const code = (i: number): number => CODES[copies[i] & 3];
  const whole = copies.length & ~3;
  let to = from;
  for (let i = 0; i < whole; i += 4) {
    packed[to++] = code(i) | (code(i + 1) << 2) | (code(i + 2) << 4) | (code(i + 3) << 6);
  }
  for (let i = whole; i < copies.length; i++) packed[to] |= code(i) << (2 * (i & 3));
}

import { InvalidArgumentError } from "../../errors.ts";
import type { RandomStream } from "../../random.ts";
import { outside, refuseOutside } from "./refuse-outside.ts";

/** A population of a simulated cohort. */
export interface SimulatedPopulation {
  readonly name: string;
  readonly samples: number;
  /** Balding–Nichols F to the common founders; the cohort's `fst` by default. */
  readonly fst?: number | undefined;
}

export interface PopulationPlan {
  readonly names: readonly string[];
  readonly fst: readonly number[];
  readonly sampleCount: number;
  /** Samples of each population, or their expected shares. */
  readonly sizes: readonly number[];
  /** Whether sizes are exact, population after population. */
  readonly isCounted: boolean;
}

// Shares of a cohort of which only the number of populations is known: one large, two smaller ones.
const POPULATION_SHARES = [0.6, 0.25, 0.15];
const MOST_POPULATIONS = 3;

/** @throws InvalidArgumentError */
export function populationPlan(options: {
  readonly populations: number | readonly SimulatedPopulation[];
  readonly samples: number | undefined;
  readonly fst: number;
}): PopulationPlan {
  const { populations, samples, fst } = options;
  const given = typeof populations === "number" ? undefined : populations;
  refuseOutside("populations", given?.length ?? (populations as number), 1, MOST_POPULATIONS);
  given?.forEach(({ samples }) => refuseOutside("populations.samples", samples, 1, 1_000_000));
  if (given && samples !== undefined) throw countedTwice();
  const names = given
    ? given.map(({ name }) => name)
    : POPULATION_SHARES.slice(0, populations as number).map((_, p) => `pop${p + 1}`);
  if (new Set(names).size < names.length || names.includes("")) {
    throw outside("populations.name", names.join(", "), "a name for each population, no two alike");
  }
  const sizes = given
    ? given.map(({ samples }) => samples)
    : POPULATION_SHARES.slice(0, populations as number);
  const sampleCount = given ? sizes.reduce((sum, size) => sum + size, 0) : (samples ?? 1500);
  refuseOutside("samples", sampleCount, 20, 1_000_000);
  const drifts = names.map((_, p) => given?.[p].fst ?? fst);
  for (const drift of drifts) {
    if (!(drift > 0 && drift < 0.5)) throw outside("fst", drift, "between 0 and 0.5");
  }
  return { names, fst: drifts, sampleCount, sizes, isCounted: given !== undefined };
}

/** Population of each sample, as a place in the plan. */
export function drawPopulations(plan: PopulationPlan, random: RandomStream): Uint8Array {
  const { sizes, sampleCount, isCounted } = plan;
  if (isCounted) {
    return Uint8Array.from(sizes.flatMap((size, p) => new Array<number>(size).fill(p)));
  }
  const total = sizes.reduce((sum, share) => sum + share, 0);
  return Uint8Array.from({ length: sampleCount }, () => {
    let rest = random.uniform() * total;
    const drawn = sizes.findIndex((share) => (rest -= share) < 0);
    return Math.max(0, drawn);
  });
}

function countedTwice(): InvalidArgumentError {
  return new InvalidArgumentError("samples", {
    what: "Samples are given for the cohort and for each population.",
    why: "The cohort has the samples of its populations.",
    remedy: "Leave out samples.",
  });
}

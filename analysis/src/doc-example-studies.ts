import { genotypesFromDosages } from "./genotypes/from-memory.ts";
import type { Genotypes } from "./genotypes/genotypes.ts";
import { mr, prs } from "./index.ts";
import { randomStream } from "./random.ts";

const PEOPLE = 400;

/** What the examples of Mendelian randomization and of polygenic scores speak of. */
export function exampleStudies(): Record<string, unknown> {
  const { exposure, outcome } = mr.simulate({ seed: 1, nullVariants: 200 });
  const instruments = mr.instruments(exposure, { clump: { kilobases: 1_000 } });
  const harmonised = mr.harmonise({ exposure: instruments, outcome });
  const estimates = mr.estimate(harmonised, { bootstraps: 200 });
  const sensitivity = mr.sensitivity(harmonised);
  const panel = panelOf(exposure.columns);
  const mendelian = { exposure, outcome, instruments, harmonised, estimates, sensitivity, panel };
  return { ...mendelian, ...exampleEvaluations() };
}

/** A score in people of two ancestries: of a disease, of a trait and of the time to an event. */
function exampleEvaluations(): Record<string, unknown> {
  const random = randomStream(1, "scores");
  const of = (make: (i: number) => number): Float64Array =>
    Float64Array.from({ length: 3 * PEOPLE }, (_, i) => make(i));
  const group = Array.from({ length: 3 * PEOPLE }, (_, i) => (i % 3 === 0 ? "AFR" : "EUR"));
  const risk = of(() => random.normal());
  const score = risk.map((value, i) => (group[i] === "EUR" ? value : value / 3) + random.normal());
  const age = of(() => 50 + 10 * random.normal());
  const disease = risk.map((value) => Number(random.uniform() < 1 / (1 + Math.exp(1 - value))));
  const time = risk.map((value) => random.exponential(0.1 * Math.exp(value / 2)));
  const options = { score, covariates: { age }, group };
  return {
    evaluation: prs.evaluate({ ...options, outcome: { binary: disease } }),
    survivalEvaluation: prs.evaluate({
      ...options,
      outcome: { time: time.map((t) => Math.min(t, 12)), event: time.map((t) => Number(t < 12)) },
    }),
  };
}

/** Genotypes of all variants of a study, independent of each other. */
function panelOf(study: ReturnType<typeof mr.simulate>["exposure"]["columns"]): Genotypes {
  const random = randomStream(1, "panel");
  const frequency = study.effectAlleleFrequency as Float64Array;
  const copies = (f: number): number => Number(random.uniform() < f) + Number(random.uniform() < f);
  return genotypesFromDosages({
    matrix: Array.from(frequency, (f) => Array.from({ length: PEOPLE }, () => copies(f))).flat(),
    sampleCount: PEOPLE,
    variants: { ...study, contig: Array.from(study.chromosome, String) },
  });
}

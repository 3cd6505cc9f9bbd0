import { genotypesFromDosages } from "./genotypes/from-memory.ts";
import type { Genotypes } from "./genotypes/genotypes.ts";
import { mr } from "./index.ts";
import { randomStream } from "./random.ts";

const PEOPLE = 400;

/** What the examples of Mendelian randomization speak of. */
export function exampleStudies(): Record<string, unknown> {
  const { exposure, outcome } = mr.simulate({ seed: 1, nullVariants: 200 });
  const instruments = mr.instruments(exposure, { clump: { kilobases: 1_000 } });
  const harmonised = mr.harmonise({ exposure: instruments, outcome });
  const estimates = mr.estimate(harmonised, { bootstraps: 200 });
  const sensitivity = mr.sensitivity(harmonised);
  const panel = panelOf(exposure.columns);
  return { exposure, outcome, instruments, harmonised, estimates, sensitivity, panel };
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

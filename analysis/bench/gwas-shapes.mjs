const COVARIATE_COUNT = 10;

/**
 * What is scanned, and the goals: wall time of a whole cold process, ours / plink2, two threads each.
 *
 * Quick shapes have a tenth of the samples and of the variants, and no goal: they only show that everything runs.
 * `dummy` is plink2's own generator (common variants, frequencies of all sizes), `rare` the one of rare-cohort.mjs.
 */
export function gwasShapes(isQuick) {
  const s = isQuick ? 10 : 1;
  const shape = (name, title, goal, values) => ({
    ...{
      name,
      title,
      goal: isQuick ? undefined : goal,
      generator: "dummy",
      missing: 0,
      traits: 1,
      format: "bed",
    },
    ...{ covariates: COVARIATE_COUNT, ...values },
    samples: values.samples / s,
    variants: values.variants / s,
  });
  const common = { samples: 10_000, variants: 50_000 };
  return [
    shape("complete", "complete", 0.4, common),
    shape("missing", "1 % missing", 0.06, { ...common, missing: 0.01 }),
    shape("traits", "50 traits, complete", 0.28, { ...common, traits: 50 }),
    shape("rare", "rare variants, .pgen", 0.6, {
      ...{ samples: 10_000, variants: 100_000, generator: "rare", format: "pgen" },
    }),
    // Whole genomes have many more variants than a process takes to start.
    shape("rare-long", "rare variants, .pgen, more of them", 0.6, {
      ...{ samples: 10_000, variants: 400_000, generator: "rare", format: "pgen" },
    }),
    shape("many-samples", "200 000 samples", 0.6, { samples: 200_000, variants: 4_000 }),
  ];
}

/** A warm scan may take this part of the wall time of a cold process. */
export const WARM_GOAL = 0.5;

export const traitNames = ({ traits }) => Array.from({ length: traits }, (_, i) => `y${i + 1}`);
export const covariateNames = ({ covariates }) =>
  Array.from({ length: covariates }, (_, i) => `c${i + 1}`);

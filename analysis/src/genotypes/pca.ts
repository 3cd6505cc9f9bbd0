import { compiledModule } from "../compute/engine/compiled-module.ts";
import { sharedFloat64 } from "../compute/engine/shared-arrays.ts";
import { productsLength, type Columns } from "../compute/operations/dosage-products/index.ts";
import { placeColumns } from "../compute/operations/dosage-products/placed-columns.ts";
import type { Computed } from "../compute/device.ts";
import { deviceProvenance, runMethod, type ComputeOptions } from "../compute/run-method.ts";
import { InvalidArgumentError } from "../errors.ts";
import { leadingEigenvectors } from "../stats/leading-eigenvectors.ts";
import { autosomalVariants } from "./autosomal-variants.ts";
import type { Genotypes } from "./genotypes.ts";
import { PrincipalComponents } from "./pca-result.ts";
import {
  applyRelationship,
  multiplyGenotypes,
  type LoadingSetup,
  type RelationshipProductSetup,
} from "./pca-programs.ts";
import { countAlleleNumbers } from "./qc-frequency.ts";

export interface PrincipalComponentsOptions extends ComputeOptions {
  /** How many, 10 by default. */
  readonly components?: number | undefined;
  /** Of the random columns that the search starts from, 1 by default. */
  readonly seed?: number | undefined;
  /** Of ‖Au − λu‖ relative to λ, 1e-5 by default. */
  readonly tolerance?: number | undefined;
  /** Most passes over the genotypes, 30 by default. */
  readonly mostPasses?: number | undefined;
}

export const PCA_MODULE: string = compiledModule("./pca-programs.js", import.meta.url);

/** Genotypes standardised at frequency p: (copies − 2p) / √(2p(1 − p)), a missing call 0; all 0 where nothing varies. */
export function standardisedValues(frequency: Float64Array): Float64Array {
  const values = sharedFloat64(4 * frequency.length);
  frequency.forEach((p, v) => {
    if (!(p > 0 && p < 1)) return;
    const scale = 1 / Math.sqrt(2 * p * (1 - p));
    values[4 * v] = (2 - 2 * p) * scale;
    values[4 * v + 2] = (1 - 2 * p) * scale;
    values[4 * v + 3] = -2 * p * scale;
  });
  return values;
}

/**
 * Principal components of people: the leading eigenvectors of A = ZZᵀ / m, Z the genotypes less 2p over √(2p(1 − p)), a
 * missing call the mean.
 *
 * The same as PLINK 2's `--pca meanimpute`, found by block Lanczos from seeded random columns: two
 * products a pass, never the matrix. Give common variants that are not in linkage with each other, of unrelated people: long
 * stretches of linkage and families otherwise make components of their own. Variants off the autosomes and those that do
 * not vary are left out.
 *
 * @returns a sample table, usable as covariates: `PC1` … of unit length; `eigenvalues`, `loadings` for `qc.projectSamples`.
 * Shows eigenvalues, never a person
 * @throws InvalidArgumentError, CancelledError
 * @example
 * const components = await qc.principalComponents(cohort, { components: 4 });
 * @see Patterson et al. 2006, doi:10.1371/journal.pgen.0020190; Galinsky et al. 2016, doi:10.1016/j.ajhg.2015.12.022
 * (randomised)
 */
export async function principalComponents(
  genotypes: Genotypes,
  options: PrincipalComponentsOptions = {},
): Promise<PrincipalComponents> {
  const { components = 10, seed = 1, tolerance = 1e-5, mostPasses = 30 } = options;
  refuseCount("components", components);
  refuseCount("mostPasses", mostPasses);
  const autosomal = autosomalVariants(genotypes);
  const alleles = await countAlleleNumbers(autosomal, undefined, {
    ...options,
    foundersOnly: false,
  });
  const all = alleles.effect.map((count, v) => count / alleles.number[v]);
  const varying = Uint32Array.from(all.keys()).filter((v) => all[v] > 0 && all[v] < 1);
  const source = varying.length < all.length ? autosomal.select({ variants: varying }) : autosomal;
  const frequency = Float64Array.from(varying, (v) => all[v]);
  const m = frequency.length;
  const n = source.samples.count;
  // Centred genotypes of n people have n − 1 directions.
  refuseTooMany(components, n, m);
  const values = standardisedValues(frequency);
  let computed: Computed | undefined;
  const found = await leadingEigenvectors({
    n,
    count: components,
    width: 4 * Math.ceil((components + 4) / 4),
    seed,
    tolerance,
    mostRounds: mostPasses,
    async apply(columns) {
      const totals = sharedFloat64(productsLength(n, columns.length));
      computed = await runMethod<RelationshipProductSetup>(
        {
          signal: options.signal,
          onProgress: options.onProgress,
          title: "principal components",
          source,
          program: { module: PCA_MODULE, name: "applyRelationship" },
          here: applyRelationship,
          isOrderFixed: true,
          setup: (arena) => {
            const given = columnsOf(columns, n);
            return { columns: arena ? placeColumns(given, arena) : given, values, totals };
          },
        },
        options.compute,
        { columns: 2 * columns.length, hasGpu: true },
      );
      return columns.map((_, c) => columnOf(totals, c, n).map((sum) => sum / m));
    },
  });
  const loadings = sharedFloat64(m * components);
  await runMethod<LoadingSetup>(
    {
      signal: options.signal,
      title: "loadings",
      source,
      program: { module: PCA_MODULE, name: "multiplyGenotypes" },
      here: multiplyGenotypes,
      setup: (arena) => {
        const given = columnsOf(found.vectors, n);
        return { columns: arena ? placeColumns(given, arena) : given, values, loadings };
      },
    },
    options.compute,
    { columns: components, hasGpu: true },
  );
  for (let j = 0; j < components; j++) {
    const length = Math.sqrt(m * found.values[j]);
    for (let v = 0; v < m; v++) loadings[v * components + j] /= length;
  }
  const late = found.residuals.filter((own, j) => !(own <= tolerance * found.values[j])).length;
  return new PrincipalComponents({
    genotypes: source,
    frequency,
    found,
    loadings,
    notices: late > 0 ? [notConverged(late, mostPasses)] : [],
    provenance: {
      method: "principal components",
      source: genotypes.source,
      samples: n,
      variants: m,
      leftOutVariants: genotypes.variants.count - m,
      passes: found.rounds,
      seed,
      ...(computed && deviceProvenance(computed)),
    },
  });
}

/** n × width, row-major, of columns. */
function columnsOf(columns: readonly Float64Array[], sampleCount: number): Columns {
  const width = columns.length;
  const values = new Float64Array(sampleCount * width);
  columns.forEach((column, c) => {
    for (let i = 0; i < sampleCount; i++) values[i * width + c] = column[i];
  });
  return { sampleCount, width, values };
}

/** Column c of sums as `weighted-scores` lays them out. */
export function columnOf(sums: Float64Array, c: number, sampleCount: number): Float64Array {
  const start = (c >> 2) * sampleCount * 4 + (c & 3);
  return Float64Array.from({ length: sampleCount }, (_, i) => sums[start + 4 * i]);
}

function refuseCount(argument: string, value: number): void {
  if (Number.isInteger(value) && value > 0) return;
  throw new InvalidArgumentError(argument, {
    what: `${argument} is ${value}.`,
    why: "It is a number of things.",
    remedy: "Choose a whole number from 1 on.",
  });
}

function refuseTooMany(components: number, n: number, m: number): void {
  const most = Math.min(n - 1, m);
  if (components <= most) return;
  throw new InvalidArgumentError("components", {
    what: `${components} components are asked for of ${n} people and ${m} varying autosomal variants.`,
    why: `There are at most ${Math.max(most, 0)}: one fewer than people, and no more than variants.`,
    remedy: "Ask for fewer, or check the selection.",
  });
}

function notConverged(late: number, passes: number): string {
  return `${late} components are not exact after ${passes} passes, see their residuals: neighbouring eigenvalues hardly differ. Ask for fewer components, or more passes (mostPasses).`;
}

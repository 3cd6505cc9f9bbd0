import { compiledModule } from "../compute/engine/compiled-module.ts";
import { sharedFloat64, sharedInt32 } from "../compute/engine/shared-arrays.ts";
import { deviceProvenance, runMethod, type ComputeOptions } from "../compute/run-method.ts";
import { sampleTiles } from "../compute/sample-tile.ts";
import { InvalidArgumentError } from "../errors.ts";
import type { Provenance } from "../table.ts";
import { autosomalVariants } from "./autosomal-variants.ts";
import type { Genotypes } from "./genotypes.ts";
import { sumRelationships, type RelationshipSetup } from "./pair-programs.ts";
import { countAlleleNumbers } from "./qc-frequency.ts";

export interface RelationshipOptions extends ComputeOptions {
  /**
   * Divide each variant by its standard deviation √(2p(1 − p)), so that all count alike (default); false only centres,
   * PLINK 2's `cov`.
   */
  readonly standardise?: boolean | undefined;
  /**
   * What a missing call is: left out of the pair's average (`"pairwise"`, default), or the variant's mean (`"mean"`,
   * PLINK 2's `meanimpute`).
   */
  readonly missing?: "pairwise" | "mean" | undefined;
  /** Frequencies from founders only (default), as PLINK 2 does; false takes everyone. */
  readonly foundersOnly?: boolean | undefined;
}

/** A genomic relationship matrix: its rows are people, so displays show counts only. */
export interface RelationshipMatrix {
  readonly kind: "relationship-matrix";
  readonly sampleCount: number;
  /** Lower triangle with its diagonal, row by row: pair (i, j ≤ i) is number i (i + 1) / 2 + j. */
  readonly values: Float64Array;
  /** Variants in each pair's average, in the same order. */
  readonly n: Int32Array;
  readonly provenance: Provenance;
}

const PROGRAM = {
  module: compiledModule("./pair-programs.js", import.meta.url),
  name: "sumRelationships",
};

/** The triangle, numerators and counts, must fit into memory beside everything else: 12 bytes a pair. */
const MOST_SAMPLES = 20_000;
const TILE_ROWS = 4096;
const TILE_COLUMNS = 512;
const BLOCK_VARIANTS = 256;

/**
 * Genomic relationship matrix: the covariance of samples over variants, PLINK 2's `--make-rel`.
 *
 * A_ij is the mean over variants of (x_i − 2p)(x_j − 2p) / (2p(1 − p)), x copies of the effect allele (dosages where there
 * are some) and p its frequency; without `standardise`, of (x_i − 2p)(x_j − 2p). As in PLINK 2, diploid variants that do
 * not vary add nothing, yet count: filter them first if they are many. Sums are made in the order of the variants:
 * the same data give the same bytes, whatever the number of workers. Memory: 12 bytes a pair, at 20,000 samples 2.4 GB, and
 * up to 50 MB a worker; it does not grow with the number of variants.
 *
 * @returns the lower triangle; at most 20,000 samples
 * @throws InvalidArgumentError, CancelledError
 * @example
 * const grm = await qc.relationship(cohort);
 * @see VanRaden 2008, doi:10.3168/jds.2007-0980; Yang et al. 2011, doi:10.1016/j.ajhg.2010.11.011
 */
export async function relationship(
  genotypes: Genotypes,
  options: RelationshipOptions = {},
): Promise<RelationshipMatrix> {
  const { standardise = true, missing = "pairwise", foundersOnly = true } = options;
  const sampleCount = genotypes.samples.count;
  if (sampleCount > MOST_SAMPLES) {
    throw new InvalidArgumentError("genotypes", {
      what: `${sampleCount} samples have ${(sampleCount * (sampleCount + 1)) / 2} relationships.`,
      why: `The matrix is held in memory, which is meant for up to ${MOST_SAMPLES} samples.`,
      remedy: "Select fewer samples with genotypes.select.",
    });
  }
  const cohort = autosomalVariants(genotypes);
  const frequency = await alleleFrequencies(cohort, { ...options, foundersOnly });
  const size = (sampleCount * (sampleCount + 1)) / 2;
  const products = sharedFloat64(size);
  const called = sharedInt32(size);
  const tiles = sampleTiles(sampleCount, TILE_ROWS, TILE_COLUMNS);
  const { count } = cohort.variants;
  const computed = await runMethod<RelationshipSetup>(
    {
      signal: options.signal,
      onProgress: options.onProgress,
      title: "relationship matrix",
      source: cohort,
      program: PROGRAM,
      here: sumRelationships,
      isOrderFixed: true,
      mostRows: BLOCK_VARIANTS,
      setup: () => ({
        tiles,
        turns: sharedInt32(tiles.length),
        frequency,
        standardise,
        products,
        called,
      }),
    },
    options.compute,
    // Half of all pairs.
    { columns: sampleCount / 2, hasGpu: true },
  );
  if (missing === "mean") called.fill(count);
  const values = products;
  for (let pair = 0; pair < size; pair++) values[pair] /= called[pair];
  return peopleMatrix({
    kind: "relationship-matrix",
    sampleCount,
    values,
    n: called,
    provenance: {
      method: standardise ? "genomic relationship, standardised" : "genomic relationship, centred",
      source: genotypes.source,
      samples: sampleCount,
      variants: count,
      leftOutVariants: genotypes.variants.count - count,
      missing,
      foundersOnly,
      ...deviceProvenance(computed),
    },
  });
}

/** Frequencies of the effect alleles; NaN where no one has a call. */
async function alleleFrequencies(
  genotypes: Genotypes,
  options: RelationshipOptions,
): Promise<Float64Array> {
  const alleles = await countAlleleNumbers(genotypes, undefined, options);
  const frequency = sharedFloat64(genotypes.variants.count);
  for (let v = 0; v < frequency.length; v++) frequency[v] = alleles.effect[v] / alleles.number[v];
  if (frequency.some((p) => p > 0 && p < 1)) return frequency;
  throw new InvalidArgumentError("genotypes", {
    what: `None of the ${genotypes.variants.count} diploid variants varies among the ${alleles.samples} founders.`,
    why: "Relationships are covariances of genotypes, centred at the frequencies of founders.",
    remedy: "Check the selection, or use foundersOnly: false where no one is a founder.",
  });
}

/** Shows sizes in place of people. */
function peopleMatrix(matrix: RelationshipMatrix): RelationshipMatrix {
  const text = `Relationship matrix of ${matrix.sampleCount.toLocaleString("en-US")} people over ${String(matrix.provenance["variants"])} variants (values not shown)`;
  const show = (): string => text;
  Object.defineProperty(matrix, Symbol.for("nodejs.util.inspect.custom"), { value: show });
  Object.defineProperty(matrix, Symbol.for("Jupyter.display"), {
    value: () => ({ "text/plain": text }),
  });
  return matrix;
}

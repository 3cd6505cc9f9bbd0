import { relationship as relationshipSums } from "../compute/operations/relationship/index.ts";
import { sampleTiles } from "../compute/sample-tile.ts";
import { threadDevice } from "../compute/thread-device.ts";
import { InvalidArgumentError } from "../errors.ts";
import type { Provenance } from "../table.ts";
import { runTask, type TaskOptions } from "../task.ts";
import { autosomalVariants } from "./autosomal-variants.ts";
import type { Genotypes } from "./genotypes.ts";
import { countAlleleNumbers } from "./qc-frequency.ts";

export interface RelationshipOptions extends TaskOptions {
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
 * the same data give the same bytes.
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
  const device = await threadDevice();
  const sum = relationshipSums.prepare({}, device);
  const size = (sampleCount * (sampleCount + 1)) / 2;
  const products = new Float64Array(size);
  const called = new Int32Array(size);
  const tiles = sampleTiles(sampleCount, TILE_ROWS, TILE_COLUMNS);
  const { count } = cohort.variants;
  await runTask("relationship matrix", count, "variants", options, async (task) => {
    const maxBytes = BLOCK_VARIANTS * Math.ceil(sampleCount / 4);
    for await (const block of cohort.blocks({ maxBytes })) {
      const values = codeValues(frequency, block.start, block.count, standardise);
      for (const [t, tile] of tiles.entries()) {
        const sums = await sum({ block, tile, values });
        const width = tile.columnEnd - tile.columnStart;
        for (let i = tile.rowStart; i < tile.rowEnd; i++) {
          const from = (i - tile.rowStart) * width;
          const to = (i * (i + 1)) / 2 + tile.columnStart;
          const columns = Math.min(tile.columnEnd, i + 1) - tile.columnStart;
          for (let j = 0; j < columns; j++) {
            products[to + j] += sums.products[from + j];
            called[to + j] += sums.called[from + j];
          }
        }
        await task.step(block.start + (block.count * t) / tiles.length);
      }
      await task.step(block.start + block.count);
    }
  });
  if (missing === "mean") called.fill(count);
  const values = products.map((product, pair) => product / called[pair]);
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
      computed: device.kind,
    },
  });
}

/** Frequencies of the effect alleles; NaN where no one has a call. */
async function alleleFrequencies(
  genotypes: Genotypes,
  options: RelationshipOptions,
): Promise<Float64Array> {
  const alleles = await countAlleleNumbers(genotypes, undefined, options);
  const frequency = Float64Array.from(alleles.effect, (sum, v) => sum / alleles.number[v]);
  if (frequency.some((p) => p > 0 && p < 1)) return frequency;
  throw new InvalidArgumentError("genotypes", {
    what: `None of the ${genotypes.variants.count} diploid variants varies among the ${alleles.samples} founders.`,
    why: "Relationships are covariances of genotypes, centred at the frequencies of founders.",
    remedy: "Check the selection, or use foundersOnly: false where no one is a founder.",
  });
}

/** Values of the four codes of each of a block's variants; missing is the mean, 0. */
function codeValues(
  frequency: Float64Array,
  start: number,
  count: number,
  standardise: boolean,
): Float64Array {
  const values = new Float64Array(4 * count);
  for (let v = 0; v < count; v++) {
    const p = frequency[start + v];
    if (!(p > 0 && p < 1)) continue;
    const scale = standardise ? 1 / Math.sqrt(2 * p * (1 - p)) : 1;
    values[4 * v] = (2 - 2 * p) * scale;
    values[4 * v + 2] = (1 - 2 * p) * scale;
    values[4 * v + 3] = -2 * p * scale;
  }
  return values;
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

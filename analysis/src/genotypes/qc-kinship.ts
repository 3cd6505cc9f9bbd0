import type { Computed } from "../compute/device.ts";
import { compiledModule } from "../compute/engine/compiled-module.ts";
import { sharedInt32 } from "../compute/engine/shared-arrays.ts";
import { COUNTS_A_PAIR } from "../compute/operations/king-counts/index.ts";
import { sampleTiles, tileSize, type SampleTile } from "../compute/sample-tile.ts";
import { InvalidArgumentError } from "../errors.ts";
import { Table } from "../table.ts";
import { deviceProvenance, runMethod, type ComputeOptions } from "../compute/run-method.ts";
import { autosomalVariants } from "./autosomal-variants.ts";
import type { Genotypes } from "./genotypes.ts";
import { countKing, type KingSetup } from "./pair-programs.ts";

export interface KinshipOptions extends ComputeOptions {
  /**
   * Least kinship of a pair to be listed: by default 0.0442, third-degree relatives and closer; -Infinity lists all pairs.
   */
  readonly minimumKinship?: number | undefined;
}

export type KinshipColumns = {
  readonly familyId: readonly string[];
  readonly individualId: readonly string[];
  readonly otherFamilyId: readonly string[];
  readonly otherIndividualId: readonly string[];
  /** Variants that both have a call of. */
  readonly n: Int32Array;
  readonly bothHeterozygous: Int32Array;
  /** Variants at which the two share no allele: opposite homozygotes. */
  readonly oppositeHomozygous: Int32Array;
  readonly kinship: Float64Array;
};
export type KinshipTable = Table<KinshipColumns>;

/** 2^-4.5, half-way between third-degree relatives (1/16) and fourth-degree ones (1/32) on a logarithmic scale. */
const THIRD_DEGREE = 0.0442;
const PROGRAM = {
  module: compiledModule("./pair-programs.js", import.meta.url),
  name: "countKing",
};

/** With the largest blocks a call of some 50 ms: a cancelled worker ends with the tile it is at. */
const TILE_SAMPLES = 512;
/** Counts of larger blocks are added up less often. */
const MOST_BLOCK_VARIANTS = 4096;
const FEWEST_BLOCK_VARIANTS = 512;
/** Enough for all workers to have some. */
const BLOCKS = 16;
/** Counts held at once; more pairs than that take further passes over the genotypes. */
const MOST_BYTES = 256 * 1024 * 1024;

/**
 * Kinship of pairs of samples, robust to population structure (KING), over diploid variants; PLINK 2's `--make-king-table`.
 *
 * About 0.5 for duplicates and twins, 0.25 for first-degree relatives, 0.125 for second-degree, 0 or less for unrelated
 * people. Memory: up to 256 MiB of counts, 20 bytes a pair, and some 20 MB a worker; it does not grow with the number of
 * variants. Above some 5,000 samples the genotypes are read several times.
 *
 * @returns a row a pair of at least `minimumKinship`, with ids: print it only where that is allowed
 * @throws InvalidArgumentError, CancelledError
 * @example
 * const relatives = await qc.kinship(cohort);
 * @see Manichaikul et al. 2010, doi:10.1093/bioinformatics/btq559
 */
export async function kinship(
  genotypes: Genotypes,
  options: KinshipOptions = {},
): Promise<KinshipTable> {
  const { minimumKinship = THIRD_DEGREE } = options;
  if (Number.isNaN(minimumKinship) || minimumKinship > 0.5) {
    throw new InvalidArgumentError("minimumKinship", {
      what: `minimumKinship is ${minimumKinship}.`,
      why: "Kinship is at most 0.5.",
      remedy:
        "Use 0.177 for first-degree relatives, 0.0884 for second-degree, 0.0442 for third-degree.",
    });
  }
  const autosomal = autosomalVariants(genotypes);
  const { variants, samples } = autosomal;
  let computed: Computed | undefined;
  const pairs: KinshipPair[] = [];
  const passes = tilePasses(samples.count);
  for (const [pass, tiles] of passes.entries()) {
    const title = passes.length > 1 ? `kinship, pass ${pass + 1} of ${passes.length}` : "kinship";
    const totals = tiles.map((tile) => sharedInt32(tileSize(tile) * COUNTS_A_PAIR));
    computed = await runMethod<KingSetup>(
      {
        signal: options.signal,
        onProgress: options.onProgress,
        title,
        source: autosomal,
        program: PROGRAM,
        here: countKing,
        isOrderFixed: true,
        mostRows: blockVariants(variants.count),
        setup: () => ({ tiles, turns: sharedInt32(tiles.length), totals }),
      },
      options.compute,
      { columns: (COLUMNS_A_SAMPLE * samples.count) / passes.length, hasGpu: true },
    );
    tiles.forEach((tile, t) => listRelated(tile, totals[t], minimumKinship, pairs));
  }
  pairs.sort((a, b) => a.row - b.row || a.column - b.column);
  const id = (ids: readonly string[], which: "row" | "column"): string[] =>
    pairs.map((pair) => ids[pair[which]]);
  return new Table<KinshipColumns>(
    {
      familyId: id(samples.familyId, "row"),
      individualId: id(samples.individualId, "row"),
      otherFamilyId: id(samples.familyId, "column"),
      otherIndividualId: id(samples.individualId, "column"),
      n: Int32Array.from(pairs, ({ n }) => n),
      bothHeterozygous: Int32Array.from(pairs, ({ bothHet }) => bothHet),
      oppositeHomozygous: Int32Array.from(pairs, ({ opposite }) => opposite),
      kinship: Float64Array.from(pairs, (pair) => pair.kinship),
    },
    {
      method: "KING-robust kinship",
      source: genotypes.source,
      samples: samples.count,
      pairs: (samples.count * (samples.count - 1)) / 2,
      variants: variants.count,
      leftOutVariants: genotypes.variants.count - variants.count,
      minimumKinship,
      ...(computed && deviceProvenance(computed)),
    },
  );
}

/** Half of all pairs, each at the cost of about half a product: measured beside dosage products. */
const COLUMNS_A_SAMPLE = 0.25;

interface KinshipPair {
  readonly row: number;
  readonly column: number;
  readonly n: number;
  readonly bothHet: number;
  readonly opposite: number;
  readonly kinship: number;
}

/** Tiles whose counts fit into memory together, pass by pass. */
function tilePasses(sampleCount: number): SampleTile[][] {
  const passes: SampleTile[][] = [];
  let bytes = Infinity;
  for (const tile of sampleTiles(sampleCount, TILE_SAMPLES)) {
    const size = 4 * COUNTS_A_PAIR * tileSize(tile);
    if (bytes + size > MOST_BYTES) {
      passes.push([]);
      bytes = 0;
    }
    passes[passes.length - 1].push(tile);
    bytes += size;
  }
  return passes;
}

function blockVariants(variantCount: number): number {
  const even = Math.ceil(variantCount / BLOCKS);
  return Math.max(FEWEST_BLOCK_VARIANTS, Math.min(MOST_BLOCK_VARIANTS, even));
}

function listRelated(
  { rowStart, rowEnd, columnStart, columnEnd }: SampleTile,
  counts: Int32Array,
  minimum: number,
  pairs: KinshipPair[],
): void {
  let at = 0;
  for (let row = rowStart; row < rowEnd; row++) {
    for (let column = columnStart; column < columnEnd; column++, at += COUNTS_A_PAIR) {
      if (column >= row) continue;
      const [n, bothHet, opposite, hetRow, hetColumn] = counts.subarray(at, at + COUNTS_A_PAIR);
      const kinship = kingRobust(bothHet, opposite, hetRow, hetColumn);
      if (kinship >= minimum) pairs.push({ row, column, n, bothHet, opposite, kinship });
    }
  }
}

/** KING's between-family estimator, with the smaller of the two counts of heterozygous calls. NaN without any. */
export function kingRobust(
  bothHet: number,
  opposite: number,
  hetRow: number,
  hetColumn: number,
): number {
  const different = hetRow + hetColumn - 2 * bothHet + 4 * opposite;
  return 0.5 - (0.25 * different) / Math.min(hetRow, hetColumn);
}

import type { ByteSource } from "../byte-source.ts";
import type { PackedRows, Samples, Variants } from "../cohort.ts";
import { checkBedHeader, openBed } from "./bed.ts";
import type { PlacedVariant } from "../genome-build.ts";
import type { PeopleReader } from "../id-table.ts";
import type { VariantOperations } from "../variant-batch.ts";
import { readBim } from "./bim.ts";
import { rowsWithout } from "../rows-without.ts";
import { variantNotices } from "../variant-notices.ts";
import { readFam } from "./fam.ts";

/** A PLINK 1 set, its metadata in memory, its genotypes still on disk. */
export interface Plink1Set {
  readonly variants: Variants;
  readonly samples: Samples;
  readonly rows: PackedRows;
  /** Variants that are used, when some rows are left out. */
  readonly kept: Uint32Array | undefined;
  readonly notices: readonly string[];
  /** Variants from which the build of the genome is told. */
  readonly places: readonly PlacedVariant[];
}

/** The files of a PLINK 1 set. */
export interface Plink1Files {
  readonly bed: ByteSource;
  readonly bim: ByteSource;
  readonly fam: ByteSource;
}

/**
 * Reads .bim and .fam (plain or gzip) and opens the .bed.
 *
 * @param operations - read the .bim faster than JavaScript
 * @param people - read the .fam faster than JavaScript
 */
export async function readPlink1(
  files: Plink1Files,
  operations: Promise<VariantOperations | undefined> = Promise.resolve(undefined),
  people: Promise<PeopleReader | undefined> = Promise.resolve(undefined),
): Promise<Plink1Set> {
  await checkBedHeader(files.bed);
  const { samples } = await readFam(files.fam, await people);
  const bim = await readBim(files.bim, await operations);
  const { variants, places } = bim;
  const rows = await openBed(files.bed, variants.count, samples.count);
  const kept = rowsWithout(variants.count, bim.negativePositions);
  return { variants, samples, rows, kept, notices: variantNotices(bim), places };
}

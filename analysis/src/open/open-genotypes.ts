import type { Genotypes } from "../genotypes/genotypes.ts";
import { isPlink1, refuse } from "../io/refusals.ts";
import { registeredPath } from "../registry/registered-path.ts";
import type { TaskOptions } from "../task.ts";
import { openPlink1 } from "./open-plink.ts";
import { plinkSet, stemOf } from "./plink-set.ts";
import { withFile } from "./with-file.ts";

/**
 * Opens genotypes: a PLINK 1 set (`cohort`, `cohort.bed`, `cohort.bim` or `cohort.fam`; .bim and .fam may be gzip), or a
 * PLINK 2 set (`cohort`, `cohort.pgen`, `cohort.pvar` or `cohort.psam`; .pvar and .psam may be gzip or zstd).
 *
 * Of a PLINK 2 set `effectAllele` is ALT; variants with more than two alleles are left out, which the notices say.
 *
 * @returns variants and samples in memory, genotypes streamed from the file when they are asked for
 * @throws FormatError, TruncatedFileError, WrongMagicError, FilesDisagreeError, DuplicateIdError
 * @example
 * const cohort = await data.genotypes("data/cohort.bed");
 * cohort.variants.count;
 */
export async function genotypes(asked: string, options: TaskOptions = {}): Promise<Genotypes> {
  const path = await registeredPath(asked, options);
  const openSet = await plinkSet(path);
  if (openSet) return openSet(options);
  const sniffed = await withFile(path, options, (_, found) => Promise.resolve(found));
  if (isPlink1(sniffed.format)) return openPlink1(stemOf(path), options);
  throw refuse(path, sniffed, "genotypes");
}

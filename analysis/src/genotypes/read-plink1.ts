import { peopleReader } from "../compute/text/people-reader.ts";
import { variantOperations } from "../compute/text/variant-operations.ts";
import { buildOfVariants } from "../io/genome-build.ts";
import { readPlink1, type Plink1Files } from "../io/plink1/reader.ts";
import type { Genotypes } from "./genotypes.ts";
import { packedGenotypes } from "./packed-genotypes.ts";

/**
 * Genotypes of a PLINK 1 set over any sources of bytes.
 *
 * @throws FormatError, TruncatedFileError, WrongMagicError, FilesDisagreeError, DuplicateIdError
 */
export async function genotypesFromPlink1(files: Plink1Files): Promise<Genotypes> {
  const { variants, samples, rows, kept, notices, places } = await readPlink1(
    files,
    variantOperations(files.bim.size),
    peopleReader(files.fam),
  );
  const build = buildOfVariants(places)?.name;
  const all = packedGenotypes({ source: files.bed.name, build, variants, samples, rows, notices });
  return kept ? all.select({ variants: kept }) : all;
}

import { recordIndex } from "../compute/rows/record-index.ts";
import { peopleReader } from "../compute/text/people-reader.ts";
import { variantOperations } from "../compute/text/variant-operations.ts";
import { buildOfContigs, buildOfVariants } from "../io/genome-build.ts";
import { readPlink2, type Plink2Files } from "../io/plink2/reader.ts";
import type { Genotypes } from "./genotypes.ts";
import { packedGenotypes } from "./packed-genotypes.ts";

/**
 * Genotypes of a PLINK 2 set over any sources of bytes. They count ALT alleles: `effectAllele` is ALT, `otherAllele` REF.
 *
 * @throws TruncatedFileError, WrongMagicError, FormatError, FilesDisagreeError, DuplicateIdError
 */
export async function genotypesFromPlink2(files: Plink2Files): Promise<Genotypes> {
  const { variants, samples, rows, kept, notices, variantHeader, places } = await readPlink2(
    files,
    variantOperations(files.pvar.size),
    peopleReader(files.psam),
    recordIndex(),
  );
  const build = (buildOfContigs(variantHeader) ?? buildOfVariants(places))?.name;
  const all = packedGenotypes({ source: files.pgen.name, build, variants, samples, rows, notices });
  return kept ? all.select({ variants: kept }) : all;
}

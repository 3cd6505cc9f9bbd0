import type { ByteSource } from "../io/byte-source.ts";
import { buildOfVariants } from "../io/genome-build.ts";
import { readPlink1 } from "../io/plink1/reader.ts";
import type { Genotypes } from "./genotypes.ts";
import { packedGenotypes } from "./packed-genotypes.ts";
import { placesOf } from "./places-of.ts";

/**
 * Genotypes of a PLINK 1 set over any sources of bytes.
 *
 * @throws FormatError, TruncatedFileError, WrongMagicError, FilesDisagreeError, DuplicateIdError
 */
export async function genotypesFromPlink1(files: {
  readonly bed: ByteSource;
  readonly bim: ByteSource;
  readonly fam: ByteSource;
}): Promise<Genotypes> {
  const { variants, samples, rows, kept, notices } = await readPlink1(files);
  const build = buildOfVariants(placesOf(variants))?.name;
  const all = packedGenotypes({ source: files.bed.name, build, variants, samples, rows, notices });
  return kept ? all.select({ variants: kept }) : all;
}

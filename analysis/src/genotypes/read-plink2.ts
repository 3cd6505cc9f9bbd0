import { variantRowSplitter } from "../compute/text/split-variant-rows.ts";
import { wasmDevice } from "../compute/wasm/kernels.ts";
import type { SplitVariantRows } from "../io/plink2/variant-batch.ts";
import { buildOfContigs, buildOfVariants } from "../io/genome-build.ts";
import { readPlink2, type Plink2Files } from "../io/plink2/reader.ts";
import type { Genotypes } from "./genotypes.ts";
import { packedGenotypes } from "./packed-genotypes.ts";
import { placesOf } from "./places-of.ts";

/**
 * Genotypes of a PLINK 2 set over any sources of bytes. They count ALT alleles: `effectAllele` is ALT, `otherAllele` REF.
 *
 * @throws TruncatedFileError, WrongMagicError, FormatError, FilesDisagreeError, DuplicateIdError
 */
export async function genotypesFromPlink2(files: Plink2Files): Promise<Genotypes> {
  const { variants, samples, rows, kept, notices, variantHeader } = await readPlink2(
    files,
    await fastSplitter(),
  );
  const build = (buildOfContigs(variantHeader) ?? buildOfVariants(placesOf(variants)))?.name;
  const all = packedGenotypes({ source: files.pgen.name, build, variants, samples, rows, notices });
  return kept ? all.select({ variants: kept }) : all;
}

/** Undefined where WebAssembly is not to be had. */
async function fastSplitter(): Promise<SplitVariantRows | undefined> {
  return wasmDevice().then(variantRowSplitter, () => undefined);
}

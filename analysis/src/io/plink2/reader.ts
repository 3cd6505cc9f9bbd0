import { FilesDisagreeError } from "../../errors.ts";
import type { ByteSource } from "../byte-source.ts";
import type { PackedRows, Samples, Variants } from "../cohort.ts";
import type { PlacedVariant } from "../genome-build.ts";
import { openBed } from "../plink1/bed.ts";
import { rowsWithout } from "../rows-without.ts";
import { variantNotices } from "../variant-notices.ts";
import type { PeopleReader } from "../id-table.ts";
import type { VariantOperations } from "../variant-batch.ts";
import { openPgen } from "./pgen.ts";
import { pgenMode, type PgenHeader } from "./pgen-header.ts";
import { readPsam } from "./psam.ts";
import { readPvar, type Pvar } from "./pvar.ts";
import type { RecordIndex } from "./record-index.ts";

/** A PLINK 2 set, its metadata in memory, its genotypes still on disk. */
export interface Plink2Set {
  readonly variants: Variants;
  readonly samples: Samples;
  readonly rows: PackedRows;
  /** Variants that are used, when some rows are left out. */
  readonly kept: Uint32Array | undefined;
  readonly notices: readonly string[];
  /** Variants from which the build of the genome is told. */
  readonly places: readonly PlacedVariant[];
  /** Lines of the .pvar that start with ##. */
  readonly variantHeader: readonly string[];
  /** Whether REF is known to be the reference allele, as the .pgen tells it. */
  readonly provisionalReference: PgenHeader["provisionalReference"];
}

/** The files of a PLINK 2 set; `pgi` where the header of the .pgen is in a file of its own. */
export interface Plink2Files {
  readonly pgen: ByteSource;
  readonly pvar: ByteSource;
  readonly psam: ByteSource;
  readonly pgi?: ByteSource | undefined;
}

/**
 * Reads .pvar and .psam (plain, gzip or zstd) and opens the .pgen. Variants with more than two alleles are left out,
 * as by `--max-alleles 2`.
 *
 * @param operations - read the .pvar faster than JavaScript
 * @param people - read the .psam faster than JavaScript
 * @param records - read the header of the .pgen faster than JavaScript
 * @throws TruncatedFileError, WrongMagicError, FormatError, FilesDisagreeError, DuplicateIdError
 */
export async function readPlink2(
  files: Plink2Files,
  operations: Promise<VariantOperations | undefined> = Promise.resolve(undefined),
  people: Promise<PeopleReader | undefined> = Promise.resolve(undefined),
  records: Promise<RecordIndex | undefined> = Promise.resolve(undefined),
): Promise<Plink2Set> {
  const mode = await pgenMode(files.pgen);
  if (mode === "indexed" && !files.pgi) throw noIndex(files.pgen.name);
  const opened =
    mode === "bed"
      ? undefined
      : await openPgen(files.pgen, mode === "indexed" ? files.pgi : undefined, await records);
  const { samples } = await readPsam(files.psam, await people);
  const pvar = await readPvar(files.pvar, await operations);
  const { variants } = pvar;
  const rows = opened ?? (await openBed(files.pgen, variants.count, samples.count));
  if (opened) {
    checkCounts(files, opened, variants, samples);
    checkAlleles(files, opened.header, pvar);
  }
  return {
    variants,
    samples,
    rows,
    kept: rowsWithout(variants.count, pvar.negativePositions, pvar.multiallelic),
    places: pvar.places,
    notices: noticesOf(pvar),
    variantHeader: pvar.header,
    provisionalReference: opened?.header.provisionalReference ?? "all",
  };
}

function noticesOf(pvar: Pvar): string[] {
  const { multiallelic } = pvar;
  if (multiallelic.length === 0) return variantNotices(pvar);
  return [
    `${multiallelic.length} variants left out: they have more than two alleles. Split them to keep them: bcftools norm -m -any.`,
    ...variantNotices(pvar),
  ];
}

function checkCounts(
  files: Plink2Files,
  rows: PackedRows,
  variants: Variants,
  samples: Samples,
): void {
  if (rows.rowCount === variants.count && rows.sampleCount === samples.count) return;
  throw new FilesDisagreeError(files.pgen.name, {
    what: `${files.pgen.name} does not fit its .pvar and .psam.`,
    why: `It holds ${rows.rowCount} variants × ${rows.sampleCount} samples; the .pvar lists ${variants.count}, the .psam ${samples.count}.`,
    remedy: "Use the three files that were written together; never add or remove lines by hand.",
  });
}

/** Bit of a record's type. */
const SEVERAL_ALTERNATES = 8;

function checkAlleles(files: Plink2Files, header: PgenHeader, pvar: Pvar): void {
  const { recordTypes, alleleCounts, variantCount } = header;
  const isPlain = pvar.multiallelic.length === 0 && !alleleCounts;
  if (isPlain && (header.typeBits & SEVERAL_ALTERNATES) === 0) return;
  const hasSeveral = new Set(pvar.multiallelic);
  for (let row = 0; row < variantCount; row++) {
    const told = alleleCounts ? alleleCounts[row] > 2 : undefined;
    const listed = hasSeveral.size > 0 && hasSeveral.has(row);
    if (
      (!listed && (recordTypes[row] & SEVERAL_ALTERNATES || told)) ||
      (listed && told === false)
    ) {
      throw new FilesDisagreeError(files.pgen.name, {
        what: `${files.pgen.name} does not fit its .pvar.`,
        why: `Variant ${row + 1} has ${listed ? "more than two alleles in the .pvar, not in the .pgen" : "two alleles in the .pvar, more in the .pgen"}.`,
        remedy: "Use the files that were written together; never edit the alleles by hand.",
      });
    }
  }
}

function noIndex(path: string): FilesDisagreeError {
  return new FilesDisagreeError(path, {
    what: `There is no ${path}.pgi.`,
    why: "The third byte of the .pgen says that its header is in a file of its own.",
    remedy: "Put the .pgen.pgi beside the .pgen, or convert it: plink2 --make-pgen.",
  });
}

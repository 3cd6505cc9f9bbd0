import { FormatError, TruncatedFileError } from "../../errors.ts";

/** For records that end outside of the file. */
export function endsEarly(path: string, expected: number, size: number): TruncatedFileError {
  return new TruncatedFileError(path, {
    what: `${path} is cut short.`,
    why: `Its header asks for ${expected} bytes; it has ${size}.`,
    remedy: "Copy it again (compare checksums), or wait until whatever writes it has finished.",
  });
}

export function damagedHeader(path: string, why: string): FormatError {
  return new FormatError(path, {
    what: `The header of ${path} is damaged.`,
    why,
    remedy: "Copy the file again and compare checksums, or make it again.",
  });
}

/** For a record that does not hold what its type says. */
export function damagedRecord(path: string, row: number): FormatError {
  return new FormatError(path, {
    what: `The genotypes of variant ${row + 1} in ${path} are damaged.`,
    why: "The record does not hold what its type in the header says.",
    remedy: "Copy the file again and compare checksums; `plink2 --validate` tells more.",
  });
}

/** For a file that became shorter after it was opened. */
export function endedWhileReading(path: string, first: number, count: number): TruncatedFileError {
  return new TruncatedFileError(path, {
    what: `${path} ended while variants ${first + 1} to ${first + count} were read.`,
    why: "It became shorter after it was opened.",
    remedy: "Wait until whatever writes it has finished, and open it again.",
  });
}

/** For dosages split over several alternate alleles. */
export function multiallelicDosages(path: string, row: number): FormatError {
  return new FormatError(path, {
    what: `Variant ${row + 1} of ${path} has dosages of more than two alleles.`,
    why: "How PLINK 2 stores them is not final.",
    remedy:
      "Leave such variants out: plink2 --pfile STEM --max-alleles 2 --make-pgen --out STEM.biallelic",
  });
}

import { peopleReader } from "../compute/text/people-reader.ts";
import { readPhenotypes } from "../io/phenotypes.ts";
import { readFamPhenotypes } from "../io/plink1/fam.ts";
import { readPsamPhenotypes } from "../io/plink2/psam.ts";
import { refuse } from "../io/refusals.ts";
import type { SampleTable } from "../io/sample-table.ts";
import { registeredPath } from "../registry/registered-path.ts";
import type { TaskOptions } from "../task.ts";
import { readWhole, withFile, withSource } from "./with-file.ts";

/** Endings of files that are phenotypes, and of a PLINK 2 set as well. */
export const PSAM_ENDING: RegExp = /\.psam(\.gz|\.zst)?$/;

/**
 * Reads traits and covariates from text with a header line that starts with FID and IID, or IID; of a .fam its sex and
 * sixth column, of a .psam its sex and the columns after it.
 *
 * @param options.minusNineIsMissing - set to false where −9 is a real value
 * @throws FormatError, DuplicateIdError
 * @example
 * const people = await data.phenotypes("data/cohort.pheno.tsv");
 */
export async function phenotypes(
  asked: string,
  options: TaskOptions & { readonly minusNineIsMissing?: boolean | undefined } = {},
): Promise<SampleTable> {
  const path = await registeredPath(asked, options);
  if (PSAM_ENDING.test(path)) {
    return withSource(path, async (source) => {
      const reader = await peopleReader(source);
      return readWhole(source, options, (reported) =>
        readPsamPhenotypes(reported, { ...options, reader }),
      );
    });
  }
  return withFile(path, options, async (source, sniffed) => {
    if (sniffed.format === "plink1-fam") return readFamPhenotypes(source);
    const known = !["phenotypes", "unknown", "empty"].includes(sniffed.format);
    if (known) throw refuse(path, sniffed, "phenotypes");
    return readPhenotypes(source, { ...options, reader: await peopleReader(source) });
  });
}

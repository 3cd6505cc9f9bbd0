import { FormatError } from "../../errors.ts";
import type { ByteSource } from "../byte-source.ts";
import type { Samples } from "../cohort.ts";
import { sampleTable, type SampleTable } from "../sample-table.ts";
import { refuseDuplicateSamples } from "../duplicate-samples.ts";
import { whitespaceFields } from "../fields.ts";
import { readLines } from "../lines.ts";

/** Samples of a .fam with the trait of its sixth column as written. */
export interface Fam {
  readonly samples: Samples;
  /** Sixth column; "-9", "0" and "NA" mean missing. */
  readonly trait: readonly string[];
}

/**
 * Reads a .fam, plain or gzip: family id, individual id, father, mother, sex, trait, separated by spaces or tabs.
 *
 * @throws FormatError with the line number of a row that is not one; DuplicateIdError
 */
export async function readFam(source: ByteSource): Promise<Fam> {
  const familyId: string[] = [];
  const individualId: string[] = [];
  const sex: number[] = [];
  const founder: number[] = [];
  const trait: string[] = [];
  await readLines(source, (line, number) => {
    const fields = whitespaceFields(line);
    if (fields.length === 0) return;
    if (fields.length < 6) {
      throw new FormatError(source.name, {
        what: `Line ${number} of ${source.name} has ${fields.length} fields, not 6.`,
        why: "A .fam row is: family id, individual id, father, mother, sex, trait.",
        remedy: "Look at that line; an id with a space in it is the usual cause.",
      });
    }
    familyId.push(fields[0]);
    individualId.push(fields[1]);
    founder.push(Number(fields[2] === "0" && fields[3] === "0"));
    sex.push(fields[4] === "1" ? 1 : fields[4] === "2" ? 2 : 0);
    trait.push(fields[5]);
  });
  if (individualId.length === 0) {
    throw new FormatError(source.name, {
      what: `${source.name} names no samples.`,
      why: "It is empty.",
      remedy: "Copy or make the PLINK files again.",
    });
  }
  refuseDuplicateSamples(familyId, individualId, source.name);
  return {
    samples: {
      count: individualId.length,
      familyId,
      individualId,
      sex: Uint8Array.from(sex),
      isFounder: Uint8Array.from(founder),
    },
    trait,
  };
}

/**
 * Sex and trait of a .fam as phenotypes: `sex` (1 male, 2 female) and `phenotype`, in which −9 and text are missing.
 *
 * @throws FormatError, DuplicateIdError
 */
export async function readFamPhenotypes(source: ByteSource): Promise<SampleTable> {
  const { samples, trait } = await readFam(source);
  const values = Float64Array.from(trait, (text) => (text === "-9" ? NaN : Number(text)));
  const sex = Float64Array.from(samples.sex, (code) => (code === 0 ? NaN : code));
  return sampleTable({
    source: source.name,
    familyId: samples.familyId,
    individualId: samples.individualId,
    columns: { sex, phenotype: values },
  });
}

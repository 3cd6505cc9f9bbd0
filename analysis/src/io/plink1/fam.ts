import { FormatError } from "../../errors.ts";
import type { ByteSource } from "../byte-source.ts";
import type { Samples } from "../cohort.ts";
import { sampleTable, type SampleTable } from "../sample-table.ts";
import { refuseDuplicateSamples } from "../duplicate-samples.ts";
import { expectedRows } from "../expected-rows.ts";
import { blankBounds } from "../field-bounds.ts";
import { readLineBlocks } from "../lines.ts";
import { textColumn } from "../text-column.ts";

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
  const family = textColumn();
  const individual = textColumn();
  const trait = textColumn();
  const bounds = new Int32Array(2 * 6 + 1);
  let sex: Uint8Array = new Uint8Array(0);
  let isFounder: Uint8Array = new Uint8Array(0);
  let count = 0;
  let line = 0;
  await readLineBlocks(source, (bytes, from, to) => {
    if (line === 0) {
      const rows = expectedRows(source, bytes, from, to);
      sex = new Uint8Array(rows);
      isFounder = new Uint8Array(rows);
    }
    for (let at = from; at < to; at++) {
      line++;
      at = blankBounds(bytes, at, to, bounds);
      const fields = bounds[12];
      if (fields === 0) continue;
      if (fields < 6) {
        throw new FormatError(source.name, {
          what: `Line ${line} of ${source.name} has ${fields} fields, not 6.`,
          why: "A .fam row is: family id, individual id, father, mother, sex, trait.",
          remedy: "Look at that line; an id with a space in it is the usual cause.",
        });
      }
      if (count === sex.length) {
        sex = resized(sex, 2 * count + 16);
        isFounder = resized(isFounder, 2 * count + 16);
      }
      family.append(bytes, bounds[0], bounds[1]);
      individual.append(bytes, bounds[2], bounds[3]);
      isFounder[count] = Number(digitAt(bytes, bounds, 2) === 0 && digitAt(bytes, bounds, 3) === 0);
      const code = digitAt(bytes, bounds, 4);
      sex[count] = code === 1 || code === 2 ? code : 0;
      trait.append(bytes, bounds[10], bounds[11]);
      count++;
    }
  });
  const familyId = family.finish();
  const individualId = individual.finish();
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
      sex: resized(sex, count),
      isFounder: resized(isFounder, count),
    },
    trait: trait.finish(),
  };
}

/** The digit that is a whole field; any other field gives another number. */
function digitAt(bytes: Uint8Array, bounds: Int32Array, field: number): number {
  return bounds[2 * field + 1] - bounds[2 * field] === 1 ? bytes[bounds[2 * field]] - 48 : -1;
}

function resized(values: Uint8Array, length: number): Uint8Array {
  const result = new Uint8Array(length);
  result.set(values.subarray(0, length));
  return result;
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

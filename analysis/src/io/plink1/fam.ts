import { FormatError } from "../../errors.ts";
import { ByteColumn } from "../byte-column.ts";
import type { ByteSource } from "../byte-source.ts";
import type { Samples } from "../cohort.ts";
import { uniqueIds } from "../duplicate-samples.ts";
import { expectedRows } from "../expected-rows.ts";
import { blankBounds, SPACE } from "../field-bounds.ts";
import { fileSamples } from "../file-samples.ts";
import { lazyStrings, type PeopleReader } from "../id-table.ts";
import { blockMemory, plainBytes, readLineBlocks, type VisitLines } from "../lines.ts";
import { sampleTable, type SampleTable } from "../sample-table.ts";
import type { RowBlock, RowPlan } from "../split-rows.ts";
import { TextTableBuilder } from "../text-table.ts";

/** Samples of a .fam with the trait of its sixth column as written. */
export interface Fam {
  readonly samples: Samples;
  /** Sixth column; "-9", "0" and "NA" mean missing. */
  readonly trait: readonly string[];
}

/** 1 for the id of an unknown parent. */
export const UNKNOWN_PARENT: Uint8Array = new Uint8Array(256);
UNKNOWN_PARENT[48] = 1;

const SEX = new Uint8Array(256);
SEX[49] = 1;
SEX[50] = 2;

/**
 * Reads a .fam, plain or gzip: family id, individual id, father, mother, sex, trait, separated by spaces or tabs.
 *
 * @throws FormatError with the line number of a row that is not one; DuplicateIdError
 */
export async function readFam(source: ByteSource, reader?: PeopleReader): Promise<Fam> {
  let rows: FamRows | undefined;
  let line = 0;
  const visit: VisitLines = (bytes, from, to) => {
    rows ??= new FamRows(expectedRows(source, bytes, from, to));
    const block = reader?.splitRows(bytes, from, to, rows.plan());
    if (block) {
      rows.appendBlock(block);
      line += block.lines;
    } else line = appendLines(rows, source.name, bytes, from, to, line);
  };
  const memory = blockMemory(source, reader?.memory);
  await readLineBlocks(source, visit, plainBytes(source, { memory }));
  if (!rows || rows.sex.count === 0) {
    throw new FormatError(source.name, {
      what: `${source.name} names no samples.`,
      why: "It is empty.",
      remedy: "Copy or make the PLINK files again.",
    });
  }
  const { family, individual, sex, isFounder } = rows;
  const ids = uniqueIds(family.finish(), individual.finish(), reader?.ids, source.name);
  const trait = lazyStrings(rows.trait.finish());
  return {
    samples: fileSamples(ids, sex.finish(), isFounder.finish()),
    get trait() {
      return trait();
    },
  };
}

/** Columns of a .fam in the making. */
class FamRows {
  readonly family: TextTableBuilder;
  readonly individual: TextTableBuilder;
  readonly trait: TextTableBuilder;
  readonly sex: ByteColumn;
  readonly isFounder: ByteColumn;

  constructor(rows: number) {
    this.family = new TextTableBuilder({ rows });
    this.individual = new TextTableBuilder({ rows });
    this.trait = new TextTableBuilder({ rows });
    this.sex = new ByteColumn(rows);
    this.isFounder = new ByteColumn(rows);
  }

  plan(): RowPlan {
    const { family, individual, trait } = this;
    return {
      separator: SPACE,
      isExact: false,
      minusNineIsMissing: false,
      uses: [
        { kind: "text", filled: family.filled },
        { kind: "text", filled: individual.filled },
        { kind: "code", table: UNKNOWN_PARENT, to: "founder" },
        { kind: "code", table: UNKNOWN_PARENT, to: "founder" },
        { kind: "code", table: SEX, to: "sex" },
        { kind: "text", filled: trait.filled },
      ],
    };
  }

  appendBlock(block: RowBlock): void {
    this.family.appendBlock(block.text(0));
    this.individual.appendBlock(block.text(1));
    this.trait.appendBlock(block.text(5));
    this.isFounder.appendAll(block.codes("founder"));
    this.sex.appendAll(block.codes("sex"));
  }
}

/** Appends the rows of whole lines; returns how many lines there are so far. */
function appendLines(
  rows: FamRows,
  path: string,
  bytes: Uint8Array,
  from: number,
  to: number,
  linesBefore: number,
): number {
  const bounds = new Int32Array(2 * 6 + 1);
  let line = linesBefore;
  for (let at = from; at < to; at++) {
    line++;
    at = blankBounds(bytes, at, to, bounds);
    const fields = bounds[12];
    if (fields === 0) continue;
    if (fields < 6) {
      throw new FormatError(path, {
        what: `Line ${line} of ${path} has ${fields} fields, not 6.`,
        why: "A .fam row is: family id, individual id, father, mother, sex, trait.",
        remedy: "Look at that line; an id with a space in it is the usual cause.",
      });
    }
    rows.family.append(bytes, bounds[0], bounds[1]);
    rows.individual.append(bytes, bounds[2], bounds[3]);
    const isFatherless = UNKNOWN_PARENT[byteAt(bytes, bounds, 2)];
    rows.isFounder.append(isFatherless & UNKNOWN_PARENT[byteAt(bytes, bounds, 3)]);
    rows.sex.append(SEX[byteAt(bytes, bounds, 4)]);
    rows.trait.append(bytes, bounds[10], bounds[11]);
  }
  return line;
}

/** The byte that is a whole field, or 0. */
export function byteAt(bytes: Uint8Array, bounds: Int32Array, field: number): number {
  return bounds[2 * field + 1] - bounds[2 * field] === 1 ? bytes[bounds[2 * field]] : 0;
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

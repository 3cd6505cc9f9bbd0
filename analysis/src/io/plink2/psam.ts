import { FormatError } from "../../errors.ts";
import type { ByteSource } from "../byte-source.ts";
import type { Samples } from "../cohort.ts";
import { fileIds, refuseDuplicateSamples, uniqueIds, type FileIds } from "../duplicate-samples.ts";
import { expectedRows } from "../expected-rows.ts";
import { whitespaceFields } from "../fields.ts";
import { lineEnd } from "../field-bounds.ts";
import { fileSamples } from "../file-samples.ts";
import type { PeopleReader } from "../id-table.ts";
import { readLineBlocks } from "../lines.ts";
import { phenotypeColumn } from "../phenotype-column.ts";
import type { PhenotypeOptions } from "../phenotypes.ts";
import { tableOfFile, type SampleColumn, type SampleTable } from "../sample-table.ts";
import { stringsOf, type TextTable } from "../text-table.ts";
import { PsamRows } from "./psam-rows.ts";
import { textBytes } from "./text-bytes.ts";

const HASH = 35;
const KNOWN = ["FID", "IID", "SID", "PAT", "MAT", "SEX"] as const;
/** Columns of a file without a header, which is a .fam. */
const FAM_COLUMNS = ["FID", "IID", "PAT", "MAT", "SEX", "PHENO1"] as const;

/** Samples of a .psam with its other columns as written. */
export interface Psam {
  readonly samples: Samples;
  /** Of the samples; without `familyId` where the file has none and `samples` has "0". */
  readonly ids: FileIds;
  readonly traits: ReadonlyMap<string, readonly string[]>;
  readonly traitTexts: ReadonlyMap<string, TextTable>;
  /** Line of each sample. */
  readonly lines: () => Int32Array;
}

/**
 * Reads a .psam, plain, gzip or zstd: a header with FID and IID, or IID, then rows; without a header it is a .fam.
 * Samples are told apart by family, individual and source id.
 *
 * @throws FormatError with the line number of a row that is not one; DuplicateIdError
 */
export async function readPsam(source: ByteSource, reader?: PeopleReader): Promise<Psam> {
  const rows = await readRows(source, reader);
  const texts = rows.finishTexts();
  const individuals = texts.get("IID")!;
  const families = texts.get("FID");
  const sources = texts.get("SID");
  if (sources) {
    const familyId = families && stringsOf(families);
    const pairs = stringsOf(sources).map((id, i) => `${familyId?.[i] ?? "0"}\t${id}`);
    refuseDuplicateSamples(pairs, stringsOf(individuals), source.name);
  }
  const ids: FileIds = sources
    ? { ...fileIds(families, individuals), table: undefined }
    : uniqueIds(families, individuals, reader?.ids, source.name);
  const names = [...texts.keys()].filter((name) => !(KNOWN as readonly string[]).includes(name));
  const traitTexts = new Map(names.map((name) => [name, texts.get(name)!]));
  return {
    samples: fileSamples(ids, rows.sex.finish(), rows.isFounder.finish()),
    ids,
    get traits() {
      return new Map([...traitTexts].map(([name, table]) => [name, stringsOf(table)]));
    },
    traitTexts,
    lines: () => rows.lines(),
  };
}

async function readRows(source: ByteSource, reader: PeopleReader | undefined): Promise<PsamRows> {
  const decoder = new TextDecoder();
  let rows: PsamRows | undefined;
  let number = 0;
  await readLineBlocks(
    source,
    (bytes, from, to) => {
      let at = from;
      for (; at < to && (!rows || rows.sex.count === 0); at++) {
        number++;
        if (!rows || bytes[at] === HASH) {
          const end = lineEnd(bytes, at, to);
          const line = decoder.decode(bytes.slice(at, end)).trimEnd();
          const expected = expectedRows(source, bytes, end + 1, to);
          if (line.startsWith("#")) {
            if (/^#(FID|IID)(\s|$)/.test(line)) {
              rows = new PsamRows(headerNames(source.name, line), expected);
            }
            at = end;
            continue;
          }
          if (!rows) {
            const fields = whitespaceFields(line).length;
            if (fields > 0)
              rows = new PsamRows(FAM_COLUMNS.slice(0, Math.max(2, fields)), expected);
          }
        }
        at = rows ? rows.appendLine(source.name, bytes, at, to, number) : lineEnd(bytes, at, to);
      }
      if (!rows || at >= to) return;
      const block = reader?.splitRows(bytes, at, to, rows.plan());
      // Rows have the lines after each other only where no line is empty.
      if (block && block.lines === block.rows) {
        rows.appendBlock(block, number + 1);
        number += block.lines;
      } else {
        for (; at < to; at++) at = rows.appendLine(source.name, bytes, at, to, ++number);
      }
    },
    textBytes(source, reader?.memory),
  );
  if (rows && rows.sex.count > 0) return rows;
  throw new FormatError(source.name, {
    what: `${source.name} names no samples.`,
    why: rows ? "It has a header and no rows." : "It is empty.",
    remedy: "Copy or make the PLINK files again.",
  });
}

/**
 * Sex and the other columns of a .psam as phenotypes: `sex` (1 male, 2 female, missing where unknown), and each column
 * by its name.
 *
 * @throws FormatError, DuplicateIdError
 */
export async function readPsamPhenotypes(
  source: ByteSource,
  { minusNineIsMissing = true, reader }: PhenotypeOptions = {},
): Promise<SampleTable> {
  const { samples, ids, traitTexts, lines } = await readPsam(source, reader);
  const sex = Float64Array.from(samples.sex, (code) => (code === 0 ? NaN : code));
  const columns: Record<string, SampleColumn> = { sex };
  const notices: string[] = [];
  const lineOf = lines();
  for (const [name, texts] of traitTexts) {
    const { count, bytes, starts } = texts;
    const column = phenotypeColumn(name, { minusNineIsMissing, expectedRows: count });
    for (let i = 0; i < count; i++) {
      column.append(bytes, starts[i], starts[i + 1] - 1, lineOf[i]);
    }
    if (column.needsText()) column.become(stringsOf(texts));
    columns[name] = column.finish(notices);
  }
  return tableOfFile({ source: source.name, ids, columns, notices });
}

function headerNames(path: string, line: string): string[] {
  const names = whitespaceFields(line.slice(1));
  const repeated = names.find((name, i) => names.indexOf(name) !== i);
  if (names[names[0] === "FID" ? 1 : 0] === "IID" && repeated === undefined) return names;
  throw new FormatError(path, {
    what:
      repeated === undefined
        ? `The header of ${path} has no IID after FID.`
        : `${path} has two columns named "${repeated}".`,
    why: "The header of a .psam starts with #FID IID, or #IID, and names each column once.",
    remedy: "Correct the header line.",
  });
}

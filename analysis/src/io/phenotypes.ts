import { FormatError } from "../errors.ts";
import type { ByteSource } from "./byte-source.ts";
import { readDelimitedFields, type VisitFieldHeader } from "./delimited.ts";
import { uniqueIds } from "./duplicate-samples.ts";
import type { PeopleReader } from "./id-table.ts";
import { appendTrimmed, PhenotypeRows } from "./phenotype-rows.ts";
import { tableOfFile, type SampleColumn, type SampleTable } from "./sample-table.ts";
import { stringsOf, TextTableBuilder } from "./text-table.ts";

/** Where the ids are in a header; undefined when the line is no phenotype header. */
export function idColumns(
  names: readonly string[],
): { family: number | undefined; individual: number; first: number } | undefined {
  const bare = names.map((name) => name.replace(/^#/, "").toUpperCase());
  if (bare[0] === "FID" && bare[1] === "IID") return { family: 0, individual: 1, first: 2 };
  if (bare[0] === "IID") return { family: undefined, individual: 0, first: 1 };
  return undefined;
}

/**
 * Reads a phenotype or covariate file: a header with `FID IID`, `#FID IID`, `IID` or `#IID` first, then columns.
 *
 * A column of numbers is numeric, any other categorical. Missing are NA, nan, `.`, an empty field, −9 in numeric and
 * NONE in categorical columns, as PLINK 2 reads phenotypes and covariates alike.
 *
 * @param options.minusNineIsMissing - false when −9 is a real value, such as a temperature
 * @param options.reader - reads rows faster than JavaScript
 * @throws FormatError, DuplicateIdError
 */
export async function readPhenotypes(
  source: ByteSource,
  { minusNineIsMissing = true, reader }: PhenotypeOptions = {},
): Promise<SampleTable> {
  const rows = await readRows(source, minusNineIsMissing, reader);
  const individuals = rows.individual.finish();
  if (individuals.count === 0) {
    throw new FormatError(source.name, {
      what: `${source.name} has a header and no rows.`,
      why: "There is nobody in it.",
      remedy: "Copy or make the file again.",
    });
  }
  const notices: string[] = [];
  const columns: Record<string, SampleColumn> = {};
  for (const column of rows.columns) columns[column.name] = column.finish(notices);
  const ids = uniqueIds(rows.family?.finish(), individuals, reader?.ids, source.name);
  return tableOfFile({ source: source.name, ids, columns, notices });
}

export interface PhenotypeOptions {
  readonly minusNineIsMissing?: boolean | undefined;
  readonly reader?: PeopleReader | undefined;
}

async function readRows(
  source: ByteSource,
  minusNineIsMissing: boolean,
  reader: PeopleReader | undefined,
): Promise<PhenotypeRows> {
  let found: PhenotypeRows | undefined;
  const visitHeader: VisitFieldHeader = (header, expectedRows) => {
    const ids = idColumns(header);
    if (!ids) throw noHeader(source.name, header);
    const rows = new PhenotypeRows(header, ids, { minusNineIsMissing, expectedRows, reader });
    found = rows;
    return {
      row: (bytes, bounds, values, line) => rows.appendRow(bytes, bounds, values, line),
      rows: (bytes, from, to, separator, line) =>
        rows.appendBlock(bytes, from, to, separator, line),
    };
  };
  await readDelimitedFields(source, visitHeader, { room: reader?.memory });
  const rows = found!;
  const mixed = rows.columns.filter((column) => column.needsText());
  if (mixed.length > 0) {
    // Text after numbers: the numbers' own text is wanted now, and only a second look at the file has it.
    const places = mixed.map((column) => rows.first + rows.columns.indexOf(column));
    const texts = mixed.map(() => new TextTableBuilder({ trim: true }));
    await readDelimitedFields(source, () => ({
      row: (bytes, bounds) => {
        places.forEach((place, i) => appendTrimmed(texts[i], bytes, bounds, place));
      },
    }));
    mixed.forEach((column, i) => column.become(stringsOf(texts[i].finish())));
  }
  return rows;
}

function noHeader(path: string, names: readonly string[]): FormatError {
  const isData = names.slice(1).some((name) => name !== "" && Number.isFinite(Number(name)));
  return new FormatError(path, {
    what: isData
      ? `${path} has no header line: its first line looks like data.`
      : `The header of ${path} does not start with FID and IID, or IID.`,
    why: "The header names the columns, and its first ones the ids: FID IID, or IID alone.",
    remedy: isData
      ? 'Add a first line such as "FID IID height age".'
      : 'Name the id column "IID", and the family id before it, if there is one, "FID".',
  });
}

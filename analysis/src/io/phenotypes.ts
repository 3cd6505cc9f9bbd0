import { FormatError } from "../errors.ts";
import type { ByteSource } from "./byte-source.ts";
import { readDelimitedFields } from "./delimited.ts";
import { trimmedFrom, trimmedTo } from "./field-bounds.ts";
import { phenotypeColumn, type PhenotypeColumn } from "./phenotype-column.ts";
import { tableOfColumns, type SampleColumn, type SampleTable } from "./sample-table.ts";
import { textColumn, type TextColumn } from "./text-column.ts";

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
 * @throws FormatError, DuplicateIdError
 */
export async function readPhenotypes(
  source: ByteSource,
  { minusNineIsMissing = true }: { readonly minusNineIsMissing?: boolean | undefined } = {},
): Promise<SampleTable> {
  const { familyId, individualId, columns, notices } = await readColumns(
    source,
    minusNineIsMissing,
  );
  if (individualId.length === 0) {
    throw new FormatError(source.name, {
      what: `${source.name} has a header and no rows.`,
      why: "There is nobody in it.",
      remedy: "Copy or make the file again.",
    });
  }
  return tableOfColumns({ source: source.name, individualId, familyId, columns, notices });
}

async function readColumns(
  source: ByteSource,
  minusNineIsMissing: boolean,
): Promise<{
  familyId: string[] | undefined;
  individualId: string[];
  columns: Record<string, SampleColumn>;
  notices: string[];
}> {
  const family = textColumn({ trim: true });
  const individual = textColumn({ trim: true });
  let hasFamily = false;
  let readers: PhenotypeColumn[] = [];
  let first = 0;
  await readDelimitedFields(source, (header, expectedRows) => {
    const ids = idColumns(header);
    if (!ids) throw noHeader(source.name, header);
    hasFamily = ids.family !== undefined;
    first = ids.first;
    readers = header
      .slice(first)
      .map((name) => phenotypeColumn(name, { minusNineIsMissing, expectedRows }));
    return (bytes, bounds, values, line) => {
      if (ids.family !== undefined) appendTrimmed(family, bytes, bounds, ids.family);
      appendTrimmed(individual, bytes, bounds, ids.individual);
      for (let i = 0; i < readers.length; i++) {
        const field = first + i;
        readers[i].append(bytes, bounds[2 * field], bounds[2 * field + 1], line, values[field]);
      }
    };
  });
  const mixed = readers.filter((reader) => reader.needsText());
  if (mixed.length > 0) {
    // Text after numbers: the numbers' own text is wanted now, and only a second look at the file has it.
    const places = mixed.map((reader) => first + readers.indexOf(reader));
    const texts = mixed.map(() => textColumn({ trim: true }));
    await readDelimitedFields(source, () => (bytes, bounds) => {
      places.forEach((place, i) => appendTrimmed(texts[i], bytes, bounds, place));
    });
    mixed.forEach((reader, i) => reader.become(texts[i].finish()));
  }
  const notices: string[] = [];
  const columns: Record<string, SampleColumn> = {};
  for (const reader of readers) columns[reader.name] = reader.finish(notices);
  return {
    familyId: hasFamily ? family.finish() : undefined,
    individualId: individual.finish(),
    columns,
    notices,
  };
}

function appendTrimmed(
  column: TextColumn,
  bytes: Uint8Array,
  bounds: Int32Array,
  field: number,
): void {
  const from = trimmedFrom(bytes, bounds[2 * field], bounds[2 * field + 1]);
  column.append(bytes, from, trimmedTo(bytes, from, bounds[2 * field + 1]));
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

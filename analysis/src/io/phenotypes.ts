import { FormatError } from "../errors.ts";
import type { ByteSource } from "./byte-source.ts";
import { readDelimited } from "./delimited.ts";
import { sampleTable, type SampleColumn, type SampleTable } from "./sample-table.ts";

/** Missing in any column. */
const MISSING = new Set(["", "NA", "na", "N/A", "nan", "NaN", "NAN", ".", "#NA"]);
/** PLINK 2's word for a missing category. */
const MISSING_CATEGORY = "NONE";
/** PLINK's number for a missing phenotype, which PLINK 2 applies to covariates as well. */
const MISSING_NUMBER = -9;

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
  const familyId: string[] = [];
  const individualId: string[] = [];
  const text: string[][] = [];
  const lines: number[] = [];
  let names: readonly string[] = [];
  let hasFamily = false;
  await readDelimited(source, (header) => {
    const ids = idColumns(header);
    if (!ids) throw noHeader(source.name, header);
    hasFamily = ids.family !== undefined;
    names = header.slice(ids.first);
    for (let i = 0; i < names.length; i++) text.push([]);
    return (fields, line) => {
      if (ids.family !== undefined) familyId.push(fields[ids.family].trim());
      individualId.push(fields[ids.individual].trim());
      lines.push(line);
      for (let i = 0; i < names.length; i++) text[i].push(fields[ids.first + i].trim());
    };
  });
  if (individualId.length === 0) {
    throw new FormatError(source.name, {
      what: `${source.name} has a header and no rows.`,
      why: "There is nobody in it.",
      remedy: "Copy or make the file again.",
    });
  }
  const columns: Record<string, SampleColumn> = {};
  const notices: string[] = [];
  names.forEach((name, i) => {
    columns[name] = typedColumn(name, text[i], { lines, minusNineIsMissing, notices });
  });
  return sampleTable({
    source: source.name,
    individualId,
    ...(hasFamily ? { familyId } : {}),
    columns,
    notices,
  });
}

function typedColumn(
  name: string,
  values: readonly string[],
  options: { lines: readonly number[]; minusNineIsMissing: boolean; notices: string[] },
): SampleColumn {
  const numbers = new Float64Array(values.length);
  let numeric = 0;
  let firstText = -1;
  let minusNines = 0;
  for (let i = 0; i < values.length; i++) {
    if (MISSING.has(values[i])) {
      numbers[i] = NaN;
      continue;
    }
    const value = parseNumber(values[i]);
    if (Number.isNaN(value)) {
      if (firstText < 0) firstText = i;
      continue;
    }
    numeric++;
    if (value === MISSING_NUMBER && options.minusNineIsMissing) minusNines++;
    numbers[i] = value === MISSING_NUMBER && options.minusNineIsMissing ? NaN : value;
  }
  if (firstText < 0) {
    if (minusNines > 0) {
      options.notices.push(
        `${name}: ${minusNines} values −9 are taken as missing; set minusNineIsMissing: false if they are real.`,
      );
    }
    return numbers;
  }
  if (numeric > 0) {
    options.notices.push(
      `${name} mixes numbers and text (first text on line ${options.lines[firstText]}), so it is categorical.`,
    );
  }
  return values.map((value) => (MISSING.has(value) || value === MISSING_CATEGORY ? "" : value));
}

/** NaN unless the whole text is a decimal number; `Number` alone would take "0x10" and "". */
function parseNumber(text: string): number {
  const first = text.charCodeAt(0);
  const second = text.charCodeAt(1);
  if (first === 48 && (second === 120 || second === 98 || second === 111)) return NaN;
  const value = Number(text);
  return Number.isFinite(value) ? value : NaN;
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

import { FormatError } from "../../errors.ts";
import type { ByteSource } from "../byte-source.ts";
import type { Samples } from "../cohort.ts";
import { refuseDuplicateSamples } from "../duplicate-samples.ts";
import { whitespaceFields } from "../fields.ts";
import { blankBounds, lineEnd } from "../field-bounds.ts";
import { readLineBlocks } from "../lines.ts";
import { phenotypeColumn } from "../phenotype-column.ts";
import { sampleTable, type SampleColumn, type SampleTable } from "../sample-table.ts";
import { textColumn, type TextColumn } from "../text-column.ts";
import { textBytes } from "./text-bytes.ts";

const HASH = 35;
const KNOWN = ["FID", "IID", "SID", "PAT", "MAT", "SEX"] as const;
/** Columns of a file without a header, which is a .fam. */
const FAM_COLUMNS = ["FID", "IID", "PAT", "MAT", "SEX", "PHENO1"] as const;

/** Samples of a .psam with its other columns as written. */
export interface Psam {
  readonly samples: Samples;
  /** Whether the file has family ids; without them `samples` has "0". */
  readonly hasFamilyIds: boolean;
  readonly traits: ReadonlyMap<string, readonly string[]>;
  /** Line of each sample. */
  readonly lines: readonly number[];
}

/**
 * Reads a .psam, plain, gzip or zstd: a header with FID and IID, or IID, then rows; without a header it is a .fam.
 * Samples are told apart by family, individual and source id.
 *
 * @throws FormatError with the line number of a row that is not one; DuplicateIdError
 */
export async function readPsam(source: ByteSource): Promise<Psam> {
  const { names, columns, lines } = await readColumns(source);
  const count = lines.length;
  const column = (name: string): readonly string[] | undefined => columns[names.indexOf(name)];
  const individualId = column("IID")!;
  const familyId = column("FID");
  const sourceId = column("SID");
  refuseDuplicateSamples(
    sourceId ? sourceId.map((id, i) => `${familyId?.[i] ?? "0"}\t${id}`) : familyId,
    individualId,
    source.name,
  );
  const [father, mother, sex] = [column("PAT"), column("MAT"), column("SEX")];
  const sexes = new Uint8Array(count);
  const founders = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    sexes[i] = sex ? sexCode(sex[i]) : 0;
    founders[i] = Number((!father || father[i] === "0") && (!mother || mother[i] === "0"));
  }
  const traits = names.filter((name) => !(KNOWN as readonly string[]).includes(name));
  return {
    samples: {
      count,
      familyId: familyId ?? new Array<string>(count).fill("0"),
      individualId,
      sex: sexes,
      isFounder: founders,
    },
    hasFamilyIds: familyId !== undefined,
    traits: new Map(traits.map((name) => [name, column(name)!])),
    lines,
  };
}

async function readColumns(
  source: ByteSource,
): Promise<{ names: readonly string[]; columns: readonly string[][]; lines: readonly number[] }> {
  const decoder = new TextDecoder();
  const lines: number[] = [];
  let names: readonly string[] | undefined;
  let columns: readonly TextColumn[] = [];
  let bounds = new Int32Array(0);
  let number = 0;
  const start = (found: readonly string[]): void => {
    names = found;
    columns = found.map(() => textColumn());
    bounds = new Int32Array(2 * found.length + 1);
  };
  await readLineBlocks(
    source,
    (bytes, from, to) => {
      for (let at = from; at < to; at++) {
        number++;
        if (lines.length === 0 && (!names || bytes[at] === HASH)) {
          const end = lineEnd(bytes, at, to);
          const line = decoder.decode(bytes.subarray(at, end)).trimEnd();
          if (line.startsWith("#")) {
            if (/^#(FID|IID)(\s|$)/.test(line)) start(headerNames(source.name, line));
            at = end;
            continue;
          }
          if (!names) {
            const fields = whitespaceFields(line).length;
            if (fields > 0) start(FAM_COLUMNS.slice(0, Math.max(2, fields)));
          }
        }
        const width = columns.length;
        const first = at;
        at = blankBounds(bytes, at, to, bounds);
        const found = bounds[2 * width];
        if (found === 0 || first === at) continue;
        if (found < width) throw badRow(source.name, number, found, width);
        lines.push(number);
        for (let i = 0; i < width; i++) columns[i].append(bytes, bounds[2 * i], bounds[2 * i + 1]);
      }
    },
    textBytes(source),
  );
  if (names && lines.length > 0) {
    return { names, columns: columns.map((column) => column.finish()), lines };
  }
  throw new FormatError(source.name, {
    what: `${source.name} names no samples.`,
    why: names ? "It has a header and no rows." : "It is empty.",
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
  { minusNineIsMissing = true }: { readonly minusNineIsMissing?: boolean | undefined } = {},
): Promise<SampleTable> {
  const { samples, hasFamilyIds, traits, lines } = await readPsam(source);
  const sex = Float64Array.from(samples.sex, (code) => (code === 0 ? NaN : code));
  const columns: Record<string, SampleColumn> = { sex };
  const notices: string[] = [];
  const encoder = new TextEncoder();
  for (const [name, values] of traits) {
    const column = phenotypeColumn(name, { minusNineIsMissing, expectedRows: values.length });
    for (let i = 0; i < values.length; i++) {
      const bytes = encoder.encode(values[i]);
      column.append(bytes, 0, bytes.length, lines[i]);
    }
    if (column.needsText()) column.become(values);
    columns[name] = column.finish(notices);
  }
  return sampleTable({
    source: source.name,
    individualId: samples.individualId,
    ...(hasFamilyIds ? { familyId: samples.familyId } : {}),
    columns,
    notices,
  });
}

function sexCode(text: string | undefined): number {
  if (text === "1" || text === "M" || text === "m") return 1;
  return text === "2" || text === "F" || text === "f" ? 2 : 0;
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

function badRow(path: string, line: number, found: number, expected: number): FormatError {
  return new FormatError(path, {
    what: `Line ${line} of ${path} has ${found} fields, not ${expected}.`,
    why: "Every row of a .psam has a field for each name of its header.",
    remedy: "Look at that line; an id with a space in it is the usual cause.",
  });
}

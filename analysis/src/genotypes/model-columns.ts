import { InvalidArgumentError } from "../errors.ts";
import { naturalOrder, type SampleColumn, type SampleTable } from "../io/sample-table.ts";

/** One column of a design matrix, named as PLINK 2 names it: `age`, `site=B`. */
export interface ModelColumn {
  readonly name: string;
  readonly values: Float64Array;
}

export function sampleColumn(phenotypes: SampleTable, name: string): SampleColumn {
  if (Object.hasOwn(phenotypes.columns, name)) return phenotypes.columns[name];
  throw new InvalidArgumentError(name, {
    what: `${phenotypes.source} has no column "${name}".`,
    why: `Its columns are ${Object.keys(phenotypes.columns).join(", ")}.`,
    remedy: "Check the spelling; capital letters count.",
  });
}

/**
 * Numbers as they are; categories as one 0/1 column for each but the reference, the most common among the given rows
 * (the first in natural order of equals), as PLINK 2 codes them.
 *
 * @param rows - rows of the column, none of them missing; all of them in order when left out
 */
export function modelColumns(
  name: string,
  column: SampleColumn,
  rows: Uint32Array | undefined,
): ModelColumn[] {
  if (column instanceof Float64Array) return [{ name, values: valuesAt(column, rows) }];
  const texts = rows ? Array.from(rows, (row) => column[row]) : column;
  const counts = new Map<string, number>();
  for (const level of texts) counts.set(level, (counts.get(level) ?? 0) + 1);
  const levels = [...counts.keys()].sort(naturalOrder);
  const most = Math.max(...counts.values());
  const reference = levels.find((level) => counts.get(level) === most);
  return levels
    .filter((level) => level !== reference)
    .map((level) => {
      const values = new Float64Array(texts.length);
      for (let i = 0; i < texts.length; i++) values[i] = Number(texts[i] === level);
      return { name: `${name}=${level}`, values };
    });
}

/** The values at these rows; the column itself, uncopied, where they are all of its rows in order. */
export function valuesAt(column: Float64Array, rows: Uint32Array | undefined): Float64Array {
  if (!rows) return column;
  const values = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) values[i] = column[rows[i]];
  return values;
}

/**
 * Cases 1, controls 0, missing NaN, told from the values: 1/2 (with 0 missing) as in PLINK, or 0/1.
 *
 * @param otherwise - what to do with a quantitative trait
 * @throws InvalidArgumentError when the values are anything else
 */
export function caseControl(
  name: string,
  column: SampleColumn,
  otherwise = "Use gwas.linear",
): { readonly values: Float64Array; readonly coding: string } {
  if (!(column instanceof Float64Array)) {
    throw new InvalidArgumentError(name, {
      what: `The trait ${name} holds text.`,
      why: "A case/control trait is coded 1 and 2, or 0 and 1.",
      remedy: "Recode it: 2 for cases, 1 for controls.",
    });
  }
  let zeros = 0;
  let twos = 0;
  let others = 0;
  for (let i = 0; i < column.length; i++) {
    const value = column[i];
    zeros += Number(value === 0);
    twos += Number(value === 2);
    others += Number(value !== 0 && value !== 1 && value !== 2 && !Number.isNaN(value));
  }
  if (others > 0) {
    throw new InvalidArgumentError(name, {
      what: `The trait ${name} has values other than 0, 1 and 2.`,
      why: "A case/control trait is coded 1 and 2, or 0 and 1.",
      remedy: `${otherwise} for a quantitative trait, or recode it: 2 for cases, 1 for controls.`,
    });
  }
  if (twos === 0) return { values: column.slice(), coding: "1 case, 0 control" };
  const values = new Float64Array(column.length);
  for (let i = 0; i < column.length; i++) values[i] = column[i] === 0 ? NaN : column[i] - 1;
  return { values, coding: `2 case, 1 control${zeros > 0 ? ", 0 missing" : ""}` };
}

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
 * @param rows - rows of the column, none of them missing
 */
export function modelColumns(name: string, column: SampleColumn, rows: Uint32Array): ModelColumn[] {
  if (column instanceof Float64Array) return [{ name, values: valuesAt(column, rows) }];
  const counts = new Map<string, number>();
  for (let i = 0; i < rows.length; i++) {
    const level = column[rows[i]];
    counts.set(level, (counts.get(level) ?? 0) + 1);
  }
  const levels = [...counts.keys()].sort(naturalOrder);
  const most = Math.max(...counts.values());
  const reference = levels.find((level) => counts.get(level) === most);
  return levels
    .filter((level) => level !== reference)
    .map((level) => {
      const values = new Float64Array(rows.length);
      for (let i = 0; i < rows.length; i++) values[i] = Number(column[rows[i]] === level);
      return { name: `${name}=${level}`, values };
    });
}

/** The values at these rows; the column itself, uncopied, where they are all of its rows in order. */
export function valuesAt(column: Float64Array, rows: Uint32Array): Float64Array {
  let inOrder = 0;
  while (inOrder < rows.length && rows[inOrder] === inOrder) inOrder++;
  if (inOrder === column.length) return column;
  const values = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) values[i] = column[rows[i]];
  return values;
}

export function isMissing(column: SampleColumn, row: number): boolean {
  return column instanceof Float64Array ? Number.isNaN(column[row]) : column[row] === "";
}

/** The first of `count` places whose row has no value, or `count`. */
export function firstMissing(column: SampleColumn, rows: Int32Array, count: number): number {
  let place = 0;
  if (column instanceof Float64Array) {
    while (place < count && !Number.isNaN(column[rows[place]])) place++;
  } else {
    while (place < count && column[rows[place]] !== "") place++;
  }
  return place;
}

/**
 * Cases 1, controls 0, missing NaN, told from the values: 1/2 (with 0 missing) as in PLINK, or 0/1.
 *
 * @throws InvalidArgumentError when the values are anything else
 */
export function caseControl(
  name: string,
  column: SampleColumn,
): { readonly values: Float64Array; readonly coding: string } {
  if (!(column instanceof Float64Array)) {
    throw new InvalidArgumentError(name, {
      what: `The trait ${name} holds text.`,
      why: "A case/control trait is coded 1 and 2, or 0 and 1.",
      remedy: "Recode it: 2 for cases, 1 for controls.",
    });
  }
  const seen = new Set(column);
  const others = [...seen].filter((value) => ![0, 1, 2].includes(value) && !Number.isNaN(value));
  if (others.length > 0) {
    throw new InvalidArgumentError(name, {
      what: `The trait ${name} has values other than 0, 1 and 2.`,
      why: "A case/control trait is coded 1 and 2, or 0 and 1.",
      remedy:
        "Use gwas.linear for a quantitative trait, or recode it: 2 for cases, 1 for controls.",
    });
  }
  if (seen.has(2)) {
    const zero = seen.has(0) ? ", 0 missing" : "";
    return {
      values: column.map((value) => (value === 0 ? NaN : value - 1)),
      coding: `2 case, 1 control${zero}`,
    };
  }
  return { values: column.slice(), coding: "1 case, 0 control" };
}

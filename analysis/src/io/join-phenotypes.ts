import { DuplicateIdError, InvalidArgumentError } from "../errors.ts";
import { sampleTable, type SampleColumn, type SampleTable } from "./sample-table.ts";

/**
 * Puts the columns of several phenotype or covariate tables side by side, by sample id.
 *
 * Everybody of any table is kept; what a table does not know of somebody is missing. Families are used where all tables
 * name them, else individual ids alone.
 *
 * @throws InvalidArgumentError when two tables have a column of one name; DuplicateIdError when an individual id is ambiguous
 * @example
 * const people = data.joinPhenotypes(await data.phenotypes("traits.tsv"), await data.phenotypes("covariates.tsv"));
 */
export function joinPhenotypes(...tables: readonly SampleTable[]): SampleTable {
  const hasFamilies = tables.every(({ familyId }) => familyId !== undefined);
  const rowOf = new Map<string, number>();
  const familyId: string[] = [];
  const individualId: string[] = [];
  const rows = tables.map((table) =>
    Array.from({ length: table.count }, (_, i) => {
      const family = hasFamilies ? (table.familyId?.[i] ?? "0") : "0";
      const key = `${family}\t${table.individualId[i]}`;
      let row = rowOf.get(key);
      if (row === undefined) {
        row = individualId.length;
        rowOf.set(key, row);
        familyId.push(family);
        individualId.push(table.individualId[i]);
      }
      return row;
    }),
  );
  const columns: Record<string, SampleColumn> = {};
  tables.forEach((table, t) => {
    refuseAmbiguous(table, rows[t]);
    for (const [name, column] of Object.entries(table.columns)) {
      if (Object.hasOwn(columns, name)) throw repeatedColumn(name, table.source);
      columns[name] = spread(column, rows[t], individualId.length);
    }
  });
  return sampleTable({
    individualId,
    ...(hasFamilies && tables.length > 0 ? { familyId } : {}),
    columns,
    source: tables.map(({ source }) => source).join(" + "),
    notices: tables.flatMap(({ notices }) => notices),
  });
}

function spread(column: SampleColumn, rows: readonly number[], count: number): SampleColumn {
  if (column instanceof Float64Array) {
    const values = new Float64Array(count).fill(NaN);
    rows.forEach((row, i) => (values[row] = column[i]));
    return values;
  }
  const values = new Array<string>(count).fill("");
  rows.forEach((row, i) => (values[row] = column[i]));
  return values;
}

function refuseAmbiguous({ source, count }: SampleTable, rows: readonly number[]): void {
  const repeats = count - new Set(rows).size;
  if (repeats === 0) return;
  throw new DuplicateIdError(repeats, {
    what: `${repeats} individual ids of ${source} belong to more than one person.`,
    why: "Not all tables have family ids, so people are matched by individual id alone.",
    remedy: "Add the family id (FID) to every table.",
  });
}

function repeatedColumn(name: string, source: string): InvalidArgumentError {
  return new InvalidArgumentError(name, {
    what: `${source} has a column "${name}" that another table has, too.`,
    why: "Columns are found by name.",
    remedy: "Rename or drop one of them.",
  });
}

import { DuplicateIdError, InvalidArgumentError } from "../errors.ts";
import type { FileIds } from "./duplicate-samples.ts";
import { idTableOf } from "./id-table.ts";
import {
  tableOfColumns,
  tableOfFile,
  type SampleColumn,
  type SampleTable,
} from "./sample-table.ts";
import { haveSameTexts } from "./text-table.ts";

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
  const ids = tables.length > 0 ? sharedIds(tables) : undefined;
  if (ids) {
    const columns = columnsOf(tables, () => (column) => column.slice());
    return tableOfFile({ ...sourceOf(tables), ids, columns });
  }
  const hasFamilies = tables.every(({ familyId }) => familyId !== undefined);
  const familyId: string[] = [];
  const individualId: string[] = [];
  let rowOf: Map<string, number> | undefined;
  const keyOf = (family: string, individual: string): string => `${family}\t${individual}`;
  const rows = tables.map((table) => {
    const rowsOfTable = new Int32Array(table.count);
    if (individualId.length === 0 && (hasFamilies || !table.familyId)) {
      // The ids of a table are unique, so its people are the first rows.
      for (let i = 0; i < table.count; i++) {
        familyId.push(table.familyId?.[i] ?? "0");
        individualId.push(table.individualId[i]);
        rowsOfTable[i] = i;
      }
      return rowsOfTable;
    }
    for (let i = 0; i < table.count; i++) {
      const family = hasFamilies ? table.familyId![i] : "0";
      const individual = table.individualId[i];
      // Tables that list the same people in the same order are joined without looking anybody up.
      if (individualId[i] === individual && familyId[i] === family) {
        rowsOfTable[i] = i;
        continue;
      }
      rowOf ??= new Map(individualId.map((id, row) => [keyOf(familyId[row], id), row]));
      const key = keyOf(family, individual);
      let row = rowOf.get(key);
      if (row === undefined) {
        row = individualId.length;
        rowOf.set(key, row);
        familyId.push(family);
        individualId.push(individual);
      }
      rowsOfTable[i] = row;
    }
    return rowsOfTable;
  });
  const columns = columnsOf(tables, (table, t) => {
    refuseAmbiguous(table, rows[t], individualId.length);
    return (column) => spread(column, rows[t], individualId.length);
  });
  return tableOfColumns({
    ...sourceOf(tables),
    individualId,
    familyId: hasFamilies && tables.length > 0 ? familyId : undefined,
    columns,
  });
}

/** The ids of tables of files that list the same people in the same order. */
function sharedIds(tables: readonly SampleTable[]): FileIds | undefined {
  const [first] = tables;
  const own = idTableOf(first);
  if (!own) return undefined;
  for (const table of tables) {
    const ids = idTableOf(table);
    if (!ids || !haveSameTexts(ids.individuals, own.individuals)) return undefined;
    if (!ids.families !== !own.families) return undefined;
    if (ids.families && own.families && !haveSameTexts(ids.families, own.families)) {
      return undefined;
    }
  }
  return {
    count: first.count,
    familyId: own.families && (() => first.familyId!),
    individualId: () => first.individualId,
    table: own,
  };
}

function columnsOf(
  tables: readonly SampleTable[],
  takeFrom: (table: SampleTable, place: number) => (column: SampleColumn) => SampleColumn,
): Record<string, SampleColumn> {
  const columns: Record<string, SampleColumn> = {};
  tables.forEach((table, t) => {
    const take = takeFrom(table, t);
    for (const [name, column] of Object.entries(table.columns)) {
      if (Object.hasOwn(columns, name)) throw repeatedColumn(name, table.source);
      columns[name] = take(column);
    }
  });
  return columns;
}

function sourceOf(tables: readonly SampleTable[]): { source: string; notices: readonly string[] } {
  return {
    source: tables.map(({ source }) => source).join(" + "),
    notices: tables.flatMap(({ notices }) => notices),
  };
}

function spread(column: SampleColumn, rows: Int32Array, count: number): SampleColumn {
  if (column instanceof Float64Array) {
    const values = new Float64Array(count).fill(NaN);
    for (let i = 0; i < rows.length; i++) values[rows[i]] = column[i];
    return values;
  }
  const values = new Array<string>(count).fill("");
  for (let i = 0; i < rows.length; i++) values[rows[i]] = column[i];
  return values;
}

function refuseAmbiguous({ source }: SampleTable, rows: Int32Array, total: number): void {
  let repeats = 0;
  const isTaken = new Uint8Array(total);
  for (let i = 0; i < rows.length; i++) {
    repeats += isTaken[rows[i]];
    isTaken[rows[i]] = 1;
  }
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

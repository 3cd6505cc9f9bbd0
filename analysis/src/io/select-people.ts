import { sampleTable, type SampleTable } from "./sample-table.ts";

/**
 * The same table with only some of its people, in the same order. A tuning or test set of `prs.split` stays what it is.
 *
 * @param isKept - asked for each row, from 0
 * @example
 * const ages = people.columns.age as Float64Array;
 * const older = data.selectPeople(people, (row) => ages[row] >= 50);
 */
export function selectPeople<T extends SampleTable>(
  people: T,
  isKept: (row: number) => boolean,
): SampleTable & Pick<T, Extract<keyof T, "setRole">> {
  const rows = Array.from({ length: people.count }, (_, i) => i).filter((row) => isKept(row));
  const { familyId, individualId } = people;
  const columns = Object.entries(people.columns).map(([name, column]) => [
    name,
    column instanceof Float64Array
      ? Float64Array.from(rows, (i) => column[i])
      : rows.map((i) => column[i]),
  ]);
  const selected = sampleTable({
    individualId: rows.map((i) => individualId[i]),
    familyId: familyId && rows.map((i) => familyId[i]),
    columns: Object.fromEntries(columns) as SampleTable["columns"],
    source: people.source,
    notices: people.notices,
  });
  return Object.assign(selected, "setRole" in people ? { setRole: people.setRole } : {}) as never;
}

import type { DataTable } from "./data-table.ts";
import type { Seen } from "../words/words.ts";
import {
  isOtherKey,
  isPersonAttribute,
  isPersonCount,
  isPersonId,
  mayBePersonId,
} from "./person-columns.ts";

export interface Concern {
  readonly rule: "people" | "small count";
  readonly seen: Seen;
}

export interface GateLimits {
  /** Counts of people below it are too few to show; 0 is no person and may be shown. */
  readonly smallestCount: number;
  /** Numbers of people that the notebook speaks of: a table with as many rows may have a row a person. */
  readonly cohortSizes: ReadonlySet<number>;
}

/** Looks for rows that are people, and for counts of too few. */
export function judgeTable(table: DataTable, limits: GateLimits): Concern[] {
  return [...peopleIn(table, limits), ...smallCountsIn(table, limits.smallestCount)];
}

function peopleIn({ form, columns, rows, rowCount }: DataTable, limits: GateLimits): Concern[] {
  if (rowCount === 0) return [];
  const one = (seen: Seen): Concern[] => [{ rule: "people", seen }];
  const id = columns.find(isPersonId);
  if (id !== undefined) return one({ kind: "id column", form, name: id });
  const perhaps = columns.findIndex(mayBePersonId);
  if (perhaps >= 0 && !columns.some(isPersonCount)) {
    const names = new Set(rows.map((row) => row[perhaps] ?? ""));
    if (names.size >= limits.smallestCount && names.size === rows.length)
      return one({ kind: "names in column", form, name: columns[perhaps]! });
  }
  if (columns.some(isOtherKey)) return [];
  if (limits.cohortSizes.has(rowCount))
    return one({ kind: "rows of a cohort", form, rows: rowCount });
  const attributes = columns.filter(isPersonAttribute);
  const isMatrix = rows.some((row) => columns.includes(row[0] ?? ""));
  if (attributes.length >= 2 && !isMatrix && rowCount >= limits.smallestCount)
    return one({ kind: "attributes", form, columns: attributes.slice(0, 3) });
  return [];
}

function smallCountsIn({ form, columns, rows }: DataTable, smallest: number): Concern[] {
  const kind = columns.indexOf("kind");
  return columns.flatMap((column, at) => {
    // In an account of who was left out, rows of kind "sample" count people.
    const isAccount = kind >= 0 && (column === "removed" || column === "remaining");
    if (!isAccount && !isPersonCount(column)) return [];
    const few = rows.filter(
      (row) => isSmall(row[at] ?? "", smallest) && (!isAccount || row[kind] === "sample"),
    ).length;
    if (few === 0) return [];
    const seen: Seen = { kind: "small counts", form, name: column, smallest, rows: few };
    return [{ rule: "small count", seen }];
  });
}

export function isSmall(text: string, smallest: number): boolean {
  if (!/^\d[\d,_\u202f]*$/.test(text)) return false;
  const count = Number(text.replaceAll(/[,_\u202f]/g, ""));
  return count > 0 && count < smallest;
}

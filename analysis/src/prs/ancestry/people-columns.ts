import { InvalidArgumentError, LengthMismatchError, NoOverlapError } from "../../errors.ts";
import type { SampleTable } from "../../io/sample-table.ts";
import type { Column, Table } from "../../table.ts";

/** Numbers of people: a sample table, or a table with the column `individualId`, and `familyId` where it is needed. */
export type PeopleTable = SampleTable | Table;

type ColumnsOfPeople = Readonly<Record<string, Column>>;

/** People who have components and scores, in the order of the components; n of them. */
export interface PlacedPeople {
  readonly count: number;
  readonly familyId: readonly string[];
  readonly individualId: readonly string[];
  /** Row of each in the table of components. */
  readonly row: Int32Array;
  /** k columns of n numbers. */
  readonly components: readonly Float64Array[];
  /** By score: n numbers. */
  readonly scores: readonly Float64Array[];
  /** People who were left out because one table lacks them or one of their numbers. */
  readonly leftOut: number;
}

/** The first k components: columns of floating-point numbers in their order. */
function componentColumns(table: PeopleTable, k: number, role: string): Float64Array[] {
  const found = Object.values<Column>(table.columns).filter(
    (column) => column instanceof Float64Array,
  );
  if (found.length >= k) return found.slice(0, k);
  throw new InvalidArgumentError(`${role}.components`, {
    what: `The ${role} has ${found.length} principal components, ${k} are asked for.`,
    why: "Ancestry is compared and scores are adjusted along the first components.",
    remedy: "Compute more with qc.principalComponents, or ask for fewer.",
  });
}

/** Scores that both tables have, by the names of their columns. */
export function commonScores(
  reference: PeopleTable,
  target: PeopleTable,
  asked?: readonly string[],
): string[] {
  const isScore = ({ columns }: PeopleTable, name: string): boolean =>
    (columns as ColumnsOfPeople)[name] instanceof Float64Array;
  const names =
    asked ??
    Object.keys(target.columns).filter((name) => isScore(target, name) && isScore(reference, name));
  const lost = names.find((name) => !isScore(target, name) || !isScore(reference, name));
  if (names.length > 0 && lost === undefined) return [...names];
  throw new InvalidArgumentError("scores", {
    what:
      lost === undefined
        ? "Reference and target have no score in common."
        : `${lost} is no column of numbers in both tables of scores.`,
    why: "A score is adjusted by the same score of the reference, made of the same variants.",
    remedy: "Score the reference as the target was scored, and give both columns the same name.",
  });
}

/**
 * Joins components and scores by individualId, and by familyId where both tables have it.
 *
 * @param role - `reference` or `target`, for messages
 * @throws InvalidArgumentError, NoOverlapError
 */
export function placePeople(
  components: PeopleTable,
  scores: PeopleTable,
  names: readonly string[],
  k: number,
  role: string,
): PlacedPeople {
  const [people, others] = [idColumns(components, role), idColumns(scores, role)];
  const hasFamilies = Boolean(people.familyId && others.familyId);
  const placed = joinedIds(people, hasFamilies);
  const scored = new Map<string, number>();
  joinedIds(others, hasFamilies).forEach((id, row) => {
    if (scored.has(id)) throw twice(role);
    scored.set(id, row);
  });
  if (new Set(placed).size < placed.length) throw twice(role);
  const axes = componentColumns(components, k, role);
  const given = names.map((name) => (scores.columns as ColumnsOfPeople)[name] as Float64Array);
  const rows: number[] = [];
  const scoreRows: number[] = [];
  placed.forEach((id, row) => {
    const other = scored.get(id);
    if (other === undefined) return;
    const isWhole =
      axes.every((column) => Number.isFinite(column[row])) &&
      given.every((column) => Number.isFinite(column[other]));
    if (!isWhole) return;
    rows.push(row);
    scoreRows.push(other);
  });
  if (rows.length === 0) {
    throw new NoOverlapError({
      what: `None of the ${placed.length} people of the ${role} has both components and scores.`,
      why: `The tables are joined by ${hasFamilies ? "familyId and individualId" : "individualId"}; missing numbers count as none.`,
      remedy: "Check that both tables are of the same people and name them alike.",
    });
  }
  return {
    count: rows.length,
    familyId: rows.map((row) => people.familyId?.[row] ?? "0"),
    individualId: rows.map((row) => people.individualId[row]),
    row: Int32Array.from(rows),
    components: axes.map((column) => Float64Array.from(rows, (row) => column[row])),
    scores: given.map((column) => Float64Array.from(scoreRows, (row) => column[row])),
    leftOut: new Set([...placed, ...scored.keys()]).size - rows.length,
  };
}

interface PeopleIds {
  readonly individualId: readonly string[];
  readonly familyId: readonly string[] | undefined;
}

function idColumns(table: PeopleTable, role: string): PeopleIds {
  if (table.kind === "sample-table") {
    return { individualId: table.individualId, familyId: table.familyId };
  }
  const { individualId, familyId } = table.columns;
  if (individualId && !ArrayBuffer.isView(individualId)) {
    return { individualId, familyId: ArrayBuffer.isView(familyId) ? undefined : familyId };
  }
  throw new InvalidArgumentError(role, {
    what: `A table of the ${role} has no individualId.`,
    why: `Components and scores are joined by it; the columns are ${Object.keys(table.columns).join(", ")}.`,
    remedy:
      "Take the tables as qc.principalComponents, qc.projectSamples and prs.score return them.",
  });
}

function joinedIds({ individualId, familyId }: PeopleIds, hasFamilies: boolean): string[] {
  return individualId.map((id, row) => (hasFamilies ? `${familyId![row]}\t${id}` : id));
}

function twice(role: string): InvalidArgumentError {
  return new InvalidArgumentError(role, {
    what: `A table of the ${role} names a person twice.`,
    why: "Components and scores are joined by individualId.",
    remedy: "Keep one row a person.",
  });
}

/** Of the rows of the reference's components, those that `placed` has. */
export function takeLabels<T>(
  labels: ArrayLike<T>,
  { row }: PlacedPeople,
  expected: number,
  argument: string,
): T[] {
  if (labels.length !== expected) {
    throw new LengthMismatchError({
      what: `${argument} has ${labels.length} values for ${expected} people of the reference.`,
      why: "It has one for each row of the reference's components.",
      remedy: `Give ${expected} values, in the order of those rows.`,
    });
  }
  return Array.from(row, (i) => labels[i]);
}

export function rowsOfTable(table: PeopleTable): number {
  return table.kind === "sample-table" ? table.count : table.rowCount;
}

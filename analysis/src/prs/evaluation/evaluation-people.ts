import { InvalidArgumentError, LengthMismatchError } from "../../errors.ts";
import {
  attritionTable,
  type AttritionColumns,
  type AttritionStep,
} from "../../genotypes/attrition.ts";
import { caseControl, modelColumns, sampleColumn } from "../../genotypes/model-columns.ts";
import type { SampleColumn, SampleTable } from "../../io/sample-table.ts";
import { randomStream } from "../../random.ts";
import type { TiedEvents } from "../../stats/cox-regression.ts";
import type { Table } from "../../table.ts";
import { fewPeople } from "./evaluation-errors.ts";
import { familyKey, hashOf } from "./id-hashes.ts";
import type { OutcomeValues } from "./outcome.ts";

/** The name of a column of `people`, or a number for each person in their order; NaN is missing. */
export type PersonValues = string | ArrayLike<number>;

/** What the score is to foretell. */
export type Outcome =
  | { readonly quantitative: PersonValues }
  /** Cases 1 and controls 0, or 2 and 1. */
  | { readonly binary: PersonValues }
  /** Time of follow-up, and 1 where it ended in the event, 0 where it was censored. */
  | { readonly time: PersonValues; readonly event: PersonValues; readonly ties?: TiedEvents };

/** A column of a regression and what it is made of, so that it can be made again for other people. */
export interface DesignColumn {
  readonly name: string;
  readonly source: string;
  /** Of categories: the one for which it is 1. */
  readonly level?: string | undefined;
  readonly values: Float64Array;
}

/** Those with all that is needed, in one order. */
export interface EvaluatedPeople {
  readonly scores: readonly Float64Array[];
  readonly outcome: OutcomeValues;
  readonly covariates: readonly DesignColumn[];
  readonly group: readonly string[] | undefined;
  /** How people are dealt into folds, whatever the order of rows. */
  readonly order: Float64Array;
  /** Rows of what was given. */
  readonly rows: Uint32Array;
  readonly attrition: Table<AttritionColumns>;
  /** Groups too small to be shown. */
  readonly hiddenGroups: readonly string[];
}

export interface PeopleOptions {
  readonly people?: SampleTable | undefined;
  readonly outcome: Outcome;
  readonly covariates?: readonly string[] | Readonly<Record<string, ArrayLike<number>>> | undefined;
  readonly group?: string | readonly string[] | undefined;
}

/**
 * Columns of an evaluation without those who miss any of them, and an account of it.
 *
 * @param scores - columns or arrays by the name they are called by in messages
 * @param smallestCount - groups with fewer people, cases, controls or events than this are left out of everything, since
 *   totals would give their counts away
 */
export function evaluatedPeople(
  options: PeopleOptions,
  scores: Readonly<Record<string, PersonValues>>,
  smallestCount: number,
  seed: number,
): EvaluatedPeople {
  const { people, outcome, covariates = [], group } = options;
  refuseNoOutcome(outcome);
  const first = Object.values(scores)[0];
  const count = people?.count ?? (typeof first === "string" ? 0 : (first?.length ?? 0));
  const column = (name: string, values: PersonValues): SampleColumn => {
    if (typeof values === "string") return sampleColumn(tableOf(people, name), values);
    if (values.length !== count) throw wrongLength(name, values.length, count);
    return values instanceof Float64Array ? values : Float64Array.from(values);
  };
  const numeric = (name: string, values: PersonValues): Float64Array => {
    const found = column(name, values);
    if (found instanceof Float64Array) return found;
    throw new InvalidArgumentError(name, {
      what: `${typeof values === "string" ? values : name} holds text.`,
      why: "It must be a number for each person.",
      remedy: "Name a numeric column.",
    });
  };
  const scoreColumns = Object.entries(scores).map(([name, values]) => numeric(name, values));
  const given = outcomeColumns(outcome, column, numeric);
  const sources: (readonly [string, SampleColumn])[] = isNames(covariates)
    ? covariates.map((name) => [name, column("covariates", name)] as const)
    : Object.entries(covariates).map(([name, values]) => [name, numeric(name, values)] as const);
  const groups = groupColumn(people, group, count);
  const steps: readonly (readonly [string, SampleColumn])[] = [
    ...Object.keys(scores).map((name, s) => [name, scoreColumns[s]] as const),
    ...given.map(([name, values]) => [name, values] as const),
    ...sources,
    ...(groups ? [["group", groups] as const] : []),
  ];
  const isMissing = (values: SampleColumn, row: number): boolean =>
    values instanceof Float64Array ? !Number.isFinite(values[row]) : values[row] === "";
  const complete = (row: number): boolean => steps.every(([, values]) => !isMissing(values, row));
  const hidden = groups
    ? smallGroups(groups, statusOf(outcome, given), complete, smallestCount)
    : new Set<string>();
  const isShown = (row: number): boolean => !groups || !hidden.has(groups[row]);
  let kept = Array.from({ length: count }, (_, row) => row).filter(isShown);
  const shownCount = kept.length;
  const account: AttritionStep[] = [
    {
      step: "people",
      kind: "sample",
      removed: 0,
      remaining: shownCount,
      reason: groups ? `in groups of at least ${smallestCount}` : "given",
    },
  ];
  for (const [name, values] of steps) {
    const before = kept.length;
    kept = kept.filter((row) => !isMissing(values, row));
    account.push({
      step: name,
      kind: "sample",
      removed: before - kept.length,
      remaining: kept.length,
      reason: `${name} is missing`,
    });
  }
  if (kept.length < Math.max(3, smallestCount)) {
    throw fewPeople(
      `Fewer than ${Math.max(3, smallestCount)} people have score, outcome and covariates.`,
      `${Math.max(3, smallestCount)} people`,
    );
  }
  const rows = Uint32Array.from(kept);
  const at = (values: Float64Array): Float64Array => Float64Array.from(rows, (row) => values[row]);
  return {
    scores: scoreColumns.map(at),
    outcome: outcomeValues(
      outcome,
      given.map(([, values]) => at(values)),
    ),
    covariates: sources.flatMap(([source, values]) =>
      modelColumns(source, values, rows).map(({ name, values: own }) => ({
        name,
        source,
        level: values instanceof Float64Array ? undefined : name.slice(source.length + 1),
        values: own,
      })),
    ),
    group: groups && Array.from(rows, (row) => groups[row]),
    order: dealingOrder(people, rows, seed),
    rows,
    attrition: attritionTable(account),
    hiddenGroups: [...hidden].sort(),
  };
}

function refuseNoOutcome(outcome: Outcome | undefined): void {
  const given = Object.entries(outcome ?? {}).flatMap(([name, values]) =>
    values === undefined ? [] : [name],
  );
  const isKnown = ["quantitative", "binary"].some((kind) => given.includes(kind));
  if (isKnown || (given.includes("time") && given.includes("event"))) return;
  throw new InvalidArgumentError("outcome", {
    what:
      given.length === 0 ? "No outcome is given." : `The outcome has ${given.join(" and ")} only.`,
    why: "A score is judged by what it foretells: a quantity, a disease, or the time to an event.",
    remedy:
      'Pass { quantitative: "height" }, { binary: "case" } or { time: "years", event: "died" }.',
  });
}

function outcomeColumns(
  outcome: Outcome,
  column: (name: string, values: PersonValues) => SampleColumn,
  numeric: (name: string, values: PersonValues) => Float64Array,
): (readonly [string, Float64Array])[] {
  const named = (fallback: string, values: PersonValues): string =>
    typeof values === "string" ? values : fallback;
  if ("quantitative" in outcome) {
    const { quantitative } = outcome;
    return [[named("outcome", quantitative), numeric("outcome", quantitative)]];
  }
  const coded = (fallback: string, values: PersonValues): readonly [string, Float64Array] => {
    const name = named(fallback, values);
    return [name, caseControl(name, column(fallback, values), otherwise(name, fallback)).values];
  };
  if ("binary" in outcome) return [coded("outcome", outcome.binary)];
  const time = numeric("time", outcome.time);
  if (time.some((value) => value < 0)) {
    throw new InvalidArgumentError("time", {
      what: "A time of follow-up is negative.",
      why: "It is counted from when a person is first at risk.",
      remedy: "Check how the times were made.",
    });
  }
  return [[named("time", outcome.time), time], coded("event", outcome.event)];
}

/** What to pass where values are not those of cases and controls. */
function otherwise(name: string, fallback: string): string {
  return `Pass outcome: { quantitative: ${name === fallback ? "values" : JSON.stringify(name)} }`;
}

function statusOf(
  outcome: Outcome,
  given: readonly (readonly [string, Float64Array])[],
): { readonly values: Float64Array; readonly countsControls: boolean } | undefined {
  if ("quantitative" in outcome) return undefined;
  return { values: given.at(-1)![1], countsControls: "binary" in outcome };
}

/** Groups of which fewer than the limit are complete, or are cases, controls or events. */
function smallGroups(
  groups: readonly string[],
  status: ReturnType<typeof statusOf>,
  isComplete: (row: number) => boolean,
  smallestCount: number,
): Set<string> {
  const counts = new Map<string, { n: number; cases: number }>();
  groups.forEach((group, row) => {
    if (group === "") return;
    const count = counts.get(group) ?? { n: 0, cases: 0 };
    counts.set(group, count);
    if (!isComplete(row)) return;
    count.n++;
    count.cases += status?.values[row] ?? 0;
  });
  const least = ({ n, cases }: { n: number; cases: number }): number =>
    status ? Math.min(cases, status.countsControls ? n - cases : n) : n;
  const small = [...counts].filter(([, count]) => least(count) < smallestCount);
  return new Set(small.map(([group]) => group));
}

function outcomeValues(outcome: Outcome, values: readonly Float64Array[]): OutcomeValues {
  if ("quantitative" in outcome) return { kind: "quantitative", values: values[0] };
  if ("binary" in outcome) return { kind: "binary", values: values[0] };
  return { kind: "survival", time: values[0], isEvent: values[1], ties: outcome.ties ?? "efron" };
}

function groupColumn(
  people: SampleTable | undefined,
  group: string | readonly string[] | undefined,
  count: number,
): readonly string[] | undefined {
  if (group === undefined) return undefined;
  if (typeof group !== "string") {
    if (group.length !== count) throw wrongLength("group", group.length, count);
    return group;
  }
  const found = sampleColumn(tableOf(people, "group"), group);
  return found instanceof Float64Array
    ? Array.from(found, (value) => (Number.isNaN(value) ? "" : String(value)))
    : found;
}

/** By hashes of ids, so that the order of rows changes nothing; without ids by their order. */
function dealingOrder(
  people: SampleTable | undefined,
  rows: Uint32Array,
  seed: number,
): Float64Array {
  if (people) {
    const { individualId, familyId } = people;
    return Float64Array.from(rows, (row) =>
      hashOf(familyKey(familyId?.[row] ?? "", individualId[row]), seed),
    );
  }
  const random = randomStream(seed, "folds");
  return Float64Array.from(rows, () => random.uniform());
}

function isNames(
  covariates: readonly string[] | Readonly<Record<string, ArrayLike<number>>>,
): covariates is readonly string[] {
  return Array.isArray(covariates);
}

function tableOf(people: SampleTable | undefined, name: string): SampleTable {
  if (people) return people;
  throw new InvalidArgumentError("people", {
    what: `${name} names a column, but there is no table of people.`,
    why: "Names are looked up in `people`.",
    remedy: "Pass people, or numbers instead of the name.",
  });
}

function wrongLength(name: string, length: number, count: number): LengthMismatchError {
  return new LengthMismatchError({
    what: `${name} has ${length} values for ${count} people.`,
    why: "Every array has one value for each person, in the same order.",
    remedy: `Give ${count} values.`,
  });
}

import { ConstantTraitError, InvalidArgumentError, NoOverlapError } from "../../errors.ts";
import {
  attritionTable,
  type AttritionColumns,
  type AttritionStep,
} from "../../genotypes/attrition.ts";
import {
  caseControl,
  modelColumns,
  sampleColumn,
  valuesAt,
  type ModelColumn,
} from "../../genotypes/model-columns.ts";
import type { SampleColumn, SampleTable } from "../../io/sample-table.ts";
import type { Table } from "../../table.ts";

/** People of a two-stage analysis, without anybody's id. */
export interface TwoStageColumns {
  readonly outcome: Float64Array;
  readonly exposures: readonly ModelColumn[];
  readonly instruments: readonly ModelColumn[];
  readonly covariates: readonly ModelColumn[];
  readonly attrition: Table<AttritionColumns>;
  readonly notices: readonly string[];
}

/**
 * Columns of the people who have a value in all of them.
 *
 * @param options.given - instruments that are no columns of the phenotypes, a value for each of its rows
 * @throws InvalidArgumentError, NoOverlapError, ConstantTraitError
 */
export function twoStageColumns(options: {
  readonly phenotypes: SampleTable;
  readonly outcome: string;
  readonly exposures: readonly string[];
  readonly instruments: readonly string[];
  readonly given: readonly ModelColumn[];
  readonly covariates: readonly string[];
  readonly isBinary: boolean;
}): TwoStageColumns {
  const { phenotypes, outcome, exposures, instruments, given, covariates, isBinary } = options;
  refuseRepeats([outcome, ...exposures, ...instruments, ...covariates]);
  const column = sampleColumn(phenotypes, outcome);
  const coded = isBinary ? caseControl(outcome, column) : undefined;
  const named = (names: readonly string[]): { name: string; values: SampleColumn }[] =>
    names.map((name) => ({ name, values: sampleColumn(phenotypes, name) }));
  const outcomes = [{ name: outcome, values: coded?.values ?? column }];
  const parts = {
    outcome: outcomes,
    exposure: named(exposures),
    instrument: [...named(instruments), ...given],
    covariate: named(covariates),
  };
  for (const role of ["outcome", "exposure", "instrument"] as const) {
    const text = parts[role].find(({ values }) => !(values instanceof Float64Array));
    if (text) throw notNumeric(role, text.name);
  }
  let rows = Array.from({ length: phenotypes.count }, (_, row) => row);
  const steps: AttritionStep[] = [
    {
      step: "phenotypes",
      kind: "sample",
      removed: 0,
      remaining: rows.length,
      reason: "People of the table.",
    },
  ];
  for (const [role, columns] of Object.entries(parts)) {
    for (const { name, values } of columns) {
      const before = rows.length;
      rows = rows.filter((row) => isPresent(values[row]));
      steps.push({
        step: `${role} ${name}`,
        kind: "sample",
        removed: before - rows.length,
        remaining: rows.length,
        reason: `${name} is missing`,
      });
    }
  }
  if (rows.length === 0) {
    throw new NoOverlapError({
      what: `Nobody has ${outcome}, every exposure, instrument and covariate.`,
      why: "Only people with a value in all columns can be used.",
      remedy: "Leave out the column with the most missing values.",
    });
  }
  const kept = Uint32Array.from(rows);
  const numeric = (columns: readonly { name: string; values: SampleColumn }[]): ModelColumn[] =>
    columns.map(({ name, values }) => ({ name, values: valuesAt(values as Float64Array, kept) }));
  const [{ values: y }] = numeric(outcomes);
  const found = numeric(parts.exposure);
  for (const { name, values } of [{ name: outcome, values: y }, ...found]) {
    if (values.every((value) => value === values[0])) throw constant(name, values.length);
  }
  return {
    outcome: y,
    exposures: found,
    instruments: numeric(parts.instrument),
    covariates: parts.covariate.flatMap(({ name, values }) => modelColumns(name, values, kept)),
    attrition: attritionTable(steps),
    notices: coded ? [`${outcome}: ${coded.coding}`] : [],
  };
}

function isPresent(value: number | string): boolean {
  return typeof value === "string" ? value !== "" : Number.isFinite(value);
}

function refuseRepeats(names: readonly string[]): void {
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice === undefined) return;
  throw new InvalidArgumentError(twice, {
    what: `${twice} has two roles.`,
    why: "A column is the outcome, an exposure, an instrument or a covariate.",
    remedy: "Name it once.",
  });
}

function notNumeric(role: string, name: string): InvalidArgumentError {
  return new InvalidArgumentError(name, {
    what: `The ${role} ${name} holds text.`,
    why: "It is a number for each person.",
    remedy: "Recode it as numbers; only covariates may be categories.",
  });
}

function constant(name: string, count: number): ConstantTraitError {
  return new ConstantTraitError({
    what: `${name} is the same in all ${count} people.`,
    why: "What does not vary explains nothing and has nothing to explain.",
    remedy: "Check the column, and who is left after the other columns (see attrition).",
  });
}

import { ConstantTraitError, InvalidArgumentError, NoOverlapError } from "../errors.ts";
import type { SampleColumn, SampleTable } from "../io/sample-table.ts";
import { tableHtml, tableText } from "../table-display.ts";
import { Table } from "../table.ts";
import { attritionTable, type AttritionColumns, type AttritionStep } from "./attrition.ts";
import type { Genotypes } from "./genotypes.ts";
import { matchSamples, type MatchBy } from "./match-samples.ts";
import {
  caseControl,
  firstMissing,
  isMissing,
  modelColumns,
  sampleColumn,
  valuesAt,
  type ModelColumn,
} from "./model-columns.ts";

export interface AlignOptions {
  readonly genotypes: Genotypes;
  readonly phenotypes: SampleTable;
  readonly trait: string;
  readonly covariates?: readonly string[] | undefined;
  /** `binary` recodes cases to 1 and controls to 0. */
  readonly traitType?: "quantitative" | "binary" | undefined;
  readonly matchBy?: MatchBy | undefined;
}

export type RemovedSampleColumns = {
  readonly familyId: readonly string[];
  readonly individualId: readonly string[];
  readonly step: readonly string[];
};

/** People with a genotype, the trait and every covariate, in the order of the genotypes. */
export interface AlignedSamples {
  /** Ascending indices into `genotypes.samples`, for `genotypes.select({ samples })`. */
  readonly samples: Uint32Array;
  /** Length n; 0 control and 1 case when binary. The column itself where everybody is kept: not to be changed. */
  readonly trait: Float64Array;
  /** Columns of length n; a category takes one column fewer than it has levels. No intercept. */
  readonly covariates: readonly ModelColumn[];
  readonly attrition: Table<AttritionColumns>;
  /** Who was left out, and at which step. Holds ids, so it is never shown unless asked for by name. */
  readonly removedSamples: Table<RemovedSampleColumns>;
  readonly notices: readonly string[];
}

/**
 * Joins genotypes with a trait and covariates by sample id, and accounts for everybody who is left out.
 *
 * @throws InvalidArgumentError for an unknown column; NoOverlapError; DuplicateIdError; ConstantTraitError
 * @example
 * const { trait, attrition } = data.alignSamples({ genotypes: cohort, phenotypes: people, trait: "height" });
 */
export function alignSamples(options: AlignOptions): AlignedSamples {
  const { genotypes, phenotypes, trait, covariates = [], traitType = "quantitative" } = options;
  const { samples } = genotypes;
  if (covariates.includes(trait)) {
    throw new InvalidArgumentError("covariates", {
      what: `${trait} is both the trait and a covariate.`,
      why: "Nothing of the trait would be left to explain.",
      remedy: "Take it out of the covariates.",
    });
  }
  const column = sampleColumn(phenotypes, trait);
  const coded = traitType === "binary" ? caseControl(trait, column) : undefined;
  const values = coded?.values ?? numericTrait(trait, column);
  const covariateColumns = covariates.map((name) => ({
    name,
    column: sampleColumn(phenotypes, name),
  }));
  const rowOfSample = matchSamples(samples, phenotypes, options.matchBy);

  const steps: AttritionStep[] = [];
  const removed: { index: number; step: string }[] = [];
  const kept = new Uint32Array(rowOfSample.length);
  for (let i = 0; i < kept.length; i++) kept[i] = i;
  const rows = rowOfSample.slice();
  let count = kept.length;
  /** Leaves out, from place `first` on, who has no value in a column, or no row. */
  const remove = (step: string, reason: string, first: number, column?: SampleColumn): void => {
    const before = count;
    count = first;
    for (let i = first; i < before; i++) {
      if (column ? isMissing(column, rows[i]) : rows[i] < 0) removed.push({ index: kept[i], step });
      else {
        kept[count] = kept[i];
        rows[count++] = rows[i];
      }
    }
    steps.push({ step, kind: "sample", removed: before - count, remaining: count, reason });
  };
  remove("genotyped", `samples of ${fileName(genotypes.source)}`, count);
  let matched = 0;
  for (let i = 0; i < rowOfSample.length; i++) matched += Number(rowOfSample[i] >= 0);
  const described = phenotypes.count - matched;
  steps.push({
    step: "phenotyped, not genotyped",
    kind: "phenotype row",
    removed: described,
    remaining: matched,
    reason: `rows of ${fileName(phenotypes.source)} whose id has no genotypes`,
  });
  remove("in phenotypes", `id not in ${fileName(phenotypes.source)}`, 0);
  const removeMissing = (kind: string, name: string, column: SampleColumn): void => {
    const first = firstMissing(column, rows, count);
    remove(`${kind} ${name}`, `${name} is missing`, first, column);
  };
  removeMissing("trait", trait, values);
  for (const { name, column: covariate } of covariateColumns) {
    removeMissing("covariate", name, covariate);
  }

  const keptSamples = kept.slice(0, count);
  const keptRows = Uint32Array.from(rows.subarray(0, count));
  const aligned = valuesAt(values, keptRows);
  refuseConstant(trait, aligned, steps);
  const result: AlignedSamples = {
    samples: keptSamples,
    trait: aligned,
    covariates: covariateColumns.flatMap(({ name, column: covariate }) =>
      modelColumns(name, covariate, keptRows),
    ),
    attrition: attritionTable(steps),
    removedSamples: new Table<RemovedSampleColumns>({
      familyId: removed.map(({ index }) => samples.familyId[index]),
      individualId: removed.map(({ index }) => samples.individualId[index]),
      step: removed.map(({ step }) => step),
    }),
    notices: coded ? [`${trait}: ${coded.coding}`] : [],
  };
  return withoutPeople(result);
}

// Shown as counts: trait values and ids are there for who asks for them by name.
function withoutPeople(result: AlignedSamples): AlignedSamples {
  const { samples, covariates, attrition, notices } = result;
  const text = (): string => {
    const names = covariates.map(({ name }) => name).join(", ");
    const line = `${samples.length} samples${names ? ` with covariates ${names}` : ""}`;
    return [line, tableText(attrition), ...notices].join("\n");
  };
  Object.defineProperty(result, "removedSamples", { enumerable: false });
  Object.defineProperty(result, Symbol.for("nodejs.util.inspect.custom"), { value: text });
  Object.defineProperty(result, Symbol.for("Jupyter.display"), {
    value: () => ({ "text/plain": text(), "text/html": tableHtml(attrition) }),
  });
  return result;
}

function fileName(source: string): string {
  return source.slice(Math.max(source.lastIndexOf("/"), source.lastIndexOf("\\")) + 1);
}

function numericTrait(name: string, column: Float64Array | readonly string[]): Float64Array {
  if (column instanceof Float64Array) return column;
  throw new InvalidArgumentError(name, {
    what: `The trait ${name} holds text.`,
    why: "A quantitative trait is a number for each person.",
    remedy:
      "Name a numeric column, or recode this one; the table's display tells where text appears first.",
  });
}

function refuseConstant(name: string, values: Float64Array, steps: readonly AttritionStep[]): void {
  if (values.length === 0) {
    const last = steps.filter(({ kind, removed }) => kind === "sample" && removed > 0).at(-1);
    throw new NoOverlapError({
      what: `Nobody has genotypes, ${name} and every covariate.`,
      why: last
        ? `The last ${last.removed} were left out because ${last.reason}.`
        : "There are no samples.",
      remedy: "Leave out the covariate with the most missing values, or complete the data.",
    });
  }
  if (values.every((value) => value === values[0])) {
    throw new ConstantTraitError({
      what: `${name} is ${values[0]} in all ${values.length} samples.`,
      why: "A trait that does not vary has nothing to associate with.",
      remedy:
        "Check the column and its coding, and who is left after the covariates (see attrition).",
    });
  }
}

import { ConstantTraitError, InvalidArgumentError, NoOverlapError } from "../errors.ts";
import type { Samples } from "../io/cohort.ts";
import type { SampleTable } from "../io/sample-table.ts";
import { tableHtml, tableText } from "../table-display.ts";
import { Table } from "../table.ts";
import { attritionTable, type AttritionColumns, type AttritionStep } from "./attrition.ts";
import type { Genotypes } from "./genotypes.ts";
import { matchPeople, type MatchBy, type MatchPeople } from "./match-samples.ts";
import {
  caseControl,
  modelColumns,
  sampleColumn,
  valuesAt,
  type ModelColumn,
} from "./model-columns.ts";
import { RemainingSamples } from "./remaining-samples.ts";

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
  return alignMatched(options, matchPeople);
}

/** `alignSamples` with people who may have been matched before. */
export function alignMatched(options: AlignOptions, match: MatchPeople): AlignedSamples {
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
  const matched = match(samples, phenotypes, options.matchBy);
  const remaining = new RemainingSamples(matched);
  const steps: AttritionStep[] = [];
  const note = (step: string, removed: number, reason: string): void => {
    steps.push({ step, kind: "sample", removed, remaining: remaining.count, reason });
  };
  note("genotyped", 0, `samples of ${fileName(genotypes.source)}`);
  const unmatched = remaining.leaveOutUnmatched();
  steps.push({
    step: "phenotyped, not genotyped",
    kind: "phenotype row",
    removed: phenotypes.count - remaining.count,
    remaining: remaining.count,
    reason: `rows of ${fileName(phenotypes.source)} whose id has no genotypes`,
  });
  note("in phenotypes", unmatched, `id not in ${fileName(phenotypes.source)}`);
  note(`trait ${trait}`, remaining.leaveOutMissing(values), `${trait} is missing`);
  for (const { name, column: covariate } of covariateColumns) {
    note(`covariate ${name}`, remaining.leaveOutMissing(covariate), `${name} is missing`);
  }

  const rows = remaining.rows();
  const aligned = valuesAt(values, rows);
  refuseConstant(trait, aligned, steps);
  let removedSamples: Table<RemovedSampleColumns> | undefined;
  const result: AlignedSamples = {
    samples: remaining.samples(),
    trait: aligned,
    covariates: covariateColumns.flatMap(({ name, column: covariate }) =>
      modelColumns(name, covariate, rows),
    ),
    attrition: attritionTable(steps),
    get removedSamples() {
      return (removedSamples ??= removedTable(samples, remaining, steps));
    },
    notices: coded ? [`${trait}: ${coded.coding}`] : [],
  };
  return withoutPeople(result);
}

/** Ids are strings only when somebody asks who was left out. */
function removedTable(
  { familyId, individualId }: Samples,
  remaining: RemainingSamples,
  steps: readonly AttritionStep[],
): Table<RemovedSampleColumns> {
  // The first step of samples is that they have genotypes.
  const names = steps.filter(({ kind }) => kind === "sample").map(({ step }) => step);
  const lists = remaining.leftOut();
  const all = lists.flat();
  return new Table<RemovedSampleColumns>({
    familyId: all.map((sample) => familyId[sample]),
    individualId: all.map((sample) => individualId[sample]),
    step: lists.flatMap((list, i) => list.map(() => names[i + 1])),
  });
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

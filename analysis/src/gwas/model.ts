import { CollinearityError, InvalidArgumentError } from "../errors.ts";
import { sharedFloat64 } from "../compute/engine/shared-arrays.ts";
import { alignMatched, type AlignedSamples } from "../genotypes/align-samples.ts";
import { matchPeople, type MatchPeople } from "../genotypes/match-samples.ts";
import { sampleTable, type SampleTable } from "../io/sample-table.ts";
import { findCollinearity, varianceInflation, type Collinearity } from "../stats/collinearity.ts";
import type { ColumnAlgebra } from "../stats/column-algebra.ts";
import {
  centredProducts,
  meanOf,
  measureColumns,
  type MeasuredColumns,
} from "../stats/measured-columns.ts";
import type { AssociationOptions } from "./association-options.ts";

/** Trait and covariates of the samples of a regression, ready to scan with. */
export interface AssociationModel {
  readonly aligned: AlignedSamples;
  readonly traitName: string;
  readonly covariateNames: readonly string[];
  /** Centred, unit variance; length n each, in memory that workers share. */
  readonly covariates: readonly Float64Array[];
  /** Largest variance inflation factor among the covariates. */
  readonly maxInflation: number;
}

/**
 * Joins the samples and checks the model once, before any genotype is read.
 *
 * @param algebra - for long columns
 * @throws CollinearityError naming the covariates that are constant or cannot be told apart
 * @throws InvalidArgumentError when options contradict each other or too few samples remain
 */
export function prepareModel(
  options: AssociationOptions,
  traitType: "quantitative" | "binary",
  algebra: ColumnAlgebra,
): AssociationModel {
  const { aligned, traitName } = alignTrait(options, traitType);
  const { covariateNames, maxInflation, measured } = covariateModel(aligned, [], algebra);
  const covariates = standardised(measured);
  return { aligned, traitName, covariateNames, covariates, maxInflation };
}

/** Joins the samples of one trait. */
export function alignTrait(
  options: AssociationOptions,
  traitType: "quantitative" | "binary",
  match: MatchPeople = matchPeople,
): Pick<AssociationModel, "aligned" | "traitName"> {
  checkOptions(options);
  const { trait, covariates } = namesOf(options);
  const aligned = alignMatched(
    {
      genotypes: options.genotypes,
      phenotypes: options.phenotypes ?? tableOfArrays(options),
      trait,
      covariates,
      traitType,
      matchBy: options.matchBy,
    },
    match,
  );
  return { aligned, traitName: trait };
}

/** The covariates of a regression, checked; the same for all traits that are known in the same samples. */
export interface CovariateModel {
  readonly covariateNames: readonly string[];
  /** As they came; length n each. */
  readonly covariates: readonly Float64Array[];
  /** Largest variance inflation factor among the covariates. */
  readonly maxInflation: number;
  /** Covariates and traits. */
  readonly measured: MeasuredColumns;
}

/**
 * @param traits - known in the samples that are aligned
 * @throws CollinearityError, InvalidArgumentError when too few samples remain
 */
export function covariateModel(
  aligned: AlignedSamples,
  traits: readonly Float64Array[],
  algebra: ColumnAlgebra,
): CovariateModel {
  const covariates = aligned.covariates.map(({ values }) => values);
  const covariateNames = aligned.covariates.map(({ name }) => name);
  const n = aligned.trait.length;
  const measured = measureColumns(covariates, traits, algebra);
  const deviations = deviationsOf(measured);
  covariateNames.forEach((name, j) => refuseConstant(name, n, deviations[j]));
  if (n <= covariates.length + 2) {
    throw new InvalidArgumentError("covariates", {
      what: `${n} samples for ${covariates.length + 2} predictors.`,
      why: "Intercept, genotype and covariates need more samples than there are predictors.",
      remedy: "Leave out covariates, or see the attrition for where samples were lost.",
    });
  }
  const maxInflation = refuseCollinear(covariateNames, correlations(measured, deviations));
  return { covariateNames, covariates, maxInflation, measured };
}

const TRAIT_ARRAY = "trait";

function namesOf(options: AssociationOptions): { trait: string; covariates: readonly string[] } {
  const { trait, covariates = [] } = options;
  return {
    trait: typeof trait === "string" ? trait : TRAIT_ARRAY,
    covariates: Array.isArray(covariates) ? (covariates as string[]) : Object.keys(covariates),
  };
}

function checkOptions({
  phenotypes,
  trait,
  covariates,
  confidenceLevel,
  effectAllele,
}: AssociationOptions): void {
  const isTraitArray = typeof trait !== "string";
  const areCovariatesArrays = covariates !== undefined && !Array.isArray(covariates);
  if (
    isTraitArray !== (phenotypes === undefined) ||
    (areCovariatesArrays && !isTraitArray) ||
    (isTraitArray && covariates !== undefined && !areCovariatesArrays)
  ) {
    throw new InvalidArgumentError("trait", {
      what: "Trait and covariates come partly as names and partly as arrays.",
      why: "Names are columns of `phenotypes`; arrays follow the genotypes' own order of samples.",
      remedy:
        "Give phenotypes with names, or no phenotypes and arrays: trait: values, covariates: { age: values }.",
    });
  }
  if (confidenceLevel !== undefined && !(confidenceLevel > 0 && confidenceLevel < 1)) {
    throw new InvalidArgumentError("confidenceLevel", {
      what: `confidenceLevel is ${confidenceLevel}.`,
      why: "It is a probability.",
      remedy: "Use 0.95 for 95 %.",
    });
  }
  if (effectAllele !== undefined && effectAllele !== "minor" && effectAllele !== "counted") {
    throw new InvalidArgumentError("effectAllele", {
      what: `effectAllele is ${JSON.stringify(effectAllele)}.`,
      why: "Effects are per copy of the minor allele or of the allele the file counts.",
      remedy: 'Use "minor" or "counted".',
    });
  }
}

function tableOfArrays({ genotypes, trait, covariates = {} }: AssociationOptions): SampleTable {
  const { familyId, individualId } = genotypes.samples;
  return sampleTable({
    familyId,
    individualId,
    columns: {
      ...(covariates as Readonly<Record<string, ArrayLike<number>>>),
      [TRAIT_ARRAY]: trait as ArrayLike<number>,
    },
    source: "arrays",
  });
}

function refuseConstant(name: string, n: number, deviation: number): void {
  if (deviation > 0) return;
  throw new CollinearityError([name], {
    what: `The covariate ${name} has one value in all ${n} samples.`,
    why: "It cannot be told apart from the intercept.",
    remedy: "Leave it out.",
  });
}

/** Standard deviations, 0 where they are no more than rounding of the mean. */
function deviationsOf(measured: MeasuredColumns): Float64Array {
  const { covariates, rowCount } = measured.columns;
  const k = covariates.length;
  const products = centredProducts(measured);
  return Float64Array.from(covariates, (_, j) => {
    const deviation = Math.sqrt(products[j * k + j] / rowCount);
    return deviation > 1e-12 * Math.abs(meanOf(measured, j)) ? deviation : 0;
  });
}

function correlations(measured: MeasuredColumns, deviations: Float64Array): Float64Array {
  const k = deviations.length;
  return centredProducts(measured).map((product, at) => {
    const [i, j] = [Math.floor(at / k), at % k];
    return product / measured.columns.rowCount / deviations[i] / deviations[j];
  });
}

function standardised(measured: MeasuredColumns): Float64Array[] {
  const deviations = deviationsOf(measured);
  return measured.columns.covariates.map((values, j) => {
    const mean = meanOf(measured, j);
    const scale = 1 / deviations[j];
    const standard = sharedFloat64(values.length);
    for (let i = 0; i < values.length; i++) standard[i] = (values[i] - mean) * scale;
    return standard;
  });
}

/** Returns the largest variance inflation factor; throws where one cannot be estimated. */
function refuseCollinear(names: readonly string[], correlation: Float64Array): number {
  const k = names.length;
  if (k === 0) return 1;
  const found = findCollinearity(correlation, k);
  if (found) throw collinearityError(names, found);
  return Math.max(...varianceInflation(correlation, k)!);
}

function collinearityError(names: readonly string[], found: Collinearity): CollinearityError {
  const remedy = "Leave one of them out.";
  if (found.kind === "correlation") {
    const [a, b] = found.pair.map((column) => names[column]);
    return new CollinearityError([a, b], {
      what: `The covariates ${a} and ${b} correlate beyond 0.999.`,
      why: "They carry the same information, so their effects cannot be told apart.",
      remedy,
    });
  }
  if (found.kind === "inflation") {
    const name = names[found.column];
    return new CollinearityError([name], {
      what: `The covariate ${name} is almost a combination of the others (variance inflation factor ${found.factor.toPrecision(3)}, limit 50).`,
      why: "Its effect cannot be told apart from theirs.",
      remedy: `Leave out ${name} or one of the covariates it combines.`,
    });
  }
  return new CollinearityError(names, {
    what: `One of the covariates ${names.join(", ")} is a combination of the others.`,
    why: "Their effects cannot be told apart.",
    remedy,
  });
}

import { CollinearityError, InvalidArgumentError } from "../errors.ts";
import { sharedFloat64 } from "../compute/engine/shared-arrays.ts";
import { alignSamples, type AlignedSamples } from "../genotypes/align-samples.ts";
import { sampleTable, type SampleTable } from "../io/sample-table.ts";
import { findCollinearity, varianceInflation, type Collinearity } from "../stats/collinearity.ts";
import { crossProducts } from "../stats/cross-products.ts";
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
 * @throws CollinearityError naming the covariates that are constant or cannot be told apart
 * @throws InvalidArgumentError when options contradict each other or too few samples remain
 */
export function prepareModel(
  options: AssociationOptions,
  traitType: "quantitative" | "binary",
): AssociationModel {
  const { aligned, traitName } = alignTrait(options, traitType);
  return { ...covariateModel(aligned), aligned, traitName };
}

/** Joins the samples of one trait. */
export function alignTrait(
  options: AssociationOptions,
  traitType: "quantitative" | "binary",
): Pick<AssociationModel, "aligned" | "traitName"> {
  checkOptions(options);
  const { trait, covariates } = namesOf(options);
  const aligned = alignSamples({
    genotypes: options.genotypes,
    phenotypes: options.phenotypes ?? tableOfArrays(options),
    trait,
    covariates,
    traitType,
    matchBy: options.matchBy,
  });
  return { aligned, traitName: trait };
}

/** The covariates of a regression, checked; the same for all traits that are known in the same samples. */
export type CovariateModel = Pick<
  AssociationModel,
  "covariateNames" | "covariates" | "maxInflation"
>;

/** @throws CollinearityError, InvalidArgumentError when too few samples remain */
export function covariateModel(aligned: AlignedSamples): CovariateModel {
  const columns = aligned.covariates.map(({ name, values }) => standardised(name, values));
  const covariateNames = aligned.covariates.map(({ name }) => name);
  if (aligned.trait.length <= columns.length + 2) {
    throw new InvalidArgumentError("covariates", {
      what: `${aligned.trait.length} samples for ${columns.length + 2} predictors.`,
      why: "Intercept, genotype and covariates need more samples than there are predictors.",
      remedy: "Leave out covariates, or see the attrition for where samples were lost.",
    });
  }
  return {
    covariateNames,
    covariates: columns,
    maxInflation: refuseCollinear(covariateNames, columns),
  };
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

function standardised(name: string, values: Float64Array): Float64Array {
  const n = values.length;
  let mean = 0;
  for (let i = 0; i < n; i++) mean += values[i] / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (values[i] - mean) ** 2;
  const deviation = Math.sqrt(squares / n);
  if (!(deviation > 1e-12 * Math.abs(mean)) || deviation === 0) {
    throw new CollinearityError([name], {
      what: `The covariate ${name} has one value in all ${n} samples.`,
      why: "It cannot be told apart from the intercept.",
      remedy: "Leave it out.",
    });
  }
  const scale = 1 / deviation;
  const standard = sharedFloat64(n);
  for (let i = 0; i < n; i++) standard[i] = (values[i] - mean) * scale;
  return standard;
}

/** Returns the largest variance inflation factor; throws where one cannot be estimated. */
function refuseCollinear(names: readonly string[], columns: readonly Float64Array[]): number {
  const k = columns.length;
  if (k === 0) return 1;
  const n = columns[0].length;
  const gram = crossProducts(columns, columns).map((product) => product / n);
  const found = findCollinearity(gram, k);
  if (found) throw collinearityError(names, found);
  return Math.max(...varianceInflation(gram, k)!);
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

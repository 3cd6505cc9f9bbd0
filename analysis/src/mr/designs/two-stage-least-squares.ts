import type { Genotypes } from "../../genotypes/genotypes.ts";
import type { ModelColumn } from "../../genotypes/model-columns.ts";
import { pValueOf } from "../../sumstats/p-value.ts";
import { infer } from "../estimators/inference.ts";
import { NotEstimableError } from "../mr-errors.ts";
import { andersonRubinSet, type AndersonRubinSet } from "./anderson-rubin.ts";
import { instrumentGenotypes } from "./instrument-genotypes.ts";
import { partialOut } from "./partial-out.ts";
import { twoStageColumns, type TwoStageColumns } from "./two-stage-columns.ts";
import { TwoStageEstimates } from "./two-stage-estimates.ts";
import {
  conditionalFirstStages,
  firstStage,
  fitTwoStages,
  type PartialledColumns,
  type TwoStageFit,
} from "./two-stage-fit.ts";
import { fitLogistic, twoStepStandardErrors } from "./two-stage-logistic.ts";
import {
  METHODS,
  refuseOptions,
  type SecondStage,
  type TwoStageOptions,
} from "./two-stage-options.ts";
import { twoStageTests } from "./two-stage-tests.ts";

/** Below this F instruments are called weak. @see Staiger & Stock 1997, doi:10.2307/2171753 */
const WEAK_F = 10;

/**
 * Two-stage least squares: the effect of exposures on an outcome in one sample of individuals, with genotypes or other columns
 * as instruments.
 *
 * Covariates and an intercept are in both stages. With `genotypes` the result is a promise, because they are read.
 *
 * @param options.instruments - columns of `phenotypes`; with `genotypes` and `variantIds` also variants
 * @returns a row an exposure: `beta`, classical and robust standard errors, first-stage F, Anderson–Rubin set; `tests`
 * @throws NotEstimableError TOO_FEW_VARIANTS with fewer instruments than exposures, COLLINEAR, NO_CONVERGENCE;
 * CollinearityError for covariates, ConstantTraitError, NoOverlapError, InvalidArgumentError
 * @example
 * const sample = data.sampleTable({
 *   individualId: ["a", "b", "c", "d", "e", "f", "g", "h"],
 *   columns: {
 *     score: [0, 1, 2, 1, 0, 2, 1, 2],
 *     bmi: [21, 24, 29, 25, 22, 27, 23, 30],
 *     pressure: [118, 121, 135, 127, 119, 131, 120, 138],
 *   },
 * });
 * const effect = mr.twoStageLeastSquares({
 *   phenotypes: sample, outcome: "pressure", exposures: "bmi", instruments: ["score"],
 * });
 * @see Sanderson & Windmeijer 2016, doi:10.1016/j.jeconom.2015.06.004
 */
export function twoStageLeastSquares(
  options: TwoStageOptions & { readonly genotypes: Genotypes },
): Promise<TwoStageEstimates>;
export function twoStageLeastSquares(
  options: TwoStageOptions & { readonly genotypes?: undefined },
): TwoStageEstimates;
export function twoStageLeastSquares(
  options: TwoStageOptions,
): TwoStageEstimates | Promise<TwoStageEstimates> {
  const { genotypes, variantIds = [], scoreWeights, phenotypes } = options;
  if (!genotypes) return estimate(options, [], []);
  return instrumentGenotypes({ genotypes, variantIds, scoreWeights }, phenotypes).then(
    ({ columns, notices }) => estimate(options, columns, notices),
  );
}

function estimate(
  options: TwoStageOptions,
  given: readonly ModelColumn[],
  notices: readonly string[],
): TwoStageEstimates {
  const {
    phenotypes,
    outcome,
    covariates = [],
    secondStage = "linear",
    confidence = 0.95,
  } = options;
  const exposures = typeof options.exposures === "string" ? [options.exposures] : options.exposures;
  refuseOptions(options, exposures);
  const people = twoStageColumns({
    phenotypes,
    outcome,
    exposures,
    instruments: options.instruments ?? [],
    given,
    covariates,
    isBinary: secondStage !== "linear",
  });
  const { data, basis, redundant } = partialOut(people);
  const linear = fitTwoStages(data);
  if (!linear) throw notToldApart(exposures);
  const second =
    secondStage === "linear"
      ? { ...linear, degreesOfFreedom: linear.degreesOfFreedom as number | undefined }
      : logisticStage(people, data, basis, secondStage);
  const isRobust =
    (options.standardErrors ?? (secondStage === "linear" ? "classical" : "robust")) === "robust";
  const standardError = isRobust ? second.robustStandardError : second.standardError;
  const inferred = exposures.map((_, i) =>
    infer(second.beta[i], standardError[i], confidence, second.degreesOfFreedom),
  );
  const stages = data.exposures.map((x) => firstStage(data, x));
  const conditional = conditionalFirstStages(data);
  const set = exposures.length === 1 ? andersonRubinSet(data, confidence) : undefined;
  const negLog10PValue = Float64Array.from(inferred, (one) => one.negLog10PValue);
  const n = people.outcome.length;
  const repeat = (count: number): Uint32Array => new Uint32Array(exposures.length).fill(count);
  return new TwoStageEstimates(
    {
      exposure: exposures,
      outcome: exposures.map(() => outcome),
      method: exposures.map(() => METHODS[secondStage]),
      n: repeat(n),
      instrumentCount: repeat(data.instruments.length),
      beta: second.beta,
      standardError: second.standardError,
      robustStandardError: second.robustStandardError,
      ciLower: Float64Array.from(inferred, ({ ciLower }) => ciLower),
      ciUpper: Float64Array.from(inferred, ({ ciUpper }) => ciUpper),
      negLog10PValue,
      pValue: negLog10PValue.map(pValueOf),
      firstStageF: Float64Array.from(stages, ({ f }) => f),
      conditionalF: conditional,
      partialR2: Float64Array.from(stages, ({ partialR2 }) => partialR2),
      andersonRubinLower: new Float64Array(exposures.length).fill(set?.lower ?? NaN),
      andersonRubinUpper: new Float64Array(exposures.length).fill(set?.upper ?? NaN),
      andersonRubin: exposures.map(() => set?.description ?? "for one exposure only"),
    },
    {
      method: METHODS[secondStage],
      source: phenotypes.source,
      outcome,
      exposures,
      instruments: people.instruments.map(({ name }) => name),
      covariates,
      samples: n,
      standardErrors: isRobust ? "robust" : "classical",
      confidence,
    },
    {
      tests: twoStageTests(data, linear),
      attrition: people.attrition,
      notices: [
        ...people.notices,
        ...notices,
        ...redundant.map(
          (name) => `${name} adds nothing to the other instruments and was left out.`,
        ),
        ...exposures.flatMap((name, i) => weakNotice(name, conditional[i])),
        ...setNotice(set),
        ...CAVEATS[secondStage],
      ],
    },
  );
}

const CAVEATS: Readonly<Record<SecondStage, readonly string[]>> = {
  linear: [],
  predictorSubstitution: [
    "Odds ratios do not collapse: predictor substitution estimates a population-averaged log odds ratio, nearer to 0 than that of individuals, and tests of no effect hold.",
    "In a case-control sample the first stage is that of cases and controls together, which is biased unless the disease is rare.",
  ],
  controlFunction: [
    "The control function is consistent for the log odds ratio given the confounders where the first stage's residual carries all of them additively; odds ratios do not collapse, so it differs from predictor substitution.",
    "In a case-control sample the first stage is that of cases and controls together, which is biased unless the disease is rare.",
  ],
};

function logisticStage(
  people: TwoStageColumns,
  data: PartialledColumns,
  basis: readonly Float64Array[],
  secondStage: Exclude<SecondStage, "linear">,
): Pick<TwoStageFit, "beta" | "standardError" | "robustStandardError"> & {
  degreesOfFreedom: undefined;
} {
  const p = data.exposures.length;
  const errors = data.exposures.map((x, e) => x.map((value, i) => value - data.fitted[e][i]));
  const isControl = secondStage === "controlFunction";
  // Fitted exposures differ from these by what intercept and covariates, which are there as well, explain.
  const columns = isControl ? [...data.exposures, ...errors, ...basis] : [...data.fitted, ...basis];
  const fit = fitLogistic(columns, people.outcome);
  const robust = twoStepStandardErrors({
    columns,
    y: people.outcome,
    fit,
    first: [...basis, ...data.instruments],
    errors,
    generated: data.exposures.map((_, e) =>
      isControl ? { column: p + e, sign: -1 } : { column: e, sign: 1 },
    ),
  });
  const q = columns.length;
  return {
    beta: fit.coefficients.slice(0, p),
    standardError: Float64Array.from({ length: p }, (_, i) => Math.sqrt(fit.covariance[i * q + i])),
    robustStandardError: robust.slice(0, p),
    degreesOfFreedom: undefined,
  };
}

function weakNotice(name: string, f: number): string[] {
  if (f >= WEAK_F) return [];
  return [
    `Weak instruments of ${name} (F ${Number(f.toPrecision(3))}, below ${WEAK_F}): the estimate is drawn towards that of ordinary regression, and its interval is too narrow.`,
  ];
}

function setNotice(set: AndersonRubinSet | undefined): string[] {
  return set && set.shape !== "interval" ? [`Anderson–Rubin: ${set.description}`] : [];
}

function notToldApart(exposures: readonly string[]): NotEstimableError {
  return new NotEstimableError("COLLINEAR", {
    what: `The instruments do not tell ${exposures.join(", ")} apart.`,
    why: "What they explain of one exposure is a combination of what they explain of the others.",
    remedy: "Leave out an exposure, or add an instrument that acts on one of them alone.",
  });
}

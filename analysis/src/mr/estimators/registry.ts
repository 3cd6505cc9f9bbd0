import { InvalidArgumentError } from "../../errors.ts";
import { contaminationMixture, type ContaminationMixtureOptions } from "./contamination-mixture.ts";
import { divw, type DivwOptions } from "./divw.ts";
import { eggerBootstrap } from "./egger-bootstrap.ts";
import { egger, type EggerOptions } from "./egger.ts";
import type { Estimator } from "./estimator.ts";
import { grip, type GripOptions } from "./grip.ts";
import { ivw, type IvwOptions } from "./ivw.ts";
import { maximumLikelihood, type MaximumLikelihoodOptions } from "./maximum-likelihood.ts";
import {
  penalisedMedian,
  simpleMedian,
  weightedMedian,
  type PenalisedMedianOptions,
  type SimpleMedianOptions,
  type WeightedMedianOptions,
} from "./median.ts";
import { simpleMode, weightedMode, type ModeOptions } from "./mode.ts";
import { pivw, type PivwOptions } from "./pivw.ts";
import { ROBUST } from "./robust/index.ts";
import { signTest } from "./sign-test.ts";
import { unweighted, type UnweightedOptions } from "./unweighted.ts";
import { waldRatio, type WaldRatioOptions } from "./wald-ratio.ts";

type RobustMethods = typeof ROBUST;

/** Makers of estimators, by id: each takes its options and gives an estimator with them settled. */
export interface Methods extends RobustMethods {
  readonly waldRatio: (options?: WaldRatioOptions) => Estimator;
  readonly ivw: (options?: IvwOptions) => Estimator;
  readonly egger: (options?: EggerOptions) => Estimator;
  readonly eggerBootstrap: () => Estimator;
  readonly simpleMedian: (options?: SimpleMedianOptions) => Estimator;
  readonly weightedMedian: (options?: WeightedMedianOptions) => Estimator;
  readonly penalisedMedian: (options?: PenalisedMedianOptions) => Estimator;
  readonly simpleMode: (options?: ModeOptions) => Estimator;
  readonly weightedMode: (options?: ModeOptions) => Estimator;
  readonly maximumLikelihood: (options?: MaximumLikelihoodOptions) => Estimator;
  readonly divw: (options?: DivwOptions) => Estimator;
  readonly pivw: (options?: PivwOptions) => Estimator;
  readonly contaminationMixture: (options?: ContaminationMixtureOptions) => Estimator;
  readonly grip: (options?: GripOptions) => Estimator;
  readonly signTest: () => Estimator;
  readonly unweighted: (options?: UnweightedOptions) => Estimator;
}

/**
 * Every way to estimate, by id.
 *
 * @example
 * const estimates = mr.estimate(harmonised, {
 *   methods: [mr.methods.ivw({ model: "fixed" }), mr.methods.weightedMedian({ weights: "firstOrder" })],
 * });
 */
export const methods: Methods = {
  waldRatio,
  ivw,
  egger,
  eggerBootstrap,
  simpleMedian,
  weightedMedian,
  penalisedMedian,
  simpleMode,
  weightedMode,
  maximumLikelihood,
  divw,
  pivw,
  contaminationMixture,
  grip,
  signTest,
  unweighted,
  ...ROBUST,
};

export type MethodId = keyof Methods;

/** What `mr.estimate` runs unless told otherwise: the five that papers report side by side. */
const DEFAULT_METHODS: readonly MethodId[] = [
  "ivw",
  "egger",
  "weightedMedian",
  "simpleMode",
  "weightedMode",
];

/** The estimators of a choice, in its order. */
export function estimatorsOf(
  choice: "all" | readonly (MethodId | Estimator)[] | undefined,
  variantCount: number,
): Estimator[] {
  if (choice === "all") {
    const isAlone = variantCount === 1;
    return [
      ...Object.entries(methods)
        .filter(([id]) => id !== "waldRatio" || isAlone)
        .map(([, make]) => (make as () => Estimator)()),
      ivw({ model: "fixed" }),
      simpleMode({ nome: true }),
      weightedMode({ nome: true }),
    ];
  }
  if (choice === undefined && variantCount === 1) return [waldRatio()];
  const estimators = (choice ?? DEFAULT_METHODS).map((entry) => {
    if (typeof entry !== "string") return entry;
    if (!Object.hasOwn(methods, entry)) throw unknownMethod(entry);
    return methods[entry]();
  });
  if (estimators.length === 0) {
    throw new InvalidArgumentError("methods", {
      what: "methods is empty.",
      why: "There is nothing to estimate with.",
      remedy: 'Leave it out for the usual five, or write "all".',
    });
  }
  const ids = estimators.map(({ id }) => id);
  const twice = ids.find((id, i) => ids.indexOf(id) < i);
  if (twice !== undefined) {
    throw new InvalidArgumentError("methods", {
      what: `methods holds ${twice} twice.`,
      why: "Every row of the estimates has an id of its own.",
      remedy: "Name each method with the same options once.",
    });
  }
  return estimators;
}

function unknownMethod(id: string): InvalidArgumentError {
  return new InvalidArgumentError("methods", {
    what: `There is no method ${id}.`,
    why: "Methods are named by id.",
    remedy: `Choose among ${Object.keys(methods).join(", ")}.`,
  });
}

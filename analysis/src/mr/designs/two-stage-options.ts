import { InvalidArgumentError } from "../../errors.ts";
import type { Genotypes } from "../../genotypes/genotypes.ts";
import type { SampleTable } from "../../io/sample-table.ts";

/**
 * `linear`: two-stage least squares, for a binary outcome a difference of risks. `predictorSubstitution`: a logistic second
 * stage on the fitted exposures. `controlFunction`: a logistic second stage on the exposures and the residuals of the first
 * stages.
 */
export type SecondStage = "linear" | "predictorSubstitution" | "controlFunction";

export interface TwoStageOptions {
  /** Individuals; who lacks a value is left out and counted. */
  readonly phenotypes: SampleTable;
  /** Columns of `phenotypes`. */
  readonly outcome: string;
  readonly exposures: string | readonly string[];
  /** Columns of numbers, such as an allele score. */
  readonly instruments?: readonly string[] | undefined;
  readonly covariates?: readonly string[] | undefined;
  readonly secondStage?: SecondStage | undefined;
  /** Which standard errors intervals and P values use: classical for `linear`, robust else, by default. */
  readonly standardErrors?: "classical" | "robust" | undefined;
  /** Of intervals, 0.95 by default. */
  readonly confidence?: number | undefined;
  /** Variants as instruments, or as one allele score. */
  readonly genotypes?: Genotypes | undefined;
  readonly variantIds?: readonly string[] | undefined;
  /** Per effect allele, a weight for each variant: they become one instrument. Not from the same people's own association. */
  readonly scoreWeights?: ArrayLike<number> | undefined;
}

export const METHODS: Readonly<Record<SecondStage, string>> = {
  linear: "two-stage least squares",
  predictorSubstitution: "two-stage predictor substitution, logistic",
  controlFunction: "control function, logistic",
};

export function refuseOptions(options: TwoStageOptions, exposures: readonly string[]): void {
  const { secondStage = "linear", confidence = 0.95, instruments = [], genotypes } = options;
  const refuse = (argument: string, what: string, why: string, remedy: string): never => {
    throw new InvalidArgumentError(argument, { what, why, remedy });
  };
  if (!Object.hasOwn(METHODS, secondStage)) {
    refuse(
      "secondStage",
      `secondStage is ${secondStage as string}.`,
      `It is ${Object.keys(METHODS).join(", ")}.`,
      "Choose one.",
    );
  }
  if (!(confidence > 0 && confidence < 1)) {
    refuse(
      "confidence",
      `confidence is ${confidence}.`,
      "It is a share between 0 and 1.",
      "Leave it out for 0.95.",
    );
  }
  if (exposures.length === 0) {
    refuse("exposures", "There is no exposure.", "An effect is that of one.", "Name a column.");
  }
  if (instruments.length === 0 && !genotypes) {
    refuse(
      "instruments",
      "There is no instrument.",
      "The first stage explains the exposure by instruments.",
      "Name columns of the phenotypes, or give genotypes and variantIds.",
    );
  }
}

import { CollinearityError } from "../../errors.ts";
import { NotEstimableError } from "../mr-errors.ts";
import { orthonormalColumns, projection, residual } from "./orthonormal-columns.ts";
import type { TwoStageColumns } from "./two-stage-columns.ts";
import type { PartialledColumns } from "./two-stage-fit.ts";

/** Takes intercept and covariates out of all columns. */
export function partialOut(people: TwoStageColumns): {
  data: PartialledColumns;
  basis: readonly Float64Array[];
  redundant: string[];
} {
  const n = people.outcome.length;
  const columns = [new Float64Array(n).fill(1), ...people.covariates.map(({ values }) => values)];
  const { basis, redundant: repeated } = orthonormalColumns(columns);
  if (repeated.length > 0) {
    const names = repeated.map((i) => people.covariates[i - 1].name);
    throw new CollinearityError(names, {
      what: `${names.join(", ")} cannot be told from the intercept and the other covariates.`,
      why: "It is constant, or a combination of those before it.",
      remedy: "Leave it out.",
    });
  }
  const instruments = orthonormalColumns(
    people.instruments.map(({ values }) => values),
    basis,
  );
  const p = people.exposures.length;
  if (instruments.basis.length < p) {
    throw new NotEstimableError("TOO_FEW_VARIANTS", {
      what: `${instruments.basis.length} independent instruments for ${p} exposures.`,
      why: "Each exposure needs one that tells it from the others.",
      remedy: "Add instruments, or leave out an exposure.",
    });
  }
  if (n <= basis.length + instruments.basis.length + p) {
    throw new NotEstimableError("TOO_FEW_VARIANTS", {
      what: `${n} people for ${instruments.basis.length} instruments, ${basis.length - 1} covariates and ${p} exposures.`,
      why: "There are no people left to tell chance from effect.",
      remedy: "Use an allele score in place of single variants, or fewer covariates.",
    });
  }
  const exposures = people.exposures.map(({ values }) => residual(values, basis));
  return {
    data: {
      outcome: residual(people.outcome, basis),
      exposures,
      fitted: exposures.map((x) => projection(x, instruments.basis)),
      instruments: instruments.basis,
      takenOut: basis.length,
    },
    basis,
    redundant: instruments.redundant.map((i) => people.instruments[i].name),
  };
}

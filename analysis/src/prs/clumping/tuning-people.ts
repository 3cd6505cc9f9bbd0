import { InvalidArgumentError } from "../../errors.ts";
import type { Genotypes } from "../../genotypes/genotypes.ts";
import { matchSamples } from "../../genotypes/match-samples.ts";
import { modelColumns, sampleColumn } from "../../genotypes/model-columns.ts";
import { weightedLeastSquares } from "../../stats/least-squares.ts";
import type { TuningSet } from "../evaluation/split.ts";

/** Genotyped people of a tuning set with their trait and covariates. */
export interface TuningPeople {
  /** Rows of the genotypes. */
  readonly samples: Uint32Array;
  /** The trait, covariates taken off. */
  readonly trait: Float64Array;
  /** Takes the mean and covariates off any numbers of these people. */
  readonly takeOff: (values: Float64Array) => Float64Array;
}

/** @throws InvalidArgumentError, NoOverlapError */
export function tuningPeople(
  genotypes: Genotypes,
  people: TuningSet,
  trait: string,
  covariates: readonly string[],
  least: number,
): TuningPeople {
  const values = sampleColumn(people, trait);
  if (!(values instanceof Float64Array)) {
    throw new InvalidArgumentError("trait", {
      what: `${trait} holds categories.`,
      why: "Scores are stacked for a number, or for cases 1 and controls 0.",
      remedy: "Name another column, or turn it into numbers.",
    });
  }
  const given = covariates.map((name) => sampleColumn(people, name));
  const isKnown = (row: number): boolean =>
    Number.isFinite(values[row]) &&
    given.every((column) =>
      column instanceof Float64Array ? Number.isFinite(column[row]) : column[row] !== "",
    );
  const rowOfSample = matchSamples(genotypes.samples, people);
  const samples = Uint32Array.from(rowOfSample.keys()).filter(
    (i) => rowOfSample[i] >= 0 && isKnown(rowOfSample[i]),
  );
  const rows = samples.map((i) => rowOfSample[i]);
  if (samples.length < least) throw fewPeople(samples.length, least);
  const columns = [
    new Float64Array(rows.length).fill(1),
    ...covariates.flatMap((name, c) =>
      modelColumns(name, given[c], rows).map(({ values: own }) => own),
    ),
  ];
  const takeOff = (own: Float64Array): Float64Array => {
    const fit = weightedLeastSquares({ columns, y: own });
    if (fit) return fit.residuals;
    throw new InvalidArgumentError("covariates", {
      what: "A covariate is constant, or a combination of others.",
      why: "They are taken off trait and scores by least squares.",
      remedy: "Leave it out.",
    });
  };
  const own = takeOff(Float64Array.from(rows, (row) => values[row]));
  if (!own.some((value) => Math.abs(value) > 1e-9)) {
    throw new InvalidArgumentError("trait", {
      what: `${trait} does not vary among ${rows.length} people of the tuning set.`,
      why: "Scores are weighted by how they predict it.",
      remedy: "Check the column, and who was chosen.",
    });
  }
  return { samples, trait: own, takeOff };
}

function fewPeople(count: number, least: number): InvalidArgumentError {
  return new InvalidArgumentError("tuning", {
    what: `${count} genotyped people of the tuning set have trait and covariates.`,
    why: `Cross-validation needs at least ${least}.`,
    remedy: "Tune on more people, or with fewer folds.",
  });
}

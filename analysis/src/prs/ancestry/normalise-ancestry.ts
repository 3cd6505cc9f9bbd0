import { ConstantTraitError, InvalidArgumentError } from "../../errors.ts";
import { Table } from "../../table.ts";
import { SMALLEST_COUNT } from "../evaluation/small-counts.ts";
import {
  adjustScore,
  fitScore,
  predictors,
  scalingOf,
  type AdjustedScore,
  type ScoreModel,
} from "./adjust-score.ts";
import { whole } from "../../words.ts";
import { NormalisedScores, type NormalisedColumns } from "./normalised-scores.ts";
import {
  commonScores,
  placePeople,
  rowsOfTable,
  takeLabels,
  type PeopleTable,
  type PlacedPeople,
} from "./people-columns.ts";
import { countNearest, nearestOf, similarityTable, type Nearest } from "./nearest-population.ts";
import { cloudOf } from "./population-cloud.ts";

/** People with principal components and scores, joined by their ids. */
export interface AncestryPeople {
  /** Components in the order of their columns, of `qc.principalComponents` or `qc.projectSamples`. */
  readonly components: PeopleTable;
  /** A column of numbers a score, such as `prs.score` returns. */
  readonly scores: PeopleTable;
}

export interface NormaliseAncestryOptions {
  readonly reference: AncestryPeople & {
    /** Of each row of `components`. */
    readonly populations: readonly string[];
    /** 1 for those who define populations and fit models, such as unrelated people; everyone by default. */
    readonly isTraining?: ArrayLike<number | boolean> | undefined;
  };
  readonly target: AncestryPeople;
  /** Columns of scores; all that both tables have by default. */
  readonly scores?: readonly string[] | undefined;
  readonly components?:
    | {
        /** How many tell the most similar population, 5 by default. */
        readonly similarity?: number | undefined;
        /** How many scores are adjusted by, 4 by default. */
        readonly normalisation?: number | undefined;
      }
    | undefined;
  /** Below this P of its distance the most similar population is of low confidence, 1e-10 by default. */
  readonly leastP?: number | undefined;
}

/**
 * Puts scores on a scale that does not depend on ancestry, by a reference with known populations.
 *
 * The most similar population is the one at the least Mahalanobis distance in the components. Within it a score becomes a
 * percentile and a Z; `zNorm1` takes off the mean that the components predict, `zNorm2` also divides by the standard
 * deviation they predict (normal likelihood, log-linear variance). As pgsc_calc with `Mahalanobis`, but P of a distance has
 * as many degrees of freedom as components (pgsc_calc: one fewer). Adjusted scores are comparable, not equally accurate:
 * a score predicts worse the farther a person's ancestry is from that of its study.
 *
 * @returns a row a person of the target and score; `reference`, `similarity`, `populations`, `models`
 * @throws InvalidArgumentError, LengthMismatchError, NoOverlapError, ConstantTraitError when no score varies
 * @example
 * const components = await qc.principalComponents(panel, { components: 4 });
 * const { variantId, effectAllele } = panel.variants;
 * const weights = { trait: variantId.map((_, v) => Math.cos(v)) };
 * const files = prs.scoringFile({ variantId, effectAllele, weights });
 * const scores = await prs.score({ scores: files, genotypes: panel, keepAmbiguous: true });
 * const populations = scores.individualId.map((_, i) => (i % 2 ? "north" : "south"));
 * const adjusted = prs.normaliseAncestry({
 *   reference: { components, scores, populations },
 *   target: { components: await qc.projectSamples(panel, { reference: components }), scores },
 *   components: { similarity: 4 },
 * });
 * @see Khera et al. 2019, doi:10.1161/CIRCULATIONAHA.118.035658 (mean); Khan et al. 2022,
 * doi:10.1038/s41591-022-01869-1 (variance); Lambert et al. 2024, doi:10.1101/2024.05.29.24307783 (pgsc_calc)
 */
export function normaliseAncestry(options: NormaliseAncestryOptions): NormalisedScores {
  const { leastP = 1e-10, components = {} } = options;
  const { similarity = 5, normalisation = 4 } = components;
  refuseSettings({ similarity, normalisation }, leastP);
  const k = Math.max(similarity, normalisation);
  const names = commonScores(options.reference.scores, options.target.scores, options.scores);
  const place = ({ components, scores }: AncestryPeople, role: string): PlacedPeople =>
    placePeople(components, scores, names, k, role);
  const reference = place(options.reference, "reference");
  const target = place(options.target, "target");
  const rows = rowsOfTable(options.reference.components);
  const labels = takeLabels(options.reference.populations, reference, rows, "populations");
  const { isTraining } = options.reference;
  const isUsed = isTraining && takeLabels(isTraining, reference, rows, "isTraining");
  const training = labels.flatMap((label, i) => (label !== "" && (isUsed?.[i] ?? 1) ? [i] : []));
  const populations = [...new Set(training.map((i) => labels[i]))];
  if (populations.length === 0) throw noPopulation();
  const axes = reference.components.slice(0, similarity);
  const clouds = populations.map((name) =>
    cloudOf(
      name,
      axes,
      training.filter((i) => labels[i] === name),
    ),
  );
  const ofTarget = nearestOf(clouds, target, similarity, leastP);
  const ofReference = nearestOf(clouds, reference, similarity, leastP);
  const own = labels.map((label, i) => {
    const named = populations.indexOf(label);
    return named < 0 ? ofReference.population[i] : named;
  });
  const scaling = scalingOf(reference.components.slice(0, normalisation), training);
  const columns = [reference, target].map((people) => predictors(people.components, scaling));
  const models = reference.scores.map((score) =>
    fitScore(columns[0], score, own, populations.length, training),
  );
  const kept = names.flatMap((name, s) => (models[s] ? [{ name, s, model: models[s] }] : []));
  if (kept.length === 0) throw noneVaries(names);
  const rowsOf = (people: PlacedPeople, of: number, nearest: Nearest): NormalisedColumns =>
    personRows(
      people,
      nearest,
      populations,
      kept.map(({ name, s, model }) => ({
        name,
        sum: people.scores[s],
        adjusted: adjustScore(model, columns[of], people.scores[s], nearest.population),
      })),
    );
  const dropped = names.filter((_, s) => !models[s]);
  const provenance = {
    method: "ancestry normalisation",
    samples: target.count,
    referenceSamples: training.length,
    similarityComponents: similarity,
    normalisationComponents: normalisation,
    leastP,
  };
  return new NormalisedScores(rowsOf(target, 1, ofTarget), provenance, {
    reference: new Table(
      rowsOf(reference, 0, { ...ofReference, population: Int32Array.from(own) }),
      provenance,
    ),
    similarity: similarityTable(target, ofTarget, populations),
    populations: new Table({
      population: populations,
      reference: Int32Array.from(clouds, ({ people }) => people),
      target: countNearest(populations, ofTarget, () => true),
      lowConfidence: countNearest(populations, ofTarget, (i) => ofTarget.isLow[i] === 1),
    }),
    models: modelTable(kept, normalisation),
    notices: noticesOf({ reference, target, nearest: ofTarget, dropped, kept }),
  });
}

function personRows(
  people: PlacedPeople,
  { population, isLow }: Nearest,
  populations: readonly string[],
  scores: readonly { name: string; sum: Float64Array; adjusted: AdjustedScore }[],
): NormalisedColumns {
  const repeated = <T>(values: readonly T[]): T[] => scores.flatMap(() => values);
  const joined = (column: (of: (typeof scores)[number]) => Float64Array): Float64Array =>
    Float64Array.from(scores.flatMap((of) => Array.from(column(of))));
  return {
    familyId: repeated(people.familyId),
    individualId: repeated(people.individualId),
    score: scores.flatMap(({ name }) => new Array<string>(people.count).fill(name)),
    sum: joined(({ sum }) => sum),
    mostSimilarPopulation: repeated(Array.from(population, (p) => populations[p])),
    isLowConfidence: Uint8Array.from(repeated(Array.from(isLow))),
    percentileMostSimilarPopulation: joined(({ adjusted }) => adjusted.percentile),
    zMostSimilarPopulation: joined(({ adjusted }) => adjusted.zPopulation),
    zNorm1: joined(({ adjusted }) => adjusted.zNorm1),
    zNorm2: joined(({ adjusted }) => adjusted.zNorm2),
  };
}

function modelTable(
  kept: readonly { name: string; model: ScoreModel }[],
  components: number,
): NormalisedScores["models"] {
  const terms = ["intercept", ...Array.from({ length: components }, (_, c) => `PC${c + 1}`)];
  const column = (of: (model: ScoreModel) => Float64Array | undefined): Float64Array =>
    Float64Array.from(kept.flatMap(({ model }) => Array.from(of(model) ?? terms.map(() => NaN))));
  return new Table({
    score: kept.flatMap(({ name }) => terms.map(() => name)),
    term: kept.flatMap(() => terms),
    mean: column(({ mean, offset }) => mean.mean.map((b, c) => (c === 0 ? b + offset : b))),
    meanOfBoth: column(({ meanVariance, offset }) =>
      meanVariance?.mean.map((b, c) => (c === 0 ? b + offset : b)),
    ),
    logVarianceOfBoth: column(({ meanVariance }) => meanVariance?.logVariance),
  });
}

function noticesOf(of: {
  readonly reference: PlacedPeople;
  readonly target: PlacedPeople;
  readonly nearest: Nearest;
  readonly dropped: readonly string[];
  readonly kept: readonly { name: string; model: ScoreModel }[];
}): string[] {
  const { reference, target, nearest, dropped, kept } = of;
  const low = nearest.isLow.filter((value) => value === 1).length;
  const named = new Set(reference.individualId.map((id, i) => `${reference.familyId[i]}\t${id}`));
  const both = target.individualId.filter((id, i) => named.has(`${target.familyId[i]}\t${id}`));
  const failed = kept.filter(({ model }) => !model.meanVariance).map(({ name }) => name);
  return [
    ...(low > 0
      ? [
          `${low < SMALLEST_COUNT ? "A few" : whole(low)} of ${whole(target.count)} people are unlike every population of the reference (low confidence): their percentiles and Z within a population mean little.`,
        ]
      : []),
    ...(dropped.length > 0
      ? [`Left out, since they do not vary in the reference: ${dropped.join(", ")}.`]
      : []),
    ...(failed.length > 0
      ? [`No variance model could be fitted for ${failed.join(", ")}: zNorm2 is missing.`]
      : []),
    ...(both.length > 0
      ? [`${whole(both.length)} people of the target are named as people of the reference are.`]
      : []),
    ...[reference, target].flatMap(({ leftOut }, i) =>
      leftOut > 0
        ? [
            `${leftOut} people of the ${i === 0 ? "reference" : "target"} left out: without components or scores.`,
          ]
        : [],
    ),
  ];
}

function refuseSettings(components: Readonly<Record<string, number>>, leastP: number): void {
  for (const [name, value] of Object.entries(components)) {
    if (Number.isInteger(value) && value > 0) continue;
    throw new InvalidArgumentError(`components.${name}`, {
      what: `components.${name} is ${value}.`,
      why: "It counts principal components.",
      remedy: "Choose a whole number from 1 on.",
    });
  }
  if (leastP > 0 && leastP < 1) return;
  throw new InvalidArgumentError("leastP", {
    what: `leastP is ${leastP}.`,
    why: "It is compared with a P value.",
    remedy: "Choose a number between 0 and 1.",
  });
}

function noPopulation(): InvalidArgumentError {
  return new InvalidArgumentError("reference.populations", {
    what: "No person of the reference has a population and is used.",
    why: "People of the target are compared with populations of the reference.",
    remedy: "Check populations and isTraining.",
  });
}

function noneVaries(names: readonly string[]): ConstantTraitError {
  return new ConstantTraitError({
    what: `${names.join(", ")} cannot be adjusted: constant in the reference, or its components are collinear.`,
    why: "An adjusted score is measured in standard deviations of the reference.",
    remedy: "Check how many variants of the score the reference has.",
  });
}

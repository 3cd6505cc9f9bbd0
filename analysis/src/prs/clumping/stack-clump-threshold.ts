import type { ComputeOptions } from "../../compute/run-method.ts";
import { InvalidArgumentError } from "../../errors.ts";
import type { Genotypes } from "../../genotypes/genotypes.ts";
import { validatedElasticNet, type ValidatedElasticNet } from "../../stats/elastic-net.ts";
import type { Table } from "../../table.ts";
import type { TuningSet } from "../evaluation/split.ts";
import { counted } from "../../words.ts";
import { score } from "../scoring/score.ts";
import { scoringFile, type ScoringFile } from "../scoring/scoring-file.ts";
import { readBase } from "./base-associations.ts";
import { clumpAtThresholds } from "./clump-threshold.ts";
import type { ClumpThreshold } from "./clump-threshold-result.ts";
import { StackedScore, type StackCandidateColumns } from "./stacked-score.ts";
import { tuningPeople } from "./tuning-people.ts";

export interface StackClumpThresholdOptions extends ComputeOptions {
  readonly associations: Table;
  /** Whose linkage decides: people of the ancestry of the associations. */
  readonly genotypes: Genotypes;
  /** Who the weights are fitted to: neither people of the associations nor of the test; see `prs.split`. */
  readonly tuning: {
    readonly people: TuningSet;
    readonly genotypes: Genotypes;
    readonly trait: string;
    readonly covariates?: readonly string[] | undefined;
  };
  readonly grid?:
    | {
        /** Of clumping, 0.01, 0.05, 0.1, 0.2, 0.5, 0.8 and 0.95 by default. */
        readonly r2?: readonly number[] | undefined;
        /** Windows at r² 1, in kilobases; each is divided by r². 50, 100, 200 and 500 by default. */
        readonly baseKilobases?: readonly number[] | undefined;
        /** Least imputation qualities, 0.9 by default. */
        readonly info?: readonly number[] | undefined;
        /** How many thresholds on P, in equal steps of log(−log P), 50 by default. */
        readonly thresholds?: number | undefined;
      }
    | undefined;
  readonly ambiguous?: "drop" | "keep" | undefined;
  /** Mixtures of lasso (1) and ridge (0) to choose from, 1, 0.01 and 0.0001 by default. */
  readonly alphas?: readonly number[] | undefined;
  /** Of the cross-validation that chooses penalties, 10 by default. */
  readonly folds?: number | undefined;
  /** Of who is in which fold, 1 by default. */
  readonly seed?: number | undefined;
}

const R2 = [0.01, 0.05, 0.1, 0.2, 0.5, 0.8, 0.95];
const BASE_KILOBASES = [50, 100, 200, 500];
const ALPHAS = [1, 0.01, 0.0001];

/**
 * Stacked clumping and thresholding: many scores, over a grid of r², windows, imputation qualities and thresholds, and one
 * weighted sum of them that predicts best in a tuning set, by an elastic net with cross-validation.
 *
 * The net is linear, for cases and controls too: their score ranks people, it is no log-odds.
 *
 * @returns the stacked score's weights as `scores`, and the candidates with their coefficients. The tuning set has been
 * used up: report the score on people whom it has not seen
 * @throws InvalidArgumentError, also when no candidate predicts the trait; NoOverlapError, CancelledError
 * @example
 * const { tuning, test } = prs.split({ people, share: 0.5, seed: 1 });
 * const stacked = await prs.stackClumpThreshold({
 *   associations: result,
 *   genotypes: cohort,
 *   tuning: { people: tuning, genotypes: cohort, trait: "height" },
 *   grid: { r2: [0.1, 0.5], thresholds: 10 },
 *   ambiguous: "keep",
 * });
 * @see Privé et al. 2019, doi:10.1016/j.ajhg.2019.11.001
 */
export async function stackClumpThreshold(
  options: StackClumpThresholdOptions,
): Promise<StackedScore> {
  const { tuning, grid = {}, alphas = ALPHAS, folds = 10, seed = 1, compute, signal } = options;
  const { r2 = R2, baseKilobases = BASE_KILOBASES, info = [0.9], thresholds = 50 } = grid;
  refuseWhole("folds", folds, 2);
  refuseWhole("grid.thresholds", thresholds, 1);
  if (alphas.length === 0 || alphas.some((alpha) => !(alpha >= 0 && alpha <= 1)))
    throw outside("alphas", String(alphas), "numbers between 0 and 1");
  if (r2.length * baseKilobases.length * info.length === 0 || r2.some((value) => !(value > 0)))
    throw outside("grid", "empty, or has an r² of 0", "at least one value of each, r² above 0");
  const { people, trait, covariates = [] } = tuning;
  const chosen = tuningPeople(tuning.genotypes, people, trait, covariates, Math.max(2 * folds, 10));
  const ladder = logLadder(readBase(options.associations).negLog10PValue, thresholds);
  const candidates: Candidate[] = [];
  const columns: Float64Array[] = [];
  // Of the first clumping; the panel stays the same.
  let ancestry: readonly string[] | undefined;
  const target = tuning.genotypes.select({ samples: chosen.samples });
  for (const quality of info) {
    for (const limit of r2) {
      for (const base of baseKilobases) {
        const kilobases = base / limit;
        const own = await clumpAtThresholds({
          ...{ associations: options.associations, genotypes: options.genotypes, target },
          ...{ clump: { r2: limit, kilobases }, thresholds: ladder, info: quality },
          ...{ ambiguous: options.ambiguous, compute, signal, ancestry },
        });
        ancestry ??= [];
        const scored = await score({
          ...{
            scores: own.scores,
            genotypes: target,
            by: "name",
            minimumOverlap: 0,
            compute,
            signal,
          },
          keepAmbiguous: options.ambiguous === "keep",
        });
        own.scores.scores.forEach((name, c) => {
          candidates.push({ info: quality, r2: limit, kilobases, of: own, name, column: c });
          columns.push(chosen.takeOff(scored.sum(name)));
        });
      }
    }
  }
  const fit = validatedElasticNet(
    { columns, y: chosen.trait },
    { alphas, folds, seed, penalties: 100, ratio: 1e-4 },
  );
  if (!fit.coefficients.some((b) => b !== 0)) throw nothingPredicts(candidates.length, trait);
  return stacked(candidates, columns, chosen.trait, fit, {
    method: "stacked clumping and thresholding",
    ...{ trait, covariates, seed, folds, alpha: fit.alpha, lambda: fit.lambda },
    panel: options.genotypes.source,
    tuningPeople: chosen.trait.length,
  });
}

interface Candidate {
  readonly info: number;
  readonly r2: number;
  readonly kilobases: number;
  readonly of: ClumpThreshold;
  /** Of its score among those of the clumping, and the place. */
  readonly name: string;
  readonly column: number;
}

function stacked(
  candidates: readonly Candidate[],
  columns: readonly Float64Array[],
  trait: Float64Array,
  fit: ValidatedElasticNet,
  provenance: StackedScore["provenance"],
): StackedScore {
  const weights = new Map<string, number>();
  const firsts = new Map<string, { of: ScoringFile; row: number }>();
  candidates.forEach(({ of: { scores }, column }, c) => {
    if (fit.coefficients[c] === 0) return;
    scores.columns.variantId.forEach((id, row) => {
      const weight = scores.weights[column][row];
      if (weight === 0) return;
      if (!firsts.has(id)) firsts.set(id, { of: scores, row });
      weights.set(id, (weights.get(id) ?? 0) + fit.coefficients[c] * weight);
    });
  });
  const correlation = Float64Array.from(columns, (column) => correlate(column, trait));
  const best = correlation.indexOf(Math.max(...correlation));
  const tableOf = ({ of }: Candidate): ClumpThreshold["thresholds"]["columns"] =>
    of.thresholds.columns;
  const placeOf = (candidate: Candidate): number =>
    tableOf(candidate).score.indexOf(candidate.name);
  const numbers = (value: (candidate: Candidate) => number): Float64Array =>
    Float64Array.from(candidates, value);
  const table: StackCandidateColumns = {
    info: numbers(({ info }) => info),
    r2: numbers(({ r2 }) => r2),
    kilobases: numbers(({ kilobases }) => kilobases),
    threshold: numbers((candidate) => tableOf(candidate).threshold[placeOf(candidate)]),
    variants: Int32Array.from(
      candidates,
      (candidate) => tableOf(candidate).variants[placeOf(candidate)],
    ),
    correlation,
    coefficient: fit.coefficients,
  };
  const named = [...firsts].filter(([id]) => weights.get(id) !== 0);
  const { of, column } = candidates[best];
  const rows = Array.from(of.scores.weights[column].keys()).filter(
    (row) => of.scores.weights[column][row] !== 0,
  );
  const cautions = [...new Set(candidates.flatMap(({ of }) => of.scores.notices))];
  return new StackedScore(table, provenance, {
    scores: fileOf(
      "stacked",
      named.map(([id, first]) => ({ ...first, weight: weights.get(id)! })),
      cautions,
    ),
    best: fileOf(
      "best",
      rows.map((row) => ({ of: of.scores, row, weight: of.scores.weights[column][row] })),
      cautions,
    ),
    notices: [
      ...new Set(candidates.flatMap(({ of }) => of.notices)),
      "Weights were fitted to the tuning set: report the score on people whom it has not seen.",
    ],
  });
}

function fileOf(
  name: string,
  entries: readonly { of: ScoringFile; row: number; weight: number }[],
  notices: readonly string[],
): ScoringFile {
  const texts = (key: "variantId" | "effectAllele" | "otherAllele"): string[] =>
    entries.map(({ of, row }) => of.columns[key][row]);
  return scoringFile({
    weights: { [name]: entries.map(({ weight }) => weight) },
    variantId: texts("variantId"),
    effectAllele: texts("effectAllele"),
    otherAllele: texts("otherAllele"),
    chromosome: entries.map(({ of, row }) => of.columns.chromosome[row]),
    basePairLocation: entries.map(({ of, row }) => of.columns.basePairLocation[row]),
    build: entries[0]?.of.build,
    source: `${name} clumping and thresholding`,
    notices,
  });
}

/** P values whose −log10 rise from 0.1 to the largest there is, in equal steps of their logarithm. */
function logLadder(negLog10PValue: Float64Array, count: number): number[] {
  const largest = negLog10PValue.reduce(
    (most, value) => (value > most && value < 300 ? value : most),
    0.2,
  );
  const top = Math.log(largest * 0.9999);
  const bottom = Math.log(0.1);
  return Array.from({ length: count }, (_, i) => {
    const x = count === 1 ? bottom : bottom + ((top - bottom) * i) / (count - 1);
    return Number((10 ** -Math.exp(x)).toPrecision(4));
  });
}

/** Of two columns of mean 0. */
function correlate(a: Float64Array, b: Float64Array): number {
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += a[i] * b[i];
    aa += a[i] * a[i];
    bb += b[i] * b[i];
  }
  return aa > 0 ? ab / Math.sqrt(aa * bb) : 0;
}

function refuseWhole(argument: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least)
    throw outside(argument, String(value), `a whole number from ${least} on`);
}

function outside(argument: string, value: string, range: string): InvalidArgumentError {
  return new InvalidArgumentError(argument, {
    what: `${argument} is ${value}.`,
    why: `It must be ${range}.`,
    remedy: "Leave it out for the usual values.",
  });
}

function nothingPredicts(candidates: number, trait: string): InvalidArgumentError {
  return new InvalidArgumentError("tuning", {
    what: `None of ${counted(candidates, "candidate")} predicts ${trait} in the tuning set better than its mean.`,
    why: "The penalty with the least cross-validated error leaves every coefficient at 0.",
    remedy: "Tune on more people, or use prs.clumpThreshold with a threshold chosen beforehand.",
  });
}

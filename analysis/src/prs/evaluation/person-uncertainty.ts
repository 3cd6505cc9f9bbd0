import { InvalidArgumentError, LengthMismatchError } from "../../errors.ts";
import type { SampleTable } from "../../io/sample-table.ts";
import { meanAndDeviation } from "../../stats/standard-scale.ts";
import { Table } from "../../table.ts";
import { finiteValues, properShare } from "./checked-values.ts";
import { fewPeople } from "./evaluation-errors.ts";
import { topShare } from "./score-strata.ts";
import { quantile } from "./variance-explained.ts";

export type PersonUncertaintyColumns = {
  readonly familyId: readonly string[];
  readonly individualId: readonly string[];
  /** Over the draws. */
  readonly mean: Float64Array;
  readonly standardDeviation: Float64Array;
  /** Of the credible interval, from quantiles of the draws. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** Share of the draws in which the person is among the highest scores of all these people. */
  readonly topProbability: Float64Array;
};

/**
 * How sure each person's score is, from scores under draws of the posterior weights. Shows quantiles, never a person.
 *
 * @param options.people - the n people, in the order of the draws
 * @param options.draws - at least two arrays of n scores, one for each draw of the weights
 * @param options.top - the share of people that counts as high; 10 % by default
 * @param options.level - of the credible interval
 * @throws NotEvaluableError, LengthMismatchError, InvalidArgumentError
 * @example
 * const age = people.columns.age as Float64Array;
 * const draws = [0.9, 1, 1.1].map((weight) => age.map((years, i) => weight * years + (i % 3)));
 * const sure = prs.personUncertainty({ people, draws });
 * @see Ding et al. 2022, doi:10.1038/s41588-021-00961-5
 */
export function personUncertainty(options: {
  readonly people: SampleTable;
  readonly draws: readonly ArrayLike<number>[];
  readonly top?: number;
  readonly level?: number;
}): Table<PersonUncertaintyColumns> {
  const { people, draws } = options;
  const top = properShare("top", options.top ?? 0.1);
  const level = properShare("level", options.level ?? 0.95);
  const n = people.count;
  if (n === 0) throw fewPeople("There is nobody.", "one person");
  if (draws.length < 2) {
    throw new InvalidArgumentError("draws", {
      what: `There ${draws.length === 1 ? "is one draw" : "are no draws"}.`,
      why: "Uncertainty is the spread of a person's score over draws.",
      remedy: "Score the people with several posterior samples of the weights.",
    });
  }
  const scores = draws.map((draw, d) => {
    if (draw.length === n) return finiteValues(`draws[${d}]`, draw);
    throw new LengthMismatchError({
      what: `Draw ${d} has ${draw.length} scores for ${n} people.`,
      why: "Every draw scores each person once, in the same order.",
      remedy: `Give ${n} scores.`,
    });
  });
  const often = new Float64Array(n);
  for (const draw of scores) topShare(draw, top).forEach((isTop, i) => (often[i] += isTop));
  const own = new Float64Array(scores.length);
  const rows = { mean: new Float64Array(n), standardDeviation: new Float64Array(n) };
  const [lower, upper] = [new Float64Array(n), new Float64Array(n)];
  for (let i = 0; i < n; i++) {
    for (let d = 0; d < scores.length; d++) own[d] = scores[d][i];
    const { mean, deviation } = meanAndDeviation(own);
    rows.mean[i] = mean;
    rows.standardDeviation[i] = deviation;
    own.sort();
    lower[i] = quantile(own, (1 - level) / 2);
    upper[i] = quantile(own, (1 + level) / 2);
  }
  return new Table(
    {
      familyId: people.familyId ?? people.individualId.map(() => "0"),
      individualId: people.individualId,
      ...rows,
      lower,
      upper,
      topProbability: often.map((count) => count / scores.length),
    },
    {
      method: "uncertainty of each person's score over posterior draws",
      n,
      draws: draws.length,
      level,
      top,
    },
  );
}

import { sampleColumn } from "../../genotypes/model-columns.ts";
import type { SampleTable } from "../../io/sample-table.ts";
import { concordanceIndex } from "../../stats/concordance.ts";
import { linearPredictor } from "../../stats/logistic-regression.ts";
import { tableHtml, tableText } from "../../table-display.ts";
import { Table } from "../../table.ts";
import { InvalidArgumentError } from "../../errors.ts";
import { counted, whole } from "../../words.ts";
import { NotEvaluableError, SeenInTuningError, constantScore } from "./evaluation-errors.ts";
import {
  evaluatedPeople,
  type DesignColumn,
  type EvaluatedPeople,
  type Outcome,
} from "./evaluation-people.ts";
import { countShared, peopleHashes, type PeopleHashes } from "./id-hashes.ts";
import { EFFECTS, fitOutcome } from "./outcome.ts";
import type { TuningSet } from "./split.ts";
import { rememberTuning } from "./tuned-before.ts";
import { varianceExplained } from "./variance-explained.ts";

export type CandidateColumns = {
  readonly score: readonly string[];
  /** NaN where the candidate was refused. */
  readonly value: Float64Array;
  /** beta, log odds ratio or log hazard ratio per unit of the score: below 0 it points the wrong way. */
  readonly effect: Float64Array;
  readonly errorCode: readonly string[];
  readonly reason: readonly string[];
};

/** A linear model whose columns can be made again for other people. */
export interface TunedModel {
  readonly columns: readonly Omit<DesignColumn, "values">[];
  /** Intercept first. */
  readonly coefficients: Float64Array;
}

/** A score chosen, and a model fitted, on a tuning set; it remembers by hashes whom it saw. */
export interface TunedScore {
  readonly kind: "tuned-score";
  /** The chosen column. */
  readonly name: string;
  readonly criterion: string;
  readonly candidates: Table<CandidateColumns>;
  readonly outcome: "quantitative" | "binary" | "survival";
  /** Of score and covariates. */
  readonly model: TunedModel;
  /** Of covariates alone; absent when there are none. */
  readonly baseModel?: TunedModel | undefined;
  readonly tunedOn: number;
  /** Hashes of everybody in the tuning set, also of those who miss a value. */
  readonly seen: PeopleHashes;
}

/**
 * Chooses among candidate scores by what they add to the covariates in a tuning set, and fits the model of the winner.
 *
 * The choice makes the winner's value in the tuning set too good: report it on a `TestSet`, which `prs.evaluate` enforces.
 *
 * @param options.tuning - from `prs.split`
 * @param options.scores - columns of it, such as one for each P-value threshold or shrinkage
 * @param options.outcome - as for `prs.evaluate`
 * @param options.covariates - columns of it
 * @returns the choice with all candidates and their values (incremental R², incremental Nagelkerke R², or C-index)
 * @throws NotEvaluableError when no candidate can be judged; InvalidArgumentError
 * @example
 * const { tuning, test } = prs.split({ people, seed: 1 });
 * const tuned = prs.tune({ tuning, scores: ["age", "sex"], outcome: { quantitative: "height" } });
 * const evaluation = prs.evaluate({ people: test, score: tuned, outcome: { quantitative: "height" } });
 */
export function tune(options: {
  readonly tuning: TuningSet;
  readonly scores: readonly string[];
  readonly outcome: Outcome;
  readonly covariates?: readonly string[] | undefined;
}): TunedScore {
  const { tuning, scores } = options;
  refuseNoTuningSet(tuning);
  if (scores.length === 0) {
    throw new InvalidArgumentError("scores", {
      what: "There are no candidates.",
      why: "Tuning chooses one of the scores that are named.",
      remedy: "Name columns of the tuning set.",
    });
  }
  const people = evaluatedPeople(
    { ...options, people: tuning },
    Object.fromEntries(scores.map((name) => [name, name])),
    3,
    1,
  );
  const judged = scores.map((name, s) => judge(name, people, s));
  const best = judged.reduce(
    (winner, { value }, s) =>
      !(value <= (judged[winner]?.value ?? -Infinity)) && !Number.isNaN(value) ? s : winner,
    -1,
  );
  if (best < 0) throw judged[0].refusal ?? constantScore();
  const { criterion } = judged[best];
  const covariates = people.covariates.map(({ values }) => values);
  const described = people.covariates.map(({ name, source, level }) => ({ name, source, level }));
  const { outcome } = people;
  const tuned: TunedScore = {
    kind: "tuned-score",
    name: scores[best],
    criterion,
    candidates: new Table(
      {
        score: scores,
        value: Float64Array.from(judged, ({ value }) => value),
        effect: Float64Array.from(judged, ({ effect }) => effect),
        errorCode: judged.map(({ refusal }) => refusal?.code ?? ""),
        reason: judged.map(({ refusal }) => refusal?.what ?? ""),
      },
      {
        method: `chosen by ${criterion}`,
        n: people.rows.length,
        effect: `${EFFECTS[outcome.kind]} scale, per unit of the score`,
        caution: "the winner's value is too good, for it was chosen here: report it on a test set",
      },
    ),
    outcome: outcome.kind,
    model: {
      columns: [...described, { name: scores[best], source: scores[best] }],
      coefficients: fitOutcome(outcome, [...covariates, people.scores[best]]).coefficients,
    },
    ...(covariates.length > 0
      ? {
          baseModel: {
            columns: described,
            coefficients: fitOutcome(outcome, covariates).coefficients,
          },
        }
      : {}),
    tunedOn: people.rows.length,
    seen: peopleHashes(tuning),
  };
  rememberTuning(
    tuning,
    Object.fromEntries(scores.map((name) => [name, tuning.columns[name] as Float64Array])),
  );
  return displayed(tuned);
}

/** Types say it; this is for values that come without them. */
function refuseNoTuningSet(tuning: { readonly setRole?: string }): void {
  if (tuning.setRole === "tuning") return;
  throw new InvalidArgumentError("tuning", {
    what: `These people are ${tuning.setRole === "test" ? "a test set" : "of no set"}.`,
    why: "A score that is chosen on people looks better in them than it is, so that others must judge it.",
    remedy: "Divide them first: const { tuning, test } = prs.split({ people }).",
  });
}

interface Judged {
  readonly criterion: string;
  readonly value: number;
  readonly effect: number;
  readonly refusal?: NotEvaluableError;
}

function judge(name: string, people: EvaluatedPeople, s: number): Judged {
  const { outcome } = people;
  const score = people.scores[s];
  const covariates = people.covariates.map(({ values }) => values);
  try {
    if (score.every((value) => value === score[0])) throw constantScore(name);
    const fit = fitOutcome(outcome, [...covariates, score]);
    const effect = fit.coefficients[covariates.length + 1];
    if (outcome.kind === "survival") {
      const sign = effect < 0 ? -1 : 1;
      const found = concordanceIndex(
        score.map((value) => sign * value),
        outcome.time,
        outcome.isEvent,
      );
      return {
        criterion: "C-index in the direction of its effect",
        value: found?.concordance ?? NaN,
        effect,
      };
    }
    const isBinary = outcome.kind === "binary";
    const criterion = `${covariates.length > 0 ? "incremental " : ""}${isBinary ? "Nagelkerke R²" : "R²"}`;
    const rows = varianceExplained({
      score,
      outcome: outcome.values,
      covariates,
      isBinary,
      confidence: 0.95,
      bootstraps: 0,
      seed: 1,
    });
    return {
      criterion,
      value: rows.find(({ measure }) => measure === criterion)?.estimate ?? NaN,
      effect,
    };
  } catch (refusal) {
    if (!(refusal instanceof NotEvaluableError)) throw refusal;
    return { criterion: "", value: NaN, effect: NaN, refusal };
  }
}

/** @throws SeenInTuningError when the score saw any of these people */
export function refuseSeen(tuned: TunedScore, people: SampleTable | undefined): void {
  if (!people) {
    throw new InvalidArgumentError("people", {
      what: `${tuned.name} was tuned, and the people to evaluate it on are not named.`,
      why: "Whether it was tuned on them is told by their ids.",
      remedy: "Pass people: the test set of the same prs.split, or a table of another cohort.",
    });
  }
  const count = countShared(people, tuned.seen);
  if (count === 0) return;
  throw new SeenInTuningError(count, {
    what: `${whole(count)} of ${counted(people.count, "person", "people")} to evaluate on were in the tuning set of ${tuned.name}.`,
    why: "A score looks better than it is in the people that chose it.",
    remedy: "Evaluate on the test set of the same prs.split, or on another cohort.",
  });
}

/** Linear predictors of a tuned model for these rows of other people. */
export function predictedBy(
  model: TunedModel,
  people: SampleTable,
  rows: Uint32Array,
): Float64Array {
  const columns = model.columns.map(({ source, level }) => {
    const column = sampleColumn(people, source);
    return column instanceof Float64Array
      ? Float64Array.from(rows, (row) => column[row])
      : Float64Array.from(rows, (row) => Number(column[row] === level));
  });
  return linearPredictor(model.coefficients, columns, rows.length);
}

// Hashes of people are no part of what is printed.
function displayed(tuned: TunedScore): TunedScore {
  const headline = `Tuned score ${tuned.name}, chosen among ${whole(tuned.candidates.rowCount)} by ${tuned.criterion} in ${counted(tuned.tunedOn, "person", "people")}`;
  const text = (): string => `${headline}\n${tableText(tuned.candidates)}`;
  Object.defineProperty(tuned, "seen", { enumerable: false });
  Object.defineProperty(tuned, Symbol.for("nodejs.util.inspect.custom"), { value: text });
  Object.defineProperty(tuned, Symbol.for("Jupyter.display"), {
    value: () => ({
      "text/plain": text(),
      "text/html": `<div>${tableHtml(tuned.candidates)}</div>`,
    }),
  });
  return tuned;
}

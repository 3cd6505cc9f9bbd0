import { describe, expect, test } from "vitest";
import { randomStream } from "../../random.ts";
import { meanAndDeviation } from "../../stats/standard-scale.ts";
import { evaluate } from "./evaluate.ts";

const N = 600;
const random = randomStream(9, "people");
const numbers = (make: (i: number) => number): Float64Array =>
  Float64Array.from({ length: N }, (_, i) => make(i));
const score = numbers(() => 5 + 2 * random.normal());
const age = numbers(() => 50 + 10 * random.normal());
const disease = numbers((i) =>
  Number(random.uniform() < 1 / (1 + Math.exp(1 - (score[i] - 5) / 2 - 0.03 * (age[i] - 50)))),
);
const height = numbers((i) => 170 + score[i] + 5 * random.normal());
const found = evaluate({ score, outcome: { binary: disease }, covariates: { age } });

/** Area under a curve by trapezoids. */
function area(x: readonly number[], y: readonly number[]): number {
  return x.reduce((sum, at, i) => (i ? sum + ((at - x[i - 1]) * (y[i] + y[i - 1])) / 2 : 0), 0);
}

describe("what plots of an evaluation draw", () => {
  test("a ROC curve a model, with the AUC that the measures have", () => {
    const { roc, measures } = found;
    const rows = roc.toRows();
    expect([...new Set(roc.columns.model)]).toEqual([
      "score",
      "covariates",
      "covariates and score",
    ]);
    const aucOf = (pattern: RegExp): number =>
      measures.toRows().find(({ measure }) => pattern.test(measure))!.estimate;
    for (const [model, pattern] of [
      ["score", /^AUC$/],
      ["covariates", /^AUC of the covariates,/],
      ["covariates and score", /^AUC of covariates and score,/],
    ] as const) {
      const own = rows.filter((row) => row.model === model);
      expect(
        area(
          own.map((row) => row.falsePositiveShare),
          own.map((row) => row.truePositiveShare),
        ),
      ).toBeCloseTo(aucOf(pattern), 2);
    }
    const alone = evaluate({ score, outcome: { binary: disease } });
    expect([...new Set(alone.roc.columns.model)]).toEqual(["score"]);
  });

  test("densities of all, cases and controls within the tenth person of either end", () => {
    const rows = found.densities.toRows();
    const cases = score.filter((_, i) => disease[i] === 1);
    const controls = score.filter((_, i) => disease[i] === 0);
    for (const [people, values] of [
      ["all", score],
      ["cases", cases],
      ["controls", controls],
    ] as const) {
      const own = rows.filter((row) => row.people === people);
      const sorted = values.slice().sort();
      expect(own[0].score).toBeGreaterThanOrEqual(sorted[9]);
      expect(own.at(-1)!.score).toBeLessThanOrEqual(sorted.at(-10)!);
      expect(
        area(
          own.map((row) => row.score),
          own.map((row) => row.density),
        ),
      ).toBeGreaterThan(0.8);
    }
    const { caseScoreMean, controlScoreMean } = found.groups.toRows()[0];
    expect(caseScoreMean).toBeCloseTo(meanAndDeviation(cases).mean, 12);
    expect(controlScoreMean).toBeCloseTo(meanAndDeviation(controls).mean, 12);
  });

  test("intervals of a stratum's outcome: Wilson's of a share, Student's of a mean", () => {
    const [decile] = found.strata.toRows().filter(({ stratum }) => stratum === "decile 10");
    const [share, z] = [decile.cases / decile.n, 1.959963984540054];
    const middle = (share + z ** 2 / (2 * decile.n)) / (1 + z ** 2 / decile.n);
    expect((decile.outcomeLower + decile.outcomeUpper) / 2).toBeCloseTo(middle, 10);
    const quantitative = evaluate({ score, outcome: { quantitative: height } });
    const [lowest] = quantitative.strata.toRows();
    const order = Array.from(score.keys()).sort((a, b) => score[a] - score[b]);
    const { mean, deviation } = meanAndDeviation(
      Float64Array.from(order.slice(0, 60), (i) => height[i]),
    );
    expect(lowest.outcome).toBeCloseTo(mean, 10);
    // t of 59 degrees of freedom at 97.5 %.
    expect(lowest.outcomeUpper - mean).toBeCloseTo((2.0009954 * deviation) / Math.sqrt(60), 5);
    expect(quantitative.groups.columns.caseScoreMean[0]).toBeNaN();
    expect([...new Set(quantitative.densities.columns.people)]).toEqual(["all"]);
  });
});

import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isAnalysisError } from "../../errors.ts";
import { sampleTable, type SampleTable } from "../../io/sample-table.ts";
import { randomStream } from "../../random.ts";
import { auc, compareAuc } from "./auc.ts";
import { evaluate, type Evaluation } from "./evaluate.ts";
import { expectedR2, liabilityR2 } from "./liability-scale.ts";
import { reclassification, RECLASSIFICATION_CAUTION } from "./reclassification.ts";
import { calibration } from "./risk-quality.ts";
import { hiddenCells } from "./small-counts.ts";
import { split } from "./split.ts";
import { tune } from "./tune.ts";

/** People with a score that explains about a quarter of a trait, case status by it, and times to an event. */
function somePeople(n: number, seed = 1, prefix = "p"): SampleTable {
  const random = randomStream(seed, "people");
  const of = (make: (i: number) => number): number[] =>
    Array.from({ length: n }, (_, i) => make(i));
  const score = of(() => random.normal());
  const noise = of(() => random.normal());
  const age = of(() => 50 + 10 * random.normal());
  const height = of((i) => 170 + 3 * score[i] + 5 * random.normal() + 0.1 * age[i]);
  const disease = of((i) =>
    Number(random.uniform() < 1 / (1 + Math.exp(1 - score[i] - 0.02 * (age[i] - 50)))),
  );
  const time = of((i) => random.exponential(0.1 * Math.exp(0.6 * score[i])));
  return sampleTable({
    individualId: of((i) => i).map((i) => `${prefix}${i}`),
    columns: {
      score,
      noise,
      age,
      height,
      disease,
      time: time.map((t) => Math.min(t, 12)),
      event: time.map((t) => Number(t < 12)),
      ancestry: of((i) => i).map((i) => (i % 4 === 0 ? "AFR" : "EUR")),
    },
  });
}

function code(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (isAnalysisError(error)) return "code" in error ? String(error.code) : error.tag;
    throw error;
  }
  return "nothing was refused";
}

function estimateOf(evaluation: Evaluation, measure: string, group = "all"): number {
  const { columns } = evaluation.measures;
  const row = columns.measure.findIndex(
    (name, i) => name === measure && columns.group[i] === group,
  );
  expect(row, `${measure} of ${group}`).toBeGreaterThanOrEqual(0);
  return columns.estimate[row];
}

const classes = fc.integer({ min: 5, max: 60 }).chain((n) =>
  fc.record({
    score: fc.array(fc.integer({ min: -20, max: 20 }), { minLength: n, maxLength: n }),
    isCase: fc.array(fc.constantFrom(0, 1), { minLength: n, maxLength: n }),
  }),
);
const isDefined = ({ score, isCase }: { score: number[]; isCase: number[] }): boolean => {
  const cases = isCase.filter((y) => y === 1).length;
  return cases >= 2 && isCase.length - cases >= 2 && score.some((value) => value !== score[0]);
};

describe("AUC", () => {
  test("is that of all pairs, and its variance that of DeLong's sums", () => {
    fc.assert(
      fc.property(classes.filter(isDefined), ({ score, isCase }) => {
        const ones = score.filter((_, i) => isCase[i] === 1);
        const zeros = score.filter((_, i) => isCase[i] === 0);
        const wins = (x: number, y: number): number => (x > y ? 1 : x === y ? 0.5 : 0);
        const mean = (values: number[]): number =>
          values.reduce((a, b) => a + b, 0) / values.length;
        const spread = (values: number[]): number =>
          values.reduce((sum, v) => sum + (v - mean(values)) ** 2, 0) / (values.length - 1);
        const ofCases = ones.map((x) => mean(zeros.map((y) => wins(x, y))));
        const ofControls = zeros.map((y) => mean(ones.map((x) => wins(x, y))));
        const found = auc({ score, isCase });
        expect(found.auc).toBeCloseTo(mean(ofCases), 12);
        expect(found.standardError ** 2).toBeCloseTo(
          spread(ofCases) / ones.length + spread(ofControls) / zeros.length,
          12,
        );
      }),
    );
  });

  test("changes under no monotone transform, and AUC(−score) = 1 − AUC(score)", () => {
    fc.assert(
      fc.property(classes.filter(isDefined), ({ score, isCase }) => {
        const found = auc({ score, isCase });
        const bent = auc({ score: score.map((value) => Math.exp(value / 5)), isCase });
        expect([bent.auc, bent.standardError]).toEqual([found.auc, found.standardError]);
        expect(auc({ score: score.map((value) => -value), isCase }).auc).toBeCloseTo(
          1 - found.auc,
          12,
        );
      }),
    );
  });

  test("two scores of one ranking differ by nothing, and swapping them turns the sign", () => {
    fc.assert(
      fc.property(classes.filter(isDefined), fc.integer(), ({ score, isCase }, seed) => {
        const same = compareAuc({ scores: [score, score.map((v) => 3 * v + 1)], isCase });
        expect([same.difference, same.z, same.negLog10PValue]).toEqual([0, 0, 0]);
        const random = randomStream(seed, "other");
        const other = score.map((value) => value + 10 * random.normal());
        const there = compareAuc({ scores: [score, other], isCase });
        const back = compareAuc({ scores: [other, score], isCase });
        expect(back.difference).toBeCloseTo(-there.difference, 12);
        expect(back.standardError).toBeCloseTo(there.standardError, 12);
      }),
    );
  });

  test("is refused by name where it is not defined", () => {
    expect(code(() => auc({ score: [1, 1, 1, 1], isCase: [0, 1, 0, 1] }))).toBe("CONSTANT_SCORE");
    expect(code(() => auc({ score: [1, 2, 3], isCase: [1, 1, 1] }))).toBe("ONE_CLASS");
    expect(code(() => auc({ score: [1, 2, 3], isCase: [1, 0, 0] }))).toBe("TOO_FEW_PEOPLE");
    expect(code(() => auc({ score: [1], isCase: [1] }))).toBe("TOO_FEW_PEOPLE");
    expect(code(() => auc({ score: [1, NaN, 3, 4], isCase: [1, 0, 0, 1] }))).toBe(
      "invalid-argument",
    );
    expect(code(() => auc({ score: [1, 2, 3, 4], isCase: [1, 0, 2, 1] }))).toBe("invalid-argument");
    expect(code(() => auc({ score: [1, 2, 3, 4], isCase: [1, 0, 1] }))).toBe("length-mismatch");
  });

  test("of 1 has no DeLong interval, and says why", () => {
    const found = auc({ score: [1, 2, 3, 4], isCase: [0, 0, 1, 1] });
    expect([found.auc, found.standardError, found.lower]).toEqual([1, 0, NaN]);
    expect(found.interval).toMatch(/divides cases from controls/);
  });
});

describe("scales", () => {
  test("liability R² needs a prevalence, and is 0 for 0", () => {
    expect(code(() => liabilityR2({ r2: 0.1, caseShare: 0.5, prevalence: undefined }))).toBe(
      "NEEDS_PREVALENCE",
    );
    expect(code(() => liabilityR2({ r2: 0.1, caseShare: 0.5, prevalence: 1 }))).toBe(
      "invalid-argument",
    );
    expect(liabilityR2({ r2: 0, caseShare: 0.5, prevalence: 0.01 }).r2).toBe(0);
  });

  test("of a sample as the population it is R² K(1 − K)/z²", () => {
    const { r2, standardError } = liabilityR2({
      r2: 0.1,
      caseShare: 0.5,
      prevalence: 0.5,
      standardError: 0.01,
    });
    expect(r2).toBeCloseTo((0.1 * Math.PI) / 2, 12);
    expect(standardError).toBeCloseTo((0.01 * Math.PI) / 2, 12);
  });

  test("expected R² solves Daetwyler's equation and grows to h²", () => {
    const x = expectedR2({ h2: 0.4, n: 250_000 });
    expect(x).toBeCloseTo(0.4 / (1 + ((1 - x) * 60_000) / (250_000 * 0.4)), 12);
    expect(expectedR2({ h2: 0.4, n: 1e12 })).toBeCloseTo(0.4, 6);
  });
});

describe("risks", () => {
  test("the same risks reclassify nobody", () => {
    const risk = Array.from({ length: 40 }, (_, i) => (i + 1) / 41);
    const { measures, caution } = reclassification({
      before: risk,
      after: risk,
      isCase: risk.map((_, i) => i % 2),
      cuts: [0.5],
    });
    expect(measures.map(({ estimate }) => Math.abs(estimate))).toEqual(measures.map(() => 0));
    expect(caution).toBe(RECLASSIFICATION_CAUTION);
  });

  test("calibration refuses a risk of exactly 0 and what is no probability", () => {
    const isCase = Array.from({ length: 40 }, (_, i) => i % 2);
    expect(code(() => calibration({ risk: isCase.map(() => 0), isCase }))).toBe("SEPARATED");
    expect(code(() => calibration({ risk: isCase.map((y) => 2 * y), isCase }))).toBe(
      "invalid-argument",
    );
  });

  test("a cell below the limit is hidden, and never alone", () => {
    expect(hiddenCells([[50], [3], [20], [30]], 10)).toEqual([false, true, true, false]);
    expect(hiddenCells([[3], [4], [20]], 10)).toEqual([true, true, false]);
    expect(hiddenCells([[10], [20]], 10)).toEqual([false, false]);
    expect(hiddenCells([[0], [20]], 1)).toEqual([false, false]);
  });
});

describe("evaluate", () => {
  const people = somePeople(600);

  test("every number has an interval's name or a reason", () => {
    for (const outcome of [
      { quantitative: "height" },
      { binary: "disease" },
      { time: "time", event: "event" },
    ]) {
      const { measures, strata } = evaluate({
        people,
        score: "score",
        compareWith: "noise",
        outcome,
        covariates: ["age"],
        group: "ancestry",
        cuts: [0.2],
      });
      for (const row of measures.toRows()) {
        const isDefinedRow = Number.isFinite(row.estimate);
        expect(isDefinedRow ? row.errorCode : row.reason !== "", row.measure).toBe(
          isDefinedRow ? "" : true,
        );
        if (Number.isFinite(row.lower)) expect(row.interval, row.measure).not.toBe("");
      }
      for (const row of strata.toRows())
        expect(Number.isFinite(row.estimate) || row.reason !== "").toBe(true);
    }
  });

  test("a measure is found by its name or the beginning of it, in any group", () => {
    const found = evaluate({
      people,
      score: "score",
      outcome: { quantitative: "height" },
      group: "ancestry",
    });
    const [group] = found.measures.columns.group.filter((name) => name !== "all");
    const byHand = (name: string) =>
      found.measures.toRows().find((row) => row.group === name && row.measure.startsWith("R²"))!;
    expect(found.measure("R²")).toEqual(byHand("all"));
    expect(found.measure("R²", group)).toEqual(byHand(group));
    expect(() => found.measure("AUC")).toThrow("There is no measure AUC");
    expect(() => found.measure("R²", "nowhere")).toThrow("There is no group nowhere");
  });

  test("finds the score, not the noise, in each group", () => {
    const found = evaluate({
      people,
      score: "score",
      compareWith: "noise",
      outcome: { binary: "disease" },
      covariates: ["age"],
      group: "ancestry",
    });
    expect([...new Set(found.measures.columns.group)]).toEqual(["all", "AFR", "EUR"]);
    for (const group of ["all", "EUR"]) {
      expect(estimateOf(found, "AUC", group)).toBeGreaterThan(0.65);
      expect(Math.abs(estimateOf(found, "AUC of the other score", group) - 0.5)).toBeLessThan(0.08);
    }
    expect(found.roc.columns.truePositiveShare.at(-1)).toBe(1);
    const shares = found.roc.columns.truePositiveShare;
    expect([...shares].slice(0, 2)).toEqual([0, shares[1]]);
    const cases = found.groups.columns.cases[0];
    expect(shares[1] * cases).toBeGreaterThanOrEqual(10);
  });

  test("the order of rows changes nothing", () => {
    const order = Array.from({ length: people.count }, (_, i) => (i * 7) % people.count);
    const shuffled = sampleTable({
      individualId: order.map((i) => people.individualId[i]),
      columns: Object.fromEntries(
        Object.entries(people.columns).map(([name, column]) => [name, order.map((i) => column[i])]),
      ) as SampleTable["columns"],
    });
    const run = (table: SampleTable): Evaluation =>
      evaluate({
        people: table,
        score: "score",
        outcome: { binary: "disease" },
        covariates: ["age"],
      });
    const [a, b] = [run(people), run(shuffled)].map(({ measures }) => measures.columns.estimate);
    a.forEach((value, i) => {
      if (Number.isFinite(value)) expect(b[i]).toBeCloseTo(value, 9);
    });
  });

  test("bootstrapped errors of R² are those of the jackknife, and a seed gives them again", () => {
    const run = (seed: number, bootstraps: number): Evaluation =>
      evaluate({
        people,
        score: "score",
        outcome: { quantitative: "height" },
        covariates: ["age"],
        bootstraps,
        seed,
      });
    const error = ({ measures }: Evaluation): number =>
      measures.columns.standardError[measures.columns.measure.indexOf("incremental R²")];
    const drawn = error(run(4, 400));
    // 400 draws give a standard deviation to 3.5 % (one SE).
    expect(Math.abs(drawn / error(run(4, 0)) - 1)).toBeLessThan(0.15);
    expect(error(run(4, 400))).toBe(drawn);
    expect(error(run(5, 400))).not.toBe(drawn);
    expect(run(4, 20).measures.columns.interval.join()).toMatch(
      /bootstrap percentiles, 20 draws of people, seed 4/,
    );
  });

  test("so are those of Nagelkerke's and liability R²", () => {
    const run = (bootstraps: number): Evaluation =>
      evaluate({
        people,
        score: "score",
        outcome: { binary: "disease" },
        prevalence: 0.1,
        covariates: ["age"],
        bootstraps,
      });
    const [analytic, drawn] = [run(0).measures.columns, run(300).measures.columns];
    let compared = 0;
    analytic.measure.forEach((name, i) => {
      // Near an R² of 0, as of age alone, the jackknife is known to be too narrow.
      if (!name.includes("R²") || name.endsWith("of the covariates")) return;
      compared++;
      const ratio = drawn.standardError[i] / analytic.standardError[i];
      expect(Math.abs(ratio - 1), name).toBeLessThan(0.2);
    });
    expect(compared).toBe(7);
  });

  test("small groups and strata are in no output", () => {
    const few = sampleTable({
      individualId: people.individualId,
      columns: {
        ...people.columns,
        ancestry: Array.from({ length: people.count }, (_, i) => (i < 7 ? "RARE" : "EUR")),
      },
    });
    const found = evaluate({
      people: few,
      score: "score",
      outcome: { binary: "disease" },
      group: "ancestry",
    });
    expect(inspect(found)).not.toMatch(/p17/);
    expect(new Set(found.measures.columns.group)).toEqual(new Set(["all", "EUR"]));
    expect(found.groups.columns.n[0]).toBe(593);
    expect(found.attrition.columns.remaining[0]).toBe(593);
    expect(found.notices.join()).toMatch(/RARE: fewer than 10 people.* left out of all people too/);
    const { n, cases, errorCode } = found.strata.columns;
    n.forEach((count, i) => {
      if (errorCode[i] === "HIDDEN") expect([count, cases[i]]).toEqual([NaN, NaN]);
      else expect(Math.min(cases[i], count - cases[i])).toBeGreaterThanOrEqual(10);
    });
  });

  test("a group with few cases is in no count, so that none can be told by subtraction", () => {
    const disease = people.columns["disease"] as Float64Array;
    const ancestry = Array.from(disease, (isCase, i) => (i < 100 && isCase === 0 ? "FEW" : "EUR"));
    ancestry[disease.indexOf(1)] = "FEW";
    const few = sampleTable({
      individualId: people.individualId,
      columns: { ...people.columns, ancestry },
    });
    const found = evaluate({
      people: few,
      score: "score",
      outcome: { binary: "disease" },
      group: "ancestry",
    });
    const { n, cases } = found.groups.columns;
    expect(n[0]).toBe(ancestry.filter((group) => group === "EUR").length);
    expect(cases[0]).toBe(cases[1]);
    expect(found.notices.join()).toMatch(/FEW: fewer than 10/);
  });

  test("net benefit is not shown where few are above the threshold", () => {
    const found = evaluate({
      people,
      score: "score",
      outcome: { binary: "disease" },
      thresholds: [0.3, 0.999],
    });
    const { netBenefit, model } = found.decisionCurve.columns;
    expect(model.slice(0, 2)).toEqual(["score", "score"]);
    expect(netBenefit[0]).toBeGreaterThan(0);
    expect([0, NaN]).toContain(netBenefit[1]);
  });

  test("curves of survival end where few are at risk, and the log-rank test is there", () => {
    const found = evaluate({ people, score: "score", outcome: { time: "time", event: "event" } });
    expect(Math.min(...found.survival.columns.atRisk)).toBeGreaterThanOrEqual(10);
    expect(new Set(found.survival.columns.stratum).size).toBe(5);
    expect(found.logRank.columns.negLog10PValue[0]).toBeGreaterThan(3);
    expect(estimateOf(found, "C-index")).toBeGreaterThan(0.6);
    expect(estimateOf(found, "HR per SD (Cox, Efron)")).toBeGreaterThan(1.4);
  });

  test("what is not defined is refused by name", () => {
    const n = 40;
    const score = Array.from({ length: n }, (_, i) => i);
    const half = score.map((i) => i % 2);
    const refusals = (given: Parameters<typeof evaluate>[0]): string =>
      evaluate(given).measures.columns.errorCode.join(" ");
    const thrown = (given: Parameters<typeof evaluate>[0]): string => code(() => evaluate(given));
    const sides = { binary: score.map((i) => Number(i >= 20)) };
    expect(refusals({ score, outcome: sides })).toMatch(/SEPARATED/);
    const slope = { quantitative: half.map((y, i) => y + i) };
    expect(refusals({ score, outcome: slope, covariates: { again: score } })).toMatch(/COLLINEAR/);
    expect(refusals({ score, outcome: { binary: half } })).toMatch(/NEEDS_PREVALENCE/);
    const flat = score.map(() => 1);
    expect(thrown({ score: flat, outcome: { binary: half } })).toBe("CONSTANT_SCORE");
    expect(thrown({ score, outcome: { binary: flat } })).toBe("ONE_CLASS");
    expect(thrown({ score, outcome: { quantitative: flat } })).toBe("CONSTANT_OUTCOME");
    expect(thrown({ score, outcome: { time: score, event: half.map(() => 0) } })).toBe("NO_EVENTS");
    expect(thrown({ score, outcome: { binary: score.map((i) => Number(i < 3)) } })).toBe(
      "TOO_FEW_PEOPLE",
    );
    expect(thrown({ score: [1], outcome: { binary: [1] } })).toBe("TOO_FEW_PEOPLE");
    expect(thrown({ score: score.map(() => NaN), outcome: { binary: half } })).toBe(
      "TOO_FEW_PEOPLE",
    );
    expect(thrown({ score: "score", outcome: { binary: half } })).toBe("invalid-argument");
    expect(thrown({ score, outcome: { binary: [1, 2] } })).toBe("length-mismatch");
    expect(thrown({ score, outcome: { time: score.map((i) => i - 5), event: half } })).toBe(
      "invalid-argument",
    );
    expect(thrown({ people, score: "nobody", outcome: { binary: "disease" } })).toBe(
      "invalid-argument",
    );
  });
});

describe("tuning", () => {
  const people = somePeople(800, 3);
  const { tuning, test: held } = split({ people, share: 0.5, seed: 2 });
  const outcome = { binary: "disease" } as const;
  const tuned = tune({ tuning, scores: ["noise", "score"], outcome, covariates: ["age"] });

  test("a part can be divided again with the same seed", () => {
    const again = split({ people: tuning, share: 0.5, seed: 2 });
    expect(again.tuning.count).toBeGreaterThan(0.3 * tuning.count);
    expect(again.test.count).toBeGreaterThan(0.3 * tuning.count);
    expect(again.tuning.count + again.test.count).toBe(tuning.count);
  });

  test("a split divides everybody, alike for any order of rows", () => {
    expect(tuning.count + held.count).toBe(800);
    expect(Math.abs(tuning.count - 400)).toBeLessThan(60);
    const order = Array.from({ length: 800 }, (_, i) => 799 - i);
    const reversed = split({
      people: sampleTable({ individualId: order.map((i) => people.individualId[i]), columns: {} }),
      share: 0.5,
      seed: 2,
    });
    expect(new Set(reversed.tuning.individualId)).toEqual(new Set(tuning.individualId));
    expect(code(() => split({ people: sampleTable({ individualId: ["a"], columns: {} }) }))).toBe(
      "TOO_FEW_PEOPLE",
    );
  });

  test("families stay together, and strata get equal shares", () => {
    const families = sampleTable({
      individualId: Array.from({ length: 300 }, (_, i) => `i${i}`),
      familyId: Array.from({ length: 300 }, (_, i) => `f${i % 100}`),
      columns: { y: Array.from({ length: 300 }, (_, i) => i % 3) },
    });
    const parts = split({ people: families });
    const own = new Set(parts.tuning.familyId);
    expect(parts.test.familyId!.some((family) => own.has(family))).toBe(false);
    expect(code(() => split({ people: families, stratifyBy: "y" }))).toBe("invalid-argument");
    const strata = split({ people, share: 0.25, stratifyBy: "disease" });
    const share = (table: SampleTable): number =>
      (table.columns["disease"] as Float64Array).reduce((sum, y) => sum + y, 0) / table.count;
    expect(Math.abs(share(strata.tuning) - share(strata.test))).toBeLessThan(0.005);
  });

  test("chooses the score that adds most, and prints no hash", () => {
    expect(tuned.name).toBe("score");
    expect(tuned.criterion).toBe("incremental Nagelkerke R²");
    expect(tuned.candidates.columns.value[1]).toBeGreaterThan(tuned.candidates.columns.value[0]);
    expect(JSON.stringify(tuned)).not.toMatch(/seen|individuals/);
    expect(inspect(tuned)).toMatch(/Tuned score score, chosen among 2/);
  });

  test("a refused candidate says why, and the other is chosen", () => {
    const flat = Object.assign(
      sampleTable({
        individualId: tuning.individualId,
        columns: { ...tuning.columns, flat: tuning.individualId.map(() => 1) },
      }),
      { setRole: "tuning" as const },
    );
    const { name, candidates } = tune({ tuning: flat, scores: ["flat", "score"], outcome });
    expect([name, candidates.columns.errorCode[0]]).toEqual(["score", "CONSTANT_SCORE"]);
    expect(code(() => tune({ tuning: flat, scores: ["flat"], outcome }))).toBe("CONSTANT_SCORE");
  });

  test("is evaluated with the tuning set's model on others", () => {
    const found = evaluate({ people: held, score: tuned, outcome, covariates: ["age"] });
    expect(found.provenance["predictions"]).toBe("of the tuning set's model");
    expect(Math.abs(estimateOf(found, "calibration slope") - 1)).toBeLessThan(0.6);
    expect(found.decisionCurve.rowCount).toBe(200);
    const same = evaluate({ people: held, score: tuned, outcome });
    expect(same.provenance["covariates"]).toEqual(["age"]);
    const age = (held.columns["age"] as Float64Array).map((value, i) => (i < 3 ? NaN : value));
    const partly = Object.assign(
      sampleTable({ individualId: held.individualId, columns: { ...held.columns, age } }),
      { setRole: "test" as const },
    );
    expect(evaluate({ people: partly, score: tuned, outcome }).groups.columns.n[0]).toBe(
      held.count - 3,
    );
    expect(code(() => evaluate({ people: partly, score: tuned, outcome, covariates: [] }))).toBe(
      "invalid-argument",
    );
  });

  test("a quantitative score's predictions are judged on others", () => {
    const height = { quantitative: "height" } as const;
    const own = tune({ tuning, scores: ["score", "noise"], outcome: height, covariates: ["age"] });
    const found = evaluate({ people: held, score: own, outcome: height, covariates: ["age"] });
    expect(Math.abs(estimateOf(found, "calibration slope") - 1)).toBeLessThan(0.3);
    const honest = estimateOf(found, "R² of the tuning set's model (1 − squared error / variance)");
    expect(honest).toBeGreaterThan(0.15);
    expect(honest).toBeLessThan(estimateOf(found, "R² of covariates and score"));
  });

  test("the people it saw are refused, by type and when it runs", () => {
    // @ts-expect-error a tuning set is no test set
    expect(code(() => evaluate({ people: tuning, score: tuned, outcome }))).toBe("seen-in-tuning");
    // @ts-expect-error nor is it for any other score
    expect(code(() => evaluate({ people: tuning, score: "score", outcome }))).toBe(
      "invalid-argument",
    );
    // @ts-expect-error nor is a table of unknown role
    expect(code(() => evaluate({ people, score: tuned, outcome }))).toBe("seen-in-tuning");
    const one = sampleTable({
      individualId: [...held.individualId, tuning.individualId[0]],
      columns: {
        score: [...(held.columns["score"] as Float64Array), 0],
        disease: [...(held.columns["disease"] as Float64Array), 0],
      },
    });
    for (const none of [undefined, {}, { time: "score" }]) {
      const given = { people: held, score: "score", outcome: none };
      // @ts-expect-error an outcome of no kind
      expect(code(() => evaluate(given))).toBe("invalid-argument");
    }
    const disguised = Object.assign(one, { setRole: "test" as const });
    try {
      evaluate({ people: disguised, score: tuned, outcome });
      expect.unreachable();
    } catch (error) {
      expect(isAnalysisError(error, "seen-in-tuning")).toBe(true);
      expect((error as { count: number }).count).toBe(1);
      expect(String(error)).not.toContain(tuning.individualId[0]);
    }
    // @ts-expect-error people whom nobody knows may be the same
    expect(code(() => evaluate({ score: tuned, outcome: { binary: [0, 1] } }))).toBe(
      "invalid-argument",
    );
    for (const set of [held, people]) {
      // @ts-expect-error a choice on people of a test set, or of none, leaves nobody to judge it
      expect(code(() => tune({ tuning: set, scores: ["score"], outcome }))).toBe(
        "invalid-argument",
      );
    }
    const others = Object.assign(somePeople(300, 9, "q"), { setRole: "test" as const });
    expect(
      estimateOf(evaluate({ people: others, score: tuned, outcome, covariates: ["age"] }), "AUC"),
    ).toBeGreaterThan(0.6);
  });
});

import { describe, expect, test } from "vitest";
import { InvalidArgumentError } from "../errors.ts";
import { NothingToPlotError } from "./plot-errors.ts";
import type { JsonObject, PlotSpec } from "./plot-spec.ts";
import { Table } from "../table.ts";
import type { EvaluationInput } from "./prs-evaluation.ts";
import { prsCalibration } from "./prs-calibration.ts";
import { prsChains } from "./prs-chains.ts";
import { prsDeciles } from "./prs-deciles.ts";
import { prsDecisionCurve } from "./prs-decision-curve.ts";
import { prsDistribution } from "./prs-distribution.ts";
import { prsPortability } from "./prs-portability.ts";
import { prsQuantiles } from "./prs-quantiles.ts";
import { prsRoc } from "./prs-roc.ts";
import { prsSurvival } from "./prs-survival.ts";
import { simulatedChains, simulatedEvaluation } from "./simulated-prs.ts";

const binary = simulatedEvaluation({ kind: "binary" });
const quantitative = simulatedEvaluation({ kind: "quantitative" });
const survival = simulatedEvaluation({ kind: "survival" });
const hiding = simulatedEvaluation({ kind: "binary", hides: true });

const subtitle = (spec: PlotSpec): string => spec.title.subtitle.join("\n");
const summary = (spec: PlotSpec): string => spec.usermeta.genobook.summary;
const layer = (spec: PlotSpec, name: string): JsonObject =>
  spec.layer.find((part) => part.name === name)!;

describe("prsRoc", () => {
  test("draws a curve a model, each with its AUC and interval, and the line of chance", () => {
    const spec = prsRoc(binary);
    const models = [...new Set(spec.data.values.map(({ model }) => model))];
    expect(models).toEqual([
      "score: 0.72 (0.691–0.749)",
      "covariates: 0.64 (0.611–0.669)",
      "covariates and score: 0.75 (0.721–0.779)",
    ]);
    // Of 200 cases half and of 800 controls a quarter: 300 of 1,000 people.
    expect(spec.data.values[25]).toEqual({
      model: models[0],
      falsePositiveShare: 0.25,
      truePositiveShare: 0.5,
      abovePercent: 30,
      thresholdId: "top 30 % of PGS1",
    });
    expect(layer(spec, "chance")).toBeDefined();
    expect(summary(spec)).toBe(
      "ROC curve of PGS1 for gout: AUC (95 % CI) of the score: 0.72 (0.691–0.749), of covariates: 0.64 (0.611–0.669), of covariates and score: 0.75 (0.721–0.779); Groups AFR, EUR together; 1,000 people, 200 cases.",
    );
  });

  test("knows the people above each point, but not where nobody or everybody is", () => {
    const spec = prsRoc(binary, { group: "AFR" });
    expect(spec.usermeta.genobook.links).toEqual(["stratum"]);
    const ids = spec.data.values.map(({ thresholdId }) => thresholdId);
    expect([ids[0], ids[100]]).toEqual([undefined, undefined]);
    expect(ids[25]).toBe("top 30 % of PGS1 in AFR");
    expect(ids[101 + 50]).toMatch(/^top [\d.]+ % of the risk by covariates in AFR$/);
    expect(ids[202 + 50]).toMatch(/^top [\d.]+ % of the risk by covariates and PGS1 in AFR$/);
  });

  test("takes one group, and names that the caller gives", () => {
    const spec = prsRoc(binary, { group: "AFR", outcome: "podagra" });
    expect(spec.title.text.join(" ")).toBe("ROC curve of PGS1 for podagra");
    expect(subtitle(spec)).toContain("Group AFR · 300 people, 60 cases");
    expect(spec.usermeta.genobook.code).toBe(
      'plot.prsRoc(evaluation, { group: "AFR", outcome: "podagra" })',
    );
    expect(summary(spec)).toContain("score: 0.6 (");
  });
});

describe("prsDeciles", () => {
  test("draws odds ratios against the named reference, whose own deciles are marked", () => {
    const spec = prsDeciles(binary);
    expect(spec.data.values.length).toBe(10);
    expect(spec.data.values[9]).toMatchObject({
      stratumId: "decile 10 of PGS1",
      part: 10,
      estimate: 2.4596,
      lower: 1.82212,
      effectText: "OR 2.46 (1.82 to 3.32)",
    });
    expect(spec.data.values[4]).toMatchObject({ isReference: true, estimate: 1, lower: null });
    expect(subtitle(spec)).toContain("Reference: the middle quintile of the score");
    expect(spec.usermeta.genobook.links).toEqual(["stratum"]);
    expect(JSON.stringify(layer(spec, "points"))).toContain('"type":"log"');
  });

  test("draws differences of a quantitative outcome on a linear axis, hazard ratios on a log one", () => {
    const differences = prsDeciles(quantitative);
    expect(JSON.stringify(layer(differences, "points"))).not.toContain('"type":"log"');
    expect(summary(differences)).toContain("decile 10 0.9 (95 % CI 0.6 to 1.2)");
    expect(prsDeciles(survival).title.text.join(" ")).toBe("Hazard ratio by decile of PGS1: gout");
  });

  test("says which strata are hidden, and leaves their places empty", () => {
    const spec = prsDeciles(hiding);
    expect(spec.data.values.map(({ part }) => part)).toEqual([3, 4, 5, 6, 7, 8, 9, 10]);
    expect(subtitle(spec)).toContain("Not drawn: decile 1, decile 2 (fewer than 10 people)");
    expect(spec.usermeta.genobook.rows).toEqual({ shown: 8, total: 10 });
    expect(JSON.stringify(layer(spec, "points"))).toContain("[1,2,3,4,5,6,7,8,9,10]");
  });
});

test("prsQuantiles draws shares, top shares apart, and the mean of all where nothing is hidden", () => {
  const spec = prsQuantiles(binary);
  expect(spec.data.values.map(({ place }) => place).slice(9)).toEqual([
    "10",
    "top 1 %",
    "top 5 %",
    "top 10 %",
    "top 20 %",
  ]);
  expect(spec.data.values[10]).toMatchObject({ isTop: true, stratumId: "top 1 % of PGS1" });
  // Ten deciles of 100 people with shares 0.20, 0.22 … 0.38.
  expect(subtitle(spec)).toContain("Dashed: 29 % of all");
  expect(subtitle(prsQuantiles(hiding))).not.toContain("of all");
  expect(summary(prsQuantiles(quantitative))).toContain("170 in decile 1, 179 in decile 10");
});

test("prsCalibration has Wilson's intervals, the fitted line and its measures", () => {
  const spec = prsCalibration(binary, { group: "EUR" });
  const first = spec.data.values[2];
  // 10 of 100.
  expect(first).toMatchObject({ bin: 3, cases: 10, lower: 0.0552291, upper: 0.174366 });
  expect(subtitle(spec)).toContain("Calibration slope 0.96 (95 % CI 0.862 to 1.06)");
  expect(subtitle(spec)).toContain("Brier score 0.143");
  const { values } = layer(spec, "fitted").data as { values: Record<string, number>[] };
  const { meanRisk, observedShare } = values.at(-1)!;
  const odds = Math.exp(-0.02) * (meanRisk / (1 - meanRisk)) ** 0.96;
  expect(observedShare).toBeCloseTo(odds / (1 + odds), 5);
  expect(subtitle(prsCalibration(hiding))).toContain("2 bins of few cases or controls not drawn");
});

test("prsCalibration's bins are parts of the risk, which without covariates are parts of the score", () => {
  const ids = (evaluation: EvaluationInput): unknown =>
    prsCalibration(evaluation).data.values.at(-1)!["stratumId"];
  expect(ids(binary)).toBe("decile 10 of the risk by covariates and PGS1");
  const alone = simulatedEvaluation({ kind: "binary", isAlone: true });
  expect(ids(alone)).toBe("decile 10 of PGS1");
  expect(ids({ ...alone, provenance: { predictions: "as given" } })).toBe(
    "decile 10 of the given risk",
  );
  const three = {
    group: ["all", "all", "all"],
    bin: Float64Array.of(1, 2, 3),
    n: Float64Array.of(90, 90, 90),
    cases: Float64Array.of(10, 20, 30),
    meanRisk: Float64Array.of(0.1, 0.2, 0.3),
    observedShare: Float64Array.of(0.11, 0.22, 0.33),
  };
  expect(ids({ ...alone, calibrationBins: new Table(three) })).toBe("part of 3, 3 of PGS1");
});

test("prsDecisionCurve leaves hidden points out and says where the score helps", () => {
  const spec = prsDecisionCurve(binary);
  expect(spec.usermeta.genobook.rows).toEqual({ shown: 191, total: 200 });
  expect(spec.data.values.every(({ netBenefit }) => Number.isFinite(netBenefit))).toBe(true);
  expect(summary(spec)).toContain("from a risk of 1 % to 39 %");
});

test("prsSurvival tells numbers at risk until few are, and the log-rank test", () => {
  const spec = prsSurvival(survival, { timeUnit: "years" });
  const atRisk = (quintile: number): unknown[] =>
    (layer(spec, `atRisk${quintile}`).data as { values: JsonObject[] }).values.map(
      ({ text }) => text,
    );
  expect(atRisk(1)).toEqual(["200", "177", "157", "140", "124", "110"]);
  expect(atRisk(5)).toEqual(["200", "110", "60", "33", "–", "–"]);
  expect(subtitle(spec)).toContain("Log-rank P = 1.58e-12");
  expect(spec.data.values[0]).toMatchObject({ stratumId: "quintile 1 of PGS1", survival: 1 });
});

describe("prsPortability", () => {
  test("compares what AUC exceeds 0.5 by with the largest group, by the delta method", () => {
    const spec = prsPortability(binary);
    expect(spec.data.values.map(({ group }) => group)).toEqual(["EUR", "AFR"]);
    const { share, shareLower, shareText } = spec.data.values[1];
    expect(share).toBeCloseTo(0.1 / 0.25, 6);
    const error = Math.hypot(0.015, 0.4 * 0.015) / 0.25;
    expect(shareLower).toBeCloseTo(0.4 - 1.959964 * error, 5);
    expect(shareText).toBe("40 % (27 to 53)");
    expect(summary(spec)).toContain("in EUR, of which 40 % (27 to 53) in AFR");
  });

  test("takes another measure and reference, and refuses what is not there", () => {
    const spec = prsPortability(quantitative, { reference: "AFR" });
    expect(spec.data.values[0]).toMatchObject({ group: "EUR", share: 4 });
    expect(() => prsPortability(binary, { measure: "R²" })).toThrow(/no measure R²/);
    expect(() => prsPortability(binary, { reference: "SAS" })).toThrow(InvalidArgumentError);
  });
});

describe("prsDistribution", () => {
  test("of groups, or of cases and controls, with shifts of means", () => {
    const groups = prsDistribution(binary);
    expect(summary(groups)).toBe(
      "Distribution of PGS1 by group: AFR: mean 0.8, +1 SD of EUR; EUR: mean −0.2, SD 1.",
    );
    const status = prsDistribution(binary, { group: "EUR" });
    expect(summary(status)).toContain("cases: mean 0.4, +0.75 SD of both");
    expect(prsDistribution(quantitative, { group: "AFR" }).usermeta.genobook.rows.shown).toBe(1);
  });

  test("of people holds a grid and no person's value; curves of few are not drawn", () => {
    const values = Float64Array.from({ length: 200 }, (_, i) => Math.sin(i * 12.9898) + i / 1e4);
    const people = new Table({
      individualId: Array.from(values, (_, i) => `SECRET${i}`),
      zNorm2: values,
      mostSimilarPopulation: Array.from(values, (_, i) => (i < 9 ? "AMR" : i % 2 ? "EUR" : "AFR")),
      score: Array.from(values, () => "PGS1"),
    });
    const spec = prsDistribution(people);
    const text = JSON.stringify(spec);
    expect(text).not.toContain("SECRET");
    const shown = new Set(spec.data.values.map(({ score }) => score));
    expect([...values].filter((value) => shown.has(Number(value.toPrecision(6))))).toEqual([]);
    expect(spec.data.values.length).toBeLessThanOrEqual(2 * 129);
    expect(subtitle(spec)).toContain("too few people or all alike: AMR");
    expect(() => prsDistribution(people, { value: "height" })).toThrow(/no column of numbers/);
    expect(() => prsDistribution(people, { smallestCount: 500 })).toThrow(NothingToPlotError);
    expect(() => prsDistribution(people, { by: ["EUR"] })).toThrow(InvalidArgumentError);
  });
});

describe("prsChains", () => {
  test("thins long paths, keeps each chain's last iteration, and tells kept from left out", () => {
    const chains = simulatedChains();
    const spec = prsChains(chains);
    expect(spec.data.values.length).toBeLessThan(3_100);
    const ends = spec.data.values.filter(({ isLast }) => isLast);
    expect(ends.length).toBe(30);
    expect(ends.filter(({ isLeftOut }) => isLeftOut).map(({ chain }) => chain)).toEqual([29, 30]);
    expect(ends[28].iteration).toBe(120);
    const first = spec.data.values[0];
    expect(first.heritability).toBeCloseTo(chains.paths!.columns.heritability[0] as number, 5);
    expect(summary(spec)).toContain("30 chains, 28 kept; Heritability h² 0.3 (0.26 to 0.34)");
    expect(JSON.stringify(spec).length).toBeLessThan(1_000_000);
  });

  test("refuses weights without paths, and paths without iterations", () => {
    const { estimates, provenance } = simulatedChains(1, 20);
    expect(() => prsChains({ estimates, provenance })).toThrow(/no paths of chains/);
    const path = new Table({ iteration: new Int32Array(0), phi: new Float64Array(0) });
    expect(() => prsChains({ estimates, provenance, path })).toThrow(NothingToPlotError);
  });
});

describe("refuses", () => {
  test("what is no evaluation, and a group that it lacks", () => {
    expect(() => prsRoc(Promise.resolve() as never)).toThrow(InvalidArgumentError);
    expect(() => prsDeciles(null as never)).toThrow(/prs\.evaluate/);
    expect(() => prsRoc(binary, { group: "SAS" })).toThrow(/groups are all, AFR, EUR/);
  });

  test("an outcome of another kind", () => {
    expect(() => prsRoc(quantitative)).toThrow(NothingToPlotError);
    expect(() => prsRoc(survival)).toThrow(/no ROC curve of PGS1/);
  });
});

import { describe, expect, test } from "vitest";
import { InvalidArgumentError } from "../errors.ts";
import { NothingToPlotError } from "./plot-errors.ts";
import type { JsonObject, PlotSpec } from "./plot-spec.ts";
import { prsDeciles } from "./prs-deciles.ts";
import { prsRoc } from "./prs-roc.ts";
import { simulatedEvaluation } from "./simulated-prs.ts";

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
    expect(spec.data.values[25]).toEqual({
      model: models[0],
      falsePositiveShare: 0.25,
      truePositiveShare: 0.5,
    });
    expect(layer(spec, "chance")).toBeDefined();
    expect(summary(spec)).toBe(
      "ROC curve of PGS1 for gout: AUC (95 % CI) of the score: 0.72 (0.691–0.749), of covariates: 0.64 (0.611–0.669), of covariates and score: 0.75 (0.721–0.779); Groups AFR, EUR together; 1,000 people, 200 cases.",
    );
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

import { describe, expect, test } from "vitest";
import { InvalidArgumentError } from "../errors.ts";
import { Table } from "../table.ts";
import * as mr from "../mr/index.ts";
import { mrForest } from "./mr-forest.ts";
import { mrFunnel } from "./mr-funnel.ts";
import { mrLeaveOneOut } from "./mr-leave-one-out.ts";
import { mrRadial } from "./mr-radial.ts";
import { mrScatter } from "./mr-scatter.ts";
import { mvmrForest } from "./mvmr-forest.ts";
import { mvmrStrength } from "./mvmr-strength.ts";
import { MissingColumnsError, NothingToPlotError } from "./plot-errors.ts";
import type { JsonObject, PlotSpec } from "./plot-spec.ts";
import {
  simulatedDirectEffects,
  simulatedEstimates as estimates,
  simulatedInstruments,
  simulatedLeaveOneOut,
  simulatedRadial,
  simulatedStrength,
} from "./simulated-mr.ts";

const instruments = simulatedInstruments(28);
const subtitle = (spec: PlotSpec): string => spec.title.subtitle.join("\n");
const summary = (spec: PlotSpec): string => spec.usermeta.genobook.summary;
const layer = (spec: PlotSpec, name: string): JsonObject =>
  spec.layer.find((part) => part.name === name)!;
const valuesOf = (part: JsonObject): Record<string, number>[] =>
  (part.data as { values: Record<string, number>[] }).values;

describe("mrScatter", () => {
  const spec = mrScatter(instruments, { estimates });

  test("makes every exposure effect positive and turns the outcome and the alleles with it", () => {
    const { columns } = instruments;
    const turned = columns.betaExposure.findIndex((beta) => beta < 0);
    expect(turned).toBeGreaterThanOrEqual(0);
    const row = spec.data.values[turned];
    expect(row.betaExposure).toBeCloseTo(-columns.betaExposure[turned], 6);
    expect(row.betaOutcome).toBeCloseTo(-columns.betaOutcome[turned], 6);
    expect(row.alleles).toBe(`${columns.otherAllele[turned]}/${columns.effectAllele[turned]}`);
    expect(spec.data.values.every(({ betaExposure }) => (betaExposure as number) > 0)).toBe(true);
  });

  test("draws each method through the origin, and Egger through the weighted means", () => {
    const lines = valuesOf(layer(spec, "slopes"));
    expect(lines.length).toBe(10);
    expect(
      lines.filter(({ betaExposure }) => betaExposure === 0).map((at) => at.betaOutcome),
    ).toEqual([0, expect.any(Number), 0, 0, 0]);
    const { betaExposure: x, betaOutcome: y, standardErrorOutcome: error } = instruments.columns;
    let residuals = 0;
    let weights = 0;
    x.forEach((_, i) => {
      const sign = Math.sign(x[i]);
      residuals += (sign * (y[i] - 0.36 * x[i])) / error[i] ** 2;
      weights += error[i] ** -2;
    });
    expect(lines[2].betaOutcome).toBeCloseTo(residuals / weights, 5);
  });

  test("an intercept of the table wins over the one that follows from the means", () => {
    const withIntercept = new Table({
      method: ["MR-Egger"],
      beta: Float64Array.of(0.3),
      intercept: Float64Array.of(0.0123),
    });
    const [start] = valuesOf(layer(mrScatter(instruments, { estimates: withIntercept }), "slopes"));
    expect(start.betaOutcome).toBe(0.0123);
  });

  test("names methods by slope, tells colours by dashes too, and says which gave none", () => {
    const { color, strokeDash } = layer(spec, "slopes").encoding as Record<string, JsonObject>;
    const { domain, range } = strokeDash.scale as { domain: string[]; range: number[][] };
    expect(domain).toContain("Inverse variance weighted: 0.43");
    expect(new Set(range.map(String)).size).toBe(5);
    expect((color.scale as { range: string[] }).range.length).toBe(5);
    expect(subtitle(spec)).toContain("Not estimated: MR-PRESSO: It needs at least 4 variants.");
  });

  test("says in a sentence what it shows, and how to make it again", () => {
    expect(spec.usermeta.genobook).toMatchObject({
      kind: "mrScatter",
      dataset: "LDL cholesterol → coronary heart disease",
      links: ["variant"],
      rows: { shown: 28, total: 28 },
      code: "plot.mrScatter(harmonised, { estimates })",
      summary:
        "MR scatter plot of LDL cholesterol on coronary heart disease: Inverse variance weighted 0.43 (95 % CI 0.352 to 0.508); the 4 other methods agree in sign; 28 variants.",
    });
  });

  test("counts what harmonisation and missing numbers left out", () => {
    const few = simulatedInstruments(6);
    few.columns.isKept[0] = 0;
    few.columns.standardErrorOutcome[1] = 0;
    few.columns.betaOutcome[2] = NaN;
    const drawn = mrScatter(few);
    expect(drawn.usermeta.genobook.rows).toEqual({ shown: 3, total: 6 });
    expect(subtitle(drawn)).toContain(
      "3 variants · 1 left out by harmonisation · 2 without usable numbers left out",
    );
    expect(JSON.stringify(drawn)).not.toMatch(/NaN/);
  });

  test("a thousand variants stay within 1 MB, the same call gives the same bytes", () => {
    const [a, b] = [1, 2].map(() =>
      JSON.stringify(mrScatter(simulatedInstruments(1_000), { estimates })),
    );
    expect(a).toBe(b);
    expect(a.length).toBeLessThan(300_000);
  });
});

describe("mrForest", () => {
  test("sorts variants by ratio, puts the methods below, and gives each its odds ratio", () => {
    const spec = mrForest(instruments, { estimates });
    const variants = spec.data.values.filter(({ variantId }) => variantId !== undefined);
    const betas = variants.map(({ beta }) => beta as number);
    expect(betas).toEqual([...betas].sort((a, b) => a - b));
    expect(spec.data.values.slice(28).map(({ name, row }) => [name, row])).toEqual([
      ["Inverse variance weighted", 29],
      ["MR-Egger", 30],
      ["Weighted median", 31],
      ["Weighted mode", 32],
      ["Robust adjusted profile score", 33],
    ]);
    expect(variants[0].oddsRatio).toBeCloseTo(Math.exp(betas[0]), 5);
    expect(Math.max(...variants.map(({ weight }) => weight as number))).toBe(1);
    expect(JSON.stringify(layer(spec, "points"))).toContain('"type":"log"');
    expect(summary(spec)).toContain("odds ratio 1.54 (95 % CI 1.42 to 1.66)");
  });

  test("of many variants draws the weightiest, says so, and grows to a limit", () => {
    const many = simulatedInstruments(400);
    const spec = mrForest(many);
    expect(subtitle(spec)).toContain("showing 60 of 400 variants, those of the largest weight");
    expect(spec.usermeta.genobook.rows).toEqual({ shown: 60, total: 400 });
    expect(spec.height).toBe(60 * 17);
    const { betaExposure, standardErrorOutcome, variantId } = many.columns;
    const precision = betaExposure.map((beta, i) => Math.abs(beta) / standardErrorOutcome[i]);
    const weightiest = [...variantId.keys()]
      .sort((a, b) => precision[b] - precision[a])
      .slice(0, 60);
    expect(new Set(spec.data.values.map(({ variantId: id }) => id))).toEqual(
      new Set(weightiest.map((i) => variantId[i])),
    );
    expect(mrForest(many, { maxVariants: 200 }).height).toBe(200 * 17);
    expect(() => mrForest(many, { maxVariants: 400 })).toThrow(InvalidArgumentError);
  });

  test("takes a table of single-variant estimates, with intervals or standard errors", () => {
    const table = new Table(
      {
        variantId: ["rs1", "rs2", "rs3"],
        beta: Float64Array.of(0.2, 0.1, NaN),
        standardError: Float64Array.of(0.05, 0.1, 0.1),
      },
      { exposure: "body mass index", outcome: "asthma" },
    );
    const spec = mrForest(table);
    expect(spec.data.values.map(({ variantId }) => variantId)).toEqual(["rs2", "rs1"]);
    expect(spec.data.values[1].ciLower).toBeCloseTo(0.2 - 1.959964 * 0.05, 5);
    expect(spec.title.text.join(" ")).toBe("MR forest plot: body mass index → asthma");
    expect(subtitle(spec)).toContain("1 row without an estimate left out");
    expect(spec.usermeta.genobook.code).toBe("plot.mrForest(singleVariants)");
  });

  test("one absurd interval does not squeeze the others: it ends in an arrow", () => {
    const table = new Table({
      variantId: ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"],
      beta: Float64Array.from({ length: 12 }, (_, i) => (i === 0 ? 900 : 0.1 * i)),
      standardError: Float64Array.from({ length: 12 }, (_, i) => (i === 0 ? 5e5 : 0.2)),
    });
    for (const oddsRatio of [false, true]) {
      const spec = mrForest(table, { oddsRatio });
      const { scale } = (layer(spec, "points").encoding as Record<string, JsonObject>).x as {
        scale: { domain: number[] };
      };
      expect(scale.domain[1]).toBeLessThan(oddsRatio ? Math.exp(3) : 3);
      expect(JSON.stringify(spec.transform)).toContain("beyondHigh");
      expect(JSON.stringify(spec)).not.toMatch(/NaN|Infinity/);
    }
  });
});

describe("mrLeaveOneOut", () => {
  test("puts the estimate of all last, whichever way the table gives it", () => {
    const table = simulatedLeaveOneOut(instruments);
    const spec = mrLeaveOneOut(table, { exposure: "LDL", outcome: "CHD" });
    expect(spec.data.values.at(-1)).toMatchObject({ name: "All variants", isCombined: true });
    const rows = table.take(Array.from({ length: 28 }, (_, i) => i));
    const all = { beta: 0.4, ciLower: 0.3, ciUpper: 0.5 };
    const beside = mrLeaveOneOut(Object.assign(rows, { all }));
    expect(beside.data.values.at(-1)).toMatchObject({ name: "All variants", beta: 0.4 });
    expect(summary(spec)).toMatch(
      /^Leave-one-out plot of LDL on CHD: without one variant the estimate is 0\.\d+ to 0\.\d+, 0\.\d+ \(95 % CI .*\) with all; rs1112 changes it most; 28 variants\.$/,
    );
  });

  test("of many keeps those that change the estimate most", () => {
    const spec = mrLeaveOneOut(simulatedLeaveOneOut(simulatedInstruments(100)), { maxVariants: 3 });
    expect(spec.data.values.map(({ variantId }) => variantId)).toContain("rs1112");
    expect(subtitle(spec)).toContain(
      "showing 3 of 100 variants, those that change the estimate most",
    );
  });
});

test("mrFunnel draws precision against the ratio with limits about the first estimate", () => {
  const spec = mrFunnel(instruments, { estimates });
  expect(spec.transform).toEqual([{ calculate: "1 / datum.standardError", as: "precision" }]);
  for (const { side, ratio, precision } of valuesOf(layer(spec, "limits"))) {
    expect((ratio - 0.43) * precision).toBeCloseTo(side * 1.96, 3);
  }
  expect(valuesOf(layer(spec, "estimates")).length).toBe(5);
  expect(summary(spec)).toMatch(
    /\d+ of 28 ratios lie above the Inverse variance weighted estimate 0\.43/,
  );
  expect(mrFunnel(instruments).layer.map(({ name }) => name)).toEqual([
    "null",
    "points",
    "targets",
  ]);
});

test("mrRadial marks and names outliers and draws both lines", () => {
  const spec = mrRadial(simulatedRadial(instruments));
  const outliers = spec.data.values.filter(({ isOutlier }) => isOutlier);
  expect(outliers.map(({ variantId, label }) => [variantId, label])).toEqual([
    ["rs1112", "rs1112"],
    ["rs1408", "rs1408"],
  ]);
  const lines = valuesOf(layer(spec, "slopes"));
  expect(lines.map(({ rootWeight, ratioRootWeight }) => rootWeight || ratioRootWeight)).toEqual([
    0,
    expect.any(Number),
    0.4,
    expect.any(Number),
  ]);
  expect(summary(spec)).toMatch(/2 outliers \(rs1112, rs1408\); 28 variants; Q 112 on 27 degrees/);
  expect(() => mrRadial(instruments as never)).toThrow(/mr\.radial/);
});

test("mvmrForest keeps an exposure's methods together", () => {
  const spec = mvmrForest(simulatedDirectEffects, { outcome: "CHD", oddsRatio: true });
  expect(spec.data.values.map(({ row }) => row)).toEqual([0, 1, 3, 4, 6, 7]);
  expect(summary(spec)).toBe(
    "Forest plot of direct effects on CHD by Multivariable IVW: LDL cholesterol odds ratio 1.52 (95 % CI 1.38 to 1.68), triglycerides odds ratio 1.15 (95 % CI 1.01 to 1.31); 3 exposures; 2 methods.",
  );
  expect(spec.usermeta.genobook.links).toEqual([]);
});

test("mvmrStrength says which exposures are weak", () => {
  const spec = mvmrStrength(simulatedStrength);
  expect(spec.data.values.map(({ isWeak }) => isWeak ?? false)).toEqual([false, false, true]);
  expect(summary(spec)).toBe(
    "Conditional F statistics of 3 exposures: below 10 for triglycerides (8.13).",
  );
  expect(summary(mvmrStrength(simulatedStrength, { threshold: 5 }))).toContain("all of 5 or more");
});

describe("what mr gives", () => {
  const { exposure, outcome } = mr.simulate({ seed: 1, nullVariants: 100 });
  const harmonised = mr.harmonise({
    exposure: mr.instruments(exposure, { clump: false }),
    outcome,
  });
  const made = mr.estimate(harmonised, { bootstraps: 50, confidence: 0.9 });
  const names = [harmonised.exposure.name, harmonised.outcome.name];

  test("harmonised data and estimates, with Egger's own intercept and the confidence that was asked for", () => {
    const spec = mrScatter(harmonised, { estimates: made });
    const row = made.columns.methodId.findIndex((id) => id.startsWith("egger"));
    const { intercept } = made.details(made.columns.methodId[row]).details;
    expect(valuesOf(layer(spec, "slopes"))[2 * row].betaOutcome).toBeCloseTo(
      intercept as number,
      6,
    );
    expect(summary(spec)).toContain("(90 % CI ");
    expect(spec.usermeta.genobook.dataset).toBe(names.join(" → "));
    const kept = harmonised.keptRows.length;
    expect(spec.usermeta.genobook.rows).toEqual({ shown: kept, total: harmonised.rowCount });
    expect(mrFunnel(harmonised, { estimates: made }).data.values.length).toBe(kept);
  });

  test("without a variant, as the cell that a plot writes draws it", () => {
    const id = harmonised.columns.variantId[harmonised.keptRows[0]];
    const fewer = mrScatter(harmonised.without(id));
    const shown = harmonised.keptRows.length - 1;
    expect(fewer.usermeta.genobook.rows).toEqual({ shown, total: harmonised.rowCount });
    expect(fewer.data.values.some(({ variantId }) => variantId === id)).toBe(false);
  });

  test("single-variant, leave-one-out and radial analyses", () => {
    const forest = mrForest(mr.singleVariant(harmonised), { estimates: made });
    expect(forest.usermeta.genobook.dataset).toBe(names.join(" → "));
    const loo = mrLeaveOneOut(mr.leaveOneOut(harmonised));
    expect(subtitle(loo)).toContain("Inverse variance weighted");
    expect(loo.data.values.at(-1)).toMatchObject({ name: "All variants", isCombined: true });
    const radial = mrRadial(mr.radial(harmonised));
    expect(radial.data.values.length).toBe(harmonised.keptRows.length);
    expect(valuesOf(layer(radial, "slopes")).length).toBe(4);
  });

  test("multivariable estimates and their conditional strength", () => {
    const lipids = mr.multivariableFromArrays({
      exposures: [
        {
          name: "LDL",
          beta: [0.3, 0.1, -0.2, 0.25, 0.2],
          standardError: [0.01, 0.01, 0.02, 0.01, 0.01],
        },
        {
          name: "HDL",
          beta: [-0.1, 0.2, 0.05, 0.1, 0.3],
          standardError: [0.01, 0.01, 0.02, 0.01, 0.01],
        },
      ],
      outcome: {
        name: "CHD",
        beta: [0.16, 0.03, -0.11, 0.11, 0.02],
        standardError: [0.02, 0.02, 0.03, 0.02, 0.02],
      },
    });
    const direct = mr.multivariable(lipids, { methods: ["ivw", "egger"] });
    const spec = mvmrForest(direct);
    expect(spec.title.text.join(" ")).toBe("Multivariable MR: direct effects on CHD");
    expect(spec.data.values.map(({ exposure: name }) => name)).toEqual([
      "LDL",
      "LDL",
      "HDL",
      "HDL",
    ]);
    expect(mvmrStrength(direct).data.values.length).toBe(2);
    expect(mvmrStrength(mr.conditionalStrength(lipids)).data.values.length).toBe(2);
  });
});

describe("refuses", () => {
  test("tables without the columns, naming them and where they come from", () => {
    const table = new Table({ rsid: ["rs1"], beta: Float64Array.of(1) });
    expect(() => mrScatter(table)).toThrow(MissingColumnsError);
    expect(() => mrScatter(table)).toThrow(/mr\.harmonise/);
    expect(() => mrForest(table)).toThrow(/variantId/);
    expect(() => mrScatter(instruments, { estimates: table })).toThrow(/method/);
    expect(() => mvmrStrength(table)).toThrow(/conditionalF/);
  });

  test("promises, and tables without anything to draw", () => {
    expect(() => mrScatter(Promise.resolve() as never)).toThrow(/await it first/);
    const excluded = simulatedInstruments(3);
    excluded.columns.isKept.fill(0);
    expect(() => mrFunnel(excluded)).toThrow(NothingToPlotError);
    expect(() => mrForest(excluded)).toThrow(/Harmonisation left out 3/);
    const empty = new Table({ variantId: [], beta: new Float64Array(0) });
    expect(() => mrLeaveOneOut(empty)).toThrow(NothingToPlotError);
    expect(() => mrForest(empty)).toThrow(NothingToPlotError);
  });

  test("an oddsRatio that is not true or false", () => {
    expect(() => mrForest(instruments, { oddsRatio: "yes" as never })).toThrow(
      InvalidArgumentError,
    );
  });
});

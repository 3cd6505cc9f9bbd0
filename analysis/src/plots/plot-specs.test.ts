import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { runInThisContext } from "node:vm";
import * as vega6 from "vega";
import { compile as compile6 } from "vega-lite";
import { describe, expect, test } from "vitest";
import { Table } from "../table.ts";
import { manhattan } from "./manhattan.ts";
import { mrForest } from "./mr-forest.ts";
import { mrFunnel } from "./mr-funnel.ts";
import { mrLeaveOneOut } from "./mr-leave-one-out.ts";
import { mrRadial } from "./mr-radial.ts";
import { mrScatter } from "./mr-scatter.ts";
import { mvmrForest } from "./mvmr-forest.ts";
import { mvmrStrength } from "./mvmr-strength.ts";
import type { PlotSpec } from "./plot-spec.ts";
import { prsCalibration } from "./prs-calibration.ts";
import { prsChains } from "./prs-chains.ts";
import { prsDeciles } from "./prs-deciles.ts";
import { prsDecisionCurve } from "./prs-decision-curve.ts";
import { prsDistribution } from "./prs-distribution.ts";
import { prsPortability } from "./prs-portability.ts";
import { prsQuantiles } from "./prs-quantiles.ts";
import { prsRoc } from "./prs-roc.ts";
import { prsSurvival } from "./prs-survival.ts";
import { qq } from "./qq.ts";
import { regional } from "./regional.ts";
import {
  simulatedDirectEffects,
  simulatedEstimates as estimates,
  simulatedInstruments,
  simulatedLeaveOneOut,
  simulatedRadial,
  simulatedStrength,
} from "./simulated-mr.ts";
import { simulatedChains, simulatedEvaluation } from "./simulated-prs.ts";
import { simulatedScan } from "./simulated-scan.ts";

interface VegaLite {
  compile(spec: unknown, options: { logger: object }): { spec: object };
}
interface Vega {
  parse(spec: object): object;
  logger(level: number, method: string, handler: (...args: unknown[]) => void): object;
  Warn: number;
  View: new (
    runtime: object,
    options: object,
  ) => { toSVG(): Promise<string>; data(name: string): object[]; finalize(): void };
}

const require = createRequire(import.meta.url);
const vega5 = require("vega-5/build/vega.js") as Vega;

/** The bundle that JupyterLab 4.6 ships asks for "vega", which must be Vega 5 here and not the hoisted Vega 6. */
function loadVegaLite5(): VegaLite {
  const source = readFileSync(require.resolve("vega-lite-5/build/vega-lite.js"), "utf8");
  const module = { exports: {} };
  const wrapped = runInThisContext(`(function (require, exports, module) {${source}\n})`) as (
    ...args: unknown[]
  ) => void;
  wrapped(() => vega5, module.exports, module);
  return module.exports as VegaLite;
}

const renderers: { name: string; vegaLite: VegaLite; vega: Vega }[] = [
  { name: "Vega-Lite 5.6.1 and Vega 5", vegaLite: loadVegaLite5(), vega: vega5 },
  {
    name: "Vega-Lite 6 and Vega 6",
    vegaLite: { compile: compile6 as VegaLite["compile"] },
    vega: vega6 as unknown as Vega,
  },
];

const scan = simulatedScan(20_000, {
  peaks: [
    { chromosome: 6, position: 32e6, height: 70 },
    { chromosome: 2, position: 120e6, height: 14 },
  ],
});
const withZero = simulatedScan(3_000, {});
withZero.columns.negLog10PValue[7] = Infinity;
withZero.columns.errorCode[9] = "CONST_ALLELE";
const bare = {
  rowCount: 3,
  columns: {
    chromosome: Uint8Array.of(1, 1, 23),
    basePairLocation: Int32Array.of(5, 9, 7),
    pValue: Float64Array.of(0.5, 1e-9, 1),
  },
};

const instruments = simulatedInstruments(28);
const many = simulatedInstruments(1_000);
const absurd = new Table({
  variantId: Array.from({ length: 12 }, (_, i) => `rs${i}`),
  beta: Float64Array.from({ length: 12 }, (_, i) => (i === 0 ? 900 : 0.1 * i)),
  standardError: Float64Array.from({ length: 12 }, (_, i) => (i === 0 ? 5e5 : 0.2)),
});
const single = simulatedInstruments(1);

const binary = simulatedEvaluation({ kind: "binary" });
const hiding = simulatedEvaluation({ kind: "binary", hides: true });
const quantitative = simulatedEvaluation({ kind: "quantitative" });

const near = simulatedScan(900, {
  chromosomes: [6],
  peaks: [{ chromosome: 6, position: 32e6, height: 30 }],
});
const nearest = near.columns.variantId.filter(
  (_, row) => Math.abs(near.columns.basePairLocation[row] - 32e6) < 8e6,
);
const middle = { chromosome: 6, from: 24e6, to: 40e6 };
const regionalTracks = {
  ...middle,
  ld: new Table({
    variantId: nearest.slice(5),
    r2: Float64Array.from(nearest.slice(5), (_, i) => (i % 10) / 10),
  }),
  genes: new Table({
    symbol: ["A", "B", "C"],
    chromosome: Uint8Array.of(6, 6, 6),
    start: Int32Array.of(25e6, 30e6, 31e6),
    end: Int32Array.of(26e6, 33e6, 50e6),
    strand: ["+", "-", ""],
    exons: ["25000000-25100000,25900000-26000000", "", ""],
  }),
  recombination: new Table({
    chromosome: new Uint8Array(3).fill(6),
    basePairLocation: Int32Array.of(20e6, 30e6, 45e6),
    rate: Float64Array.of(1, 40, 2),
  }),
  credibleSet: "abf" as const,
};

const specs: Record<string, PlotSpec> = {
  "regional plot with all tracks": await regional(near, regionalTracks),
  "regional plot in LocusZoom's colours": await regional(near, {
    ...regionalTracks,
    palette: "classic",
    recombination: undefined,
  }),
  "regional plot without anything": await regional(bare, { chromosome: 1, from: 1, to: 100 }),
  "regional plot without a gene": await regional(near, {
    ...middle,
    genes: regionalTracks.genes.head(0),
  }),
  "Manhattan plot with a folded axis": manhattan(scan),
  "Manhattan plot without hits": manhattan(simulatedScan(5_000, { seed: 5 })),
  "Manhattan plot of one chromosome": manhattan(simulatedScan(900, { chromosomes: [6] })),
  "Manhattan plot of one variant": manhattan(simulatedScan(1, { chromosomes: [4] })),
  "Manhattan plot with P = 0": manhattan(withZero),
  "Manhattan plot of a bare table": manhattan(bare),
  "QQ plot": qq(scan),
  "QQ plot in strata": qq(scan, { frequencyStrata: [0.01, 0.05] }),
  "QQ plot with P = 0": qq(withZero),
  "QQ plot of a bare table": qq(bare),
  "MR scatter plot": mrScatter(instruments, { estimates }),
  "MR scatter plot of 1,000 variants": mrScatter(many, { estimates }),
  "MR scatter plot of one variant without estimates": mrScatter(single),
  "MR forest plot": mrForest(instruments, { estimates }),
  "MR forest plot of effects": mrForest(instruments, { estimates, oddsRatio: false }),
  "MR forest plot of 1,000 variants": mrForest(many, { maxVariants: 200 }),
  "MR forest plot of one variant": mrForest(single),
  "MR forest plot with an absurd interval": mrForest(absurd),
  "leave-one-out plot": mrLeaveOneOut(simulatedLeaveOneOut(instruments)),
  "MR funnel plot": mrFunnel(instruments, { estimates }),
  "MR funnel plot of one variant": mrFunnel(single, { estimates }),
  "MR radial plot": mrRadial(simulatedRadial(instruments)),
  "MVMR forest plot": mvmrForest(simulatedDirectEffects, { oddsRatio: true }),
  "MVMR strength plot": mvmrStrength(simulatedStrength),
  "ROC curves of a score": prsRoc(binary),
  "odds ratios by decile": prsDeciles(binary),
  "odds ratios by decile, some hidden": prsDeciles(hiding),
  "differences by decile": prsDeciles(quantitative),
  "shares by decile": prsQuantiles(hiding),
  "means by decile": prsQuantiles(quantitative),
  "calibration plot": prsCalibration(hiding),
  "decision curve": prsDecisionCurve(binary),
  "distribution by group": prsDistribution(quantitative),
  "distribution of cases and controls": prsDistribution(binary, { by: "status" }),
  "portability plot": prsPortability(binary),
  "Kaplan–Meier curves": prsSurvival(simulatedEvaluation({ kind: "survival" })),
  "paths of chains": prsChains(simulatedChains()),
  "path of one chain": prsChains(simulatedChains(1, 40)),
};

describe.each(renderers)("$name", ({ vegaLite, vega }) => {
  async function drawn(spec: object): Promise<{ svg: string; warnings: unknown[]; rows: number }> {
    const warnings: unknown[] = [];
    const logger = vega.logger(vega.Warn, "", (...said: unknown[]) => warnings.push(said));
    const compiled = vegaLite.compile(spec, { logger }).spec;
    const view = new vega.View(vega.parse(compiled), { renderer: "none", logger });
    const svg = await view.toSVG();
    const { name } = (spec as PlotSpec).data;
    const rows = view.data(name).length;
    view.finalize();
    return { svg, warnings, rows };
  }

  test.each(Object.entries(specs))("draws the %s without a warning", async (_, spec) => {
    const { svg, warnings, rows } = await drawn(spec);
    expect(warnings).toEqual([]);
    expect(rows).toBe(spec.data.values.length);
    for (const line of spec.title.text) expect(svg).toContain(line);
    expect(svg).not.toMatch(/NaN|undefined/);
  });

  test("warns about a spec that is wrong", async () => {
    const { warnings } = await drawn({
      data: { name: "rows", values: [{ a: 1 }] },
      mark: "bar",
      encoding: { shape: { field: "a", type: "nominal" } },
    });
    expect(JSON.stringify(warnings)).toContain("shape");
  });
});

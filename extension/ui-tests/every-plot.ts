import { serialize } from "node:v8";
import { plot } from "@genobook/analysis";
import {
  simulatedDirectEffects,
  simulatedEstimates,
  simulatedInstruments,
  simulatedLeaveOneOut,
  simulatedRadial,
  simulatedStrength,
} from "../../analysis/src/plots/simulated-mr.ts";
import { simulatedChains, simulatedEvaluation } from "../../analysis/src/plots/simulated-prs.ts";
import { simulatedScan } from "../../analysis/src/plots/simulated-scan.ts";

type PlotSpec = ReturnType<typeof plot.qq>;

/** Functions of `plot` that draw nothing. */
export const NO_PLOTS: readonly string[] = [
  "MissingColumnsError",
  "NothingToPlotError",
  "PlotGoneError",
  "leadVariants",
  "openRegion",
  "readGenes",
  "readRecombination",
  "topHits",
];

const scan = simulatedScan(20_000, {
  peaks: [
    { chromosome: 6, position: 32e6, height: 70 },
    { chromosome: 2, position: 120e6, height: 14 },
  ],
});
const near = simulatedScan(900, {
  chromosomes: [6],
  peaks: [{ chromosome: 6, position: 32e6, height: 30 }],
});
const isNear = (row: number): boolean => Math.abs(near.columns.basePairLocation[row] - 32e6) < 8e6;
const nearest = near.columns.variantId.filter((_, row) => isNear(row)).slice(5);
const ld = {
  rowCount: nearest.length,
  columns: {
    variantId: nearest,
    r2: Float64Array.from(nearest, (_, i) => (i % 10) / 10),
  },
};
const genes = {
  rowCount: 4,
  columns: {
    symbol: ["HLA-A", "TNF", "HLA-DRB1", "KIFC1"],
    chromosome: new Uint8Array(4).fill(6),
    start: Int32Array.of(25e6, 30e6, 31e6, 34e6),
    end: Int32Array.of(26e6, 33e6, 35e6, 39e6),
    strand: ["+", "-", "+", "-"],
    exons: ["25000000-25100000,25900000-26000000", "", "", ""],
  },
};
const recombination = {
  rowCount: 4,
  columns: {
    chromosome: new Uint8Array(4).fill(6),
    basePairLocation: Int32Array.of(20e6, 28e6, 34e6, 45e6),
    rate: Float64Array.of(1, 40, 8, 2),
  },
};
const harmonised = simulatedInstruments(28);
const leaveOneOut = simulatedLeaveOneOut(harmonised);
const radial = simulatedRadial(harmonised);
const binary = simulatedEvaluation({ kind: "binary" });
const survival = simulatedEvaluation({ kind: "survival" });
const weights = simulatedChains();

/** What the code of each plot names, as a notebook would hold it. */
const values: Readonly<Record<string, unknown>> = {
  ...{ scan, near, ld, genes, recombination, harmonised, leaveOneOut, radial, binary, survival },
  ...{ weights, estimates: simulatedEstimates, direct: simulatedDirectEffects },
  strength: simulatedStrength,
};

interface KindOfPlot {
  readonly spec: PlotSpec;
  /** What comes before its code in a cell: which of the values `result`, `evaluation` and `scores` are. */
  readonly before: string;
}

const SCAN = "result = scan;";
const BINARY = "evaluation = binary;";
const middle = { chromosome: 6, from: 24e6, to: 40e6 } as const;

/** One plot of each kind that the library draws, of made-up results. */
export const everyPlot: readonly KindOfPlot[] = [
  { spec: plot.manhattan(scan, { dataset: "height", build: "GRCh38" }), before: SCAN },
  { spec: plot.qq(scan, { frequencyStrata: [0.01, 0.05] }), before: SCAN },
  {
    spec: await plot.regional(near, {
      ...{ ...middle, ld, genes, recombination, credibleSet: "abf" },
    } as never),
    before: "result = near;",
  },
  { spec: plot.mrScatter(harmonised, { estimates: simulatedEstimates }), before: "" },
  { spec: plot.mrForest(harmonised, { estimates: simulatedEstimates }), before: "" },
  { spec: plot.mrLeaveOneOut(leaveOneOut), before: "" },
  { spec: plot.mrFunnel(harmonised, { estimates: simulatedEstimates }), before: "" },
  { spec: plot.mrRadial(radial), before: "" },
  { spec: plot.mvmrForest(simulatedDirectEffects, { oddsRatio: true }), before: "" },
  { spec: plot.mvmrStrength(simulatedStrength), before: "" },
  { spec: plot.prsDeciles(binary), before: BINARY },
  { spec: plot.prsQuantiles(binary), before: BINARY },
  { spec: plot.prsSurvival(survival, { timeUnit: "years" }), before: "evaluation = survival;" },
  { spec: plot.prsCalibration(binary), before: BINARY },
  { spec: plot.prsRoc(binary), before: BINARY },
  { spec: plot.prsDecisionCurve(binary), before: BINARY },
  { spec: plot.prsDistribution(binary), before: "scores = binary;" },
  { spec: plot.prsPortability(binary), before: BINARY },
  { spec: plot.prsChains(weights), before: "" },
];

export const kindOf = ({ spec }: KindOfPlot): string => spec.usermeta.genobook.kind;

/** A cell that reads the values from `values.bin` in the notebook's folder. */
export const VALUES_CELL = `import { readFileSync } from "node:fs";
import { deserialize } from "node:v8";
const { ${Object.keys(values).join(", ")} } = deserialize(readFileSync("values.bin"));
let [result, evaluation, scores] = [scan, binary, binary];`;

export function valuesFile(): Uint8Array {
  return serialize(
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, plain(value)])),
  );
}

/** Tables as plain objects, at any depth. */
function plain(value: unknown): unknown {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value;
  const { rowCount, provenance } = value as { rowCount?: unknown; provenance?: unknown };
  const entries = Object.entries(value).map(([name, part]) => [name, plain(part)] as const);
  return {
    ...Object.fromEntries(entries.filter(([, part]) => typeof part !== "function")),
    ...(rowCount !== undefined && { rowCount, columns: (value as { columns: object }).columns }),
    ...(provenance !== undefined && { provenance: plain(provenance) }),
  };
}

import fc from "fast-check";
import { expect, test } from "vitest";
import { isAnalysisError } from "../../errors.ts";
import { genotypesFromDosages } from "../../genotypes/from-memory.ts";
import { sampleTable, type SampleTable } from "../../io/sample-table.ts";
import { randomStream } from "../../random.ts";
import { NotEstimableError } from "../mr-errors.ts";
import { twoStageLeastSquares } from "./two-stage-least-squares.ts";

const COUNT = 400;

/** Two instruments; the exposure is confounded, and raises the outcome by 0.5. */
function people(strength: number, seed = 1): SampleTable {
  const random = randomStream(seed, "two-stage test");
  const each = <T>(value: () => T): T[] => Array.from({ length: COUNT }, value);
  const copies = (): number => Number(random.uniform() < 0.4) + Number(random.uniform() < 0.4);
  const [g1, g2, u, e] = [
    each(copies),
    each(copies),
    each(() => random.normal()),
    each(() => random.normal()),
  ];
  const x = u.map((value, i) => strength * (g1[i] + g2[i]) + value + e[i]);
  const y = x.map((value, i) => 0.5 * value - u[i] + random.normal());
  const category = each(() => (random.uniform() < 0.5 ? "north" : "south"));
  return sampleTable({
    individualId: each(() => "").map((_, i) => `person ${i}`),
    columns: { g1, g2, x, y, half: x.map((value) => value / 2), category, copy: g1, u },
  });
}

const base = { outcome: "y", exposures: "x", instruments: ["g1", "g2"] } as const;

test("instruments free the estimate of confounding; tests are told apart by name", () => {
  const found = twoStageLeastSquares({ phenotypes: people(1), ...base, covariates: ["category"] });
  const { columns, tests } = found;
  expect(Math.abs(columns.beta[0] - 0.5)).toBeLessThan(3 * columns.standardError[0]);
  expect(columns.firstStageF[0]).toBeGreaterThan(10);
  expect(columns.conditionalF[0]).toBeCloseTo(columns.firstStageF[0], 8);
  expect(tests.columns.test).toEqual([
    "Wu–Hausman",
    "Sargan",
    "Hansen J (robust, two-step)",
    "Anderson–Rubin",
  ]);
  expect(tests.columns.pValue[0]).toBeLessThan(1e-4);
  expect(found.notices).toEqual([]);
});

test("one instrument: the ratio of covariances, and no test of over-identification", () => {
  const table = people(1);
  const { columns, tests } = twoStageLeastSquares({
    phenotypes: table,
    ...base,
    instruments: ["g1"],
  });
  const column = (name: string): Float64Array => table.columns[name] as Float64Array;
  const covariance = (a: Float64Array, b: Float64Array): number => {
    const mean = b.reduce((sum, value) => sum + value, 0) / COUNT;
    return a.reduce((sum, value, i) => sum + value * (b[i] - mean), 0);
  };
  const ratio = covariance(column("g1"), column("y")) / covariance(column("g1"), column("x"));
  expect(columns.beta[0] / ratio).toBeCloseTo(1, 10);
  expect(tests.columns.test).toEqual(["Wu–Hausman", "Anderson–Rubin"]);
});

test("weak instruments are named, and the Anderson–Rubin set says when it is no interval", () => {
  const found = twoStageLeastSquares({ phenotypes: people(0), ...base });
  expect(found.notices.join(" ")).toMatch(/Weak instruments of x/);
  expect(found.notices.join(" ")).toMatch(/too weak/);
  const { andersonRubin, andersonRubinLower, andersonRubinUpper } = found.columns;
  expect(andersonRubin[0]).toMatch(/^(Every effect|Up to)/);
  if (andersonRubin[0].startsWith("Every")) {
    expect([andersonRubinLower[0], andersonRubinUpper[0]]).toEqual([-Infinity, Infinity]);
  }
});

test("the classical and the robust interval differ; P goes with the one that is chosen", () => {
  const phenotypes = people(1);
  const classical = twoStageLeastSquares({ phenotypes, ...base }).columns;
  const robust = twoStageLeastSquares({ phenotypes, ...base, standardErrors: "robust" }).columns;
  expect(robust.standardError).toEqual(classical.standardError);
  const half = (robust.ciUpper[0] - robust.ciLower[0]) / 2;
  const ratio = robust.robustStandardError[0] / classical.standardError[0];
  expect(half / ((classical.ciUpper[0] - classical.ciLower[0]) / 2)).toBeCloseTo(ratio, 10);
});

test("who lacks a value is counted, an instrument that repeats another is left out by name", () => {
  const table = people(1);
  const y = Float64Array.from(table.columns["y"] as Float64Array);
  y[3] = NaN;
  const phenotypes = sampleTable({
    individualId: table.individualId,
    columns: { ...table.columns, y },
  });
  const found = twoStageLeastSquares({ phenotypes, ...base, instruments: ["g1", "g2", "copy"] });
  expect(found.columns.n[0]).toBe(COUNT - 1);
  expect(found.attrition.columns.removed[1]).toBe(1);
  expect(found.columns.instrumentCount[0]).toBe(2);
  expect(found.notices.join(" ")).toMatch(/copy adds nothing/);
  expect(JSON.stringify([found.notices, found.provenance, found.columns])).not.toMatch(/person/);
});

test("genotypes as instruments, one by one and as an allele score", async () => {
  const table = people(1);
  const dosages = ["g1", "g2"].flatMap((name) => Array.from(table.columns[name] as Float64Array));
  const genotypes = genotypesFromDosages({
    variants: {
      variantId: ["rs1", "rs2"],
      contig: ["1", "2"],
      basePairLocation: [100, 200],
      effectAllele: ["A", "C"],
      otherAllele: ["G", "T"],
    },
    samples: { individualId: table.individualId },
    matrix: Float32Array.from(dosages),
    sampleCount: COUNT,
  });
  const byColumns = twoStageLeastSquares({ phenotypes: table, ...base });
  const { outcome, exposures } = base;
  const asked = { phenotypes: table, outcome, exposures, genotypes, variantIds: ["rs1", "rs2"] };
  const byVariants = await twoStageLeastSquares(asked);
  expect(byVariants.columns.beta[0]).toBeCloseTo(byColumns.columns.beta[0], 10);
  const byScore = await twoStageLeastSquares({ ...asked, scoreWeights: [1, 1] });
  expect(byScore.columns.instrumentCount[0]).toBe(1);
  expect(byScore.provenance["instruments"]).toEqual(["allele score"]);
  await expect(
    twoStageLeastSquares({ ...asked, variantIds: ["rs1", "rs9"] }),
  ).rejects.toMatchObject({ tag: "invalid-argument" });
});

test("what cannot be estimated is refused by name", () => {
  const phenotypes = people(1);
  const refusal = (options: Partial<Parameters<typeof twoStageLeastSquares>[0]>): unknown => {
    try {
      return void twoStageLeastSquares({ phenotypes, ...base, ...options, genotypes: undefined });
    } catch (error) {
      return error;
    }
  };
  const few = refusal({ exposures: ["x", "u"], instruments: ["g1"] });
  expect(few instanceof NotEstimableError && few.code).toBe("TOO_FEW_VARIANTS");
  const same = refusal({ exposures: ["x", "half"] });
  expect(same instanceof NotEstimableError && same.code).toBe("COLLINEAR");
  expect(String(same)).toMatch(/x, half/);
  expect(isAnalysisError(refusal({ instruments: [] }), "invalid-argument")).toBe(true);
  expect(isAnalysisError(refusal({ instruments: ["x"] }), "invalid-argument")).toBe(true);
  expect(isAnalysisError(refusal({ instruments: ["category"] }), "invalid-argument")).toBe(true);
  expect(isAnalysisError(refusal({ outcome: "nothing" }), "invalid-argument")).toBe(true);
  expect(isAnalysisError(refusal({ covariates: ["g1"] }), "invalid-argument")).toBe(true);
  expect(isAnalysisError(refusal({ secondStage: "controlFunction" }), "invalid-argument")).toBe(
    true,
  );
});

test("rescaling the exposure rescales the effect; shifting columns changes nothing", () => {
  const table = people(1);
  const scaled = (scale: number, shift: number): SampleTable =>
    sampleTable({
      individualId: table.individualId,
      columns: {
        ...table.columns,
        x: (table.columns["x"] as Float64Array).map((value) => scale * value + shift),
      },
    });
  const { columns: own } = twoStageLeastSquares({ phenotypes: table, ...base });
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 100, noNaN: true }),
      fc.double({ min: -100, max: 100, noNaN: true }),
      (scale, shift) => {
        const { columns } = twoStageLeastSquares({ phenotypes: scaled(scale, shift), ...base });
        expect((columns.beta[0] * scale) / own.beta[0]).toBeCloseTo(1, 8);
        expect((columns.standardError[0] * scale) / own.standardError[0]).toBeCloseTo(1, 8);
        expect(columns.firstStageF[0] / own.firstStageF[0]).toBeCloseTo(1, 8);
      },
    ),
    { numRuns: 20 },
  );
});

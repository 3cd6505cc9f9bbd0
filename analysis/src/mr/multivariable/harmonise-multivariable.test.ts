import { expect, test } from "vitest";
import { isAnalysisError } from "../../errors.ts";
import { genotypesFromDosages } from "../../genotypes/from-memory.ts";
import { Table } from "../../table.ts";
import { associations } from "../harmonise/associations.ts";
import { harmoniseMultivariable } from "./harmonise-multivariable.ts";

const ids = ["rs1", "rs2", "rs3", "rs4", "rs5", "rs6"];
const places = {
  chromosome: [1, 1, 2, 3, 4, 5],
  basePairLocation: [1_000_000, 1_100_000, 5e6, 6e6, 7e6, 8e6],
};
const effectAllele = ["A", "C", "A", "G", "A", "C"];
const otherAllele = ["G", "T", "T", "T", "C", "A"];
const effectAlleleFrequency = [0.3, 0.3, 0.2, 0.4, 0.4, 0.25];
const standardError = new Array<number>(6).fill(0.01);

/** rs1 and rs2 are near each other; rs3 is palindromic. */
const ldl = associations({
  name: "LDL",
  variantId: ids,
  ...places,
  effectAllele,
  otherAllele,
  effectAlleleFrequency,
  beta: [0.1, 0.09, 0.12, 0.001, 0.2, 0.002],
  standardError,
  n: 10_000,
});
/** The same variants with other alleles counted, and rs5 missing. */
const hdl = associations({
  name: "HDL",
  variantId: ids.filter((id) => id !== "rs5"),
  chromosome: [1, 1, 2, 3, 5],
  basePairLocation: [1_000_000, 1_100_000, 5e6, 6e6, 8e6],
  effectAllele: ["G", "C", "T", "G", "C"],
  otherAllele: ["A", "T", "A", "T", "A"],
  effectAlleleFrequency: [0.7, 0.3, 0.8, 0.4, 0.25],
  beta: [-0.02, 0.15, -0.03, 0.1, 0],
  standardError: standardError.slice(1),
  n: 20_000,
});
const chd = associations({
  name: "CHD",
  variantId: ids,
  ...places,
  effectAllele: ["T", "C", "A", "T", "A", "C"],
  otherAllele: ["C", "T", "T", "G", "C", "A"],
  effectAlleleFrequency: [0.3, 0.3, 0.2, 0.6, 0.4, 0.25],
  beta: [0.05, 0.04, 0.06, -0.02, 0.1, 0],
  standardError,
  n: 30_000,
});
const base = { exposures: [ldl, hdl], outcome: chd } as const;

test("instruments of any exposure, on the alleles of the one it is strongest for", () => {
  const found = harmoniseMultivariable({ ...base, clump: false });
  const { columns } = found;
  expect(columns.variantId).toEqual(["rs5", "rs3", "rs1", "rs2", "rs4"]);
  expect(columns.instrumentOf).toEqual(["LDL", "LDL", "LDL", "LDL, HDL", "HDL"]);
  expect(columns.verdict).toEqual(["not in every exposure", "kept", "kept", "kept", "kept"]);
  expect(columns.reason[2]).toContain("HDL: alleles swapped; CHD: other strand");
  expect(columns.reason[0]).toBe("HDL has no such variant.");
  const onHdl = columns["betaExposure2"] as Float64Array;
  expect(Array.from(onHdl.subarray(1))).toEqual([0.03, 0.02, 0.15, 0.1]);
  expect(Array.from(columns.betaOutcome)).toEqual([0.1, 0.06, 0.05, 0.04, 0.02]);
  expect(found.sampleSizes).toEqual([10_000, 20_000, 30_000]);
  expect(found.effects.exposures).toEqual(["LDL", "HDL"]);
  expect(found.effects.variantId).toEqual(["rs3", "rs1", "rs2", "rs4"]);
  const { step, remaining } = found.attrition.columns;
  expect(remaining[step.indexOf("union")]).toBe(5);
  expect(remaining[step.indexOf("in every exposure")]).toBe(4);
  expect(remaining.at(-1)).toBe(4);
});

test("palindromic variants follow the policy in every study", () => {
  const dropped = harmoniseMultivariable({ ...base, clump: false, policy: "dropPalindromic" });
  expect(dropped.columns.verdict[1]).toBe("palindromic");
  expect(dropped.effects.variantId).not.toContain("rs3");
});

test("linked variants are clumped together: the strongest for any exposure stays", async () => {
  const byDistance = harmoniseMultivariable({ ...base, clump: { kilobases: 250 } });
  expect(byDistance.columns.variantId).toEqual(["rs5", "rs3", "rs2", "rs4"]);
  expect(byDistance.notices.join(" ")).toMatch(/distance/);
  const copies = [0, 1, 2, 1, 0, 2, 1, 0];
  const other = [1, 0, 2, 1, 1, 0, 0, 2];
  const panel = genotypesFromDosages({
    variants: {
      variantId: ids,
      contig: places.chromosome.map(String),
      basePairLocation: places.basePairLocation,
      effectAllele,
      otherAllele,
    },
    matrix: Float32Array.from([copies, copies, other, other, other, other].flat()),
    sampleCount: 8,
  });
  const byPanel = await harmoniseMultivariable({ ...base, clump: { genotypes: panel, r2: 0.5 } });
  expect(byPanel.columns.variantId).toEqual(byDistance.columns.variantId);
  const { step, removed } = byPanel.attrition.columns;
  expect(removed[step.indexOf("clumped together")]).toBe(1);
});

test("instruments that are given are taken as they are; one named by place is the same variant", () => {
  const byPlace = new Table({
    ...hdl.columns,
    variantId: hdl.columns.variantId.map((id) => (id === "rs2" ? "1:1100000" : id)),
  });
  const found = harmoniseMultivariable({
    ...base,
    instruments: [ldl.take([0, 1]), byPlace.take([1])],
    clump: false,
  });
  expect(found.columns.variantId).toEqual(["rs1", "1:1100000"]);
  expect(found.columns.instrumentOf).toEqual(["LDL", "LDL, HDL"]);
});

test("an exposure without a strong variant is noticed", () => {
  const found = harmoniseMultivariable({
    ...base,
    instruments: [ldl.take([0, 2]), hdl.take([0])],
    clump: false,
  });
  expect(found.notices.join(" ")).toContain("No variant has P < 5e-8 for HDL");
});

test("no instrument, no overlap, no exposure and unequal lists are refused", () => {
  const tagOf = (options: Partial<Parameters<typeof harmoniseMultivariable>[0]>): string => {
    try {
      void harmoniseMultivariable({ ...base, ...options, clump: false });
    } catch (error) {
      return isAnalysisError(error) ? error.tag : String(error);
    }
    return "none";
  };
  expect(tagOf({ threshold: 1e-300 })).toBe("no-overlap");
  expect(tagOf({ exposures: [] })).toBe("invalid-argument");
  expect(tagOf({ exposures: [ldl, ldl] })).toBe("invalid-argument");
  expect(tagOf({ instruments: [ldl] })).toBe("invalid-argument");
  const elsewhere = new Table({
    ...chd.columns,
    variantId: ids.map((id) => `${id}0`),
    basePairLocation: new Int32Array(6),
  });
  expect(tagOf({ outcome: elsewhere })).toBe("no-overlap");
});

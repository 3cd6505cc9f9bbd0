import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { frequency } from "../../src/genotypes/qc.ts";
import { clump } from "../../src/ld/clump.ts";
import { correlation } from "../../src/ld/correlation.ts";
import { compareFrequencies } from "../../src/ld/ld-check-frequency.ts";
import { prune } from "../../src/ld/prune.ts";
import type { Genotypes } from "../../src/genotypes/genotypes.ts";
import { formatPlinkNumber } from "../../src/sumstats/format-plink-number.ts";
import { Table } from "../../src/table.ts";
import { expectWithin } from "../peer/compare.ts";
import { cohort, hasData, reference, ROOT } from "../peer/shared-data.ts";

const FOLDER = "geno-bigsnpr-example";
const at = (name: string): string => `${FOLDER}/${name}`;
const example = (): Promise<Genotypes> => cohort("geno-bigsnpr-example/example.bed");

// Of ref/, fst_wc (Weir and Cockerham) and trend (Cochran and Armitage) have no counterpart: Fst is Hudson's, and binary
// traits are tested by logistic regression.
describe.skipIf(!hasData(FOLDER))(
  "LD of the example as PLINK has it (needs ../shared/data)",
  () => {
    test.each([
      ["ref/r2.ld", 0.25, 923],
      ["published/example.ld.gz", 0.2, 1431],
    ] as const)("%s of PLINK 1.9: the same pairs, every digit", async (file, minimumR2, pairs) => {
      const { columns, rowCount } = await correlation(await example(), {
        window: { basePairs: 100_000_000, variants: 4600 },
        minimumR2,
      });
      expect(rowCount).toBe(pairs);
      expectWithin(file, reference(at(file)), {
        SNP_A: columns.variantId,
        SNP_B: columns.otherVariantId,
        R2: Array.from(columns.r2, (value) => formatPlinkNumber(value)),
      });
    });

    test("prune.prune.in: every variant", async () => {
      const { kept } = await prune(await example(), {
        window: { variants: 200 },
        step: 50,
        r2: 0.2,
      });
      const theirs = readFileSync(`${ROOT}${at("ref/prune.prune.in")}`, "utf8");
      expect(kept).toEqual(theirs.trim().split("\n"));
    });

    test("clump.clumped: leads and members", async () => {
      const genotypes = await example();
      const { SNP, P } = reference(at("ref/assoc.assoc.gz")).columns;
      const associations = new Table({
        variantId: SNP,
        negLog10PValue: Float64Array.from(P, (p) => -Math.log10(Number(p))),
      });
      const settings = { p1: 0.001, p2: 0.05, r2: 0.1, kilobases: 500 };
      const found = await clump(associations, { genotypes, ...settings, measure: "haplotypes" });
      const members = new Map(found.columns.variantId.map((lead) => [lead, [] as string[]]));
      const { leadVariantId, variantId } = found.members.columns;
      leadVariantId.forEach((lead, i) => members.get(lead)!.push(`${variantId[i]}(1)`));
      const theirs = reference(at("ref/clump.clumped")).columns;
      expect([...members.keys()]).toEqual(theirs.SNP);
      expect([...members.values()].map((ids) => ids.sort().join(",") || "NONE")).toEqual(
        theirs.SP2.map((ids) => ids.split(",").sort().join(",")),
      );
    });
  },
);

interface Group {
  readonly f: Float64Array;
  readonly alleleNumber: Int32Array;
  readonly people: number;
}

describe.each([
  [FOLDER, "example.bed", "pop.txt", 171, 1e-7],
  // Calls are missing there, and a panel tells one number of people for all variants.
  ["geno-hapmap3", "HM3.bed", "pop.tsv", 55, 2e-5],
] as const)(
  "Hudson's Fst as ld.check has it, %s (needs ../shared/data)",
  (folder, bed, labels, pairs, tolerance) => {
    test.skipIf(!hasData(folder))("fst.fst.summary of PLINK 2, all pairs", async () => {
      const genotypes = await cohort(`${folder}/${bed}`);
      const { IID, POPU } = reference(`${folder}/${labels}`).columns;
      const populationOf = new Map(IID.map((id, i) => [id, POPU[i]]));
      const { individualId } = genotypes.samples;
      const groups = new Map<string, Group>();
      for (const name of new Set(POPU)) {
        const samples = Uint32Array.from(individualId.keys()).filter(
          (i) => populationOf.get(individualId[i]) === name,
        );
        const { columns } = await frequency(genotypes.select({ samples }));
        const { effectAlleleFrequency: f, alleleNumber } = columns;
        groups.set(name, { f, alleleNumber, people: samples.length });
      }
      const matched = Array.from({ length: genotypes.variants.count }, (_, v) => ({
        ...{ row: v, variant: v, sign: 1 as const, isPalindromic: false },
      }));
      const { POP1, POP2, HUDSON_FST } = reference(`${folder}/ref/fst.fst.summary`).columns;
      expect(POP1).toHaveLength(pairs);
      const away = POP1.map((name, i) => {
        const [study, panel] = [groups.get(name)!, groups.get(POP2[i])!];
        const people = Float64Array.from(study.alleleNumber, (alleles) => alleles / 2);
        const { fst } = compareFrequencies(matched, panel.f, panel.people, study.f, people);
        return Math.abs(fst - Number(HUDSON_FST[i]));
      });
      console.log(`${folder}: Fst of ${pairs} pairs, at most ${Math.max(...away)} off`);
      expect(Math.max(...away)).toBeLessThan(tolerance);
    });
  },
);

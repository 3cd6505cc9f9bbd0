import { describe, expect, test } from "vitest";
import { genotypesFromDosages } from "../../genotypes/from-memory.ts";
import type { Genotypes } from "../../genotypes/genotypes.ts";
import { sampleTable } from "../../io/sample-table.ts";
import { randomStream } from "../../random.ts";
import { Table } from "../../table.ts";
import { split } from "../evaluation/split.ts";
import { score } from "../scoring/score.ts";
import { scoringFile } from "../scoring/scoring-file.ts";
import { clumpThreshold } from "./clump-threshold.ts";
import { stackClumpThreshold } from "./stack-clump-threshold.ts";

describe("ancestry of the panel", () => {
  const M = 300;
  const random = randomStream(5, "two peoples");
  const ofOne = Float64Array.from({ length: M }, () => 0.2 + 0.6 * random.uniform());
  const ofOther = ofOne.map((p) => Math.min(0.95, Math.max(0.05, p + 0.35 * random.normal())));
  const drawn = (frequency: Float64Array): Genotypes =>
    genotypesFromDosages({
      matrix: Array.from(frequency, (p) =>
        Array.from(
          { length: 100 },
          () => Number(random.uniform() < p) + Number(random.uniform() < p),
        ),
      ).flat(),
      sampleCount: 100,
      variants: {
        variantId: Array.from(frequency, (_, v) => `v${v}`),
        basePairLocation: Array.from(frequency, (_, v) => 1e4 * (v + 1)),
        // Every other variant counts the study's other allele.
        effectAllele: Array.from(frequency, (_, v) => (v % 2 ? "A" : "G")),
        otherAllele: Array.from(frequency, (_, v) => (v % 2 ? "G" : "A")),
      },
    });
  const flipped = (frequency: Float64Array): Float64Array =>
    frequency.map((p, v) => (v % 2 ? p : 1 - p));
  const [own, others] = [drawn(flipped(ofOne)), drawn(flipped(ofOther))];
  const study = {
    variantId: own.variants.variantId,
    effectAllele: new Array<string>(M).fill("A"),
    otherAllele: new Array<string>(M).fill("G"),
    beta: Float64Array.from({ length: M }, () => random.normal()),
    pValue: Float64Array.from({ length: M }, () => random.uniform()),
  };
  const table = new Table({ ...study, effectAlleleFrequency: ofOne });
  const ofAncestry = (notices: readonly string[]): string[] =>
    notices.filter((notice) => /ancestry|continent/.test(notice));

  test("is told where frequencies are of other people, and still of the scores", async () => {
    const found = await clumpThreshold({ associations: table, genotypes: others, target: own });
    expect(ofAncestry(found.notices)).toEqual([
      expect.stringMatching(/differ as between continents \(Fst 0\.\d+\).*another ancestry/),
    ]);
    const scored = await score({ scores: found.scores, genotypes: own, by: "name" });
    expect(ofAncestry(scored.notices)).toEqual(ofAncestry(found.notices));
  });

  test("is not doubted where they agree, and not compared without frequencies", async () => {
    const agreeing = await clumpThreshold({ associations: table, genotypes: own });
    expect(ofAncestry(agreeing.notices)).toEqual([]);
    const untold = await clumpThreshold({ associations: new Table(study), genotypes: own });
    expect(ofAncestry(untold.notices)).toEqual([
      expect.stringMatching(/^The study tells no frequencies.*give effectAlleleFrequency, or ask/),
    ]);
  });

  test("is told once of a stack", async () => {
    const made = scoringFile({ ...study, weights: { made: study.beta } });
    const value = (await score({ scores: made, genotypes: own, by: "name" })).columns["made"];
    const { individualId } = own.samples;
    const people = sampleTable({
      individualId,
      columns: { trait: value.map((own) => own + random.normal()) },
    });
    const { tuning } = split({ people, share: 0.5, seed: 1 });
    const stacked = await stackClumpThreshold({
      associations: table,
      genotypes: others,
      tuning: { people: tuning, genotypes: own, trait: "trait" },
      grid: { r2: [0.1, 0.5], baseKilobases: [50], thresholds: 5 },
      folds: 2,
    });
    expect(ofAncestry(stacked.notices)).toHaveLength(1);
    expect(ofAncestry(stacked.scores.notices)).toHaveLength(1);
  });
});

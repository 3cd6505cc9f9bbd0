import { afterAll, beforeAll, expect, test } from "vitest";
import { release, threads, useThreads } from "../../compute/engine/pool.ts";
import { genotypesFromDosages } from "../../genotypes/from-memory.ts";
import type { Genotypes } from "../../genotypes/genotypes.ts";
import { frequency } from "../../genotypes/qc-frequency.ts";
import { randomStream } from "../../random.ts";
import { score } from "./score.ts";
import type { ScoreRuleOptions } from "./score-options.ts";
import { scoringFile, type ScoringFile } from "./scoring-file.ts";

const workers = threads();
/** Neither is a multiple of what kernels take at once, and a block ends within. */
const PEOPLE = 203;
const VARIANTS = 4301;

let cohort: Genotypes;
let files: readonly ScoringFile[];

beforeAll(() => {
  const random = randomStream(17, "test");
  const matrix = Float64Array.from({ length: VARIANTS * PEOPLE }, () => {
    const u = random.uniform();
    return u < 0.02 ? NaN : Math.floor(3 * u);
  });
  const isFounder = Array.from({ length: PEOPLE }, (_, i) => Number(i % 5 > 0));
  cohort = genotypesFromDosages({ matrix, sampleCount: PEOPLE, samples: { isFounder } });
  const file = (scores: number, every: number, effect: string): ScoringFile => {
    const variants = Array.from({ length: VARIANTS }, (_, v) => v).filter((v) => v % every === 0);
    return scoringFile({
      variantId: variants.map((v) => cohort.variants.variantId[v]),
      effectAllele: variants.map(() => effect),
      otherAllele: variants.map(() => (effect === "A" ? "G" : "A")),
      weights: Object.fromEntries(
        Array.from({ length: scores }, (_, c) => [
          `${effect}${every}-${c}`,
          variants.map(() => random.uniform() - 0.5),
        ]),
      ),
    });
  };
  files = [file(11, 1, "A"), file(2, 3, "G"), file(5, 1, "G")];
});
afterAll(async () => {
  await release();
  useThreads(workers);
});

async function numbersOf(
  genotypes: Genotypes,
  options: ScoreRuleOptions = {},
): Promise<readonly Float64Array[]> {
  const own = { by: "name", minimumOverlap: 0, compute: "cpu", ...options } as const;
  const people = await score({ genotypes, scores: files, ...own });
  return people.scores.flatMap((name) => {
    const { alleleNumber, denominator, effectAlleleDosage } = people.alleles(name);
    return [people.sum(name), alleleNumber, denominator, effectAlleleDosage];
  });
}

test("scores are the same to the last bit for any number of workers, reading or fed", async () => {
  useThreads(1);
  const expected = await numbersOf(cohort);
  expect(expected.length).toBe(4 * 18);
  for (const count of [2, 5]) {
    useThreads(count);
    expect(await numbersOf(cohort)).toEqual(expected);
    expect(await numbersOf({ ...cohort, rows: undefined })).toEqual(expected);
  }
});

test("frequencies counted in the pass that sums are those that are counted before", async () => {
  useThreads(2);
  for (const missing of ["mean", "plink2"] as const) {
    for (const foundersOnly of [true, false]) {
      const frequencies = await frequency(cohort, { foundersOnly });
      expect(await numbersOf(cohort, { missing, foundersOnly })).toEqual(
        await numbersOf(cohort, { missing, frequencies }),
      );
    }
  }
});

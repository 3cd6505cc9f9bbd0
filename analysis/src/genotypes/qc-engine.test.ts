import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { release, threads, useThreads } from "../compute/engine/pool.ts";
import type { Genotypes } from "./genotypes.ts";
import { frequency, hardyWeinberg, heterozygosity, sampleMissingness } from "./qc.ts";
import { simulate } from "./simulate.ts";

const workers = threads();
let cohort: Genotypes;
let part: Genotypes;
beforeAll(async () => {
  cohort = (await simulate({ seed: 3, samples: 701, variants: 4000 })).genotypes;
  const samples = Uint32Array.from({ length: 650 }, (_, i) => i + (i > 300 ? 40 : 3));
  part = cohort.select({ samples, variants: Uint32Array.from({ length: 3900 }, (_, v) => v + 50) });
});
afterAll(async () => {
  await release();
  useThreads(workers);
});

/** The same genotypes, which only the main thread can read. */
function streamed(genotypes: Genotypes): Genotypes {
  return { ...genotypes, rows: undefined };
}

describe.each([1, 2, 5])("quality control in %i workers", (count) => {
  test.each(["whole cohort", "some samples and variants"])(
    "equals one worker that is fed by the main thread: %s",
    async (which) => {
      const genotypes = which === "whole cohort" ? cohort : part;
      const measure = async (data: Genotypes): Promise<unknown[]> => [
        (await frequency(data)).columns,
        (await hardyWeinberg(data)).columns,
        (await sampleMissingness(data)).columns,
        (await heterozygosity(data)).columns,
      ];
      useThreads(1);
      const expected = await measure(streamed(genotypes));
      useThreads(count);
      expect(await measure(genotypes)).toEqual(expected);
    },
  );
});

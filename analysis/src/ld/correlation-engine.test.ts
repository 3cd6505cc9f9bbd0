import { afterAll, describe, expect, test } from "vitest";
import { release, threads, useThreads } from "../compute/engine/pool.ts";
import type { Genotypes } from "../genotypes/genotypes.ts";
import { simulate } from "../genotypes/simulate.ts";
import { correlation, type CorrelationOptions } from "./correlation.ts";

const workers = threads();
const { genotypes } = await simulate({ seed: 9, samples: 703, variants: 3100 });
/** All on one chromosome. */
const cohort: Genotypes = {
  ...genotypes,
  variants: {
    ...genotypes.variants,
    contig: genotypes.variants.contig.map(() => "1"),
    basePairLocation: genotypes.variants.basePairLocation.map((_, v) => v + 1),
  },
};
afterAll(async () => {
  await release();
  useThreads(workers);
});

const everything = { basePairs: 1e9 };
const { variantId } = cohort.variants;

describe.each<{ readonly name: string; readonly settings: CorrelationOptions }>([
  {
    name: "narrow windows",
    settings: { window: { ...everything, variants: 20 }, minimumR2: 0.02 },
  },
  { name: "windows wider than a block", settings: { window: everything, minimumR2: 0.02 } },
  {
    name: "some variants",
    settings: { variants: [variantId[1500], variantId[7]], window: everything, minimumR2: 0 },
  },
])("correlations in the worker pool: $name", ({ settings }) => {
  test("are the same to the last bit for any number of workers, reading or fed", async () => {
    useThreads(1);
    const { columns, provenance } = await correlation(cohort, settings);
    expect(provenance["deviceReason"]).toContain("1 worker, in WebAssembly");
    expect(columns.r.length).toBeGreaterThan(50);
    for (const count of [2, 5]) {
      useThreads(count);
      for (const data of [cohort, { ...cohort, rows: undefined }]) {
        const again = await correlation(data, settings);
        expect(again.columns.r).toEqual(columns.r);
        expect(again.columns.n).toEqual(columns.n);
        expect(again.columns.otherVariantId).toEqual(columns.otherVariantId);
      }
    }
  });

  test("that are cancelled stop at once, and the next ones are right", async () => {
    useThreads(3);
    const { columns } = await correlation(cohort, settings);
    const controller = new AbortController();
    const started = correlation(cohort, {
      ...settings,
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(started).rejects.toMatchObject({ tag: "cancelled" });
    expect((await correlation(cohort, settings)).columns.r).toEqual(columns.r);
  });
});

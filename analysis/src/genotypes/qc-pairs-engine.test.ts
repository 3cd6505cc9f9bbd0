import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { release, threads, useThreads } from "../compute/engine/pool.ts";
import type { TaskOptions } from "../task.ts";
import type { Genotypes } from "./genotypes.ts";
import { kinship } from "./qc-kinship.ts";
import { relationship } from "./qc-relationship.ts";
import { simulate } from "./simulate.ts";

const workers = threads();
let cohort: Genotypes;
beforeAll(async () => {
  // More samples than a tile has columns, more variants than a block has rows.
  cohort = (await simulate({ seed: 5, samples: 611, variants: 2100 })).genotypes;
});
afterAll(async () => {
  await release();
  useThreads(workers);
});

const MEASURES = [
  {
    name: "kinship",
    measure: async (genotypes: Genotypes, options: TaskOptions = {}) => {
      const table = await kinship(genotypes, { minimumKinship: 0.03, ...options });
      return { values: table.columns, computed: table.provenance["deviceReason"] };
    },
  },
  {
    name: "relationship",
    measure: async (genotypes: Genotypes, options: TaskOptions = {}) => {
      const { values, n, provenance } = await relationship(genotypes, options);
      return { values: [hashed(values), hashed(n)], computed: provenance["deviceReason"] };
    },
  },
];

/** `toEqual` is slow on arrays of all pairs. */
function hashed(view: Float64Array | Int32Array): string {
  return Buffer.from(view.buffer, view.byteOffset, view.byteLength).toString("base64");
}

describe.each(MEASURES)("$name in the worker pool", ({ measure }) => {
  test("is the same to the last bit for any number of workers, reading or fed", async () => {
    useThreads(1);
    const expected = await measure(cohort);
    expect(expected.computed).toContain("in WebAssembly SIMD");
    for (const count of [2, 5]) {
      useThreads(count);
      expect((await measure(cohort)).values).toEqual(expected.values);
      const streamed = { ...cohort, rows: undefined };
      expect((await measure(streamed)).values).toEqual(expected.values);
    }
  });

  test("that is cancelled in the middle stops at once, and the next one is right", async () => {
    useThreads(3);
    const expected = await measure(cohort);
    const controller = new AbortController();
    const started = measure(cohort, {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(started).rejects.toMatchObject({ tag: "cancelled" });
    expect(await measure(cohort)).toEqual(expected);
  });
});

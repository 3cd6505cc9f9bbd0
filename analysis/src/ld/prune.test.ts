import { expect, test } from "vitest";
import { genotypesFromDosages } from "../genotypes/from-memory.ts";
import type { Genotypes } from "../genotypes/genotypes.ts";
import { simulate } from "../genotypes/simulate.ts";
import { prune, type PruneOptions } from "./prune.ts";
import { pruneInOrder } from "./prune-order.ts";
import { correlation } from "./correlation.ts";

function people(rows: readonly (readonly number[])[], contigs: readonly string[]): Genotypes {
  return genotypesFromDosages({
    matrix: rows.flat(),
    sampleCount: rows[0].length,
    variants: {
      contig: [...contigs],
      basePairLocation: rows.map((_, v) => 1000 * (v + 1)),
      variantId: rows.map((_, v) => `v${v}`),
      effectAllele: rows.map(() => "A"),
      otherAllele: rows.map(() => "G"),
    },
  });
}

const COMMON = [0, 1, 2, 1, 0, 1, 2, 1];
const RARER = [0, 1, 2, 1, 0, 1, 1, 1];
const ELSE = [1, 0, 1, 2, 1, 2, 1, 0];

test("the rarer of two linked variants goes, the later of two alike, each with its reason", async () => {
  const cohort = people(
    [RARER, COMMON, COMMON, ELSE, ELSE.map(() => 1), COMMON, COMMON],
    ["1", "1", "1", "1", "1", "2", "X"],
  );
  const { kept, removed, attrition, genotypes } = await prune(cohort, { r2: 0.5 });
  expect(kept).toEqual(["v1", "v3", "v5"]);
  expect(genotypes.variants.variantId).toEqual(kept);
  expect(removed.columns.variantId).toEqual(["v0", "v2", "v4", "v6"]);
  expect(removed.columns.reason).toEqual([
    expect.stringMatching(/^r² 0\.\d{3} with v1, which is more frequent$/) as string,
    "r² 1.000 with v1, which is as frequent and was there first",
    "does not vary among those who count",
    "not on an autosome",
  ]);
  expect([...attrition.columns.removed]).toEqual([1, 1, 2]);
  expect([...attrition.columns.remaining]).toEqual([6, 5, 3]);
});

test("windows end where they are said to", async () => {
  const cohort = people([COMMON, ELSE, COMMON], ["1", "1", "1"]);
  const kept = async (options: PruneOptions): Promise<readonly string[]> =>
    (await prune(cohort, { ...options, r2: 0.5 })).kept;
  expect(await kept({ window: { basePairs: 1999 } })).toEqual(["v0", "v1", "v2"]);
  expect(await kept({ window: { basePairs: 2000 } })).toEqual(["v0", "v1"]);
  expect(await kept({ window: { variants: 2 } })).toEqual(["v0", "v1", "v2"]);
  expect(await kept({ window: { variants: 3 } })).toEqual(["v0", "v1"]);
});

test("windows that move on by several variants miss pairs that are never in one together", () => {
  const linked = { v: Int32Array.of(1), w: Int32Array.of(2), r: Float64Array.of(1) };
  const windows = { start: new Int32Array(4), end: Int32Array.of(2, 2, 4, 4) };
  const major = Float64Array.of(0.5, 0.5, 0.5, 0.5);
  const { removedFor } = pruneInOrder(linked, major, windows, [0, 2], new Uint8Array(4));
  expect([...removedFor]).toEqual([-1, -1, -1, -1]);
});

test("no pair of a window is left above the threshold, whoever computes", async () => {
  const { genotypes } = await simulate({ samples: 300, variants: 2000, chromosomes: [21, 22] });
  const window = { basePairs: 1_000_000 };
  const pruned = await prune(genotypes, { window, r2: 0.1 });
  expect(pruned.kept.length).toBeLessThan(genotypes.variants.count);
  const left = await correlation(pruned.genotypes, { window, minimumR2: 0.1 });
  expect(left.columns.r2.filter((r2) => r2 > 0.1 * (1 + 1e-12)).length).toBe(0);
  expect((await prune(genotypes, { window, r2: 0.1, compute: "cpu" })).kept).toEqual(pruned.kept);
});

test("windows, steps and thresholds that say nothing are refused", async () => {
  const cohort = people([COMMON, ELSE], ["1", "1"]);
  const refused = async (options: PruneOptions, argument: string): Promise<void> => {
    await expect(prune(cohort, options)).rejects.toMatchObject({ argument });
  };
  await refused({ r2: 1.5 }, "r2");
  await refused({ r2: NaN }, "r2");
  await refused({ window: { variants: 1 } }, "window.variants");
  await refused({ window: { variants: 50, basePairs: 1000 } }, "window");
  await refused({ window: { basePairs: -1 } }, "window.basePairs");
  await refused({ window: { basePairs: 1000 }, step: 5 }, "step");
  await refused({ window: { variants: 5 }, step: 6 }, "step");
  const same = people([ELSE.map(() => 2)], ["1"]);
  await expect(prune(same)).rejects.toMatchObject({ tag: "no-overlap" });
});

import { afterAll, describe, expect, test } from "vitest";
import { release, threads, useThreads } from "../compute/engine/pool.ts";
import { genotypesFromDosages } from "../genotypes/from-memory.ts";
import type { Genotypes } from "../genotypes/genotypes.ts";
import { simulate } from "../genotypes/simulate.ts";
import { correlation } from "./correlation.ts";
import type { LdPanel } from "./ld-panel.ts";
import { splitOptimally } from "./ld-split.ts";
import { panel } from "./panel.ts";

const workers = threads();
afterAll(async () => {
  await release();
  useThreads(workers);
});

/** r of every pair of one block, as the panel has it. */
async function pairsOf(ld: LdPanel): Promise<Map<string, number>> {
  const pairs = new Map<string, number>();
  for (let b = 0; b < ld.blockCount; b++) {
    const { first, count, rowStart, column, r } = await ld.readBlock(b);
    for (let i = 0; i < count; i++) {
      for (let at = rowStart[i]; at < rowStart[i + 1]; at++)
        pairs.set(`${first + i} ${first + column[at]}`, r[at]);
    }
  }
  return pairs;
}

const { genotypes: cohort } = await simulate({ seed: 4, samples: 301, variants: 900 });
const placeOf = new Map(cohort.variants.variantId.map((id, v) => [id, v]));
const window = { basePairs: 60_000_000, variants: 40 };

describe("a panel", () => {
  test("holds the correlations of ld.correlation, in both directions, columns ascending", async () => {
    const ld = await panel(cohort, { window });
    const { columns } = await correlation(cohort, { window, minimumR2: 0 });
    const pairs = await pairsOf(ld);
    expect(ld.variants.count).toBe(900);
    expect(pairs.size).toBe(900 + 2 * columns.r.length);
    expect(ld.pairCount).toBe(columns.r.length);
    columns.variantId.forEach((id, pair) => {
      const v = placeOf.get(id)!;
      const w = placeOf.get(columns.otherVariantId[pair])!;
      expect(pairs.get(`${v} ${w}`)).toBe(Math.fround(columns.r[pair]));
      expect(pairs.get(`${w} ${v}`)).toBe(Math.fround(columns.r[pair]));
    });
    for (let b = 0; b < ld.blockCount; b++) {
      const block = await ld.readBlock(b);
      for (let i = 0; i < block.count; i++) {
        const row = block.column.subarray(block.rowStart[i], block.rowStart[i + 1]);
        expect(row.slice().sort()).toEqual(row);
      }
    }
  });

  test("has the same bytes for any number of workers", async () => {
    useThreads(1);
    const one = await panel(cohort, { window, blocks: { mostVariants: 60, leastVariants: 10 } });
    for (const count of [2, 5]) {
      useThreads(count);
      const many = await panel(cohort, { window, blocks: { mostVariants: 60, leastVariants: 10 } });
      expect(many.blockStart).toEqual(one.blockStart);
      for (let b = 0; b < one.blockCount; b++)
        expect(await many.readBlock(b)).toEqual(await one.readBlock(b));
    }
  });

  test("shrinks, and drops pairs below the threshold but no variant", async () => {
    const full = await pairsOf(await panel(cohort, { window }));
    const thin = await panel(cohort, { window, minimumR2: 0.01, shrink: 0.05 });
    const pairs = await pairsOf(thin);
    expect(thin.variants.count).toBe(900);
    expect(pairs.get("3 3")).toBe(1);
    for (const [key, r] of full) {
      const [v, w] = key.split(" ");
      if (v === w || Math.abs(r * r - 0.01) < 1e-6) continue;
      if (r * r < 0.01) expect(pairs.has(key)).toBe(false);
      else expect(pairs.get(key)).toBeCloseTo(0.95 * r, 6);
    }
  });

  test("leaves out what does not vary and what is on X, and says so", async () => {
    const matrix = [0, 1, 2, 0, 1, 2, 1, 1, 2, 2, 2, 2, 0, 1, 2, 0];
    const odd = genotypesFromDosages({
      matrix,
      sampleCount: 4,
      variants: { contig: ["1", "1", "1", "X"] },
    });
    const ld = await panel(odd);
    expect(ld.variants.variantId).toEqual(["v1", "v2"]);
    expect(ld.variants.effectAlleleFrequency).toEqual(Float64Array.of(3 / 8, 5 / 8));
    expect(ld.notices).toEqual([
      "1 variant on X, Y or MT left out.",
      "1 variant without variation among its people left out.",
    ]);
  });
});

describe("given blocks", () => {
  const six = genotypesFromDosages({
    matrix: Array.from({ length: 6 * 9 }, (_, i) => (i * i * 7 + (i % 5)) % 3),
    sampleCount: 9,
    variants: { contig: ["1", "1", "1", "1", "2", "2"], basePairLocation: [10, 20, 30, 40, 5, 6] },
  });

  test("are half open as in BED; variants outside are left out", async () => {
    const blocks = { chromosome: ["chr1", "chr1", 2], start: [20, 9, 0], end: [30, 20, 100] };
    const ld = await panel(six, { blocks });
    expect(ld.variants.variantId).toEqual(["v1", "v2", "v3", "v5", "v6"]);
    expect(ld.blockStart).toEqual(Uint32Array.of(0, 2, 3, 5));
    expect(ld.notices).toEqual(["1 variant in none of the given blocks left out."]);
    const pairs = await pairsOf(ld);
    expect(pairs.has("0 1")).toBe(true);
    expect(pairs.has("1 2")).toBe(false);
  });

  test("that overlap, are empty or of another place are refused", async () => {
    const refused = (chromosome: string[], start: number[], end: number[]) =>
      expect(panel(six, { blocks: { chromosome, start, end } })).rejects;
    await refused(["1", "1"], [0, 15], [20, 30]).toMatchObject({ tag: "invalid-argument" });
    await refused(["1"], [20], [20]).toMatchObject({ tag: "invalid-argument" });
    await refused(["7"], [0], [100]).toMatchObject({ tag: "no-overlap" });
    await refused(["1"], [0, 1], [100]).toMatchObject({ tag: "length-mismatch" });
  });
});

describe("the optimal split", () => {
  const SIZE = 14;
  /** The least loss over all splits, by trying each. */
  function bruteForce(r2: readonly (readonly number[])[], least: number, most: number): number {
    let best = Infinity;
    for (let mask = 0; mask < 1 << (SIZE - 1); mask++) {
      const starts = [0];
      for (let v = 1; v < SIZE; v++) if (mask & (1 << (v - 1))) starts.push(v);
      const sizes = starts.map((s, b) => (starts[b + 1] ?? SIZE) - s);
      if (sizes.some((size) => size < least || size > most)) continue;
      const blockOf = (v: number): number => starts.filter((s) => s <= v).length;
      let lost = 0;
      for (let v = 0; v < SIZE; v++)
        for (let w = v + 1; w < SIZE; w++) if (blockOf(v) !== blockOf(w)) lost += r2[v][w];
      best = Math.min(best, lost);
    }
    return best;
  }

  test.each([1, 2, 3, 4, 5])("loses as little as the best of all splits (seed %i)", (seed) => {
    let state = seed;
    const next = (): number => (state = (state * 48271) % 2147483647) / 2147483647;
    const r2 = Array.from({ length: SIZE }, () => Array.from({ length: SIZE }, next));
    const list: [number, number][] = [];
    for (let v = 0; v < SIZE; v++)
      for (let w = v + 1; w < SIZE; w++) if (w - v < 6) list.push([v, w]);
    for (let v = 0; v < SIZE; v++) for (let w = v + 6; w < SIZE; w++) r2[v][w] = 0;
    const pairs = {
      count: list.length,
      v: (i: number) => list[i][0],
      w: (i: number) => list[i][1],
      r2: (i: number) => r2[list[i][0]][list[i][1]],
    };
    for (const [least, most] of [
      [1, 5],
      [2, 4],
      [3, 6],
      [3, 7],
    ]) {
      const { starts, lostR2 } = splitOptimally(SIZE, pairs, { least, most });
      expect(lostR2).toBeCloseTo(bruteForce(r2, least, most), 9);
      const sizes = starts.map((s, b) => (starts[b + 1] ?? SIZE) - s);
      expect(Math.min(...sizes)).toBeGreaterThanOrEqual(least);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(most);
    }
  });
});

test("impossible windows, blocks and shrinkage are refused", async () => {
  const refuse = (options: Parameters<typeof panel>[1], argument: string) =>
    expect(panel(cohort, options)).rejects.toMatchObject({ argument });
  await refuse({ window: { basePairs: -1 } }, "window.basePairs");
  await refuse({ window: { centimorgans: 3 } }, "centimorgans");
  await refuse({ shrink: 2 }, "shrink");
  await refuse({ blocks: { leastVariants: 50, mostVariants: 60 } }, "blocks.leastVariants");
  const flat: Genotypes = genotypesFromDosages({ matrix: [1, 1], sampleCount: 1 });
  const centimorgans = new Float64Array(cohort.variants.count).fill(NaN, 3, 5);
  await refuse({ window: { centimorgans: 3 }, centimorgans }, "centimorgans");
  await expect(panel(cohort, { centimorgans: [1, 2] })).rejects.toMatchObject({
    tag: "length-mismatch",
  });
  await expect(panel(flat.select({ variants: new Uint32Array(0) }))).rejects.toMatchObject({
    tag: "no-overlap",
  });
});

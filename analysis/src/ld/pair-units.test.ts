import { describe, expect, test } from "vitest";
import { runProgram } from "../compute/engine/run-program.ts";
import type { Genotypes } from "../genotypes/genotypes.ts";
import { simulate } from "../genotypes/simulate.ts";
import { foundPairs, orderedPairs } from "./found-pairs.ts";
import { correlatePairs, type PairSetup } from "./pair-program.ts";
import { pairUnits, unitSource } from "./pair-units.ts";
import { variantWindows } from "./variant-windows.ts";

const VARIANTS = 61;
const simulated = await simulate({ samples: 100, variants: 100, seed: 4 });
const some = Uint32Array.from({ length: VARIANTS }, (_, v) => v);
const genotypes = simulated.genotypes.select({ variants: some });
/** Two chromosomes. */
const contig = genotypes.variants.contig.map((_, v) => (v < 23 ? "1" : "2"));
const basePairLocation = Int32Array.from(contig, (_, v) => v + 1);
const variants = { ...genotypes.variants, contig, basePairLocation };
const cohort: Genotypes = { ...genotypes, variants };
const all = { basePairs: Infinity };

/** Pairs of variants in order, and their correlations, from units of so many rows. */
async function pairsOf(
  rows: number,
  window: number,
  listed?: Uint8Array,
): Promise<ReturnType<typeof orderedPairs>> {
  const windows = variantWindows(cohort.variants, { ...all, variants: window });
  const units = pairUnits(windows, rows);
  const found = foundPairs(2 * VARIANTS ** 2);
  const { count } = cohort.samples;
  await runProgram<PairSetup>({
    title: "pairs",
    source: unitSource(cohort, units, rows),
    program: { module: "", name: "" },
    here: correlatePairs,
    device: "javascript",
    isOrderFixed: true,
    mostRows: rows,
    setup: () => ({
      units,
      windows,
      listed,
      included: undefined,
      sampleCount: count,
      minimumR2: 0,
      found,
    }),
  });
  return orderedPairs(found, VARIANTS);
}

describe.each([2, 5, 8, 16, 30, 200])("units of %i rows", (rows) => {
  test.each([1, 3, 7, 12, 37])("cover each pair of windows of %i variants once", (window) => {
    const windows = variantWindows(cohort.variants, { ...all, variants: window });
    const seen = new Uint8Array(VARIANTS * VARIANTS);
    for (const { from, to, first, end } of pairUnits(windows, rows)) {
      expect(to - from + end - first).toBeLessThanOrEqual(rows);
      for (let v = from; v < to; v++) {
        if (first === to) for (let w = v + 1; w < to; w++) seen[v * VARIANTS + w]++;
        for (let w = first; w < end; w++) seen[v * VARIANTS + w]++;
      }
    }
    for (let v = 0; v < VARIANTS; v++) {
      for (let w = v + 1; w < windows.end[v]; w++) expect(seen[v * VARIANTS + w]).toBe(1);
    }
    expect(Math.max(...seen)).toBe(1);
  });

  test.each([3, 12, 30])(
    "give the pairs of one large unit, windows of %i variants",
    async (window) => {
      expect(await pairsOf(rows, window)).toEqual(await pairsOf(256, window));
      const listed = Uint8Array.from({ length: VARIANTS }, (_, v) => Number(v % 5 === 1));
      const pairsOfSome = await pairsOf(rows, window, listed);
      expect(pairsOfSome).toEqual(await pairsOf(256, window, listed));
      const pairs = Array.from(pairsOfSome.v, (v, i) => v * VARIANTS + pairsOfSome.w[i]);
      expect(pairs).toEqual([...new Set(pairs)].sort((a, b) => a - b));
      const differences = Array.from(pairsOfSome.v, (v, i) => pairsOfSome.w[i] - v);
      expect(Math.min(...differences)).toBe(-window);
      expect(Math.max(...differences)).toBe(window);
    },
  );
});

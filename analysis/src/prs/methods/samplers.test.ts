import { readdirSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { afterAll, describe, expect, test } from "vitest";
import { createArena } from "../../compute/arena.ts";
import { useThreads } from "../../compute/engine/pool.ts";
import { ldpred2Auto, ldpred2Grid, prsCs } from "./index.ts";
import { addRow, fillTile, rowProduct, tileAt, tileBytes, tileShapes } from "./ld-tile.ts";
import { memoryForLd, openLd, withSharedLd } from "./ld-tiles.ts";
import { usedLd } from "./panel-blocks.ts";
import { decayingLd, densePanel, simulateStudy } from "./test-panels.ts";

const { summary, panel } = simulateStudy({
  ...{ seed: 7, blocks: 12, size: 200, rho: 0.8 },
  ...{ n: 40_000, heritability: 0.4, causalShare: 0.02 },
});
const LARGE = simulateStudy({
  ...{ seed: 8, blocks: 4, size: 800, rho: 0.9 },
  ...{ n: 40_000, heritability: 0.4, causalShare: 0.05 },
});
afterAll(() => useThreads(availableParallelism()));

type Extra = { readonly ldMemory?: number; readonly signal?: AbortSignal };

// Each takes long enough for workers to be asked.
const auto = (extra: Extra = {}) =>
  ldpred2Auto({
    ...{ summary, panel, ...extra, samplesPerChain: 3 },
    ...{ causalShares: [1e-3, 1e-2, 0.05, 0.1, 0.3], burnIn: 100, iterations: 100 },
  });
const grid = (extra: Extra = {}) =>
  ldpred2Grid({
    ...{ summary, panel, ...extra, heritability: 0.4 },
    ...{ causalShares: [1e-3, 0.02, 0.3], heritabilityFactors: [1], burnIn: 100, iterations: 100 },
  });
const cs = (extra: Extra = {}) =>
  prsCs({ summary, panel, ...extra, burnIn: 20, iterations: 30, samples: 3 });

const METHODS = { auto, grid, cs };

/** All that a result has to say, but for when it was made. */
async function whole(made: ReturnType<(typeof METHODS)[keyof typeof METHODS]>) {
  const result = await made;
  const tables = result.parts.map(({ table }) => table.columns);
  const samples = "samples" in result ? result.samples?.weights : undefined;
  return { weights: result.weights, samples, tables, notices: result.notices };
}

describe.each(Object.keys(METHODS) as (keyof typeof METHODS)[])("%s", (name) => {
  const run = METHODS[name];

  test("gives the same bytes on any number of threads, with LD in memory or in a file", async () => {
    useThreads(1);
    const one = await whole(run());
    useThreads(3);
    expect(await whole(run())).toEqual(one);
    // Some tiles in memory, then none.
    expect(await whole(run({ ldMemory: 600_000 }))).toEqual(one);
    expect(await whole(run({ ldMemory: 0 }))).toEqual(one);
    expect(one.weights.every((weights) => weights.every(Number.isFinite))).toBe(true);
    expect(scratches()).toEqual([]);
  }, 60_000);
});

test.each([
  ["LDpred2-auto", ldpred2Auto],
  ["PRS-CS", prsCs],
])(
  "%s can be cancelled in the middle, and leaves no file",
  async (_, method) => {
    useThreads(2);
    const stop = new AbortController();
    const input = { summary: LARGE.summary, panel: LARGE.panel, ldMemory: 0, signal: stop.signal };
    let begun = 0;
    const call = method({
      ...input,
      iterations: 100_000,
      onProgress: ({ done }) => {
        if (done > 2 && begun === 0) {
          expect(scratches()).toHaveLength(1);
          begun = performance.now();
          stop.abort();
        }
      },
    });
    await expect(call).rejects.toMatchObject({ tag: "cancelled" });
    expect(begun).toBeGreaterThan(0);
    expect(scratches()).toEqual([]);
    // The workers are free again.
    const after = await cs();
    expect(after.weights[0].every(Number.isFinite)).toBe(true);
  },
  60_000,
);

test("what fails in a worker is told as it is, and leaves no file", async () => {
  // Correlations that are cut off where they are largest.
  const cut = decayingLd(300, 0.999).map((r, at) =>
    Math.abs(Math.floor(at / 300) - (at % 300)) <= 2 ? r : 0,
  );
  const indefinite = densePanel(Array.from({ length: 8 }, () => cut));
  const { summary: effects } = simulateStudy({
    ...{ seed: 3, blocks: 8, size: 300, rho: 0.5 },
    ...{ n: 1000, heritability: 0.4, causalShare: 1 },
  });
  await expect(prsCs({ summary: effects, panel: indefinite, ldMemory: 0 })).rejects.toMatchObject({
    tag: "unfit-ld",
    remedy: expect.stringContaining("blocks") as string,
  });
  expect(scratches()).toEqual([]);
}, 60_000);

function scratches(): string[] {
  return readdirSync(tmpdir()).filter(
    (name) => name.includes("genobook-ld-") && name.includes(`.${process.pid}-`),
  );
}

describe("a tile of LD", () => {
  // Rows with gaps of one to many columns.
  const matrix = decayingLd(60, 0.9).map((r, at) => {
    const [i, j] = [Math.floor(at / 60), at % 60];
    return i === j || ((i * j) % 7 > 1 && Math.abs(i - j) < 40) ? r : 0;
  });
  const symmetric = matrix.map((r, at) =>
    Math.min(r, matrix[(at % 60) * 60 + Math.floor(at / 60)]),
  );

  test("multiplies as its block does", async () => {
    const block = await densePanel([symmetric]).readBlock(0);
    const shapes = tileShapes(block, 2000);
    expect(shapes.length).toBeGreaterThan(3);
    expect(shapes.reduce((sum, { count }) => sum + count, 0)).toBe(60);
    const vector = Float64Array.from({ length: 60 }, (_, j) => Math.cos(j));
    for (const shape of shapes) {
      const tile = tileAt(new ArrayBuffer(tileBytes(shape)), 0, shape);
      fillTile(tile, block);
      for (let i = 0; i < tile.count; i++) {
        const row = tile.first + i;
        let expected = 0;
        for (let e = block.rowStart[row]; e < block.rowStart[row + 1]; e++)
          expected += block.r[e] * vector[block.column[e]];
        expect(rowProduct(tile, i, vector)).toBeCloseTo(expected, 14);
        const sums = new Float64Array(60);
        addRow(tile, i, 0.3, sums);
        for (let e = block.rowStart[row]; e < block.rowStart[row + 1]; e++)
          expect(sums[block.column[e]]).toBe(0.3 * block.r[e]);
      }
    }
  });

  test.each([0, memoryForLd()])(
    "is added the same in WebAssembly, with %d bytes in memory",
    async (bytes) => {
      const long = densePanel([symmetric, decayingLd(400, 0.95)]);
      const variant = Uint32Array.from({ length: 460 }, (_, v) => v);
      const step = (): Promise<void> => Promise.resolve();
      await withSharedLd(usedLd(long, variant), bytes, step, (shared) => {
        const ld = openLd(shared);
        const fast = ld.vector(460);
        const plain = new Float64Array(460);
        for (let t = 0; t < ld.tileCount; t++) {
          const tile = ld.tile(t);
          for (let i = 0; i < tile.count; i++) {
            ld.addRow(tile, i, 1 + i, fast);
            addRow(tile, i, 1 + i, plain);
          }
        }
        ld.close();
        expect(fast.every((value, j) => value === plain[j])).toBe(true);
        expect(plain.every((value) => value !== 0)).toBe(true);
        return Promise.resolve();
      });
    },
  );
});

test("a wrong amount of memory is refused", async () => {
  for (const ldMemory of [-1, NaN]) {
    for (const run of Object.values(METHODS))
      await expect(run({ ldMemory })).rejects.toMatchObject({ tag: "invalid-argument" });
  }
});

test("memory for LD is within what WebAssembly addresses", () => {
  expect(memoryForLd()).toBeGreaterThan(0);
  expect(memoryForLd()).toBeLessThanOrEqual(3 * 2 ** 30);
  expect(createArena(0).used()).toBe(0);
});

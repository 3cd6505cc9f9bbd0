import { afterAll, expect, test } from "vitest";
import { release, threads, useThreads } from "../compute/engine/pool.ts";
import { genotypesFromDosages } from "../genotypes/from-memory.ts";
import { simulate } from "../genotypes/simulate.ts";
import { correlation } from "./correlation.ts";
import { scores } from "./ld-scores.ts";
import { panel } from "./panel.ts";

const workers = threads();
afterAll(async () => {
  await release();
  useThreads(workers);
});

const { genotypes } = await simulate({ seed: 6, samples: 150, variants: 700 });
const window = { basePairs: 20_000_000 };

test("LD scores are sums of unbiased r² over the window", async () => {
  const { columns, provenance } = await scores(genotypes, { window });
  const pairs = (await correlation(genotypes, { window, minimumR2: 0 })).columns;
  const expected = new Map(columns.variantId.map((id) => [id, 1]));
  pairs.r2.forEach((r2, pair) => {
    const unbiased = r2 - (1 - r2) / (pairs.n[pair] - 2);
    for (const id of [pairs.variantId[pair], pairs.otherVariantId[pair]])
      expected.set(id, expected.get(id)! + unbiased);
  });
  expect(pairs.r.length).toBeGreaterThan(3000);
  columns.variantId.forEach((id, v) =>
    expect(columns.ldScore[v]).toBeCloseTo(expected.get(id)!, 10),
  );
  expect(provenance).toMatchObject({ variants: 700, samples: 150 });
});

test("a panel without loss gives the scores of its genotypes, shrunk or not", async () => {
  const complete = genotypesFromDosages({
    matrix: Array.from({ length: 40 * 50 }, (_, i) => (((i * i) % 7) + (i % 11)) % 3),
    sampleCount: 50,
  });
  const { columns } = await scores(complete, { window: {} });
  for (const shrink of [0, 0.05]) {
    const ld = await panel(complete, { window: {}, shrink });
    const again = (await scores(ld)).columns.ldScore;
    again.forEach((score, v) => expect(score).toBeCloseTo(columns.ldScore[v], 5));
  }
});

test("are the same to the last bit for any number of workers", async () => {
  useThreads(1);
  const { columns } = await scores(genotypes, { window: {} });
  for (const count of [2, 4]) {
    useThreads(count);
    expect((await scores(genotypes, { window: {} })).columns.ldScore).toEqual(columns.ldScore);
  }
});

test("windows in centimorgans follow the map", async () => {
  const centimorgans = Float64Array.from(genotypes.variants.basePairLocation, (p) => 2 * p);
  const byMap = await scores(genotypes, { window: { centimorgans: 40_000_000 }, centimorgans });
  const byPlace = await scores(genotypes, { window });
  expect(byMap.columns.ldScore).toEqual(byPlace.columns.ldScore);
  const narrow = { centimorgans: 40_000_000, variants: 1 };
  const fewer = await scores(genotypes, { window: narrow, centimorgans });
  expect(fewer.columns.ldScore).toEqual(
    (await scores(genotypes, { window: { ...window, variants: 1 } })).columns.ldScore,
  );
});

test("a window for a panel, and a panel shrunk to nothing, are refused", async () => {
  const ld = await panel(genotypes, { window, shrink: 1 });
  await expect(scores(ld, { window })).rejects.toMatchObject({ argument: "window" });
  await expect(scores(ld)).rejects.toMatchObject({ argument: "panel" });
});

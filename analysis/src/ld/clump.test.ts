import { afterAll, describe, expect, test } from "vitest";
import { release, threads, useThreads } from "../compute/engine/pool.ts";
import { genotypesFromDosages } from "../genotypes/from-memory.ts";
import { simulate } from "../genotypes/simulate.ts";
import { randomStream } from "../random.ts";
import { Table } from "../table.ts";
import { clump, type Clumps } from "./clump.ts";
import { clumpByWindow } from "./clump-window.ts";
import { correlation } from "./correlation.ts";

const workers = threads();
afterAll(async () => {
  await release();
  useThreads(workers);
});
const { genotypes: panel } = await simulate({ seed: 5, samples: 300, variants: 1500 });
const random = randomStream(8, "clump");
const associations = new Table({
  variantId: Array.from(panel.variants.variantId),
  negLog10PValue: Float64Array.from({ length: panel.variants.count }, () => 12 * random.uniform()),
});
const settings = { genotypes: panel, p1: 1e-6, p2: 1e-2, r2: 0.05, kilobases: 20_000 };

/** The definition: one lead after the other. */
async function clumpOneByOne(): Promise<Map<string, string>> {
  const { columns } = await correlation(panel, {
    window: { basePairs: settings.kilobases * 1000 },
    minimumR2: settings.r2,
  });
  const partners = new Map<string, string[]>();
  const add = (from: string, to: string): unknown =>
    partners.has(from) ? partners.get(from)!.push(to) : partners.set(from, [to]);
  columns.variantId.forEach((id, pair) => {
    add(id, columns.otherVariantId[pair]);
    add(columns.otherVariantId[pair], id);
  });
  const strength = new Map(
    associations.columns.variantId.map((id, i) => [id, associations.columns.negLog10PValue[i]]),
  );
  const left = new Set([...strength].filter(([, p]) => p >= 2).map(([id]) => id));
  const order = [...left].sort((a, b) => strength.get(b)! - strength.get(a)!);
  const leadOf = new Map<string, string>();
  for (const lead of order) {
    if (!left.has(lead) || strength.get(lead)! < 6) continue;
    for (const member of [lead, ...(partners.get(lead) ?? [])]) {
      if (left.delete(member)) leadOf.set(member, lead);
    }
  }
  return leadOf;
}

function leadsOf({ columns, members }: Clumps): Map<string, string> {
  return new Map([
    ...columns.variantId.map((id) => [id, id] as const),
    ...members.columns.variantId.map((id, i) => [id, members.columns.leadVariantId[i]] as const),
  ]);
}

describe("ld.clump", () => {
  test("in rounds gives the leads and members of one lead after the other", async () => {
    const found = await clump(associations, settings);
    expect(found.rowCount).toBeGreaterThan(50);
    expect(found.members.rowCount).toBeGreaterThan(50);
    expect([...leadsOf(found)].sort()).toEqual([...(await clumpOneByOne())].sort());
    const { negLog10PValue, clumped } = found.columns;
    expect([...negLog10PValue].sort((a, b) => b - a)).toEqual([...negLog10PValue]);
    expect(clumped.reduce((sum, count) => sum + count, 0)).toBe(found.members.rowCount);
  });

  test("is the same for any number of workers", async () => {
    const found: unknown[] = [];
    for (const count of [1, 3]) {
      useThreads(count);
      const { columns, members } = await clump(associations, settings);
      found.push([columns, members.columns]);
    }
    expect(found[1]).toEqual(found[0]);
  });

  test("names variants that the panel lacks or that are not diploid, and refuses when it lacks all", async () => {
    const matrix = [0, 1, 2, 1, 0, 1, 2, 1, 2, 1, 0, 1];
    const small = genotypesFromDosages({
      matrix,
      sampleCount: 4,
      variants: { contig: ["1", "1", "X"] },
    });
    const table = (...variantId: string[]): Table =>
      new Table({ variantId, pValue: Float64Array.from(variantId, (_, i) => 10 ** (-20 + i)) });
    const found = await clump(table("v1", "elsewhere", "v2", "v3"), { genotypes: small });
    expect(found.columns.variantId).toEqual(["v1"]);
    expect(found.members.toRows()).toMatchObject([
      { variantId: "v2", leadVariantId: "v1", r2: 1, distance: 1 },
    ]);
    expect(found.absent).toEqual(["elsewhere", "v3"]);
    await expect(clump(table("rs1"), { genotypes: small })).rejects.toMatchObject({
      tag: "no-overlap",
    });
  });

  test("refuses impossible settings and tables without P values", async () => {
    for (const wrong of [{ p1: 0 }, { p2: 2 }, { r2: -1 }, { kilobases: NaN }]) {
      await expect(clump(associations, { ...settings, ...wrong })).rejects.toMatchObject({
        tag: "invalid-argument",
      });
    }
    const bare = new Table({ variantId: ["v1"] });
    await expect(clump(bare, settings)).rejects.toThrow(/no P values/);
  });

  test("by window takes the strongest, and leaves alone what has no place", () => {
    const { lead } = clumpByWindow(
      {
        chromosome: [1, 1, 1, 2, 0, 0],
        basePairLocation: [1000, 3000, 5001, 3000, 0, 0],
        negLog10PValue: [8, 9, 10, 7, 8, 8],
      },
      2,
    );
    expect([...lead]).toEqual([1, 1, 2, 3, 4, 5]);
  });
});

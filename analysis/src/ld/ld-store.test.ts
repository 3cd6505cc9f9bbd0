import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { simulate } from "../genotypes/simulate.ts";
import type { LdPanel } from "./ld-panel.ts";
import { openPanel, writePanel, type WritePanelOptions } from "./ld-store.ts";
import { panel } from "./panel.ts";

const folder = mkdtempSync(join(tmpdir(), "genobook-ld-"));
afterAll(() => rmSync(folder, { recursive: true }));

const { genotypes } = await simulate({ seed: 5, samples: 120, variants: 600 });
const blocks = { leastVariants: 20, mostVariants: 100 };
const dense = await panel(genotypes, { window: { variants: 60 }, blocks });
const sparse = await panel(genotypes, { window: {}, minimumR2: 0.02, blocks, shrink: 0.1 });

async function expectSame(stored: LdPanel, given: LdPanel, within: number): Promise<void> {
  expect(stored.blockCount).toBe(given.blockCount);
  for (let b = 0; b < given.blockCount; b++) {
    const [ours, theirs] = [await stored.readBlock(b), await given.readBlock(b)];
    expect(ours.first).toBe(theirs.first);
    expect(ours.count).toBe(theirs.count);
    expect(ours.rowStart).toEqual(theirs.rowStart);
    expect(ours.column).toEqual(theirs.column);
    const largest = theirs.r.reduce((most, r, i) => Math.max(most, Math.abs(r - ours.r[i])), 0);
    expect(largest).toBeLessThanOrEqual(within);
  }
}

describe("a written panel", () => {
  test.each([
    ["dense", dense],
    ["sparse", sparse],
  ])("of %s blocks is the same when it is opened, its variants too", async (name, given) => {
    const path = join(folder, "new", `${name}.ld`);
    const written = await writePanel(given, path);
    expect(written.bytes).toBe(statSync(path).size);
    expect(written.largestError).toBe(0);
    const stored = await openPanel(path);
    await expectSame(stored, given, 0);
    expect(stored.variants).toEqual(given.variants);
    expect(stored.blockStart).toEqual(given.blockStart);
    expect(stored).toMatchObject({
      ...{ source: given.source, sampleCount: 120, shrink: given.shrink, precision: "float32" },
      notices: given.notices,
    });
    await stored.close();
  });

  test("in int8 errs by at most 1/254, tells by how much, and is smaller", async () => {
    const path = join(folder, "small.ld");
    const { bytes, largestError } = await writePanel(dense, path, { precision: "int8" });
    expect(largestError).toBeGreaterThan(0.003);
    expect(largestError).toBeLessThanOrEqual(1 / 254);
    const stored = await openPanel(path);
    // One rounding to single precision more.
    await expectSame(stored, dense, largestError + 6e-8);
    const full = await writePanel(dense, join(folder, "full.ld"));
    // Three bytes a pair, and those of the name of the precision.
    expect(full.bytes - bytes).toBe(3 * dense.pairCount + 3);
  });

  test("is written again, byte for byte, from its own file", async () => {
    const path = join(folder, "once.ld");
    await writePanel(dense, path, { precision: "int8" });
    const before = readFileSync(path);
    const stored = await openPanel(path);
    await writePanel(stored, path, { precision: "int8" });
    expect(readFileSync(path).equals(before)).toBe(true);
  });
});

test("what is no block, no precision or closed is named", async () => {
  const path = join(folder, "closed.ld");
  const wrong = { precision: "float16" } as unknown as WritePanelOptions;
  await expect(writePanel(sparse, path, wrong)).rejects.toMatchObject({ argument: "precision" });
  await writePanel(sparse, path);
  const stored = await openPanel(path);
  await expect(stored.readBlock(0.5)).rejects.toMatchObject({ argument: "block" });
  await stored.close();
  await stored.close();
  await expect(stored.readBlock(0)).rejects.toThrow("was closed");
});

describe("a file that is not whole", () => {
  const path = join(folder, "good.ld");
  const spoiled = async (change: (bytes: Buffer) => Buffer): Promise<string> => {
    await writePanel(sparse, path);
    const other = join(folder, "bad.ld");
    writeFileSync(other, change(readFileSync(path)));
    return other;
  };
  const flip = (at: (bytes: Buffer) => number) => (bytes: Buffer) => {
    bytes[at(bytes)] ^= 1;
    return bytes;
  };

  test.each<[string, (bytes: Buffer) => Buffer, string]>([
    ["of another kind", flip(() => 2), "wrong-magic"],
    ["of a later version", flip(() => 9), "unsupported-version"],
    ["cut in its blocks", (bytes) => bytes.subarray(0, 3000), "truncated-file"],
    ["cut by one byte", (bytes) => bytes.subarray(0, bytes.length - 1), "truncated-file"],
    ["with bytes after its end", (bytes) => Buffer.concat([bytes, bytes]), "truncated-file"],
    ["empty", () => Buffer.alloc(0), "truncated-file"],
    ["with a damaged index", flip((bytes) => bytes.length - 100), "corrupt-file"],
  ])("%s is refused", async (_, change, tag) => {
    await expect(openPanel(await spoiled(change))).rejects.toMatchObject({ tag });
  });

  test("in one block gives the others, and names that one", async () => {
    const ld = await openPanel(await spoiled(flip(() => 200)));
    await expect(ld.readBlock(0)).rejects.toMatchObject({ tag: "corrupt-file", block: 0 });
    expect((await ld.readBlock(1)).first).toBe(sparse.blockStart[1]);
    await expect(ld.readBlock(ld.blockCount)).rejects.toMatchObject({ tag: "invalid-argument" });
  });

  test("is never left behind: what fails in between leaves the older file", async () => {
    const own = join(folder, "kept");
    const kept = join(own, "kept.ld");
    await writePanel(sparse, kept);
    const before = readFileSync(kept);
    const failing: LdPanel = {
      ...sparse,
      readBlock: async (b) => {
        const block = await sparse.readBlock(b);
        return b === 2 ? { ...block, r: block.r.map(() => NaN) } : block;
      },
    };
    await expect(writePanel(failing, kept)).rejects.toMatchObject({ argument: "panel" });
    expect(readFileSync(kept).equals(before)).toBe(true);
    expect(readdirSync(own)).toEqual(["kept.ld"]);
  });
});

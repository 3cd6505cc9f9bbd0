import {
  mkdtempSync,
  openSync,
  closeSync,
  ftruncateSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { genotypes } from "../open.ts";

const folder = mkdtempSync(join(tmpdir(), "genobook-streaming-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("half a gigabyte of genotypes passes through less than a tenth of that", async () => {
  const [variantCount, sampleCount] = [20_000, 100_000];
  const line = (count: number, text: (i: number) => string): string =>
    Array.from({ length: count }, (_, i) => text(i)).join("");
  writeFileSync(
    join(folder, "big.fam"),
    line(sampleCount, (i) => `0 s${i} 0 0 0 -9\n`),
  );
  writeFileSync(
    join(folder, "big.bim"),
    line(variantCount, (i) => `1\tv${i}\t0\t${i + 1}\tA\tG\n`),
  );
  const bed = openSync(join(folder, "big.bed"), "w");
  writeSync(bed, Uint8Array.of(0x6c, 0x1b, 0x01));
  // A sparse file: the size is real, the blocks are not.
  ftruncateSync(bed, 3 + variantCount * (sampleCount / 4));
  closeSync(bed);

  const cohort = await genotypes(join(folder, "big.bed"));
  const before = process.memoryUsage().arrayBuffers;
  let [bytes, peak, variants] = [0, 0, 0];
  for await (const block of cohort.blocks()) {
    bytes += block.count * block.bytesPerVariant;
    variants += block.count;
    peak = Math.max(peak, process.memoryUsage().arrayBuffers - before);
  }
  expect(variants).toBe(variantCount);
  expect(bytes).toBe(variantCount * (sampleCount / 4));
  expect(peak).toBeLessThan(bytes / 10);
});

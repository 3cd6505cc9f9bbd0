import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { memorySource } from "../../io/byte-source.ts";
import { previewRows } from "./preview-rows.ts";

const HEADER =
  "chromosome\tbase_pair_location\teffect_allele\tother_allele\tbeta\tstandard_error\teffect_allele_frequency\tp_value";
const text = `${HEADER}\n${Array.from({ length: 50_000 }, (_, i) => `1\t${i + 1}\tA\tG\t0.1\t0.${(i * 7919) % 99_991}1\t0.3\t5e-7\n`).join("")}`;

test.each([
  ["plain", new TextEncoder().encode(text)],
  ["gzip", gzipSync(text)],
])("the first rows of a %s file come from its first bytes", async (_, bytes) => {
  const source = memorySource("big.tsv", bytes);
  let last = 0;
  const watched = {
    ...source,
    read: (offset: number, length: number) => {
      last = Math.max(last, offset + length);
      return source.read(offset, length);
    },
  };
  const first = await previewRows(watched);
  expect(first.rowCount).toBe(999);
  expect([...first.columns.basePairLocation.subarray(0, 3)]).toEqual([1, 2, 3]);
  expect(first.mapping.columns.fileColumn).toContain("p_value");
  expect(last).toBeLessThanOrEqual(256 * 1024);
});

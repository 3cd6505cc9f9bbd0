import { expect, test } from "vitest";
import { memorySource } from "../../io/byte-source.ts";
import { readSummaryStatistics } from "../read-summary-statistics.ts";
import type { RowsSoFar } from "./rows-so-far.ts";

const HEADER = "CHR\tBP\tSNP\tA1\tA2\tOR\tSE\tP";
const text = (count: number, row: (i: number) => string): string =>
  `${HEADER}\n${Array.from({ length: count }, (_, i) => row(i)).join("\n")}\n`;

/** Reads a text in pieces, and looks at rows after each. */
async function readBy(content: string, look: (soFar: RowsSoFar) => void) {
  const source = memorySource("memory.tsv", content);
  let soFar: RowsSoFar | undefined;
  const read = await readSummaryStatistics(
    {
      ...source,
      read: async (offset, length) => {
        if (soFar) look(soFar);
        return source.read(offset, Math.min(length, 100_000));
      },
    },
    { onRows: (rows) => (soFar = rows) },
  );
  return { read, soFar: soFar! };
}

test("rows are there as they are read, with the values that the whole has", async () => {
  const counts: number[] = [];
  const taken: unknown[] = [];
  const content = text(
    40_000,
    (i) => `${1 + (i >> 14)}\t${i + 1}\trs${i}\ta\tG\t1.${100 + (i % 50)}\t0.01\t0.${1 + (i % 9)}`,
  );
  const { read, soFar } = await readBy(content, (rows) => {
    const count = rows.count();
    counts.push(count);
    if (count > 20) taken.push([count, rows.rows(count - 20, count + 5)]);
  });
  expect(counts.length).toBeGreaterThan(3);
  expect(counts.some((count) => count > 0 && count < 40_000)).toBe(true);
  for (const [count, some] of taken as [number, typeof read][]) {
    expect(some.rowCount).toBe(20);
    const same = read.take(Array.from({ length: 20 }, (_, i) => count - 20 + i));
    expect(some.columns).toEqual(same.columns);
  }
  expect(soFar.count()).toBe(read.rowCount);
});

import { expect, test } from "vitest";
import { Table } from "../../table.ts";
import { describeColumn } from "./describe-column.ts";

const m = 1000;
const table: Table = new Table({
  frequency: Float64Array.from({ length: m }, (_, i) => (i === 3 ? NaN : i / m)),
  chromosome: Uint8Array.from({ length: m }, (_, i) => i % 4),
  allele: Array.from({ length: m }, (_, i) => (i < 10 ? "" : i % 3 === 0 ? "A" : "C")),
});

test("numbers have a range, a mean and bars that count every value once", () => {
  const described = describeColumn(table, "frequency");
  if (described.holds !== "numbers") throw new Error("not numbers");
  expect(described).toMatchObject({ rowsSeen: m, missing: 1, minimum: 0, maximum: 0.999 });
  expect(described.mean).toBeCloseTo((499.5 * m - 3) / m / (m - 1), 12);
  expect(described.median).toBe(0.5);
  expect(described.bars).toHaveLength(20);
  expect(described.bars.reduce((sum, { count }) => sum + count, 0)).toBe(m - 1);
  expect(described.bars[19].to).toBe(0.999);
});

test("few whole numbers have a bar each, and chromosome 0 is missing", () => {
  const described = describeColumn(table, "chromosome");
  expect(described).toMatchObject({ missing: 250, minimum: 1, maximum: 3, median: 2 });
  expect(described.holds === "numbers" && described.bars).toEqual([
    { from: 1, to: 1, count: 250 },
    { from: 2, to: 2, count: 250 },
    { from: 3, to: 3, count: 250 },
  ]);
});

test("text has its commonest values", () => {
  expect(describeColumn(table, "allele")).toEqual({
    holds: "texts",
    rowsSeen: m,
    missing: 10,
    distinct: 2,
    top: [
      { text: "C", count: 660 },
      { text: "A", count: 330 },
    ],
  });
});

test("chosen rows and evenly spread samples are described", () => {
  const rows = Uint32Array.from({ length: 100 }, (_, i) => i);
  expect(describeColumn(table, "frequency", { rows })).toMatchObject({
    rowsSeen: 100,
    maximum: 0.099,
  });
  expect(describeColumn(table, "frequency", { atMost: 10 })).toMatchObject({
    rowsSeen: 10,
    minimum: 0,
    maximum: 0.9,
    median: 0.45,
  });
  expect(describeColumn(table, "frequency", { rows: new Uint32Array(0) })).toMatchObject({
    rowsSeen: 0,
    bars: [],
  });
});

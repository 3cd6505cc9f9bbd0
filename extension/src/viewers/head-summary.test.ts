import type { FileColumn } from "@genobook/kernel/messages";
import { nullTranslator } from "@jupyterlab/translation";
import { expect, test } from "vitest";
import { headSummary } from "./head-summary.ts";

const trans = nullTranslator.load("genobook");
const column = (name: string, holds: FileColumn["holds"]): FileColumn => ({
  ...{ name, holds },
  fileName: "",
  meaning: "",
  isOfPage: false,
});
const bar = (from: number, to: number, count: number) => ({ from, to, count });

test("numbers are told by range, median, missing share and a histogram", () => {
  const head = headSummary(
    column("pValue", "numbers"),
    {
      holds: "numbers",
      rowsSeen: 200,
      rowCount: 200,
      missing: 6,
      minimum: 1e-8,
      maximum: 1,
      mean: 0.4,
      median: 0.5,
      bars: [bar(0, 0.5, 50), bar(0.5, 1, 100)],
    },
    trans,
  );
  expect(head).toEqual({
    bars: [0.5, 1],
    values: "1e-8 – 1",
    detail: "median 0.5 · 3% missing",
  });
});

test("large numbers are short, chromosomes have their names, and a few missing are not none", () => {
  const numbers = { holds: "numbers", rowsSeen: 1e5, rowCount: 1e7, missing: 1, mean: 2 } as const;
  const place = { ...numbers, minimum: 10_000, maximum: 248_000_000, median: 1.2e8, bars: [] };
  const head = headSummary(column("basePairLocation", "whole numbers"), place, trans);
  expect(head.values).toBe("10,000 – 248M");
  expect(head.detail).toBe("median 120M · < 0.1% missing");
  const of = { ...numbers, missing: 0, minimum: 1, maximum: 23, median: 8, bars: [] };
  expect(headSummary(column("chromosome", "whole numbers"), of, trans)).toMatchObject({
    values: "1 – X",
    detail: "",
  });
});

test("texts are told by the most frequent; names that never repeat, and empty columns, as such", () => {
  const texts = { holds: "texts", rowsSeen: 100, rowCount: 100, missing: 0 } as const;
  const alleles = {
    ...texts,
    distinct: 2,
    top: [
      { text: "A", count: 75 },
      { text: "G", count: 25 },
    ],
  };
  expect(headSummary(column("effectAllele", "texts"), alleles, trans)).toEqual({
    bars: [1, 1 / 3],
    values: "A 75%",
    detail: "2 different",
  });
  const names = { ...texts, distinct: 100, top: [{ text: "rs1", count: 1 }] };
  const different = headSummary(column("rsid", "texts"), names, trans);
  expect(different).toEqual({ bars: [], values: "all different", detail: "" });
  const many = { ...names, rowsSeen: 200_000, distinct: 10_000 };
  expect(headSummary(column("rsid", "texts"), many, trans)).toEqual({
    bars: [],
    values: "10,000 or more different",
    detail: "",
  });
  const empty = { ...texts, missing: 100, distinct: 0, top: [] };
  expect(headSummary(column("rsid", "texts"), empty, trans)).toEqual({
    bars: [],
    values: "–",
    detail: "100% missing",
  });
});

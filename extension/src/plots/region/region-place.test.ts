import { expect, test } from "vitest";
import { neighbouringLead, regionAround, regionBetween, zoomed } from "./region-place.ts";

const mark = (x: number, y: number, chromosome: number, basePairLocation: number) => ({
  x,
  y,
  item: { datum: { chromosome, basePairLocation } },
});

test("a click opens half a million base pairs to either side, from 1", () => {
  expect(regionAround({ chromosome: 2, basePairLocation: 100_000, variantId: "rs1" })).toEqual({
    chromosome: 2,
    from: 1,
    to: 600_000,
    variantId: "rs1",
  });
  expect(regionAround({ y: 7 })).toBeNull();
});

test("a brush takes the chromosome of its strongest point, and its ends from where points lie", () => {
  const marks = [
    mark(0, 90, 1, 0),
    mark(100, 90, 1, 10_000_000),
    mark(110, 10, 2, 1_000_000),
    mark(210, 90, 2, 11_000_000),
  ];
  expect(regionBetween(marks, 95, 130)).toEqual({ chromosome: 2, from: 1_000_000, to: 3_000_000 });
  expect(regionBetween(marks, 40, 60)).toBeNull();
});

test("a brush over more than can be drawn is cut around its strongest point", () => {
  const marks = [mark(0, 50, 1, 1), mark(10, 10, 1, 50_000_000), mark(100, 50, 1, 200_000_000)];
  expect(regionBetween(marks, 0, 100)).toEqual({
    chromosome: 1,
    from: 40_000_000,
    to: 60_000_000,
  });
});

test("zooming keeps the middle, down to two thousand base pairs", () => {
  const place = { chromosome: 1, from: 1_000_000, to: 2_000_000 };
  expect(zoomed(place, 0.5)).toEqual({ chromosome: 1, from: 1_250_000, to: 1_750_000 });
  const narrow = zoomed({ chromosome: 1, from: 1_000_000, to: 1_002_000 }, 0.5);
  expect(narrow.to - narrow.from).toBe(2_000);
});

test("leads follow each other along the genome, whichever region is shown between them", () => {
  const leads = [
    { chromosome: 6, basePairLocation: 5e6, variantId: "c" },
    { chromosome: 1, basePairLocation: 9e6, variantId: "a" },
    { chromosome: 6, basePairLocation: 1e6, variantId: "b" },
  ];
  const at = { chromosome: 6, from: 0.5e6, to: 1.5e6, variantId: "b" };
  expect(neighbouringLead(leads, at, 1)?.["variantId"]).toBe("c");
  expect(neighbouringLead(leads, at, -1)?.["variantId"]).toBe("a");
  expect(neighbouringLead(leads, { chromosome: 2, from: 1, to: 9 }, 1)?.["variantId"]).toBe("b");
  expect(neighbouringLead(leads, { chromosome: 9, from: 1, to: 9 }, 1)).toBeNull();
});

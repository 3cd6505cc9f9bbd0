import { expect, test } from "vitest";
import { isThresholdWithin, shareStrata } from "./strata.ts";

test.each([
  ["decile 10 of PGS1", "quintile 5 of PGS1", true],
  ["decile 8 of PGS1", "quintile 5 of PGS1", false],
  ["decile 8 of PGS1", "quintile 4 of PGS1", true],
  ["top 5 % of PGS1", "decile 10 of PGS1", true],
  ["top 10 % of PGS1", "decile 9 of PGS1", false],
  ["quartile 1 of PGS1", "part of 3, 1 of PGS1", true],
  ["decile 10 of PGS1", "quintile 5 of PGS2", false],
  ["decile 10 of PGS1 in AFR", "quintile 5 of PGS1", false],
  ["cases of PGS1", "cases of PGS1", true],
  ["cases of PGS1", "decile 1 of PGS1", false],
])("%s and %s have people in common: %s", (a, b, expected) => {
  expect(shareStrata(a, b)).toBe(expected);
  expect(shareStrata(b, a)).toBe(expected);
});

test.each([
  ["top 12.4 % of PGS1", "decile 9 of PGS1", true],
  ["top 12.4 % of PGS1", "decile 10 of PGS1", false],
  ["top 12.4 % of PGS1", "top 20 % of PGS1", true],
  ["top 12.4 % of PGS1", "top 5 % of PGS1", false],
  ["top 33.33 % of PGS1", "part of 3, 3 of PGS1", true],
  ["top 12.4 % of the risk by covariates and PGS1", "decile 9 of PGS1", false],
  ["top 12.4 % of PGS1", "cases of PGS1", false],
])("the threshold of the %s lies within %s: %s", (threshold, people, expected) => {
  expect(isThresholdWithin(threshold, people)).toBe(expected);
});

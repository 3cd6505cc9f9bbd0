import { expect, test } from "vitest";
import { personColumn } from "./person-column.ts";

const repeated = <T>(counts: readonly (readonly [T, number])[]): T[] =>
  counts.flatMap(([value, count]) => Array.from({ length: count }, () => value));
const numbers = (counts: readonly (readonly [number, number])[]): Float64Array =>
  Float64Array.from(repeated(counts));

test.each([
  [
    "1 control, 2 case",
    [
      [1, 60],
      [2, 30],
      [NaN, 10],
    ],
    [
      ["1", "control", 60],
      ["2", "case", 30],
    ],
  ],
  [
    "0 control, 1 case",
    [
      [0, 60],
      [1, 40],
    ],
    [
      ["0", "control", 60],
      ["1", "case", 40],
    ],
  ],
  [
    "0 unknown, 1 control, 2 case",
    [
      [0, 10],
      [1, 60],
      [2, 30],
    ],
    [
      ["1", "control", 60],
      ["2", "case", 30],
      ["0", "unknown", 10],
    ],
  ],
] as const)("a trait coded %s", (_, counts, levels) => {
  const column = personColumn("asthma", numbers(counts));
  expect(column).toMatchObject({
    type: "case-control",
    known: numbers(counts).filter((x) => !Number.isNaN(x)).length,
  });
  expect(column.levels?.map(({ code, meaning, count }) => [code, meaning, count])).toEqual(levels);
});

test("few cases are not counted, and neither are the controls, as both make the sum", () => {
  const { levels } = personColumn(
    "asthma",
    numbers([
      [1, 95],
      [2, 5],
    ]),
  );
  expect(levels).toEqual([
    { code: "1", meaning: "control", count: null },
    { code: "2", meaning: "case", count: null },
  ]);
});

test("sex has its own words, and other pairs of numbers none", () => {
  expect(
    personColumn(
      "SEX",
      numbers([
        [1, 20],
        [2, 20],
      ]),
    ).levels?.map(({ meaning }) => meaning),
  ).toEqual(["male", "female"]);
  expect(
    personColumn(
      "sex",
      numbers([
        [0, 20],
        [1, 20],
      ]),
    ),
  ).toMatchObject({ type: "binary", isCovariate: true });
  expect(
    personColumn(
      "arm",
      numbers([
        [3, 20],
        [7, 20],
      ]),
    ),
  ).toMatchObject({
    type: "binary",
    levels: [
      { code: "3", meaning: "", count: 20 },
      { code: "7", meaning: "", count: 20 },
    ],
  });
});

test("amounts have mean and SD of ten people or more, and never an extreme", () => {
  const nine = personColumn(
    "height",
    Float64Array.from({ length: 9 }, (_, i) => 160 + i),
  );
  expect(nine).toEqual({ type: "quantitative", isCovariate: false, known: 9, missingShare: 0 });
  const ten = personColumn(
    "height",
    Float64Array.from({ length: 10 }, (_, i) => 160 + i),
  );
  expect(ten).toMatchObject({ mean: 164.5, sd: 3.028 });
  expect(Object.keys(ten).sort()).toEqual([
    "isCovariate",
    "known",
    "mean",
    "missingShare",
    "sd",
    "type",
  ]);
});

test("what all have in common is not said", () => {
  expect(personColumn("country", repeated([["Iceland", 50]]))).toEqual({
    type: "constant",
    isCovariate: false,
    known: 50,
    missingShare: 0,
  });
  expect(personColumn("x", numbers([[NaN, 5]]))).toMatchObject({
    type: "empty",
    known: 0,
    missingShare: 1,
  });
});

test("groups of ten or more are told, unless their sum would tell of a smaller one", () => {
  const told = (counts: readonly (readonly [string, number])[]): unknown[] | undefined =>
    personColumn("town", repeated(counts)).levels?.map(({ code, count }) => [code, count]);
  expect(
    told([
      ["A", 50],
      ["B", 30],
      ["C", 6],
      ["D", 5],
    ]),
  ).toEqual([
    ["A", 50],
    ["B", 30],
  ]);
  // Nine people in C: B goes with them.
  expect(
    told([
      ["A", 50],
      ["B", 30],
      ["C", 9],
    ]),
  ).toEqual([["A", 50]]);
  const many = Array.from({ length: 12 }, (_, i) => [`T${i}`, 40 - i] as const);
  expect(told(many)).toHaveLength(8);
});

test("a text that tells people apart is no grouping", () => {
  const names = Array.from({ length: 40 }, (_, i) => `Person ${i}`);
  expect(personColumn("surname", names)).toEqual({
    type: "text",
    isCovariate: false,
    known: 40,
    missingShare: 0,
    levelCount: 40,
  });
});

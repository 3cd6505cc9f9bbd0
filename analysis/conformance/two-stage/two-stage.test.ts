import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { data, mr } from "../../src/index.ts";
import { hasData, reference } from "../peer/shared-data.ts";

interface Logistic {
  readonly beta: number | readonly number[];
  readonly standardError: number | readonly number[];
  readonly robust: number | readonly number[];
}
type Numbers = number | readonly number[];
interface Expected {
  readonly beta: Numbers;
  readonly standardError: Numbers;
  readonly pValue: Numbers;
  readonly robust: Numbers;
  readonly firstStageF: Numbers;
  readonly conditionalF: Numbers;
  readonly wuHausman: readonly [number, number];
  readonly wuHausmanDf: readonly [number, number];
  readonly sargan: readonly [number, number];
  readonly hansen: number;
  readonly substitution: Logistic;
  readonly control: Logistic;
  readonly anderson?: readonly [number, number];
}
const expected = JSON.parse(readFileSync(new URL("expected.json", import.meta.url), "utf8")) as {
  readonly data: {
    readonly g: readonly (readonly number[])[];
    readonly age: readonly number[];
    readonly sex: readonly number[];
    readonly x1: readonly number[];
    readonly x2: readonly number[];
    readonly y: readonly number[];
    readonly case: readonly number[];
  };
  readonly one: Expected;
  readonly two: Expected;
  readonly course: Expected;
};

const near = (values: ArrayLike<number>, references: Numbers, tolerance = 1e-8): void => {
  const list = typeof references === "number" ? [references] : references;
  expect(values).toHaveLength(list.length);
  list.forEach((value, i) => {
    expect(Math.abs(values[i] - value) / Math.abs(value)).toBeLessThan(tolerance);
  });
};

const { g, ...columns } = expected.data;
const sample = data.sampleTable({
  individualId: columns.age.map((_, i) => `p${i}`),
  columns: { ...columns, ...Object.fromEntries(g.map((copies, i) => [`g${i + 1}`, copies])) },
});
const instruments = ["g1", "g2", "g3", "g4", "g5"];
const covariates = ["age", "sex"];

describe("one exposure, five instruments, two covariates", () => {
  compare(
    (secondStage) => ({
      phenotypes: sample,
      outcome: secondStage === "linear" ? "y" : "case",
      exposures: "x1",
      instruments,
      covariates,
      secondStage,
    }),
    expected.one,
  );

  test("the Anderson–Rubin interval ends where lm's F test has P = 0.05", () => {
    const { andersonRubinLower: lower, andersonRubinUpper: upper } = mr.twoStageLeastSquares({
      phenotypes: sample,
      outcome: "y",
      exposures: "x1",
      instruments,
      covariates,
    }).columns;
    near([lower[0], upper[0]], expected.one.anderson!);
  });
});

describe("two exposures", () => {
  compare(
    (secondStage) => ({
      phenotypes: sample,
      outcome: secondStage === "linear" ? "y" : "case",
      exposures: ["x1", "x2"],
      instruments,
      covariates,
      secondStage,
    }),
    expected.two,
  );
});

describe.skipIf(!hasData("mr-lipids-chd"))("coursedata (needs ../shared/data)", () => {
  compare((secondStage) => {
    const table = reference("mr-lipids-chd/coursedata_onesample.tsv");
    return {
      phenotypes: data.sampleTable({
        individualId: table.columns["x"].map((_, i) => `p${i}`),
        columns: Object.fromEntries(
          Object.entries(table.columns).map(([name, cells]) => [name, cells.map(Number)]),
        ),
      }),
      outcome: secondStage === "linear" ? "y" : "y.bin",
      exposures: "x",
      instruments: ["g1", "g2", "g3", "g4"],
      secondStage,
    };
  }, expected.course);
});

function compare(
  options: (secondStage: mr.SecondStage) => mr.TwoStageOptions & { readonly genotypes?: undefined },
  reference: Expected,
): void {
  test("ivreg, vcovHC and first stages", () => {
    const { columns: own } = mr.twoStageLeastSquares(options("linear"));
    near(own.beta, reference.beta);
    near(own.standardError, reference.standardError);
    near(own.pValue, reference.pValue);
    near(own.robustStandardError, reference.robust);
    near(own.firstStageF, reference.firstStageF);
    near(own.conditionalF, reference.conditionalF);
  });

  test("Wu–Hausman, Sargan and Hansen", () => {
    const { tests } = mr.twoStageLeastSquares(options("linear"));
    const { statistic, pValue, degreesOfFreedom, denominatorDegreesOfFreedom } = tests.columns;
    near([statistic[0], pValue[0]], reference.wuHausman);
    near([degreesOfFreedom[0], denominatorDegreesOfFreedom[0]], reference.wuHausmanDf);
    near([statistic[1], pValue[1]], reference.sargan);
    near([statistic[2]], reference.hansen);
  });

  test.each([
    ["predictorSubstitution", reference.substitution],
    ["controlFunction", reference.control],
  ] as const)(
    "%s: estimates of glm, robust errors of the stacked equations",
    (secondStage, fit) => {
      const { columns: own } = mr.twoStageLeastSquares(options(secondStage));
      near(own.beta, fit.beta);
      near(own.standardError, fit.standardError);
      // The peer's derivatives are numeric.
      near(own.robustStandardError, fit.robust, 1e-6);
    },
  );
}

import { inspect } from "node:util";
import { expect, test } from "vitest";
import { isAnalysisError } from "../../errors.ts";
import { sampleTable } from "../../io/sample-table.ts";
import { randomStream } from "../../random.ts";
import { personUncertainty } from "./person-uncertainty.ts";

const ids = Array.from({ length: 50 }, (_, i) => `person${i}`);
const people = sampleTable({ individualId: ids, columns: {} });

test("means, spreads and intervals are those of the draws, and it prints no id", () => {
  const random = randomStream(1, "draws");
  const draws = Array.from({ length: 4000 }, () => ids.map((_, i) => i + 2 * random.normal()));
  const table = personUncertainty({ people, draws });
  const { mean, standardDeviation, lower, upper, topProbability } = table.columns;
  // Four standard errors of 4000 draws with SD 2; of the quantiles about five.
  expect(Math.abs(mean[20] - 20)).toBeLessThan(0.13);
  expect(Math.abs(standardDeviation[20] - 2)).toBeLessThan(0.09);
  expect(Math.abs(upper[20] - 20 - 3.92)).toBeLessThan(0.42);
  expect(Math.abs(lower[20] - 20 + 3.92)).toBeLessThan(0.42);
  expect(topProbability[49]).toBeGreaterThan(0.95);
  expect(topProbability[0]).toBe(0);
  expect(topProbability.reduce((sum, share) => sum + share, 0)).toBeCloseTo(5, 10);
  expect(inspect(table)).not.toMatch(/person\d/);
});

test.each([
  ["one draw", [ids.map(() => 1)], "invalid-argument"],
  ["a draw too short", [ids.map(() => 1), [1]], "length-mismatch"],
  ["a missing score", [ids.map(() => 1), ids.map(() => NaN)], "invalid-argument"],
])("%s is refused", (_, draws, tag) => {
  expect(() => personUncertainty({ people, draws })).toThrow(
    expect.toSatisfy((error) => isAnalysisError(error, tag)),
  );
});

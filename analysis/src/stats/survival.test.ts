import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { concordanceIndex } from "./concordance.ts";
import { coxRegression } from "./cox-regression.ts";
import { kaplanMeierCurve, logRankTest } from "./kaplan-meier.ts";

const people = fc.integer({ min: 4, max: 40 }).chain((n) => {
  const numbers = (max: number): fc.Arbitrary<Float64Array> =>
    fc
      .array(fc.integer({ min: 0, max }), { minLength: n, maxLength: n })
      .map((values) => Float64Array.from(values));
  return fc.record({ score: numbers(8), time: numbers(10), isEvent: numbers(1) });
});

test("concordance is that of all comparable pairs, and its error the jackknife's derivative", () => {
  fc.assert(
    fc.property(people, ({ score, time, isEvent }) => {
      const n = score.length;
      const counted = (weights: readonly number[]): number => {
        let [top, pairs] = [0, 0];
        for (let i = 0; i < n; i++) {
          for (let j = 0; j < n; j++) {
            const isEarlier = time[i] < time[j] || (time[i] === time[j] && isEvent[j] === 0);
            if (isEvent[i] !== 1 || i === j || !isEarlier) continue;
            const weight = weights[i] * weights[j];
            pairs += weight;
            top += weight * (score[i] > score[j] ? 1 : score[i] === score[j] ? 0.5 : 0);
          }
        }
        return top / pairs;
      };
      const ones = Array.from(score, () => 1);
      const expected = counted(ones);
      const found = concordanceIndex(score, time, isEvent);
      if (Number.isNaN(expected)) {
        expect(found).toBeUndefined();
        return;
      }
      expect(found!.concordance).toBeCloseTo(expected, 12);
      const step = 1e-5;
      const slopes = ones.map(
        (_, i) =>
          (counted(ones.map((w, j) => (i === j ? w + step : w))) -
            counted(ones.map((w, j) => (i === j ? w - step : w)))) /
          (2 * step),
      );
      expect(found!.standardError).toBeCloseTo(Math.hypot(...slopes), 6);
    }),
  );
});

test("without censoring survival is the share that is left", () => {
  const { survival, standardError } = kaplanMeierCurve(
    Float64Array.of(3, 1, 2, 4),
    new Float64Array(4).fill(1),
  );
  expect(survival.map((value) => Number(value.toFixed(12)))).toEqual(
    Float64Array.of(0.75, 0.5, 0.25, 0),
  );
  expect(standardError[1]).toBeCloseTo(Math.sqrt((0.5 * 0.5) / 4), 12);
});

test("the log-rank test knows no order of strata, and needs two that are at risk", () => {
  fc.assert(
    fc.property(people, ({ score, time, isEvent }) => {
      const stratum = score.map((value) => value % 3);
      const there = logRankTest(time, isEvent, stratum, 3);
      const back = logRankTest(
        time,
        isEvent,
        stratum.map((s) => 2 - s),
        3,
      );
      expect(there === undefined).toBe(back === undefined);
      if (!there || !back) return;
      expect(back.chiSquare).toBeCloseTo(there.chiSquare, 8);
      expect(there.observed.reduce((a, b) => a + b)).toBeCloseTo(
        there.expected.reduce((a, b) => a + b),
        8,
      );
    }),
  );
  const one = Float64Array.of(1, 2);
  expect(logRankTest(one, Float64Array.of(1, 1), [0, 0], 2)).toBeUndefined();
});

describe("Cox regression", () => {
  test("names why there is no estimate", () => {
    const time = Float64Array.of(1, 2, 3, 4, 5, 6);
    const isEvent = new Float64Array(6).fill(1);
    const status = (columns: Float64Array[], events = isEvent): string =>
      coxRegression({ columns, time, isEvent: events }).status;
    expect(status([time], new Float64Array(6))).toBe("no events");
    expect(status([new Float64Array(6).fill(2)])).toBe("collinear");
    const mixed = Float64Array.of(1, 0, 2, 1, 0, 2);
    expect(status([mixed, mixed.map((value) => 2 * value + 1)])).toBe("collinear");
    // Who dies first always has the highest value: the likelihood grows without end.
    expect(status([time.map((t) => -t)])).toBe("separated");
    expect(status([mixed])).toBe("fitted");
  });

  test("shifting or scaling a column moves its coefficient as it must", () => {
    fc.assert(
      fc.property(people, fc.integer({ min: 1, max: 1000 }), ({ score, time, isEvent }, unit) => {
        const fit = coxRegression({ columns: [score], time, isEvent });
        const other = coxRegression({
          columns: [score.map((value) => value * unit - 1e4)],
          time,
          isEvent,
        });
        expect(other.status).toBe(fit.status);
        if (fit.status !== "fitted" || other.status !== "fitted") return;
        expect(other.coefficients[0] * unit).toBeCloseTo(fit.coefficients[0], 5);
        expect(other.logLikelihood).toBeCloseTo(fit.logLikelihood, 8);
      }),
    );
  });
});

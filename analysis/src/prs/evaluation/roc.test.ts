import fc from "fast-check";
import { expect, test } from "vitest";
import { auc } from "./auc.ts";
import { rocPoints } from "./roc.ts";

const classes = fc.integer({ min: 30, max: 120 }).chain((n) =>
  fc.record({
    score: fc.array(fc.integer({ min: -9, max: 9 }), { minLength: n, maxLength: n }),
    isCase: fc.array(fc.constantFrom(0, 1), { minLength: n, maxLength: n }),
  }),
);

test("the curve goes from corner to corner without falling, and has the AUC below it", () => {
  fc.assert(
    fc.property(classes, ({ score, isCase }) => {
      const cases = isCase.filter((y) => y === 1).length;
      fc.pre(cases >= 2 && cases <= isCase.length - 2 && new Set(score).size > 1);
      const points = rocPoints(Float64Array.from(score), Float64Array.from(isCase), 1);
      expect(points.length).toBe(101);
      expect(points.at(-1)).toEqual({ falsePositiveShare: 1, truePositiveShare: 1 });
      let area = 0;
      for (let p = 1; p < points.length; p++) {
        const rise = points[p].truePositiveShare - points[p - 1].truePositiveShare;
        expect(rise).toBeGreaterThanOrEqual(-1e-12);
        area += (points[p].truePositiveShare - rise / 2) / 100;
      }
      // A step between two points of the grid is drawn as a slope: no more than half a square of each is lost.
      expect(Math.abs(area - auc({ score, isCase }).auc)).toBeLessThan(0.0051);
    }),
  );
});

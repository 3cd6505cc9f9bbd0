import fc from "fast-check";
import { expect, test } from "vitest";
import { thin } from "./thin.ts";

const drawing = { xDomain: [0, 1000], yDomain: [0, 20], width: 700, height: 300 } as const;

const points = fc.record({
  places: fc.array(
    fc.tuple(
      fc.double({ min: 0, max: 1000, noNaN: true }),
      fc.double({ min: 0, max: 20, noNaN: true }),
    ),
    { minLength: 1, maxLength: 3000 },
  ),
  maxPoints: fc.integer({ min: 100, max: 400 }),
  keepAbove: fc.double({ min: 1, max: 20, noNaN: true }),
});

test("keeps to its budget, keeps what it promises and invents nothing", () => {
  fc.assert(
    fc.property(points, ({ places, maxPoints, keepAbove }) => {
      const x = Float64Array.from(places, ([at]) => at);
      const y = Float64Array.from(places, ([, at]) => at);
      const { shown, keptAllAbove } = thin({ ...drawing, x, y, keepAbove, keep: [0], maxPoints });
      expect(shown.length).toBeLessThanOrEqual(Math.max(maxPoints, 2));
      expect(new Set(shown).size).toBe(shown.length);
      expect(shown.every((i) => i < places.length)).toBe(true);
      expect(shown).toContain(0);
      const above = Array.from(y.keys()).filter((i) => y[i] >= keepAbove);
      if (keptAllAbove) expect(above.every((i) => shown.includes(i))).toBe(true);
      else expect(above.length).toBeGreaterThan(maxPoints / 2);
    }),
    { numRuns: 60 },
  );
});

test("keeps the highest point, so that the outline does not sink", () => {
  const x = Float64Array.from({ length: 5000 }, (_, i) => i / 5);
  const y = Float64Array.from(x, (at) => 2 + Math.sin(at));
  const { shown } = thin({ ...drawing, x, y, keepAbove: 5, keep: [], maxPoints: 500 });
  expect(Math.max(...Array.from(shown, (i) => y[i]))).toBe(Math.max(...y));
});

test("leaves few points alone, however many lie above the line", () => {
  const y = new Float64Array(100).fill(9);
  const thinned = thin({ ...drawing, x: y, y, keepAbove: 5, keep: [], maxPoints: 100 });
  expect(thinned).toEqual({ shown: Uint32Array.from(y.keys()), keptAllAbove: true, cell: 0 });
});

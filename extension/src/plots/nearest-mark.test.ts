import { expect, test } from "vitest";
import {
  leadingMarks,
  marksInOrder,
  nearestMark,
  placedMarks,
  type SceneMark,
} from "./nearest-mark.ts";

const symbols = (...points: readonly (readonly [x: number, y: number, tooltip?: unknown])[]) => ({
  marktype: "symbol",
  items: points.map(([x, y, tooltip]) => ({ x, y, tooltip })),
});

test("places are summed over nested groups, and points without a tooltip are left out", () => {
  const tooltip = "line";
  const scene: SceneMark = {
    marktype: "group",
    items: [
      {
        x: 10,
        y: 20,
        items: [
          { marktype: "group", items: [{ x: 1, y: 2, items: [symbols([5, 6, "a"], [7, 8])] }] },
          { marktype: "rule", items: [{ x: 0, y: 0, tooltip }] },
        ],
      },
    ],
  };
  const placed = placedMarks(scene, 100, 200);
  expect(placed.map(({ x, y, item }) => [x, y, item.tooltip])).toEqual([[116, 228, "a"]]);
});

test("the nearest point answers within reach only", () => {
  const marks = placedMarks(symbols([0, 0, "a"], [10, 0, "b"]));
  expect(nearestMark(marks, 7, 0, 20)?.item.tooltip).toBe("b");
  expect(nearestMark(marks, 40, 0, 20)).toBeNull();
});

test("leading points are the highest of their neighbourhood, from left to right", () => {
  const marks = placedMarks(
    symbols([100, 5, "b"], [104, 6, "beside b"], [20, 30, "a"], [300, 90, "c"]),
  );
  expect(leadingMarks(marks, 2).map(({ item }) => item.tooltip)).toEqual(["a", "b"]);
});

test("in order, marks that share a place count once", () => {
  const marks = placedMarks(symbols([5, 1, "b"], [5, 1, "b's target"], [1, 9, "a"]));
  expect(marksInOrder(marks, "x").map(({ item }) => item.tooltip)).toEqual(["a", "b's target"]);
  expect(marksInOrder(marks, "y").map(({ y }) => y)).toEqual([1, 9]);
});

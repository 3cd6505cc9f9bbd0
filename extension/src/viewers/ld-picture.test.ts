import { expect, test } from "vitest";
import { cellSide } from "./ld-picture.ts";

test("cells are whole pixels while they can be, and never lead out of their place", () => {
  expect(cellSide(600, 25)).toBe(16);
  expect(cellSide(250, 100)).toBe(2);
  expect(cellSide(250, 400)).toBe(0.625);
  for (const side of [120, 333, 600]) {
    for (const size of [1, 25, 50, 100, 200, 400]) {
      expect(size * cellSide(side, size)).toBeLessThanOrEqual(side);
    }
  }
});

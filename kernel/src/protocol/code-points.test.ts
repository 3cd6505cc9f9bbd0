import fc from "fast-check";
import { expect, test } from "vitest";
import { toCodePoints, toUtf16 } from "./code-points.ts";

test("an astral character is one code point and two units", () => {
  expect(toUtf16("a🧬b", 2)).toBe(3);
  expect(toCodePoints("a🧬b", 3)).toBe(2);
});

test("there and back is the same place, and positions behind the end are the end", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 40 }), fc.nat(50), (text, at) => {
      const length = Array.from(text).length;
      expect(toCodePoints(text, toUtf16(text, at))).toBe(Math.min(at, length));
    }),
  );
});

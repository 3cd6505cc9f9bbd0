import fc from "fast-check";
import { expect, test } from "vitest";
import { parseDecimal } from "./decimal.ts";

const encoder = new TextEncoder();

/** Reads the text out of the middle of other digits, so that a step too far would show. */
function parsed(text: string): number {
  const bytes = encoder.encode(`7${text}7`);
  return parseDecimal(bytes, 1, bytes.length - 1);
}

function expected(text: string): number {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return NaN;
  return Number.isFinite(Number(text)) ? Number(text) : NaN;
}

test("every double is read back from its shortest text, and from 17 and 21 digits", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      for (const text of [
        String(value),
        value.toPrecision(17),
        value.toPrecision(21),
        value.toExponential(14),
      ]) {
        expect(parsed(text)).toBe(expected(text));
      }
    }),
    { numRuns: 2000 },
  );
});

test("decimals of common sizes equal Number() to the last bit", () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 10n ** 21n }),
      fc.integer({ min: 0, max: 25 }),
      fc.constantFrom("", "-", "+"),
      (digits, places, sign) => {
        const padded = digits.toString().padStart(places + 1, "0");
        const whole = padded.slice(0, padded.length - places);
        const text = `${sign}${whole}.${padded.slice(padded.length - places)}`;
        expect(parsed(text)).toBe(Number(text));
      },
    ),
    { numRuns: 5000 },
  );
});

test("halfway between two doubles, one digit below and above", () => {
  for (const text of [
    "9007199254740993",
    "9007199254740992.9",
    "9007199254740993.1",
    "4503599627370496.5",
    "4503599627370497.5",
    "1.000000000000000111",
    "1.00000000000000011102230246251565404",
    "1e23",
    "8.41e21",
    "5e-324",
    "2.2250738585072011e-308",
    "1.7976931348623158e308",
  ]) {
    expect(parsed(text)).toBe(Number(text));
    expect(parsed(`-${text}`)).toBe(-Number(text));
  }
});

test("any other text is not a number", () => {
  const pieces = [
    "",
    "0",
    "1",
    "29",
    ".",
    "+",
    "-",
    "e",
    "E",
    "x",
    " ",
    "Infinity",
    "NaN",
    "_",
    "é",
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 7 }), (parts) => {
      const text = parts.join("");
      expect(parsed(text)).toBe(expected(text));
    }),
    { numRuns: 5000 },
  );
  for (const text of ["0x10", "0b1", "0o7", "1e999", "-1e999", "", "."]) {
    expect(parsed(text)).toBeNaN();
  }
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isAnalysisError } from "../../errors.ts";
import {
  columnIntegers,
  columnScale,
  combineDigits,
  GROUP_SAMPLES,
  MOST_SAMPLES,
  planeBytes,
  requireSummable,
  writePlanes,
} from "./digits.ts";

const column = (values: readonly number[]) => ({
  sampleCount: values.length,
  width: 1,
  values: Float64Array.from(values),
});

/** Digit of a plane for one sample, read as the kernel's lanes have it. */
function digitAt(words: Uint32Array, planes: number, plane: number, sample: number): number {
  const group = Math.floor(sample / GROUP_SAMPLES);
  const q = Math.floor((sample % GROUP_SAMPLES) / 16);
  const word = words[(group * 16 + 4 * q + (sample & 3)) * planes + plane];
  return ((word >> (8 * ((sample >> 2) & 3))) << 24) >> 24;
}

describe("columnScale()", () => {
  test("keeps small whole numbers, in as few digits as they need", () => {
    expect(columnScale(column([0, 0]), 0)).toEqual({ digits: 1, scale: 1 });
    expect(columnScale(column([1, -127]), 0)).toEqual({ digits: 1, scale: 1 });
    expect(columnScale(column([1, 128]), 0)).toEqual({ digits: 2, scale: 1 });
    expect(columnScale(column([-8_355_711]), 0)).toEqual({ digits: 3, scale: 1 });
    expect(columnScale(column([8_355_712]), 0).scale).toBeLessThan(1);
  });

  test("takes three digits for normal tails, four for heavy ones or on request", () => {
    const normal = Array.from({ length: 1000 }, (_, i) => Math.sin(i) / 3);
    expect(columnScale(column(normal), 0)).toEqual({
      digits: 3,
      scale: 8_355_711 / Math.max(...normal.map(Math.abs)),
    });
    expect(columnScale(column(normal), 0, 4).digits).toBe(4);
    expect(columnScale(column([...normal, 50.5]), 0).digits).toBe(4);
  });

  test("measures tails without the samples that are left out", () => {
    const few = Array.from({ length: 10_000 }, (_, i) => (i % 1000 === 0 ? 0.5 : 0));
    expect(columnScale(column(few), 0).digits).toBe(3);
  });

  test.each([NaN, Infinity, -Infinity])("refuses %d", (value) => {
    expect(() => columnScale(column([1, value]), 0)).toThrow("Column 0");
  });
});

test("integers are within one of value × scale, and their sum within a half", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 40, maxLength: 400 }),
      (values) => {
        const columns = column(values);
        const scale = columnScale(columns, 0);
        const integers = columnIntegers(columns, 0, scale);
        let rest = 0;
        integers.forEach((integer, i) => {
          const difference = values[i] * scale.scale - integer;
          expect(Math.abs(difference)).toBeLessThanOrEqual(0.76);
          if (values[i] === 0) expect(integer).toBe(0);
          rest += difference;
        });
        return Math.abs(rest) <= 0.5 + 1e-6 || integers.filter((x) => x !== 0).length < 40;
      },
    ),
  );
});

test("digits put together again are the integers, whatever the digits", () => {
  const most = [0, 127, 32_639, 8_355_711, 2_139_062_143];
  fc.assert(
    fc.property(
      fc.constantFrom(1, 2, 3, 4).chain((digits) =>
        fc.record({
          digits: fc.constant(digits),
          integers: fc.array(fc.integer({ min: -most[digits], max: most[digits] }), {
            minLength: 1,
            maxLength: 200,
          }),
          firstPlane: fc.integer({ min: 0, max: 3 }),
        }),
      ),
      ({ digits, integers, firstPlane }) => {
        const planes = 8;
        const groups = Math.ceil(integers.length / GROUP_SAMPLES);
        const words = new Uint32Array(planeBytes(groups, planes) / 4);
        const layout = { planes, firstPlane, firstGroup: 0 };
        writePlanes(Int32Array.from(integers), digits, words, layout);
        integers.forEach((integer, i) => {
          const sums = Int32Array.from({ length: planes }, (_, p) => digitAt(words, planes, p, i));
          expect(combineDigits(sums, firstPlane, { digits, scale: 1 })).toBe(integer);
          sums.forEach((digit, p) => {
            if (p < firstPlane || p >= firstPlane + digits) expect(digit).toBe(0);
          });
        });
      },
    ),
  );
});

test("planes of a part hold the part's samples only", () => {
  const integers = Int32Array.from({ length: 300 }, (_, i) => (i % 100) + 1);
  const words = new Uint32Array(planeBytes(2, 1) / 4);
  writePlanes(integers, 1, words, { planes: 1, firstPlane: 0, firstGroup: 2 });
  for (let i = 0; i < 128; i++) expect(digitAt(words, 1, 0, i)).toBe(integers[128 + i]);
});

test("sums of more samples than 32 bits hold are refused", () => {
  requireSummable(MOST_SAMPLES);
  expect(MOST_SAMPLES * 2 * 128).toBeLessThan(2 ** 31);
  try {
    requireSummable(MOST_SAMPLES + 1);
    expect.unreachable();
  } catch (error) {
    expect(isAnalysisError(error, "invalid-argument")).toBe(true);
  }
});

import { expect, test } from "vitest";
import { JAVASCRIPT, type Device } from "../compute/operation.ts";
import { wasmDevice } from "../compute/wasm/kernels.ts";
import { minorAlleles } from "./minor-alleles.ts";
import { nextAbove } from "./next-above.ts";
import { addToSummary, emptySummary, lambdaOfSummary, summariseLnP } from "./report-summary.ts";

const wasm = await wasmDevice();
const { arena } = wasm;
const DEVICES: readonly Device[] = [JAVASCRIPT, wasm];

const int32 = (values: readonly number[]): Int32Array => {
  const placed = arena.int32(values.length);
  placed.set(values);
  return placed;
};
const float64 = (values: readonly number[]): Float64Array => {
  const placed = arena.float64(values.length);
  placed.set(values);
  return placed;
};

test("the rarer allele is the other one below one half; a tie is as PLINK 2 rounds it; nobody called is no flip", async () => {
  const counts = {
    twos: int32([40, 10, 25, 24, 0]),
    ones: int32([10, 10, 0, 1, 0]),
    missing: int32([0, 0, 0, 1, 50]),
  };
  const input = { counts, rowCount: 5, sampleCount: 50 };
  for (const device of DEVICES) {
    const isOther = await minorAlleles.prepare({}, device)(input);
    // 25 of 50 is a tie, and so is 49 of 98, whose reciprocal is a little less than it should be.
    expect(Array.from(isOther)).toEqual([1, 0, 0, 1, 0]);
  }
});

test("dosages decide where there are some", async () => {
  const dosages = {
    sum: float64([60.5, 39.5]),
    sumOfSquares: float64([0, 0]),
    missing: int32([0, 10]),
  };
  const counts = { twos: int32([0, 0]), ones: int32([0, 0]), missing: int32([50, 50]), dosages };
  for (const device of DEVICES) {
    const isOther = await minorAlleles.prepare(
      {},
      device,
    )({ counts, rowCount: 2, sampleCount: 50 });
    expect(Array.from(isOther)).toEqual([1, 0]);
  }
});

test("values above a limit are found one after the other, NaN never", async () => {
  const values = float64([1, NaN, 51, 50, Infinity]);
  for (const device of DEVICES) {
    const next = nextAbove.prepare({ limit: 50 }, device);
    for (const [from, found] of [
      [0, 2],
      [3, 4],
      [5, 5],
    ]) {
      expect(await next({ values, from })).toBe(found);
    }
  }
});

test("a summary of ln P is the same in parts, on every device", async () => {
  const lnP = Array.from({ length: 1000 }, (_, i) =>
    i % 7 === 3 ? NaN : Math.log((i + 0.5) / 1000),
  );
  lnP[500] = -2000;
  lnP[200] = -18;
  const values = float64(lnP);
  for (const device of DEVICES) {
    const summarise = summariseLnP.prepare({}, device);
    const summary = emptySummary();
    for (const [from, to] of [
      [0, 300],
      [300, 1000],
    ]) {
      addToSummary(summary, await summarise(values.subarray(from, to)), from);
    }
    const tested = lnP.filter((value) => !Number.isNaN(value)).length;
    expect(Array.from(summary.counts)).toEqual([tested, 2]);
    expect(Array.from(summary.best)).toEqual([-2000, 500]);
    expect(summary.bins.reduce((sum, count) => sum + count)).toBe(tested);
    expect(lambdaOfSummary(summary)).toBeCloseTo(1, 1);
  }
});

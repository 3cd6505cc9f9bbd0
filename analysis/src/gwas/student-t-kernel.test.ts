import { expect, test } from "vitest";
import { wasmDevice } from "../compute/wasm/kernels.ts";
import { studentTLnP } from "../stats/student-t.ts";

test("the kernel's Student t is its twin's within 1e-12, |t| from 1e-4 to 1e6", async () => {
  const { kernels } = await wasmDevice();
  for (const df of [1, 2, 5, 63, 497, 1e5]) {
    const normaliser = kernels.studentTNormaliser(df);
    for (let exponent = -4; exponent <= 6; exponent += 0.02) {
      const t = 10 ** exponent;
      const expected = studentTLnP(t, df);
      expect(Math.abs(kernels.studentTLnP(-t, df, normaliser) / expected - 1)).toBeLessThan(1e-12);
    }
  }
});

test("the kernel's Student t at its ends", async () => {
  const { kernels } = await wasmDevice();
  const normaliser = kernels.studentTNormaliser(10);
  expect(kernels.studentTLnP(0, 10, normaliser)).toBe(0);
  expect(kernels.studentTLnP(Infinity, 10, normaliser)).toBe(-Infinity);
  expect(kernels.studentTLnP(NaN, 10, normaliser)).toBeNaN();
});

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

test("the kernel's table of Student's t is its twin within 1e-13, and the kernel's series where it ends", async () => {
  const { kernels, arena } = await wasmDevice();
  const table = arena.pointer(arena.float64(512));
  for (const df of [64, 65, 497, 9988, 5e5]) {
    const normaliser = kernels.studentTNormaliser(df);
    kernels.fillStudentTTable(df, normaliser, table);
    const ofTable = (t: number): number => kernels.studentTLnPOfTable(t, df, normaliser, table);
    let worst = 0;
    for (let t = 1e-9; t < 8; t += Math.min(0.0013, t / 2)) {
      worst = Math.max(worst, Math.abs(ofTable(-t) / studentTLnP(t, df) - 1));
    }
    expect(worst).toBeLessThan(1e-13);
    for (const t of [0, 8, 8.5, 300, Infinity, NaN]) {
      expect(ofTable(t)).toBe(kernels.studentTLnP(t, df, normaliser));
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

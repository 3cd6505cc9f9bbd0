import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { betaQuantile } from "../../src/stats/beta.ts";
import { normalLnP, normalQuantileOfLnP } from "../../src/stats/normal.ts";
import { studentTLnP } from "../../src/stats/student-t.ts";
import { wasmDevice } from "../../src/compute/wasm/kernels.ts";

interface Tails {
  student_t: { t: number; df: number; lnP: string }[];
  normal: { z: number; lnP: string }[];
  beta: { p: number; a: number; b: number; x: string }[];
}
const tails = JSON.parse(readFileSync(new URL("tails.json", import.meta.url), "utf8")) as Tails;
const relative = (value: number, truth: number): number => Math.abs(value / truth - 1);

describe("tail logarithms against 60-digit arithmetic", () => {
  test("Student t, df 1 to 487 000, down to p = 1e-1100: within 1e-12 relative", () => {
    const worst = tails.student_t.map(({ t, df, lnP }) =>
      relative(studentTLnP(t, df), Number(lnP)),
    );
    expect(Math.min(...tails.student_t.map((row) => Number(row.lnP)))).toBeLessThan(-2500);
    expect(Math.max(...worst)).toBeLessThan(1e-12);
  });

  test("the WebAssembly kernel's Student t: within 1e-12 relative", async () => {
    const { kernels } = await wasmDevice();
    const worst = tails.student_t.map(({ t, df, lnP }) =>
      relative(kernels.studentTLnP(t, df, kernels.studentTNormaliser(df)), Number(lnP)),
    );
    expect(Math.max(...worst)).toBeLessThan(1e-12);
  });

  test("normal, down to p = 1e-217 000: within 1e-12 relative", () => {
    const worst = tails.normal.map(({ z, lnP }) => relative(normalLnP(z), Number(lnP)));
    expect(Math.max(...worst)).toBeLessThan(1e-12);
  });

  test("normalQuantileOfLnP inverts the tail within 1e-12 relative", () => {
    const worst = tails.normal.map(({ z, lnP }) => relative(normalQuantileOfLnP(Number(lnP)), z));
    expect(Math.max(...worst)).toBeLessThan(1e-12);
  });

  test("quantiles of Beta(i, m + 1 - i) up to m = 1e6: within 1e-10 relative", () => {
    const worst = tails.beta.map(({ p, a, b, x }) => relative(betaQuantile(p, a, b), Number(x)));
    expect(Math.max(...worst)).toBeLessThan(1e-10);
  });
});

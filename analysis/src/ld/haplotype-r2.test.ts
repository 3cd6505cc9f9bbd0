import { expect, test } from "vitest";
import { randomStream } from "../random.ts";
import { haplotypeR2 } from "./haplotype-r2.ts";

/** Expectation and maximisation from equal shares, the textbook way. */
function byIteration(table: readonly number[], start: number): { r2: number; likelihood: number } {
  const n = table.reduce((sum, count) => sum + count, 0);
  const known = [
    2 * table[8] + table[7] + table[5],
    2 * table[6] + table[7] + table[3],
    2 * table[2] + table[1] + table[5],
    2 * table[0] + table[1] + table[3],
  ];
  let coupled = start;
  let f: number[] = [];
  for (let i = 0; i < 3000; i++) {
    const x = table[4];
    f = [x * coupled, x * (1 - coupled), x * (1 - coupled), x * coupled].map(
      (extra, h) => (known[h] + extra) / (2 * n),
    );
    const [together, apart] = [f[0] * f[3], f[1] * f[2]];
    if (together + apart > 0) coupled = together / (together + apart);
  }
  const [a, b] = [f[0] + f[1], f[0] + f[2]];
  const likelihood =
    known.reduce((sum, count, h) => sum + (count ? count * Math.log(f[h]) : 0), 0) +
    (table[4] ? table[4] * Math.log(f[0] * f[3] + f[1] * f[2]) : 0);
  return { r2: (f[0] - a * b) ** 2 / (a * (1 - a) * b * (1 - b)), likelihood };
}

test("is the maximum that expectation and maximisation finds from several starts, within 1e-6", () => {
  const random = randomStream(3, "tables");
  for (let trial = 0; trial < 100; trial++) {
    const table = Array.from({ length: 9 }, () => Math.floor(40 * random.uniform() ** 3));
    table[0]++;
    table[8]++;
    const found = [0.02, 0.5, 0.98].map((start) => byIteration(table, start));
    const best = found.reduce((a, b) => (b.likelihood > a.likelihood + 1e-9 ? b : a));
    expect(Math.abs(haplotypeR2(table) - best.r2)).toBeLessThan(1e-6);
  }
});

test("known phases need no estimate, and what does not vary has no r²", () => {
  expect(haplotypeR2([5, 0, 0, 0, 0, 0, 0, 0, 5])).toBe(1);
  expect(haplotypeR2([5, 0, 5, 0, 0, 0, 5, 0, 5])).toBe(0);
  expect(haplotypeR2([5, 3, 1, 0, 0, 0, 0, 0, 0])).toBeNaN();
});

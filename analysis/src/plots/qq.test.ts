import { expect, test } from "vitest";
import { InvalidArgumentError } from "../errors.ts";
import { Table } from "../table.ts";
import { MissingColumnsError } from "./plot-errors.ts";
import { qq } from "./qq.ts";
import { simulatedScan } from "./simulated-scan.ts";

const scan = simulatedScan(100_000, { peaks: [{ chromosome: 6, position: 32e6, height: 30 }] });

test("the i-th smallest of m P values is expected at i / (m + 1)", () => {
  const spec = qq(new Table({ pValue: Float64Array.of(0.9, 0.001, 0.5) }));
  const points = spec.data.values.map(({ expected, negLog10PValue }) => [expected, negLog10PValue]);
  const round = (p: number): number => Number((-Math.log10(p)).toFixed(4));
  expect(points).toEqual([
    [round(3 / 4), round(0.9)],
    [round(2 / 4), round(0.5)],
    [round(1 / 4), 3],
  ]);
});

test("100,000 variants need few points, the whole tail among them", () => {
  const spec = qq(scan);
  const tail = scan.columns.variantId.filter((_, row) => scan.columns.negLog10PValue[row] >= 5);
  const named = spec.data.values.flatMap(({ variantId }) => variantId ?? []);
  expect(new Set(named)).toEqual(new Set(tail));
  expect(spec.data.values.length).toBeLessThan(1_500);
  expect(spec.data.values.length).toBe(spec.usermeta.genobook.rows.shown);
});

test("title, note and sentence", () => {
  const spec = qq(scan);
  const best = Math.max(...scan.columns.negLog10PValue);
  const id = scan.columns.variantId[scan.columns.negLog10PValue.indexOf(best)];
  expect(spec.title.text.join(" ")).toMatch(/^QQ plot of height, λGC [01]\.\d\d$/);
  expect(JSON.stringify(spec.title.subtitle)).toContain("pointwise 95 % for independent variants");
  expect(spec.usermeta.genobook.summary).toMatch(
    new RegExp(
      `^QQ plot of height: the smallest P is [\\d.]+e-\\d+ \\(${id}\\) where 1e-5 is expected; 1,480 samples, 100,000 variants tested, λGC [01]\\.\\d\\d\\.$`,
    ),
  );
});

test("a long name breaks the title into lines", () => {
  const dataset = "standing height, inverse-normal transformed within sex and centre";
  const { text } = qq(scan, { dataset }).title;
  expect(text.length).toBe(2);
  expect(text.join(" ")).toContain(`QQ plot of ${dataset}, λGC`);
});

test("each stratum of frequency has its own expectation", () => {
  const spec = qq(scan, { frequencyStrata: [0.05] });
  const largest = (stratum: string): number =>
    Math.max(
      ...spec.data.values.flatMap((row) =>
        row.stratum === stratum ? (row.expected as number) : [],
      ),
    );
  const { effectAlleleFrequency: f } = scan.columns;
  const rare = f.filter((at) => Math.min(at, 1 - at) < 0.05).length;
  expect(largest("< 0.05")).toBeCloseTo(Math.log10(rare + 1), 4);
  expect(largest("≥ 0.05")).toBeCloseTo(Math.log10(100_000 - rare + 1), 4);
});

test("strata that cannot be made are refused", () => {
  expect(() => qq(scan, { frequencyStrata: [0.05, 0.01] })).toThrow(InvalidArgumentError);
  const { negLog10PValue } = scan.columns;
  const without = new Table({ negLog10PValue });
  expect(() => qq(without, { frequencyStrata: [0.05] })).toThrow(MissingColumnsError);
});

test("λGC of uniform P values is 1, and doubling χ² doubles it", () => {
  const uniform = Float64Array.from({ length: 999 }, (_, i) => (i + 1) / 1000);
  expect(qq(new Table({ pValue: uniform })).title.text).toEqual(["QQ plot, λGC 1.00"]);
  const median = 0.340148; // upper tail of χ²₁ at 2 × 0.454936
  expect(qq(new Table({ pValue: new Float64Array(999).fill(median) })).title.text).toEqual([
    "QQ plot, λGC 2.00",
  ]);
});

import { describe, expect, test } from "vitest";
import { InvalidArgumentError } from "../errors.ts";
import { Table } from "../table.ts";
import { manhattan } from "./manhattan.ts";
import { MissingColumnsError, NothingToPlotError } from "./plot-errors.ts";
import type { JsonObject, PlotSpec } from "./plot-spec.ts";
import { simulatedScan } from "./simulated-scan.ts";

const peaks = [
  { chromosome: 6, position: 32e6, height: 30 },
  { chromosome: 2, position: 120e6, height: 15 },
];
const bytes = (spec: PlotSpec): number => Buffer.byteLength(JSON.stringify(spec));
const subtitle = (spec: PlotSpec): string => spec.title.subtitle.join("\n");
const layer = (spec: PlotSpec, name: string): JsonObject =>
  spec.layer.find((part) => part.name === name)!;

describe("a million variants", () => {
  const scan = simulatedScan(1_000_000, { peaks });
  const spec = manhattan(scan);
  const rowOf = new Map(scan.columns.variantId.map((id, row) => [id, row]));

  test("become at most 10,000 marks and 1 MB", () => {
    const interesting = spec.data.values.filter(({ tier }) => tier !== undefined).length;
    expect(spec.data.values.length + interesting).toBeLessThanOrEqual(10_000);
    expect(bytes(spec)).toBeLessThanOrEqual(1_000_000);
  });

  test("every suggestive variant is among them", () => {
    const shown = new Set(spec.data.values.map(({ variantId }) => variantId));
    const { negLog10PValue, variantId } = scan.columns;
    const lost = variantId.filter((id, row) => negLog10PValue[row] >= 5 && !shown.has(id));
    expect(lost).toEqual([]);
    expect(subtitle(spec)).toContain("every P < 1e-5 kept");
  });

  test("each point lies where its variant is", () => {
    const { chromosome, basePairLocation, negLog10PValue } = scan.columns;
    for (const point of spec.data.values) {
      const row = rowOf.get(point.variantId as string)!;
      expect(point.chromosome).toBe(chromosome[row]);
      expect(point.basePairLocation).toBe(basePairLocation[row]);
      expect(Math.abs((point.negLog10PValue as number) - negLog10PValue[row])).toBeLessThan(6e-5);
    }
  });
});

describe("what it says", () => {
  const scan = simulatedScan(20_000, { peaks });
  const best = scan.columns.basePairLocation.findIndex(
    (at, row) => scan.columns.chromosome[row] === 6 && at > 32e6,
  );
  scan.columns.negLog10PValue[best] = 31.42;
  scan.columns.errorCode[3] = "CONST_OMITTED_ALLELE";
  scan.columns.negLog10PValue[4] = NaN;
  scan.columns.chromosome[5] = 0;
  const spec = manhattan(scan, { build: "GRCh38" });
  const { genobook } = spec.usermeta;

  test("the sentence has the scan's own numbers", () => {
    const place = `6:${scan.columns.basePairLocation[best].toLocaleString("en")}`;
    expect(genobook.summary).toMatch(
      /^Manhattan plot of height: 2 loci pass 5e-8, the strongest at 6:/,
    );
    expect(genobook.summary).toContain(
      `${place} (${scan.columns.variantId[best]}, −log10 P = 31.4)`,
    );
    expect(genobook.summary).toMatch(
      /; 1,480 samples, 19,997 variants tested, λGC \d\.\d\d; 3 variants could not be drawn\.$/,
    );
    expect(spec.description).toBe(genobook.summary);
  });

  test("the description counts rows and names the way to make it again", () => {
    expect(genobook).toMatchObject({
      version: 1,
      kind: "manhattan",
      dataset: "height",
      links: ["variant"],
      rows: { shown: spec.data.values.length, total: 20_000 },
      code: 'plot.manhattan(result, {"build":"GRCh38"})',
    });
  });

  test("the subtitle counts what is shown and what is left out", () => {
    expect(subtitle(spec)).toContain("1,480 samples · 19,997 variants tested · GRCh38 · λGC");
    expect(subtitle(spec)).toContain(`of 19,997; every P < 1e-5 kept`);
    expect(subtitle(spec)).toContain("2 variants without a P value left out");
    expect(subtitle(spec)).toContain("1 variant off chromosomes 1–22, X, Y, MT left out");
  });

  test("without a hit it says what came closest, and no λGC for a handful of variants", () => {
    const few = simulatedScan(12, { chromosomes: [2, 9] });
    few.columns.negLog10PValue.fill(1);
    few.columns.negLog10PValue[11] = 3.5;
    expect(manhattan(few).usermeta.genobook.summary).toMatch(
      /: no locus passes 5e-8, the smallest P is 3.16e-4 at 9:[\d,]+ \(rs1001507\); 1,4\d\d samples, 12 variants tested\.$/,
    );
  });

  test("a scan's own λGC wins over the one of its rows", () => {
    expect(manhattan({ ...scan, lambdaGC: 1.234 }).usermeta.genobook.summary).toContain("λGC 1.23");
  });
});

test("the same call gives the same bytes, other rows another id", () => {
  const [a, b] = [1, 1].map((seed) => manhattan(simulatedScan(9_000, { seed, peaks })));
  expect(JSON.stringify(a)).toBe(JSON.stringify(b));
  const other = manhattan(simulatedScan(9_000, { seed: 2, peaks }));
  expect(other.usermeta.genobook.id).not.toBe(a.usermeta.genobook.id);
});

test("more hits than points: thins them too, keeps every lead, and says so", () => {
  const scan = simulatedScan(30_000, {});
  scan.columns.negLog10PValue.forEach((y, row, all) => (all[row] = 10 + y));
  const spec = manhattan(scan, { maxPoints: 10_000, locusWindow: 5e7 });
  const loci = Number(/: (\d+) loci/.exec(spec.usermeta.genobook.summary)![1]);
  expect(loci).toBeGreaterThan(25);
  expect(spec.data.values.length).toBeLessThanOrEqual(5_000);
  expect(bytes(spec)).toBeLessThanOrEqual(1_000_000);
  expect(subtitle(spec)).toContain("lead variants kept, others above the line thinned too");
});

test("long names of variants still fit in 1 MB", () => {
  const scan = simulatedScan(20_000, {});
  scan.columns.variantId.forEach((id, row, all) => (all[row] = id.padEnd(200, "ACGT")));
  expect(bytes(manhattan(scan))).toBeLessThanOrEqual(1_000_000);
});

test("P = 0 is drawn at 1e-324 as a triangle, above a folded axis", () => {
  const scan = simulatedScan(2_000, {});
  scan.columns.negLog10PValue[1_000] = Infinity;
  const spec = manhattan(scan);
  expect(spec.data.values.at(-1)).toMatchObject({ negLog10PValue: 324, capped: true, tier: 2 });
  expect(JSON.stringify(layer(spec, "hits").encoding)).toContain("triangle-up");
  expect(JSON.stringify(layer(spec, "points").encoding)).toContain("compressed above 20");
  expect(subtitle(spec)).toContain("1 P value of 0 drawn at 1e-324");
  expect(spec.usermeta.genobook.summary).toContain("−log10 P ≥ 324.0");
});

test("the fold is the caller's to move or to refuse", () => {
  const scan = simulatedScan(2_000, { peaks: [{ chromosome: 1, position: 1e8, height: 300 }] });
  const folds = [undefined, 50, false].map((foldAbove) =>
    manhattan(scan, { foldAbove: foldAbove as number }).layer.some(({ name }) => name === "fold"),
  );
  expect(folds).toEqual([true, true, false]);
});

test("leads are labelled, the strongest first, without covering each other", () => {
  const crowd = simulatedScan(2_000, { chromosomes: [1] });
  for (let row = 100; row < 140; row++) crowd.columns.negLog10PValue[row] = 20 + row / 10;
  const spec = manhattan(crowd, { labels: 40, locusWindow: 0 });
  const labels = spec.data.values.filter(({ label }) => label !== undefined);
  expect(labels.map(({ label }) => label)).toContain(crowd.columns.variantId[139]);
  expect(labels.length).toBeGreaterThan(0);
  expect(labels.length).toBeLessThan(10);
  expect(manhattan(crowd, { labels: 0 }).data.values.some(({ label }) => label)).toBe(false);
});

describe("refuses", () => {
  const columns = simulatedScan(10, {}).columns;

  test("a table without the columns it needs, naming them", () => {
    const error = catchError(() => manhattan(new Table({ CHR: columns.chromosome })));
    expect(error).toBeInstanceOf(MissingColumnsError);
    expect((error as MissingColumnsError).columns).toEqual([
      "chromosome",
      "basePairLocation",
      "negLog10PValue",
    ]);
    expect((error as MissingColumnsError).message).toContain("the columns are CHR");
  });

  test("a promise that was not awaited, and text where numbers belong", () => {
    expect(() => manhattan(Promise.resolve() as never)).toThrow(/await it first/);
    const textual = { ...columns, chromosome: columns.variantId };
    expect(() => manhattan(new Table(textual))).toThrow(/Column chromosome holds text/);
  });

  test("a table without rows, and one whose rows are all coded", () => {
    expect(() => manhattan(new Table(columns).head(0))).toThrow(/has no rows/);
    const coded = new Table({ ...columns, errorCode: columns.errorCode.map(() => "UNFINISHED") });
    const error = catchError(() => manhattan(coded));
    expect(error).toBeInstanceOf(NothingToPlotError);
    expect((error as NothingToPlotError).why).toContain(
      "10 have no P value or carry an error code",
    );
  });

  test("thresholds and budgets that make no sense", () => {
    const table = new Table(columns);
    expect(() => manhattan(table, { threshold: 5 })).toThrow(InvalidArgumentError);
    expect(() => manhattan(table, { threshold: 1e-3 })).toThrow(/threshold is the smaller one/);
    expect(() => manhattan(table, { maxPoints: 1e6 })).toThrow(InvalidArgumentError);
  });
});

function catchError(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  return undefined;
}

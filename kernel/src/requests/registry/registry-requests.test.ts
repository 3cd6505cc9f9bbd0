import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { RequestContext } from "../handlers.ts";
import { previewDataset } from "./preview-dataset.ts";
import {
  listRegistered,
  registerDataset,
  removeDataset,
  senseFacts,
  verifyDataset,
} from "./registry-requests.ts";

const SUMMARY =
  "chromosome\tbase_pair_location\teffect_allele\tother_allele\tbeta\tstandard_error\teffect_allele_frequency\tp_value\n1\t1000\tA\tT\t0.1\t0.02\t0.3\t5e-7\n1\t2000\tA\tG\tNA\t0.02\t0.3\t0.5\n";
const context: RequestContext = {
  signal: new AbortController().signal,
  load: () => import("@genobook/analysis"),
  values: {},
  buffers: [],
  language: "en",
  progress: () => undefined,
  update: () => undefined,
};
const start = process.cwd();
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "genobook-requests-"));
  process.chdir(folder);
  writeFileSync("height.tsv", SUMMARY);
  writeFileSync("people.tsv", "FID\tIID\theight\nF1\tsecret1\t170\nF2\tsecret2\t180\n");
});
afterEach(() => {
  process.chdir(start);
  rmSync(folder, { recursive: true });
});

test("a file is sensed, registered, listed and taken out", async () => {
  const sensed = await senseFacts({ path: "height.tsv" }, context);
  expect(sensed).toMatchObject({ id: "height", facts: { kind: "summary-statistics" } });
  const facts = { ...sensed.facts, ancestry: "Finnish" };
  const asks = { path: "height.tsv", id: "height", replace: false, facts };
  await registerDataset(asks, context);
  expect(await listRegistered(context)).toMatchObject({
    path: "genobook.datasets.yaml",
    datasets: [
      { id: "height", ancestry: "Finnish", state: "there", files: [{ path: "height.tsv" }] },
    ],
  });
  await expect(registerDataset(asks, context)).rejects.toMatchObject({ tag: "already-registered" });
  await removeDataset({ id: "height" }, context);
  expect((await listRegistered(context)).datasets).toEqual([]);
  expect(readFileSync("genobook.datasets.yaml", "utf8")).toMatch(/^# Data sets/);
});

test("a preview of results has columns, λGC, the smallest P, and why rows are faulty", async () => {
  const preview = await previewDataset({ path: "height.tsv", isEvery: false }, context);
  expect(preview.columns).toContainEqual({ name: "p_value", meaning: "pValue" });
  expect(preview.basis).toEqual({ seen: 2, total: 2, unit: "rows", isEvery: true });
  const of = (name: string): unknown => preview.quality.find((each) => each.name === name)?.value;
  // Median of P 5e-7 and 0.5, as χ² 25.26 and 0.455, over 0.4549.
  expect(of("lambda")).toBeCloseTo((25.264 + 0.454936) / 2 / 0.454936, 1);
  expect(of("minimumP")).toBe("5e-7");
  expect(of("refused")).toBe(0);
  expect(of("faulty")).toBe(1);
  expect(of("missing")).toBe(0.5);
  expect(of("palindromic")).toBe(0.5);
  expect(preview.refused).toEqual([
    { reason: expect.stringMatching(/^beta: /) as unknown, count: 1 },
  ]);
  expect(preview.rows).toHaveLength(2);
});

test("of a large file the first rows alone are looked into, until every row is wanted", async () => {
  const row = SUMMARY.trim().split("\n")[1];
  const lines = Array.from({ length: 450_000 }, (_, i) => row.replace("1000", String(1000 + i)));
  writeFileSync("large.tsv", `${SUMMARY.split("\n")[0]}\n${lines.join("\n")}\n`);
  const first = await previewDataset({ path: "large.tsv", isEvery: false }, context);
  expect(first.basis).toMatchObject({ total: null, isEvery: false });
  expect(first.basis!.seen).toBeLessThan(5000);
  expect(first.quality.map(({ name }) => name)).not.toContain("lambda");
  const every = await previewDataset({ path: "large.tsv", isEvery: true }, context);
  expect(every.basis).toEqual({ seen: 450_000, total: 450_000, unit: "rows", isEvery: true });
});

test("a preview of genotypes has call rate, strips and variants, and nothing of a sample", async () => {
  const { data } = await import("@genobook/analysis");
  const { genotypes } = await data.simulate({ seed: 1, samples: 60, variants: 3000 });
  await data.writePlink1(genotypes, "cohort");
  const preview = await previewDataset({ path: "cohort.bed", isEvery: false }, context);
  expect(preview.basis).toEqual({ seen: 2000, total: 3000, unit: "variants", isEvery: false });
  const callRate = preview.quality.find(({ name }) => name === "callRate")!.value as number;
  expect(callRate).toBeGreaterThan(0.9);
  expect(callRate).toBeLessThanOrEqual(1);
  for (const { bars } of preview.strips) {
    expect(bars.reduce((sum, { count }) => sum + count, 0)).toBe(2000);
  }
  expect(preview.header).toEqual(expect.arrayContaining(["variantId", "effectAllele"]));
  const ids = genotypes.samples.individualId;
  expect(ids.some((id) => JSON.stringify(preview).includes(`"${id}"`))).toBe(false);
  const every = await previewDataset({ path: "cohort.bed", isEvery: true }, context);
  expect(every.basis).toEqual({ seen: 3000, total: 3000, unit: "variants", isEvery: true });
});

test("previews of scoring files and LD panels; what is registered names a kind that content leaves open", async () => {
  const { data, ld, prs } = await import("@genobook/analysis");
  const { genotypes } = await data.simulate({ seed: 1, samples: 40, variants: 100 });
  const weights = { tall: genotypes.variants.variantId.map(() => 0.25) };
  const scores = prs.scoringFile({ ...genotypes.variants, weights });
  await prs.writeScores(scores, "tall.txt.gz", { traitReported: "Height", build: "GRCh38" });
  const told = await previewDataset({ path: "tall.txt.gz", isEvery: false }, context);
  expect(told.quality[0]).toEqual({ name: "variants", value: 100, as: "count" });
  expect(told.facts).toContainEqual({ name: "traitReported", value: "Height" });
  expect(told.rows[0]).toContain("0.25");
  writeFileSync("plain.txt", "rs1\tA\t0.5\nrs2\tG\t0.1\n");
  const plain = { path: "plain.txt", kind: "scoring-file", isEvery: false };
  expect((await previewDataset(plain, context)).quality[0]).toMatchObject({ value: 2 });
  await ld.writePanel(await ld.panel(genotypes, { window: { variants: 10 } }), "near.ld");
  const panel = await previewDataset({ path: "near.ld", isEvery: false }, context);
  expect(panel.quality).toContainEqual({ name: "people", value: 40, as: "count" });
  expect(panel.rows).toHaveLength(5);
});

test("a changed file differs when its hash is checked", async () => {
  await registerDataset({ path: "height.tsv", id: "height", replace: false, facts: {} }, context);
  const same = await verifyDataset({ id: "height" }, context);
  expect(same.files).toEqual([{ path: "height.tsv", state: "same" }]);
  writeFileSync("height.tsv", SUMMARY.replace("0.1", "0.9"));
  const { files } = await verifyDataset({ id: "height" }, context);
  expect(files).toEqual([{ path: "height.tsv", state: "differs" }]);
});

test("a preview of people tells what the columns are, and nothing of anybody", async () => {
  const few = await previewDataset({ path: "people.tsv", isEvery: false }, context);
  expect(few.columns.map(({ name }) => name)).toEqual(["FID", "IID", "height"]);
  expect(few.columns[2]?.people).toEqual({
    type: "quantitative",
    isCovariate: false,
    known: 2,
    missingShare: 0,
  });
  expect(JSON.stringify(few)).not.toMatch(/secret|170|175/);
  const rows = Array.from(
    { length: 100 },
    (_, i) =>
      `F${i}\tsecret${i}\t${i === 7 ? 272.5 : 170 + (i % 9)}\t${1 + (i % 2)}\t${i < 20 ? -9 : 1 + (i % 4 === 0 ? 1 : 0)}\t${40 + (i % 30)}\t${i < 3 ? "Ely" : "Bath"}`,
  );
  writeFileSync("many.tsv", `FID\tIID\theight\tsex\tasthma\tage\ttown\n${rows.join("\n")}\n`);
  const many = await previewDataset({ path: "many.tsv", isEvery: false }, context);
  const of = (name: string): unknown => many.columns.find((each) => each.name === name)?.people;
  expect(of("IID")).toEqual({ type: "id", isCovariate: false, known: 100, missingShare: 0 });
  expect(of("height")).toMatchObject({ type: "quantitative", known: 100, mean: 174.9 });
  expect(of("sex")).toMatchObject({ type: "binary", isCovariate: true });
  expect(of("asthma")).toMatchObject({ type: "case-control", known: 80, missingShare: 0.2 });
  expect(of("age")).toMatchObject({ type: "quantitative", isCovariate: true });
  expect(of("town")).toEqual({
    type: "binary",
    isCovariate: false,
    known: 100,
    missingShare: 0,
    levelCount: 2,
    levels: [],
  });
  expect(many.rows).toEqual([]);
  expect(JSON.stringify(many)).not.toMatch(/secret|272|Ely|Bath/);
});

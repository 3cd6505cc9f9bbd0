import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { RequestContext } from "../handlers.ts";
import { searchCatalogue } from "../catalogues/search-catalogue.ts";
import { previewDataset } from "./preview-dataset.ts";
import { listRegistered, registerDataset, removeDataset, senseFacts } from "./registry-requests.ts";

const SUMMARY =
  "chromosome\tbase_pair_location\teffect_allele\tother_allele\tbeta\tstandard_error\teffect_allele_frequency\tp_value\n1\t1000\tA\tT\t0.1\t0.02\t0.3\t5e-7\n1\t2000\tA\tG\tNA\t0.02\t0.3\t0.5\n";
const context: RequestContext = {
  signal: new AbortController().signal,
  load: () => import("@genobook/analysis"),
  values: {},
  buffers: [],
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

test("a preview has columns, quality and first rows", async () => {
  const preview = await previewDataset({ path: "height.tsv" }, context);
  expect(preview.columns).toContainEqual({ name: "p_value", meaning: "pValue" });
  expect(preview.quality).toEqual([
    { name: "rows", value: "2" },
    { name: "missing", value: "50.0 %" },
    { name: "palindromic", value: "50.0 %" },
    { name: "issues", value: "1" },
  ]);
  expect(preview.rows).toHaveLength(2);
});

test("a preview of people has names of columns alone", async () => {
  const preview = await previewDataset({ path: "people.tsv" }, context);
  expect(preview.columns.map(({ name }) => name)).toContain("height");
  expect(JSON.stringify(preview)).not.toMatch(/secret|170/);
});

test("with the network off, what would be sent is told and nothing is", async () => {
  const { catalogues } = await import("@genobook/analysis");
  catalogues.network({ cacheFolder: join(folder, "cache") });
  const before = catalogues.requests().rowCount;
  const asks = { catalogue: "pgs", query: "height", isOn: false, limit: 5 } as const;
  await expect(searchCatalogue(asks, context)).rejects.toMatchObject({
    tag: "network-off",
    why: expect.stringContaining("https://") as unknown,
  });
  expect(catalogues.requests().rowCount).toBe(before);
});

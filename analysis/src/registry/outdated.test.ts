import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import * as data from "../data.ts";

const SUMMARY =
  "chromosome\tbase_pair_location\teffect_allele\tother_allele\tbeta\tstandard_error\teffect_allele_frequency\tp_value\n1\t1000\tA\tG\t0.1\t0.02\t0.3\t5e-7\n";
/** As long as the other. */
const OTHER = SUMMARY.replace("0.1", "0.9");
const LATER = new Date(2100, 1);
const start = process.cwd();
let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "genobook-outdated-"));
  process.chdir(folder);
  writeFileSync("height.tsv", SUMMARY);
  writeFileSync("weight.tsv", SUMMARY);
  utimesSync("height.tsv", new Date(2020, 1), new Date(2020, 1));
  await data.register("height.tsv", { id: "height" });
  await data.register("weight.tsv", { id: "weight", parents: ["height"] });
});
afterEach(() => {
  process.chdir(start);
  rmSync(folder, { recursive: true });
});

const columns = async (): Promise<data.RegisteredColumns> => (await data.registered()).columns;

test("the hashes of what a result was made of stand in the registry", async () => {
  const { entries } = await data.registered();
  const sha256 = createHash("sha256").update(SUMMARY).digest("hex");
  expect(entries[1].inputs).toEqual([{ dataset: "height", path: "height.tsv", sha256 }]);
  const text = readFileSync("genobook.datasets.yaml", "utf8");
  expect(text).toContain(`inputs:\n      - dataset: height\n        path: height.tsv\n`);
});

test("an input that was touched without a change makes nothing outdated, before and after the check", async () => {
  utimesSync("height.tsv", LATER, LATER);
  expect((await columns()).state).toEqual(["touched", "there"]);
  expect((await data.verify("height")).columns.state).toEqual(["same"]);
  expect((await columns()).state).toEqual(["there", "there"]);
});

test("an input that was changed with its size and time kept makes the result outdated once it was checked", async () => {
  writeFileSync("height.tsv", OTHER);
  utimesSync("height.tsv", new Date(2020, 1), new Date(2020, 1));
  expect((await columns()).state).toEqual(["there", "there"]);
  expect((await data.verify("height")).columns.state).toEqual(["differs"]);
  const { state, changedParents, newerParents } = await columns();
  expect(state).toEqual(["changed", "outdated"]);
  expect([changedParents[1], newerParents[1]]).toEqual(["height", ""]);
  writeFileSync("height.tsv", SUMMARY);
  utimesSync("height.tsv", new Date(2020, 1), new Date(2020, 1));
  expect((await columns()).state).toEqual(["there", "there"]);
});

test("an input of another size makes the result outdated without being read", async () => {
  writeFileSync("height.tsv", `${SUMMARY}1\t2000\tA\tG\t0.1\t0.02\t0.3\t5e-7\n`);
  expect((await columns()).state).toEqual(["changed", "outdated"]);
  await expect(data.open("height")).rejects.toMatchObject({ tag: "registered-file-changed" });
});

test("an input that was registered anew makes the result outdated, however old it is, until that is made anew", async () => {
  writeFileSync("height.tsv", OTHER);
  utimesSync("height.tsv", new Date(2000, 1), new Date(2000, 1));
  await data.register("height.tsv", { id: "height", replace: true });
  expect((await columns()).state).toEqual(["there", "outdated"]);
  // New facts of the same result do not make it new.
  await data.register("weight.tsv", { id: "weight", ancestry: "Finnish", replace: true });
  expect((await columns()).state).toEqual(["there", "outdated"]);
  writeFileSync("weight.tsv", OTHER);
  await data.register("weight.tsv", { id: "weight", replace: true });
  expect((await columns()).state).toEqual(["there", "there"]);
});

test("an input that was moved and registered where it is now is the same", async () => {
  renameSync("height.tsv", "tall.tsv");
  await data.register("tall.tsv", { id: "height", replace: true });
  expect((await columns()).state).toEqual(["there", "there"]);
});

test("a registry whose inputs cannot be read names the line", async () => {
  const text = readFileSync("genobook.datasets.yaml", "utf8");
  writeFileSync(
    "genobook.datasets.yaml",
    text.replace(/(- dataset: height\n {8}path: height.tsv\n {8}sha256: )[0-9a-f]+/, "$1abc"),
  );
  await expect(data.registered()).rejects.toMatchObject({
    tag: "registry-text",
    what: expect.stringContaining("An input has its dataset") as unknown,
  });
});

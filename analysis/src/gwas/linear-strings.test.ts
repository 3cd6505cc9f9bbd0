import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { release } from "../compute/engine/pool.ts";
import { simulate } from "../genotypes/simulate.ts";
import { writePlink1 } from "../genotypes/write-plink1.ts";
import * as rows from "../io/encoded-rows.ts";
import { genotypes } from "../open.ts";
import { linear } from "./linear.ts";

vi.mock("../io/encoded-rows.ts", async (original) => {
  const actual = await original<typeof rows>();
  return { ...actual, decodeColumn: vi.fn(actual.decodeColumn) };
});

const folder = mkdtempSync(join(tmpdir(), "genobook-strings-"));
afterAll(async () => {
  await release();
  rmSync(folder, { recursive: true });
});

test("a report of a file's variants needs none of them as strings", async () => {
  const cohort = await simulate({ seed: 3, samples: 500, variants: 5000 });
  await writePlink1(cohort.genotypes, join(folder, "cohort"));
  const read = await genotypes(join(folder, "cohort"));
  const { phenotypes } = cohort;
  const scan = (from: typeof read, path: string) =>
    linear({ genotypes: from, phenotypes, trait: "height", out: { path } });

  const kept = Uint32Array.from({ length: 2500 }, (_, i) => 2 * i);
  const [all, half] = [join(folder, "all.tsv"), join(folder, "half.tsv")];
  const { columns } = await scan(read, all);
  await scan(read.select({ variants: kept }), half);
  expect(rows.decodeColumn).not.toHaveBeenCalled();

  expect(columns.leadVariantId[0]).not.toBe("");
  const expected = join(folder, "expected.tsv");
  await scan(cohort.genotypes, expected);
  expect(readFileSync(all, "utf8")).toBe(readFileSync(expected, "utf8"));
  await scan(cohort.genotypes.select({ variants: kept }), expected);
  expect(readFileSync(half, "utf8")).toBe(readFileSync(expected, "utf8"));
});

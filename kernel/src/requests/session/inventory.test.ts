import { data, gwas, ld, prs, qc } from "@genobook/analysis";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { openDatasets } from "./inventory.ts";

let scope: Record<string, unknown>;

beforeAll(async () => {
  const simulated = await data.simulate({ seed: 3, samples: 60, variants: 100 });
  const { genotypes, phenotypes } = simulated;
  const result = await gwas.linear({ genotypes, phenotypes, trait: "height" });
  const { columns } = result;
  const weights = prs.scoringFile({
    variantId: columns.variantId,
    chromosome: columns.chromosome,
    basePairLocation: columns.basePairLocation,
    effectAllele: columns.effectAllele,
    otherAllele: columns.otherAllele,
    weights: { height: columns.beta },
  });
  scope = {
    data,
    answer: 42,
    text: "genotypes",
    nothing: null,
    lambda: () => 1,
    promise: Promise.resolve(1),
    simulated,
    result,
    weights,
    panel: await ld.panel(genotypes),
    components: await qc.principalComponents(genotypes, { components: 2 }),
    samples: await qc.sampleMissingness(genotypes),
    get broken(): unknown {
      throw new Error("a getter of a cell");
    },
  };
});

test("tells the session's data sets from its other values, and those in a plain object", () => {
  const seen = openDatasets(scope).map(({ name, kind, hasPeople }) => [name, kind, hasPeople]);
  expect(seen).toEqual([
    ["simulated.genotypes", "genotypes", true],
    ["simulated.phenotypes", "people", true],
    ["simulated.truth", "table", false],
    ["result", "associations", false],
    ["weights", "weights", false],
    ["panel", "ld-panel", false],
    ["components", "people", true],
    ["samples", "table", true],
  ]);
});

test("says how large they are, and how they were made", () => {
  const [genotypes, people, , result] = openDatasets(scope);
  expect(genotypes).toMatchObject({ variants: 100, samples: 60 });
  expect(people).toMatchObject({ samples: 60 });
  expect(people?.columns).toContain("height");
  expect(result).toMatchObject({ variants: 100, type: "GwasResult" });
  expect(result?.provenance["trait"]).toBe("height");
});

test("what a name of its own holds is not listed again", () => {
  const simulated = scope["simulated"] as { readonly genotypes: unknown };
  const names = openDatasets({ simulated, cohort: simulated.genotypes }).map(({ name }) => name);
  expect(names).toContain("cohort");
  expect(names).not.toContain("simulated.genotypes");
});

test("neither a person's name nor a person's value is in it", () => {
  const { individualId, columns } = (
    scope["simulated"] as {
      phenotypes: { individualId: readonly string[]; columns: { height: Float64Array } };
    }
  ).phenotypes;
  const text = JSON.stringify(openDatasets(scope));
  for (const id of individualId) expect(text).not.toContain(`"${id}"`);
  expect(text).not.toContain(String(columns.height[0]));
});

test("tells which rows a viewer can show, and the file of what was read from one", async () => {
  const folder = mkdtempSync(join(tmpdir(), "genobook-inventory-"));
  const { genotypes } = scope["simulated"] as Awaited<ReturnType<typeof data.simulate>>;
  try {
    await data.writePlink1(genotypes, join(folder, "cohort"));
    const cohort = await data.genotypes(join(folder, "cohort"));
    const phenotypes = await data.phenotypes(join(folder, "cohort.fam"));
    const result = await gwas.linear({ genotypes: cohort, phenotypes, trait: "sex" });
    const table = { hits: result.head(3) };
    const told = openDatasets({ cohort, phenotypes, result, table, simulated: genotypes });
    const seen = told.map(({ name, hasRows, file }) => [name, hasRows, file?.split("/").at(-1)]);
    expect(seen).toEqual([
      ["cohort", false, "cohort.bed"],
      ["phenotypes", false, "cohort.fam"],
      // What it was made of is not what it is.
      ["result", true, undefined],
      ["table.hits", true, undefined],
      ["simulated", false, undefined],
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import * as data from "../data.ts";
import * as ld from "../ld/index.ts";
import * as prs from "../prs/index.ts";

const REGISTRY = "genobook.datasets.yaml";
const SUMMARY =
  "chromosome\tbase_pair_location\teffect_allele\tother_allele\tbeta\tstandard_error\teffect_allele_frequency\tp_value\n1\t1000\tA\tG\t0.1\t0.02\t0.3\t5e-7\n";
const start = process.cwd();
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "genobook-registry-"));
  process.chdir(folder);
  writeFileSync("height.tsv", SUMMARY);
});
afterEach(() => {
  process.chdir(start);
  rmSync(folder, { recursive: true });
});

const text = (): string => readFileSync(join(folder, REGISTRY), "utf8");

async function writeCohort(stem: string): Promise<void> {
  const { genotypes } = await data.simulate({ seed: 1, samples: 20, variants: 100 });
  await data.writePlink1(genotypes, stem);
}

describe("register", () => {
  test("writes files with hashes, what was sensed and what was said, to be read by people", async () => {
    await writeCohort("cohort");
    const { entry, notices } = await data.register("cohort.bed", {
      ancestry: "European",
      citation: "Doe et al. 2026",
    });
    expect(notices).toEqual([]);
    expect(entry).toMatchObject({
      id: "cohort",
      kind: "genotypes",
      samples: 20,
      variants: 100,
      sensitivity: "individual-level",
      confirmed: ["ancestry", "citation"],
    });
    expect(entry.files.map(({ path }) => path)).toEqual(["cohort.bed", "cohort.bim", "cohort.fam"]);
    expect(text()).toMatch(
      /^# Data sets of this project.*\nversion: 1\ndatasets:\n {2}cohort:\n {4}kind: genotypes\n/,
    );
    const list = await data.registered();
    expect(list.entries).toEqual([entry]);
    expect(list.columns.state).toEqual(["there"]);
  });

  test("the hash is SHA-256 of the file", async () => {
    const { entry } = await data.register("height.tsv");
    const { createHash } = await import("node:crypto");
    expect(entry.files[0].sha256).toBe(createHash("sha256").update(SUMMARY).digest("hex"));
    expect(entry).toMatchObject({ kind: "summary-statistics", sensitivity: "controlled" });
  });

  test("comments, order and facts that a person wrote stay", async () => {
    await data.register("height.tsv", { id: "height", build: "GRCh38" });
    const commented = text()
      .replace("build: GRCh38", "build: GRCh38 # checked by hand")
      .replace("  height:", "  # from the pilot\n  height:");
    writeFileSync(REGISTRY, `# ours\n${commented}`);
    writeFileSync("weight.tsv", SUMMARY);
    await data.register("weight.tsv");
    await data.register("height.tsv", { id: "height", ancestry: "Finnish", replace: true });
    expect(text()).toMatch(/^# ours\n/);
    expect(text()).toContain("build: GRCh38 # checked by hand");
    expect(text()).toContain("  # from the pilot\n  height:");
    const { entries } = await data.registered();
    expect(entries.map(({ id }) => id)).toEqual(["height", "weight"]);
    expect(entries[0]).toMatchObject({ build: "GRCh38", ancestry: "Finnish" });
    expect(entries[0].confirmed).toEqual(["build", "ancestry"]);
  });

  test("an id that is taken is refused, and nothing is written", async () => {
    await data.register("height.tsv", { id: "height" });
    const before = text();
    writeFileSync("other.tsv", SUMMARY);
    await expect(data.register("other.tsv", { id: "height" })).rejects.toMatchObject({
      tag: "already-registered",
      why: "It is height.tsv.",
    });
    expect(text()).toBe(before);
  });

  test.each([
    [{ id: "a b" }, "id"],
    [{ sensitivity: "secret" }, "sensitivity"],
    [{ kind: "genome" }, "kind"],
    [{ colour: "red" }, "colour"],
    [{ samples: -1 }, "samples"],
    [{ samples: 1.5 }, "samples"],
    [{ parents: "cohort" }, "parents"],
  ])("%j is refused", async (options, argument) => {
    await expect(data.register("height.tsv", options as object)).rejects.toMatchObject({
      tag: "invalid-argument",
      argument,
    });
    expect(readdirSync(folder)).toEqual(["height.tsv"]);
  });

  test("a path without a file is refused", async () => {
    await expect(data.register("nothing.tsv")).rejects.toMatchObject({
      tag: "format",
      what: "There is no file nothing.tsv.",
    });
  });

  test("what is said against the files is kept and told", async () => {
    await writeCohort("cohort");
    const { entry, notices } = await data.register("cohort", { samples: 21 });
    expect(entry.samples).toBe(21);
    expect(notices).toEqual(["samples is 21 as you say; the files tell 20"]);
  });

  test("many at once lose none", async () => {
    const ids = Array.from({ length: 8 }, (_, i) => `study-${i}`);
    await Promise.all(ids.map((id) => data.register("height.tsv", { id })));
    const { columns } = await data.registered();
    expect([...columns.id].sort()).toEqual(ids);
    expect(readdirSync(folder).sort()).toEqual([REGISTRY, "height.tsv"]);
  });

  test("an aborted call writes nothing", async () => {
    const signal = AbortSignal.abort();
    await expect(data.register("height.tsv", { signal })).rejects.toMatchObject({
      tag: "cancelled",
    });
    expect(readdirSync(folder)).toEqual(["height.tsv"]);
  });

  test("hashing reports bytes", async () => {
    const seen: number[] = [];
    await data.register("height.tsv", { onProgress: ({ done }) => seen.push(done) });
    expect(seen).toEqual([SUMMARY.length]);
  });
});

describe("opening by id", () => {
  test("from the notebook's folder, with the registry above it", async () => {
    await writeCohort("cohort");
    await data.register("cohort.bed", { id: "pilot" });
    await data.register("height.tsv", { id: "height" });
    mkdirSync("notebooks");
    process.chdir("notebooks");
    expect(await data.open("pilot")).toMatchObject({ kind: "genotypes" });
    expect((await data.genotypes("pilot")).samples.count).toBe(20);
    expect((await data.summaryStatistics("height")).rowCount).toBe(1);
  });

  test("a file that changed is refused by its hash, a touched one is not", async () => {
    await data.register("height.tsv", { id: "height" });
    utimesSync("height.tsv", new Date(), new Date(2000, 1));
    expect((await data.registered()).columns.state).toEqual(["touched"]);
    expect((await data.summaryStatistics("height")).rowCount).toBe(1);
    // It was read for opening: its time says nothing more.
    expect((await data.registered()).columns.state).toEqual(["there"]);
    writeFileSync("height.tsv", SUMMARY.replace("0.1", "0.9"));
    utimesSync("height.tsv", new Date(), new Date(2000, 1));
    await expect(data.open("height")).rejects.toMatchObject({
      tag: "registered-file-changed",
      id: "height",
    });
    expect((await data.verify("height")).columns.state).toEqual(["differs"]);
    expect((await data.summaryStatistics("height.tsv")).rowCount).toBe(1);
  });

  test("each kind opens as what it is, also where its content leaves it open", async () => {
    const { genotypes, phenotypes } = await data.simulate({ seed: 1, samples: 20, variants: 100 });
    await data.writePlink1(genotypes, "cohort");
    await data.writePhenotypes(phenotypes, "people.tsv");
    const weights = { height: genotypes.variants.variantId.map(() => 0.1) };
    const scores = prs.scoringFile({ ...genotypes.variants, weights });
    await prs.writeScores(scores, "tall.txt.gz", { traitReported: "Height", build: "GRCh38" });
    writeFileSync("plain.txt", "rs1\tA\t0.5\nrs2\tG\t0.1\n");
    await ld.writePanel(await ld.panel(genotypes, { window: { variants: 10 } }), "near.ld");
    const kinds = ["cohort.bed", "people.tsv", "tall.txt.gz", "near.ld"];
    for (const file of kinds) await data.register(file);
    await data.register("plain.txt", { kind: "scoring-file" });
    const { columns } = await data.registered();
    expect(columns.kind).toEqual([
      "genotypes",
      "phenotypes",
      "scoring-file",
      "ld-panel",
      "scoring-file",
    ]);
    expect((await data.open("cohort")).kind).toBe("genotypes");
    expect((await data.open("people")).kind).toBe("sample-table");
    expect(await data.open("tall")).toBeInstanceOf(prs.ScoringFile);
    expect(await data.open("tall.txt.gz")).toBeInstanceOf(prs.ScoringFile);
    expect((await data.scoringFile("tall")).rowCount).toBe(100);
    expect((await data.scoringFile("plain")).rowCount).toBe(2);
    expect(await data.open("plain")).toMatchObject({ rowCount: 2 });
    for (const asked of ["near", "near.ld"]) {
      const panel = (await data.open(asked)) as ld.StoredLdPanel;
      expect(panel.variants.count).toBeGreaterThan(50);
      await panel.close();
    }
    const panel = await data.ldPanel("near");
    expect(panel.sampleCount).toBe(20);
    await panel.close();
    writeFileSync("plain.txt", "rs1\tA\t0.7\nrs2\tG\t0.1\n");
    utimesSync("plain.txt", new Date(), new Date(2000, 1));
    for (const open of [data.open, data.scoringFile]) {
      await expect(open("plain")).rejects.toMatchObject({ tag: "registered-file-changed" });
    }
  });

  test("without hashes of its inputs, a result that is older than they are is outdated, and told of what", async () => {
    writeFileSync("weight.tsv", SUMMARY);
    utimesSync("height.tsv", new Date(2020, 1), new Date(2020, 1));
    utimesSync("weight.tsv", new Date(2021, 1), new Date(2021, 1));
    await data.register("weight.tsv", { id: "weight", parents: ["height", "elsewhere"] });
    await data.register("height.tsv", { id: "height" });
    expect((await data.registered()).columns.state).toEqual(["there", "there"]);
    utimesSync("height.tsv", new Date(2022, 1), new Date(2022, 1));
    await data.register("height.tsv", { id: "height", replace: true });
    const { columns } = await data.registered();
    expect(columns.state).toEqual(["outdated", "there"]);
    expect(columns.newerParents).toEqual(["height", ""]);
    expect(columns.changedParents).toEqual(["", ""]);
  });

  test("a file that is gone is named", async () => {
    await data.register("height.tsv", { id: "height" });
    rmSync("height.tsv");
    await expect(data.open("height")).rejects.toMatchObject({ tag: "registered-file-missing" });
    expect((await data.registered()).columns.state).toEqual(["missing"]);
    expect((await data.verify()).columns.state).toEqual(["missing"]);
  });

  test("an id that was taken out is no longer known, its file stays", async () => {
    await data.register("height.tsv", { id: "height" });
    await data.unregister("height");
    await expect(data.unregister("height")).rejects.toMatchObject({ tag: "not-registered" });
    await expect(data.verify("height")).rejects.toMatchObject({ tag: "not-registered" });
    await expect(data.open("height")).rejects.toMatchObject({ tag: "format" });
    expect(readdirSync(folder)).toContain("height.tsv");
  });
});

describe("a registry that cannot be read", () => {
  const entry =
    "kind: other\n    sensitivity: public\n    files: [{ path: a, bytes: 1, sha256: " +
    `${"0".repeat(64)}, modified: "" }]\n`;
  test.each([
    ["version: 1\ndatasets:\n  a:\n    kind: other\n  a:\n    kind: other\n", 5, /twice/],
    ["version: 2\ndatasets: {}\n", 1, /version/],
    ["version: 1\nsets: {}\n", 2, /sets is no key/],
    [`version: 1\ndatasets:\n  a:\n    colour: red\n    ${entry}`, 4, /colour is no key/],
    ["version: 1\ndatasets:\n  a:\n    kind: other\n", 3, /no files/],
    [`version: 1\ndatasets:\n  a:\n    samples: many\n    ${entry}`, 4, /whole number/],
    [`version: 1\ndatasets:\n  "a b":\n    ${entry}`, 3, /no id/],
    ["version: 1\ndatasets: [\n", 3, /Line/],
    ["just words\n", 1, /keys version/],
  ])("%j names line %i", async (content, line, words) => {
    writeFileSync(REGISTRY, content);
    const failure = await data.registered().catch((error: unknown) => error);
    expect(failure).toMatchObject({ tag: "registry-text", line });
    expect(String(failure)).toMatch(words);
    await expect(data.register("height.tsv")).rejects.toMatchObject({ tag: "registry-text" });
    expect(text()).toBe(content);
  });

  test("comments alone are an empty registry", async () => {
    writeFileSync(REGISTRY, "# nothing yet\n");
    expect((await data.registered()).rowCount).toBe(0);
    await data.register("height.tsv");
    expect(text()).toMatch(/^# nothing yet\n/);
    expect((await data.registered()).rowCount).toBe(1);
  });
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import * as library from "../../../../analysis/src/index.ts";
import { AnswerWithBuffers, type RequestContext } from "../handlers.ts";
import type { FileRequests, FileView, OpenedFile } from "./file-messages.ts";
import { fileHandlers } from "./file-handlers.ts";
import { serverPath } from "./server-path.ts";

const ALL: FileView = { where: "", orderBy: "", isDescending: false };
const start = process.cwd();
let root: string;

const context = {
  load: () => Promise.resolve(library as unknown as Record<string, unknown>),
  values: {},
  buffers: [],
  progress: () => undefined,
  update: () => undefined,
} as unknown as RequestContext;

async function ask<N extends keyof FileRequests>(
  name: N,
  asks: FileRequests[N]["asks"],
  given: Partial<RequestContext> = {},
): Promise<{ answers: FileRequests[N]["answers"]; buffers: readonly ArrayBufferView[] }> {
  const handler = fileHandlers[name] as unknown as (
    asks: unknown,
    context: RequestContext,
  ) => Promise<unknown>;
  // Each request has a signal of its own.
  const { signal } = new AbortController();
  const answered = await handler(asks, { ...context, signal, ...given });
  return answered instanceof AnswerWithBuffers
    ? { answers: answered.answers as FileRequests[N]["answers"], buffers: answered.buffers }
    : { answers: answered as FileRequests[N]["answers"], buffers: [] };
}

const opened = async (path: string): Promise<OpenedFile> =>
  (await ask("file.open", { path })).answers;

const ROWS = 3000;
const HEADER =
  "chromosome\tbase_pair_location\teffect_allele\tother_allele\tbeta\tstandard_error\teffect_allele_frequency\tp_value\trsid";

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "genobook-files-"));
  mkdirSync(join(root, "results"));
  const rows = Array.from(
    { length: ROWS },
    (_, i) =>
      `${1 + Math.floor(i / 1000)}\t${100 + (i % 1000)}\tA\tG\t0.1\t0.02\t0.3\t${(i + 1) / ROWS}\trs${i}\n`,
  );
  writeFileSync(join(root, "results/height.tsv"), `${HEADER}\n${rows.join("")}`);
  writeFileSync(join(root, "people.tsv"), "FID\tIID\theight\nF1\tSECRET\t171\nF2\tHIDDEN\t160\n");
  writeFileSync(join(root, "notes.txt"), "no table\n");
  const { genotypes } = await library.data.simulate({ seed: 4, samples: 60, variants: 300 });
  await library.data.writePlink1(genotypes, join(root, "cohort"));
  const panel = await library.ld.panel(genotypes, { window: { variants: 20 } });
  await library.ld.writePanel(panel, join(root, "small.ld"));
  const { variants } = genotypes;
  const weights = { height: Float64Array.from(variants.variantId, (_, i) => i / 10) };
  await library.prs.writeScores(
    library.prs.scoringFile({ ...variants, weights }),
    join(root, "height.score.txt.gz"),
    { traitReported: "Height", build: "GRCh38" },
  );
  process.chdir(root);
});

afterAll(() => {
  process.chdir(start);
  rmSync(root, { recursive: true, force: true });
});

test("a path of the server leads to a file below its folder, and nowhere else", async () => {
  expect(await serverPath("results/height.tsv", root)).toBe(join(root, "results/height.tsv"));
  expect(await serverPath("/results/height.tsv", root)).toBe(join(root, "results/height.tsv"));
  await expect(serverPath("../etc/passwd", root)).rejects.toThrow("outside of the folder");
  await expect(serverPath("results", root)).rejects.toThrow("sees no file results");
  await expect(serverPath("gone.tsv", root)).rejects.toThrow(root);
});

test("rows come by page, filtered and sorted", async () => {
  const { handle, kind, columns } = await opened("results/height.tsv");
  expect(kind).toBe("summary-statistics");
  expect(columns.find(({ name }) => name === "pValue")).toMatchObject({
    fileName: "p_value",
    holds: "numbers",
  });
  const whole = await ask("file.whole", { handle });
  expect(whole.answers).toMatchObject({ rowCount: ROWS, isWhole: true });
  const view = { where: "chromosome = 2 & pValue < 0.5", orderBy: "pValue", isDescending: true };
  const { answers, buffers } = await ask("file.rows", { handle, view, from: 1, count: 2 });
  expect(answers).toMatchObject({ from: 1, count: 2, rowCount: 499 });
  const numbers = answers.columns.filter((column) => "numbers" in column);
  const place = numbers.findIndex(({ name }) => name === "basePairLocation");
  expect(buffers[place]).toEqual(Int32Array.of(597, 596));
  expect(answers.columns.find(({ name }) => name === "rsid")).toEqual({
    name: "rsid",
    texts: ["rs1497", "rs1496"],
  });
});

test.each(["tsv", "tsv.gz"])("rows of a large .%s come while it is read", async (ending) => {
  const many = 400_000;
  const row = (i: number): string =>
    `${1 + Math.floor(i / 100_000)}\t${100 + (i % 100_000)}\tA\tG\t0.1\t0.02\t0.3\t0.5\trs${i}\n`;
  const text = `${HEADER}\n${Array.from({ length: many }, (_, i) => row(i)).join("")}`;
  writeFileSync(join(root, `large.${ending}`), ending === "tsv" ? text : gzipSync(text));
  const { handle, isWhole } = await opened(`large.${ending}`);
  expect(isWhole).toBe(false);
  const seen: OpenedFile[] = [];
  const update = (answers: unknown): void => void seen.push(answers as OpenedFile);
  const whole = ask("file.whole", { handle }, { update });
  const idOf = async (from: number): Promise<string> => {
    const { answers } = await ask("file.rows", { handle, view: ALL, from, count: 200 });
    expect(answers.count).toBe(200);
    const column = answers.columns.find(({ name }) => name === "rsid")!;
    return "texts" in column ? column.texts[0] : "";
  };
  // The places are asked for at once, and the first answered while the file is still read.
  let isDone = false;
  const last = idOf(399_000).then((id) => ((isDone = true), id));
  expect(await idOf(0)).toBe("rs0");
  expect(isDone).toBe(false);
  expect(await idOf(200_000)).toBe("rs200000");
  expect(await last).toBe("rs399000");
  expect((await whole).answers).toMatchObject({
    rowCount: many,
    rowsExpected: many,
    isWhole: true,
  });
  for (const { rowCount, rowsExpected } of seen) {
    expect(rowsExpected).toBeGreaterThanOrEqual(rowCount);
  }
  const stop = new AbortController();
  const progress = vi.fn(() => stop.abort());
  const view = { where: "", orderBy: "rsid", isDescending: true };
  const asks = { handle, view, from: 0, count: 1 };
  await expect(ask("file.rows", asks, { signal: stop.signal, progress })).rejects.toMatchObject({
    tag: "cancelled",
  });
  expect((await ask("file.rows", asks)).answers).toMatchObject({ rowCount: many, count: 1 });
});

test("a region is found in the file's order and in another", async () => {
  const { handle } = await opened("results/height.tsv");
  const region = "2:200-204";
  expect((await ask("file.region", { handle, view: ALL, region })).answers).toEqual({
    first: 1100,
    count: 5,
  });
  const view = { where: "", orderBy: "pValue", isDescending: true };
  expect((await ask("file.region", { handle, view, region })).answers).toEqual({
    first: ROWS - 1105,
    count: 5,
  });
  const named = await ask("file.region", { handle, view, region: "rs1100" });
  expect(named.answers).toEqual({ first: ROWS - 1101, count: 1 });
  await expect(ask("file.region", { handle, view, region: "over there" })).rejects.toThrow(
    "no region and no name",
  );
});

test("a column's summary follows the filter", async () => {
  const { handle } = await opened("results/height.tsv");
  const view = { ...ALL, where: "chromosome > 1" };
  const asks = { handle, view, column: "chromosome", isEvery: true };
  expect((await ask("file.summary", asks)).answers).toMatchObject({
    rowCount: 2000,
    rowsSeen: 2000,
    bars: [
      { from: 2, to: 2, count: 1000 },
      { from: 3, to: 3, count: 1000 },
    ],
  });
});

test("genotypes give variants with frequencies, counts of people, and no id of a person", async () => {
  const file = await opened("cohort.fam");
  expect(file).toMatchObject({ kind: "genotypes", rowCount: 300, samples: { count: 60 } });
  const { answers, buffers } = await ask("file.rows", {
    handle: file.handle,
    view: { where: "", orderBy: "basePairLocation", isDescending: true },
    from: 0,
    count: 5,
  });
  const numbers = answers.columns.filter((column) => "numbers" in column);
  const place = numbers.findIndex(({ name }) => name === "effectAlleleFrequency");
  const cohort = await library.data.genotypes(join(root, "cohort"));
  const truth = await library.qc.frequency(cohort);
  const rows = library.data.selectRows(truth, { orderBy: "basePairLocation", descending: true });
  const { effectAlleleFrequency } = truth.take(rows.subarray(0, 5)).columns;
  expect(buffers[place]).toEqual(effectAlleleFrequency);
  const strip = (await ask("file.strip", { handle: file.handle, isEvery: false })).answers;
  expect(strip.frequency.reduce((sum, { count }) => sum + count, 0)).toBe(300);
  const [id] = cohort.samples.individualId;
  expect(JSON.stringify([file, answers, strip])).not.toContain(`"${id}"`);
});

test("an LD panel shows its variants and any square of its correlations", async () => {
  const { handle, kind, header } = await opened("small.ld");
  expect(kind).toBe("ld-panel");
  expect(header).toContainEqual(["people", "60"]);
  const { answers, buffers } = await ask("file.matrix", { handle, first: 10, count: 30 });
  const r = buffers[0] as Float32Array;
  expect(answers.variants).toHaveLength(30);
  for (let i = 0; i < 30; i++) {
    expect(r[i * 31]).toBeCloseTo(1, 5);
    for (let j = 0; j < i; j++) expect(r[i * 30 + j]).toBe(r[j * 30 + i]);
  }
  expect(r[25]).toBeNaN();
});

test("an LD panel is checked against summary statistics as the library does it", async () => {
  const { variants } = await library.data.genotypes(join(root, "cohort"));
  const lines = variants.variantId.map((id, i) =>
    [
      ...[variants.chromosome[i], variants.basePairLocation[i]],
      ...[variants.effectAllele[i], variants.otherAllele[i]],
      ...[((i * 37) % 11) / 100 - 0.05, 0.05, 0.5, id],
    ].join("\t"),
  );
  const header = HEADER.replace("effect_allele_frequency\t", "");
  writeFileSync(join(root, "results/study.tsv"), [header, ...lines, ""].join("\n"));
  const { handle } = await opened("small.ld");
  const { answers } = await ask("file.check", { handle, study: "results/study.tsv" });
  const panel = await library.ld.openPanel(join(root, "small.ld"));
  const study = await library.data.summaryStatistics(join(root, "results/study.tsv"));
  const { verdict, sentences, issues, matched } = await library.ld.check(panel, study);
  await panel.close();
  expect(answers).toMatchObject({ verdict, sentences, matched: matched.rowCount });
  expect(answers.issueCount).toBe(issues.rowCount);
  expect(answers.issues).toHaveLength(Math.min(20, issues.rowCount));
  const away = ask("file.check", { handle, study: "results/none.tsv" });
  await expect(away).rejects.toMatchObject({ tag: "not-found" });
  const other = await opened("height.score.txt.gz");
  await expect(
    ask("file.check", { handle: other.handle, study: "results/study.tsv" }),
  ).rejects.toMatchObject({ tag: "other-kind" });
});

test("a scoring file has its header and its weights", async () => {
  const { kind, header, rowCount, columns } = await opened("height.score.txt.gz");
  expect(kind).toBe("scores");
  expect(rowCount).toBe(300);
  expect(header).toContainEqual(["traitReported", "Height"]);
  expect(columns.map(({ name }) => name)).toContain("effectWeight");
});

test("rows of a scoring file that are left out are listed with what is wrong, not pointed at", async () => {
  const rows = ["rs1\tA\t0.1\tFalse", "rs2\tA\t\tFalse", "rs3\tC\t0.2\tTrue", "rs4\tG\t0.3\tFalse"];
  const names = "rsID\teffect_allele\teffect_weight\tis_interaction";
  const text = ["#format_version=2.0", "#weight_type=beta", names, ...rows, ""].join("\n");
  writeFileSync(join(root, "gaps.txt"), text);
  const { rowCount, leftOut, notices } = await opened("gaps.txt");
  expect(rowCount).toBe(2);
  expect(leftOut).toEqual({
    count: 2,
    ofRows: 4,
    rows: [
      { line: 5, variantId: "rs2", problem: "missing weight" },
      { line: 6, variantId: "rs3", problem: "interaction" },
    ],
  });
  expect(notices.join(" ")).not.toContain("issues");
});

test("files of people and files of nothing are refused in words", async () => {
  await expect(opened("people.tsv")).rejects.toMatchObject({ tag: "people" });
  await expect(opened("notes.txt")).rejects.toMatchObject({ isAnalysisError: true });
});

test("a closed file is asked for again", async () => {
  const { handle } = await opened("results/height.tsv");
  const watching = ask("file.watch", { handle });
  await ask("file.close", { handle });
  expect((await watching).answers).toEqual({});
  await expect(ask("file.rows", { handle, view: ALL, from: 0, count: 1 })).rejects.toMatchObject({
    tag: "closed-file",
  });
});

test("a table that the session holds is shown like a file, and one of people is not", async () => {
  const results = await library.data.summaryStatistics(join(root, "results/height.tsv"));
  const people = new library.Table({ IID: ["SECRET"], height: Float64Array.of(171) });
  const values = { results, kept: { people } };
  const { answers } = await ask("file.open", { path: "", value: "results" }, { values });
  expect(answers).toMatchObject({ kind: "summary-statistics", rowCount: ROWS, isWhole: true });
  const view = { where: "chromosome = 3", orderBy: "pValue", isDescending: true };
  const rows = await ask("file.rows", { handle: answers.handle, view, from: 0, count: 2 });
  expect(rows.answers.rowCount).toBe(1000);
  await ask("file.close", { handle: answers.handle });
  const refused = ask("file.open", { path: "", value: "kept.people" }, { values });
  await expect(refused).rejects.toMatchObject({
    what: expect.stringContaining("holds no table") as unknown,
  });
  await expect(ask("file.open", { path: "", value: "gone" }, { values })).rejects.toMatchObject({
    tag: "invalid-argument",
    remedy: expect.stringContaining("Run the cell") as unknown,
  });
});

import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  fixture,
  localService,
  sendFile,
  sendJson,
  type LocalService,
} from "../../../../analysis/conformance/catalogues/service.ts";
import type { RequestContext } from "../handlers.ts";
import { catalogueBudget } from "./catalogue-budget.ts";
import { catalogueDetail } from "./catalogue-detail.ts";
import { downloadEntry, planDownload } from "./download-entry.ts";
import { searchCatalogue } from "./search-catalogue.ts";

const SCORE = "/pub/databases/spot/pgs/scores/PGS000001/ScoringFiles/Harmonized";
const NAME = "PGS000001_hmPOS_GRCh38.txt.gz";
const rows = Array.from(
  { length: 60_000 },
  (_, i) => `rs${i}\t1\t${1000 + i * 7919}\tA\tG\t0.0${i % 97}1`,
);
const BYTES = gzipSync(
  [
    "###PGS CATALOG SCORING FILE",
    "#pgs_id=PGS000001",
    "#genome_build=GRCh38",
    "rsID\tchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight",
    ...rows,
    "",
  ].join("\n"),
);
const ORDER = { catalogue: "pgs", entry: "PGS000001", choice: "GRCh38", isOn: true } as const;

let service: LocalService;
let folder: string;
const start = process.cwd();
const progress = vi.fn();
const contextOf = (signal = new AbortController().signal): RequestContext => ({
  signal,
  load: () => import("@genobook/analysis"),
  values: {},
  buffers: [],
  language: "en",
  progress,
  update: () => undefined,
});
const context = contextOf();

beforeEach(async () => {
  const { catalogues } = await import("@genobook/analysis");
  service = await localService();
  folder = mkdtempSync(join(tmpdir(), "genobook-catalogue-requests-"));
  process.chdir(folder);
  progress.mockReset();
  vi.stubEnv("OPENGWAS_JWT", "");
  catalogues.network({
    on: false,
    bases: { pgs: `${service.base}/rest`, ebiFiles: service.base },
    cacheFolder: join(folder, ".cache"),
    attempts: 1,
  });
  service.route("/rest/release/current", (_, response) =>
    sendJson(response, fixture("pgs-release")),
  );
  service.route("/rest/score/PGS000001", (_, response) => sendJson(response, fixture("pgs-score")));
  service.route(`${SCORE}/${NAME}.md5`, (_, response) =>
    response.end(`${createHash("md5").update(BYTES).digest("hex")}  ${NAME}\n`),
  );
  service.route(`${SCORE}/${NAME}`, (hit, response) => sendFile(hit, response, BYTES));
});
afterEach(async () => {
  process.chdir(start);
  vi.unstubAllEnvs();
  await service.close();
  rmSync(folder, { recursive: true });
});

const sent = async (): Promise<number> => (await catalogueBudget(context)).sentCount;

test("with the network off, what would be sent is told and nothing is", async () => {
  const before = await sent();
  const asks = { catalogue: "pgs", query: "height", isOn: false, limit: 5 } as const;
  const refusal = { tag: "network-off", why: expect.stringContaining("http://") as unknown };
  await expect(searchCatalogue(asks, context)).rejects.toMatchObject(refusal);
  await expect(catalogueDetail({ ...ORDER, isOn: false }, context)).rejects.toMatchObject(refusal);
  await expect(downloadEntry({ ...ORDER, isOn: false }, context)).rejects.toMatchObject(refusal);
  const { requests, choices } = await planDownload(ORDER, context);
  expect(requests).toContain(`GET ${service.base}${SCORE}/${NAME}`);
  expect(choices).toContain("GRCh38");
  expect(service.hits).toEqual([]);
  expect(await sent()).toBe(before);
  expect(existsSync("data")).toBe(false);
});

test("a record has facts, licence, citation and release", async () => {
  const detail = await catalogueDetail(ORDER, context);
  expect(detail.facts).toContainEqual({ name: "trait", value: "Breast cancer" });
  expect(detail.release).not.toBe("");
  expect(detail.citation).toContain("doi:");
  expect(detail.licence).not.toBe("");
});

test("a file is downloaded, registered with where it is from, and opens by its id", async () => {
  const got = await downloadEntry(ORDER, context);
  expect(got).toMatchObject({ path: `data/${NAME}`, id: "PGS000001", bytes: BYTES.length });
  const { data } = await import("@genobook/analysis");
  const { entries } = await data.registered();
  expect(entries[0]).toMatchObject({
    id: "PGS000001",
    kind: "scoring-file",
    build: "GRCh38",
    sensitivity: "public",
    title: "Breast cancer",
    files: [{ path: `data/${NAME}` }],
  });
  expect(entries[0].from).toContain(`${service.base}${SCORE}/${NAME}; PGS Catalog release 20`);
  expect(entries[0].from).toMatch(/fetched \d{4}-\d\d-\d\d; MD5 [0-9a-f]{32}$/);
  expect(entries[0].files[0].sha256).toBe(createHash("sha256").update(BYTES).digest("hex"));
  expect((await data.scoringFile("PGS000001")).rowCount).toBe(60_000);
  const again = await downloadEntry(ORDER, context);
  expect(again).toMatchObject({ id: "PGS000001", resumedFrom: BYTES.length });
  expect((await data.registered()).rowCount).toBe(1);
});

test("another file of the same entry gets a name of its own", async () => {
  const { data } = await import("@genobook/analysis");
  await downloadEntry(ORDER, context);
  const other = "PGS000001_hmPOS_GRCh37.txt.gz";
  service.route(`${SCORE}/${other}`, (hit, response) => sendFile(hit, response, BYTES));
  const got = await downloadEntry({ ...ORDER, choice: "GRCh37" }, context);
  expect(got).toMatchObject({ id: "PGS000001-2", path: `data/${other}` });
  expect(got.notices.join()).toContain("no checksum");
  expect((await data.registered()).columns.id).toEqual(["PGS000001", "PGS000001-2"]);
});

test("a cancelled download leaves no file under the final name, and the next goes on", async () => {
  const stop = new AbortController();
  service.route(`${SCORE}/${NAME}`, (hit, response, count) => {
    if (count > 1) sendFile(hit, response, BYTES);
    else {
      response.writeHead(200, { etag: '"v1"', "content-length": `${BYTES.length}` });
      response.write(BYTES.subarray(0, 50_000));
    }
  });
  progress.mockImplementation((title: string, done: number) => {
    if (title.startsWith("downloading") && done > 0) stop.abort();
  });
  await expect(downloadEntry(ORDER, contextOf(stop.signal))).rejects.toMatchObject({
    tag: "cancelled",
  });
  progress.mockReset();
  expect(readdirSync("data")).not.toContain(NAME);
  expect(existsSync("genobook.datasets.yaml")).toBe(false);
  const got = await downloadEntry(ORDER, context);
  expect(got.resumedFrom).toBeGreaterThan(0);
  expect(readFileSync(got.path)).toEqual(BYTES);
});

test("catalogues without files say what to do instead", async () => {
  await expect(planDownload({ ...ORDER, catalogue: "eqtl" }, context)).rejects.toMatchObject({
    tag: "no-file",
    remedy: expect.stringContaining("Insert code") as unknown,
  });
});

test("budgets, what was sent, and whether there is a token, never the token", async () => {
  await catalogueDetail(ORDER, context);
  vi.stubEnv("OPENGWAS_JWT", "head.secret.sign");
  const budget = await catalogueBudget(context);
  expect(budget.hasToken).toBe(true);
  expect(JSON.stringify(budget)).not.toContain("secret");
  expect(budget.sent[0].what).toMatch(/^GET 127\.0\.0\.1:\d+\/rest\//);
  expect(budget.services.map(({ title }) => title)).toContain("OpenGWAS");
});

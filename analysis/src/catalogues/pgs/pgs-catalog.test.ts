import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  fixture,
  localService,
  sendFile,
  sendJson,
  type LocalService,
} from "../../../conformance/catalogues/service.ts";
import { readScores } from "../../prs/scoring/read-scores.ts";
import { resetBudgets } from "../network/rate-limit.ts";
import { network } from "../network/settings.ts";
import { pgs } from "./pgs-catalog.ts";

const DATA = fileURLToPath(
  new URL("../../../../../shared/data/prs-pgs-catalog-files/", import.meta.url),
);
const record = fixture("pgs-score") as Record<string, unknown>;

let service: LocalService;
let folder: string;

beforeEach(async () => {
  service = await localService();
  folder = mkdtempSync(join(tmpdir(), "genobook-pgs-"));
  resetBudgets();
  network({
    on: true,
    bases: { pgs: `${service.base}/rest`, ebiFiles: service.base },
    cacheFolder: join(folder, "cache"),
    attempts: 1,
    freshHours: 24,
  });
  service.route("/rest/release/current", (_, response) =>
    sendJson(response, fixture("pgs-release")),
  );
  service.route("/rest/score/PGS000001", (_, response) => sendJson(response, record));
  service.route("/rest/trait/search", (_, response) =>
    sendJson(response, fixture("pgs-trait-search")),
  );
  service.route("/rest/performance/search", (_, response) =>
    sendJson(response, fixture("pgs-performance")),
  );
  service.route("/rest/score/all", (hit, response) => {
    const ids = (hit.query.get("filter_ids") ?? "").split(",").filter((id) => id !== "PGS000052");
    const offset = Number(hit.query.get("offset"));
    const results = ids
      .slice(offset, offset + Number(hit.query.get("limit")))
      .map((id) => ({ ...record, id }));
    sendJson(response, {
      size: results.length,
      count: ids.length,
      next: null,
      previous: null,
      results,
    });
  });
});

afterEach(async () => {
  await service.close();
  rmSync(folder, { recursive: true, force: true });
});

test("a score's record, with release and hash", async () => {
  const score = await pgs.score("PGS000001");
  expect(score).toMatchObject({
    id: "PGS000001",
    trait: "Breast cancer",
    variants: 77,
    ancestry: "EUR 75 %, MAE 25 %",
    publication: "Mavaddat N 2015 doi:10.1093/jnci/djv036",
    notices: [],
  });
  expect(score.sources[0]).toMatchObject({ release: "2026-09-24", served: "network" });
});

test("search takes traits with their children, and tells what is no longer there", async () => {
  const found = await pgs.search("breast cancer");
  expect(found.columns.id).toEqual(["PGS000001", "PGS000002"]);
  expect(found.columns.n[0]).toBe(187599);
  expect(found.notices).toContain("no longer in the catalogue: PGS000052");
  expect(found.provenance).toMatchObject({
    method: "PGS Catalog: scores for breast cancer",
    release: "2026-09-24",
  });
  expect(found.facets.toRows()).toContainEqual({ facet: "kind", value: "score", entries: 2 });
  expect((await pgs.search("breast cancer", { limit: 1 })).notices).toContain(
    "the first 1 of 3 scores",
  );
  const narrowed = await pgs.search("breast cancer", { ancestry: "AFR" });
  expect(narrowed.rowCount).toBe(0);
  expect(narrowed.notices).toContain("2 without ancestry AFR left out");
});

test("evaluations, a row a metric", async () => {
  const table = await pgs.performance("PGS000001");
  expect(table.columns.metric).toEqual(["OR", "C-index"]);
  expect(table.row(0)).toMatchObject({
    n: 67054,
    ancestry: "European",
    estimate: 1.55,
    ciLower: 1.52,
  });
});

describe("what changes in the service", () => {
  test("new fields are told", async () => {
    service.route("/rest/score/PGS000001", (_, response) =>
      sendJson(response, { ...record, brand_new: 1 }),
    );
    expect((await pgs.score("PGS000001")).notices).toEqual([
      "not read, as this version does not know them: score brand_new",
    ]);
  });

  test("missing fields and other types are an error that names them, and are not kept", async () => {
    service.route("/rest/score/PGS000001", (_, response, count) =>
      sendJson(
        response,
        count === 1 ? { ...record, ftp_scoring_file: undefined, variants_number: "many" } : record,
      ),
    );
    await expect(pgs.score("PGS000001")).rejects.toMatchObject({
      tag: "unexpected-answer",
      fields: ["ftp_scoring_file (missing)", "variants_number (not number)"],
    });
    expect((await pgs.score("PGS000001")).variants).toBe(77);
  });
});

test("only identifiers and words of documented form are sent", async () => {
  await expect(pgs.score("sample_0001")).rejects.toMatchObject({ tag: "invalid-argument" });
  await expect(pgs.search("FAM1 IND1\t0 1 2 2 1")).rejects.toMatchObject({
    tag: "invalid-argument",
  });
  await expect(pgs.search("x".repeat(200))).rejects.toMatchObject({ tag: "invalid-argument" });
  expect(service.hits).toHaveLength(0);
});

test("a file elsewhere than on the known server is not downloaded", async () => {
  service.route("/rest/score/PGS000001", (_, response) =>
    sendJson(response, {
      ...record,
      ftp_scoring_file: "https://evil.example.org/PGS000001.txt.gz",
    }),
  );
  await expect(pgs.download("PGS000001", { build: "original", folder })).rejects.toMatchObject({
    tag: "invalid-argument",
  });
});

describe.skipIf(!existsSync(DATA))("a scoring file (needs ../shared/data)", () => {
  const name = "PGS000001_hmPOS_GRCh38.txt.gz";
  const path = `/pub/databases/spot/pgs/scores/PGS000001/ScoringFiles/Harmonized/${name}`;

  test("is downloaded, checked, and goes straight into prs.readScores", async () => {
    const bytes = readFileSync(join(DATA, name));
    const md5 = createHash("md5").update(bytes).digest("hex");
    service.route(path, (hit, response) => sendFile(hit, response, bytes));
    service.route(`${path}.md5`, (_, response) => response.end(`${md5}  ${name}\n`));
    const told = pgs.wouldSend("PGS000001", { build: "GRCh38" });
    const file = await pgs.download("PGS000001", { build: "GRCh38", folder });
    expect(file).toMatchObject({ path: join(folder, name), md5, notices: [] });
    const asked = service.hits.map((hit) => `GET ${service.base}${hit.path}`);
    expect(asked.filter((line) => !line.endsWith("/release/current"))).toEqual(told);
    const scores = await readScores(file.path);
    expect(scores.rowCount).toBe(77);
    expect(scores.build).toBe("GRCh38");
  });

  test("without a list of checksums says that only its length was checked", async () => {
    service.route(path, (hit, response) => sendFile(hit, response, readFileSync(join(DATA, name))));
    const file = await pgs.download("PGS000001", { build: "GRCh38", folder });
    expect(file.notices[0]).toContain("no checksum");
  });
});

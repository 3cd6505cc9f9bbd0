import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  fixture,
  localService,
  sendFile,
  sendJson,
  type Hit,
  type LocalService,
} from "../../../conformance/catalogues/service.ts";
import { open } from "../../open.ts";
import { resetBudgets } from "../network/rate-limit.ts";
import { network } from "../network/settings.ts";
import { gwas } from "./gwas-catalog.ts";
import { folderOf, namesIn } from "./study-files.ts";

const study = fixture("gwas-study") as Record<string, unknown>;
const ID = "GCST90038646";
const FOLDER = `/pub/databases/gwas/summary_statistics/GCST90038001-GCST90039000/${ID}`;
const HARMONISED = `33959723-${ID}-EFO_0003821.h.tsv.gz`;
const HEADER =
  "chromosome\tbase_pair_location\teffect_allele\tother_allele\tbeta\tstandard_error\teffect_allele_frequency\tp_value\trsid";
const rows = Array.from(
  { length: 3000 },
  (_, i) => `1\t${1000 + i}\tA\tG\t0.0${i % 9}1\t0.01\t0.2\t0.03\trs${i + 1}`,
);
const RESULTS = gzipSync([HEADER, ...rows, ""].join("\n"));
const META = "genome_assembly: GRCh38\nis_harmonised: true\n";

let service: LocalService;
let folder: string;

const pageOf = (hit: Hit, key: string, all: readonly unknown[]): unknown => {
  const [size, number] = ["size", "page"].map((name) => Number(hit.query.get(name)));
  const items = all.slice(number * size, (number + 1) * size);
  const page = {
    size,
    number,
    totalElements: all.length,
    totalPages: Math.ceil(all.length / size),
  };
  return { ...(items.length > 0 && { _embedded: { [key]: items } }), page };
};

beforeEach(async () => {
  service = await localService();
  folder = mkdtempSync(join(tmpdir(), "genobook-gwas-"));
  resetBudgets();
  network({
    on: true,
    bases: { gwas: `${service.base}/v2`, ebiFiles: service.base },
    cacheFolder: join(folder, "cache"),
    attempts: 1,
    freshHours: 24,
  });
  service.route("/v2/metadata", (_, response) => sendJson(response, fixture("gwas-metadata")));
  service.route(`/v2/studies/${ID}`, (_, response) => sendJson(response, study));
  service.route("/v2/efo-traits", (_, response) => sendJson(response, fixture("gwas-traits")));
  service.route("/v2/associations", (_, response) =>
    sendJson(response, fixture("gwas-associations")),
  );
  service.route("/v2/studies", (hit, response) => {
    const found =
      hit.query.get("efo_id") === "EFO_0003821"
        ? [study, { ...study, accession_id: "GCST000002", full_summary_stats_available: false }]
        : [];
    sendJson(response, pageOf(hit, "studies", found));
  });
  service.route(`${FOLDER}/harmonised/`, (_, response) =>
    response.end(
      `<a href="?C=N">Name</a><a href="/pub/">Parent</a><a href="${HARMONISED}">x</a><a href="${HARMONISED}-meta.yaml">y</a><a href="md5sum.txt">z</a>`,
    ),
  );
  service.route(`${FOLDER}/harmonised/md5sum.txt`, (_, response) =>
    response.end(`${createHash("md5").update(RESULTS).digest("hex")}  ${HARMONISED}\n`),
  );
  service.route(`${FOLDER}/harmonised/${HARMONISED}`, (hit, response) => {
    if (hit.headers.range?.startsWith("bytes=0-")) {
      response.writeHead(206, { "content-range": `bytes 0-4095/${RESULTS.length}` });
      response.end(RESULTS.subarray(0, 4096));
    } else sendFile(hit, response, RESULTS);
  });
  service.route(`${FOLDER}/harmonised/${HARMONISED}-meta.yaml`, (hit, response) =>
    sendFile(hit, response, Buffer.from(META)),
  );
});

afterEach(async () => {
  await service.close();
  rmSync(folder, { recursive: true, force: true });
});

test("words find studies through traits that contain them", async () => {
  const found = await gwas.search("migraine");
  expect(found.columns.id).toEqual([ID, "GCST000002"]);
  expect(found.row(0)).toMatchObject({
    trait: "Migraine",
    n: 484598,
    variants: 9886868,
    hasFile: 1,
    publication: "PMID 33959723",
  });
  expect(found.provenance).toMatchObject({ release: "2026-09-15" });
  const asked = service.hits
    .filter(({ path }) => path === "/v2/studies")
    .map(({ query }) => query.toString());
  expect(asked).toEqual([
    "disease_trait=migraine&page=0&size=200",
    "efo_id=EFO_0003821&page=0&size=200",
    "efo_id=MONDO_0005475&page=0&size=200",
  ]);
  expect(asked.join()).not.toContain("sort");
  expect(found.facets.toRows()).toContainEqual({ facet: "hasFile", value: "yes", entries: 1 });
});

test("an ontology term is asked with its child traits, files by the service", async () => {
  await gwas.search("EFO_0003821", { hasFile: true });
  const last = service.hits.at(-1)!;
  expect(last.query.get("efo_id")).toBe("EFO_0003821");
  expect(last.query.get("show_child_trait")).toBe("true");
  expect(last.query.get("full_pvalue_set")).toBe("true");
});

test("studies that an unstable order of pages repeats and loses are found all the same", async () => {
  const many = Array.from({ length: 250 }, (_, i) => ({
    ...study,
    accession_id: `GCST9${String(i).padStart(7, "0")}`,
  }));
  service.route("/v2/studies", (hit, response) => {
    const isTurned = hit.query.get("size") === "200" && hit.query.get("page") === "1";
    const all = isTurned ? [...many.slice(30), ...many.slice(0, 30)] : many;
    sendJson(response, pageOf(hit, "studies", all));
  });
  const found = await gwas.search("EFO_0003821");
  expect(new Set(found.columns.id).size).toBe(250);
  expect(found.notices.join()).toContain("studies came twice in the pages of GWAS Catalog");
});

test("associations: P below any double, effects with their sign, what is odd is counted", async () => {
  const table = await gwas.associations({ trait: "EFO_0001060" });
  expect(table.columns.rsid).toEqual(["rs2187668", "rs9277626", "rs1; rs2"]);
  expect(table.columns.negLog10PValue[0]).toBeCloseTo(536 - Math.log10(3), 10);
  expect(table.columns.negLog10PValue[1]).toBeCloseTo(13 - Math.log10(2), 10);
  expect(table.columns.negLog10PValue[2]).toBeNaN();
  expect(table.row(1)).toMatchObject({
    effectAllele: "G",
    beta: -0.25,
    unit: "unit",
    chromosome: 6,
    basePairLocation: 33114046,
  });
  expect(table.row(0)).toMatchObject({ effectAllele: "", oddsRatio: 6.23 });
  expect(table.notices).toEqual([
    "1 associations: haplotypes or interactions of several variants",
    "1 associations: without a P value that a number can hold",
    "1 associations: without a known effect allele",
    "1 associations: without a place in the genome",
  ]);
  await expect(gwas.associations({})).rejects.toMatchObject({ tag: "invalid-argument" });
});

describe("full results", () => {
  test("are downloaded harmonised, checked, and open with the build of their metadata", async () => {
    const file = await gwas.download(ID, { folder });
    expect(file).toMatchObject({ path: join(folder, HARMONISED), notices: [] });
    expect(readFileSync(`${file.path}-meta.yaml`, "utf8")).toBe(META);
    const opened = await open(file.path);
    expect("provenance" in opened && opened.provenance.build).toBe("GRCh38");
    expect("rowCount" in opened && opened.rowCount).toBe(3000);
    network({ on: false });
    expect((await gwas.download(ID, { folder })).resumedFrom).toBe(RESULTS.length);
  });

  test("send what was told before, and nothing else", async () => {
    const before = service.hits.length;
    const told = gwas.wouldSend(ID).map((line) => line.split(" ")[1].replace("…", ""));
    expect(service.hits).toHaveLength(before);
    expect(told[0]).toBe(`${service.base}/v2/studies/${ID}`);
    await gwas.download(ID, { folder });
    const asked = service.hits.map(({ path }) => `${service.base}${path}`);
    // The release, which every kept answer is held against, is asked for once.
    const rest = asked.filter((url) => !url.endsWith("/v2/metadata"));
    expect(rest.length).toBeGreaterThan(3);
    expect(rest.filter((url) => !told.some((start) => url.startsWith(start)))).toEqual([]);
  });

  test("show their first rows by a range request", async () => {
    const head = await gwas.head(ID, { rows: 5 });
    expect(head.rowCount).toBe(5);
    expect(head.columnNames.slice(0, 3)).toEqual([
      "chromosome",
      "base_pair_location",
      "effect_allele",
    ]);
    expect(head.columns.rsid).toEqual(["rs1", "rs2", "rs3", "rs4", "rs5"]);
    expect(existsSync(join(folder, HARMONISED))).toBe(false);
  });

  test("that are not there are told", async () => {
    service.route(`${FOLDER}/harmonised/`, (_, response) => sendJson(response, {}, 404));
    await expect(gwas.download(ID, { folder })).rejects.toMatchObject({ tag: "not-in-catalogue" });
  });
});

test("a study that is not there, and one that was never one", async () => {
  await expect(gwas.study("GCST999999")).rejects.toMatchObject({
    tag: "not-in-catalogue",
    what: "GWAS Catalog has no study GCST999999.",
  });
  await expect(gwas.study("../admin")).rejects.toMatchObject({ tag: "invalid-argument" });
});

test("folders of a thousand studies; links that stay in the folder", () => {
  expect(folderOf("GCST90270926")).toMatch(/\/GCST90270001-GCST90271000\/GCST90270926$/);
  expect(folderOf("GCST006867")).toMatch(/\/GCST006001-GCST007000\/GCST006867$/);
  expect(
    namesIn(
      '<a href="../">up</a><a href="a.tsv.gz">a</a><a href="https://x.org/b.tsv">b</a><a href=".hidden">c</a>',
    ),
  ).toEqual(["a.tsv.gz"]);
});

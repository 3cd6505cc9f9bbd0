import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  fixture,
  localService,
  sendJson,
  type LocalService,
} from "../../conformance/catalogues/service.ts";
import * as catalogues from "./index.ts";
import { resetBudgets } from "./network/rate-limit.ts";

let service: LocalService;
let folder: string;
const claims = (exp: number): string =>
  `head.${Buffer.from(JSON.stringify({ exp })).toString("base64url")}.signature`;

beforeEach(async () => {
  service = await localService();
  folder = mkdtempSync(join(tmpdir(), "genobook-catalogues-"));
  resetBudgets();
  const { base } = service;
  catalogues.network({
    on: true,
    bases: {
      openGwas: base,
      ensembl: base,
      ensembl37: `${base}/37`,
      eqtl: base,
      openTargets: base,
    },
    cacheFolder: folder,
    attempts: 1,
    freshHours: 24,
  });
  vi.stubEnv("OPENGWAS_JWT", claims(4e9));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await service.close();
  rmSync(folder, { recursive: true, force: true });
});

test("one contract for all", () => {
  const { gwas, pgs, openGwas, ensembl, eqtl, openTargets } = catalogues;
  const all: readonly catalogues.Catalogue[] = [gwas, pgs, openGwas, ensembl, eqtl, openTargets];
  expect(all.map(({ title }) => title)).toHaveLength(new Set(all.map(({ title }) => title)).size);
  for (const { licence, citation } of all)
    expect(licence !== "" && citation.includes("doi:")).toBe(true);
});

describe("OpenGWAS", () => {
  const { openGwas } = catalogues;
  beforeEach(() => {
    service.route("/gwasinfo", (hit, response) =>
      sendJson(
        response,
        hit.method === "GET"
          ? fixture("open-gwas-gwasinfo")
          : Object.values(fixture("open-gwas-gwasinfo") as object).slice(0, 1),
      ),
    );
    service.route("/tophits", (_, response) =>
      sendJson(response, fixture("open-gwas-tophits"), 200, {
        "x-allowance-limit": "100000",
        "x-allowance-remaining": "99949",
        "x-allowance-reset": "0",
      }),
    );
  });

  test("search and record, with the token in the header only", async () => {
    const found = await openGwas.search("ldl chol");
    expect(found.row(0)).toMatchObject({
      id: "ieu-a-300",
      n: 173082,
      build: "GRCh37",
      ancestry: "Mixed",
    });
    expect(service.hits[0].headers.authorization).toBe(`Bearer ${claims(4e9)}`);
    expect(await openGwas.study("ieu-a-300")).toMatchObject({
      trait: "LDL cholesterol",
      unit: "SD (mg/dL)",
    });
    catalogues.network({ on: false });
    vi.stubEnv("OPENGWAS_JWT", "");
    expect((await openGwas.search("ldl chol")).provenance.served).toEqual(["kept, network off"]);
  });

  test("top hits, where P of 0 is missing and told; the live allowance", async () => {
    const hits = await openGwas.topHits("ieu-a-300");
    expect(hits.row(0)).toMatchObject({
      rsid: "rs11206510",
      effectAllele: "C",
      beta: -0.0831,
      effectAlleleFrequency: 0.1557,
      n: 172812,
    });
    expect(hits.columns.negLog10PValue[1]).toBeNaN();
    expect(hits.notices[0]).toContain("1 P values below 1e-308");
    const row = catalogues
      .budget()
      .toRows()
      .find((line) => line.service === "OpenGWAS");
    expect(row).toMatchObject({ allowance: 100000, remaining: 99949 });
  });

  test("associations in parts, with the pairs that are not there counted", async () => {
    service.route("/associations", (hit, response) => {
      const { variant } = JSON.parse(hit.body) as { variant: string[] };
      const rows = variant
        .filter((rsid) => rsid !== "rs3")
        .map((rsid) => ({ ...(fixture("open-gwas-tophits") as object[])[0], rsid }));
      sendJson(response, rows.length === 0 ? "[]" : rows);
    });
    const rsids = Array.from({ length: 70 }, (_, i) => `rs${i + 1}`);
    const table = await openGwas.associations({ studies: ["ieu-a-300"], rsids });
    expect(table.rowCount).toBe(69);
    expect(service.hits).toHaveLength(2);
    expect(table.notices).toContain("1 of 70 pairs of variant and data set are not there");
  });

  test.each([
    ["", "not set"],
    [claims(1e9), "2001-09-09"],
  ])("without a valid token nothing is sent", async (token, why) => {
    vi.stubEnv("OPENGWAS_JWT", token);
    await expect(openGwas.topHits("ieu-a-300")).rejects.toMatchObject({
      tag: "refused-by-catalogue",
      why: expect.stringContaining(why) as string,
    });
    expect(service.hits).toHaveLength(0);
  });
});

describe("the token of OpenGWAS", () => {
  const { openGwas } = catalogues;
  const token = claims(4e9);

  test.each([401, 400, 500, 200])(
    "is in no error, list, budget, kept answer or notice when a service repeats it with %i",
    async (status) => {
      service.route("/gwasinfo", (hit, response) =>
        sendJson(response, { message: `You sent ${hit.headers.authorization}` }, status),
      );
      const said: unknown[] = [];
      for (const ask of [() => openGwas.search("ldl"), () => openGwas.study("ieu-a-300")]) {
        await ask().catch((error: unknown) => {
          const { what, why, remedy, url, stack, cause } = error as Record<string, unknown>;
          said.push([String(error), what, why, remedy, url, stack, String(cause)]);
        });
      }
      expect(said).toHaveLength(2);
      expect(service.hits[0].headers.authorization).toBe(`Bearer ${token}`);
      said.push(catalogues.requests().toRows(), catalogues.budget().toRows());
      said.push((await catalogues.cached()).toRows(), catalogues.network());
      expect(JSON.stringify(said)).not.toContain(token);
      for (const file of readdirSync(folder, { recursive: true, withFileTypes: true })) {
        if (!file.isFile()) continue;
        expect(readFileSync(join(file.parentPath, file.name), "utf8")).not.toContain(token);
      }
    },
  );

  test("is not in the address, nor in what would be sent", async () => {
    service.route("/tophits", (_, response) => sendJson(response, fixture("open-gwas-tophits")));
    await openGwas.topHits("ieu-a-300");
    expect(service.hits.every(({ path, query }) => !`${path}${query}`.includes(token))).toBe(true);
    catalogues.network({ on: false });
    const refused = await openGwas.topHits("ieu-a-2").catch((error: unknown) => error);
    expect(refused).toMatchObject({ tag: "network-off" });
    expect((refused as { wouldSend: string }).wouldSend).not.toContain(token);
  });
});

describe("Ensembl", () => {
  const { ensembl } = catalogues;
  beforeEach(() => {
    service.route("/info/data", (_, response) => sendJson(response, { releases: [116] }));
    service.route("/variation/homo_sapiens/rs7412", (_, response) =>
      sendJson(response, fixture("ensembl-variant")),
    );
    service.route("/overlap/region/homo_sapiens/*", (_, response) =>
      sendJson(response, fixture("ensembl-genes")),
    );
    service.route("/ld/homo_sapiens/*", (_, response) => sendJson(response, fixture("ensembl-ld")));
  });

  test("a variant, on its chromosome and not on patches; search by rsid", async () => {
    const record = await ensembl.variant("rs7412");
    expect(record).toMatchObject({
      kind: "variant",
      chromosome: "19",
      start: 44908822,
      alleles: "C/T",
      build: "GRCh38",
      notices: [],
    });
    expect(record.sources[0].release).toBe("116");
    expect((await ensembl.search("rs7412")).columns.kind).toEqual(["variant: missense_variant"]);
    expect((await ensembl.search("NOSUCHGENE")).notices[0]).toContain("knows no gene symbol");
  });

  test("genes of a region, by position, from the address of the build", async () => {
    const region = { chromosome: 1, start: 109_240_000, end: 109_300_000 };
    const table = await ensembl.genes(region);
    expect(table.columns.symbol).toEqual(["CELSR2", "PSRC1"]);
    expect(service.hits.at(-1)?.path).toBe("/overlap/region/homo_sapiens/1:109240000-109300000");
    await expect(ensembl.genes(region, { build: "GRCh37" })).rejects.toMatchObject({
      tag: "not-in-catalogue",
    });
    expect(service.hits.at(-1)?.path).toMatch(/^\/37\//);
    await expect(ensembl.genes({ ...region, end: 2e8 })).rejects.toMatchObject({
      tag: "invalid-argument",
    });
  });

  test("LD, whose numbers come as text", async () => {
    const table = await ensembl.ld("rs1042779");
    expect(table.toRows()).toEqual([
      { rsid: "rs629301", r2: 0.91, dPrime: 1 },
      { rsid: "rs12740374", r2: 0.062, dPrime: 0.999 },
    ]);
    await expect(ensembl.ld("rs1", { windowKilobases: 9000 })).rejects.toMatchObject({
      tag: "invalid-argument",
    });
  });
});

describe("eQTL Catalogue", () => {
  const { eqtl } = catalogues;
  const region = { chromosome: 1, start: 109_000_000, end: 109_500_000 };

  test("search by tissue and method", async () => {
    service.route("/datasets/", (_, response) => sendJson(response, fixture("eqtl-datasets")));
    const found = await eqtl.search("GTEx liver", { kind: "ge" });
    expect(found.row(0)).toMatchObject({ id: "QTD000266", name: "GTEx, liver", n: 208 });
    expect(found.notices).toContain("1 without kind ge left out");
  });

  test("associations: rows outside the region left out, several rsids joined", async () => {
    service.route("/datasets/QTD000266/associations", (_, response) =>
      sendJson(response, fixture("eqtl-associations")),
    );
    const table = await eqtl.associations("QTD000266", { region });
    expect(table.columns.rsid).toEqual(["rs552693039;rs56246620", "rs12740374"]);
    expect(table.row(1)).toMatchObject({
      effectAllele: "T",
      otherAllele: "G",
      beta: 1.32423,
      n: 208,
      effectAlleleFrequency: 99 / 416,
    });
    expect(table.notices).toEqual([
      "1 rows outside the region left out",
      "1 rows of variants with several rsids, or given twice, joined",
      "eQTL Catalogue tells no total, so that completeness could not be checked",
    ]);
    expect(service.hits[0].query.get("pos")).toBe("1:109000000-109500000");
  });

  test("what is not said is not asked", async () => {
    await expect(eqtl.associations("QTD000266", {})).rejects.toMatchObject({
      tag: "invalid-argument",
    });
    expect(service.hits).toHaveLength(0);
  });
});

describe("Open Targets", () => {
  const { openTargets } = catalogues;
  const answer = (of: Readonly<Record<string, unknown>>): void =>
    service.route("/graphql", (hit, response) => {
      const { query } = JSON.parse(hit.body) as { query: string };
      const name = /query (\w+)/.exec(query)?.[1] ?? "";
      sendJson(
        response,
        name === "release"
          ? { data: { meta: { dataVersion: { year: "26", month: "09" } } } }
          : of[name],
      );
    });

  test("study, search and credible sets, with P below any double", async () => {
    answer({
      study: fixture("open-targets-study"),
      search: fixture("open-targets-search"),
      credibleSets: fixture("open-targets-credible-sets"),
    });
    expect(await openTargets.study("GCST90002412")).toMatchObject({
      kind: "gwas",
      n: 431167,
      ancestry: "European",
    });
    expect((await openTargets.search("SORT1")).columns.kind).toEqual(["study", "target"]);
    const sets = await openTargets.credibleSets({ study: "GCST90002412" });
    expect(sets.row(0)).toMatchObject({
      leadVariant: "1_109274968_G_T",
      topGene: "SORT1",
      topGeneScore: 0.83,
    });
    expect(sets.columns.negLog10PValue[0]).toBeCloseTo(612 - Math.log10(4.2), 10);
    expect(sets.provenance.release).toBe("26.09");
    const log = catalogues.requests();
    expect(log.row(log.rowCount - 1).body).toContain('"studyIds":["GCST90002412"]');
  });

  test("errors come with status 200 and are errors; an unknown study is told", async () => {
    answer({
      study: { data: { study: null } },
      search: { errors: [{ message: "Cannot query field 'total'" }] },
    });
    await expect(openTargets.study("GCST1")).rejects.toMatchObject({ tag: "not-in-catalogue" });
    await expect(openTargets.search("SORT1")).rejects.toMatchObject({
      tag: "unexpected-answer",
      why: "It says: Cannot query field 'total'",
    });
  });
});

import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import {
  fixture,
  type Hit,
  localService,
  type LocalService,
  sendFile,
  sendJson,
} from "../../analysis/conformance/catalogues/service.ts";

const SERVICES = [
  "gwas",
  "pgs",
  "ebiFiles",
  "openGwas",
  "ensembl",
  "ensembl37",
  "eqtl",
  "openTargets",
];

/** Where a polygenic score's file lies. */
export const SCORE_FILE =
  "/files/pub/databases/spot/pgs/scores/PGS000001/ScoringFiles/Harmonized/PGS000001_hmPOS_GRCh38.txt.gz";
const weights = Array.from(
  { length: 40_000 },
  (_, i) => `rs${i}\t1\t${1000 + i * 7919}\tA\tG\t0.0${i % 97}1`,
);
export const SCORE: Buffer = gzipSync(
  [
    "###PGS CATALOG SCORING FILE",
    "#pgs_id=PGS000001",
    "#genome_build=GRCh38",
    "#variants_number=40000",
    "rsID\tchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight",
    ...weights,
    "",
  ].join("\n"),
);

/** A study with full results, and one without. */
export const STUDY = "GCST90038646";
export const STUDY_WITHOUT_FILE = "GCST000002";
export const STUDY_FOLDER: string = `/files/pub/databases/gwas/summary_statistics/GCST90038001-GCST90039000/${STUDY}/harmonised/`;
export const STUDY_FILE: string = `33959723-${STUDY}-EFO_0003821.h.tsv.gz`;
const STUDY_META = "genome_assembly: GRCh38\nis_harmonised: true\n";
/** As often as a service is asked before it is given up. */
export const TRIES = 4;
export const STUDY_RESULTS: Buffer = gzipSync(
  [
    "chromosome\tbase_pair_location\teffect_allele\tother_allele\tbeta\tstandard_error\teffect_allele_frequency\tp_value\trsid",
    ...Array.from(
      { length: 3000 },
      (_, i) => `1\t${1000 + i}\tA\tG\t0.0${i % 9}1\t0.01\t0.2\t0.03\trs${i + 1}`,
    ),
    "",
  ].join("\n"),
);

/** Mirrors for `GENOBOOK_MIRRORS`: kernels find catalogues here and nowhere else. */
export function mirrorsOf({ base }: LocalService): string {
  return SERVICES.map((name) => `${name}=${base}/${name === "ebiFiles" ? "files" : name}`).join(
    " ",
  );
}

/**
 * A PGS Catalog and a GWAS Catalog on this machine. The first answer with the score's file stops in the middle; the
 * study's file is not there for as many tries as are made, and is then.
 */
export async function localCatalogues(): Promise<LocalService> {
  const service = await localService();
  const score = fixture("pgs-score") as Record<string, unknown>;
  service.route("/pgs/release/current", (_, response) =>
    sendJson(response, fixture("pgs-release")),
  );
  service.route("/pgs/trait/search", (_, response) =>
    sendJson(response, fixture("pgs-trait-search")),
  );
  service.route("/pgs/score/all", (_, response) =>
    sendJson(response, { count: 1, next: null, previous: null, size: 1, results: [score] }),
  );
  service.route("/pgs/score/PGS000001", (_, response) => sendJson(response, score));
  service.route(`${SCORE_FILE}.md5`, (_, response) => response.end(md5Line(SCORE, SCORE_FILE)));
  service.route(SCORE_FILE, (hit, response, count) => {
    if (count > 1) sendFile(hit, response, SCORE);
    else {
      response.writeHead(200, { etag: '"v1"', "content-length": `${SCORE.length}` });
      response.write(SCORE.subarray(0, 30_000));
    }
  });
  routeStudies(service);
  return service;
}

function routeStudies(service: LocalService): void {
  const study = fixture("gwas-study") as Record<string, unknown>;
  const without = {
    ...study,
    accession_id: STUDY_WITHOUT_FILE,
    full_summary_stats_available: false,
    full_summary_stats: "NA",
  };
  service.route("/gwas/metadata", (_, response) => sendJson(response, fixture("gwas-metadata")));
  service.route("/gwas/efo-traits", (_, response) => sendJson(response, fixture("gwas-traits")));
  service.route("/gwas/studies", (hit, response) => {
    const found = hit.query.get("efo_id") === "EFO_0003821" ? [study, without] : [];
    sendJson(response, pageOf(hit, found));
  });
  service.route(`/gwas/studies/${STUDY}`, (_, response) => sendJson(response, study));
  service.route(`/gwas/studies/${STUDY_WITHOUT_FILE}`, (_, response) =>
    sendJson(response, without),
  );
  service.route(STUDY_FOLDER, (_, response) =>
    response.end(
      `<a href="${STUDY_FILE}">x</a><a href="${STUDY_FILE}-meta.yaml">y</a><a href="md5sum.txt">z</a>`,
    ),
  );
  service.route(`${STUDY_FOLDER}md5sum.txt`, (_, response) =>
    response.end(md5Line(STUDY_RESULTS, STUDY_FILE)),
  );
  service.route(`${STUDY_FOLDER}${STUDY_FILE}`, (hit, response, count) => {
    if (count > TRIES) sendFile(hit, response, STUDY_RESULTS);
    else sendJson(response, { message: "Under maintenance" }, 503);
  });
  service.route(`${STUDY_FOLDER}${STUDY_FILE}-meta.yaml`, (hit, response) =>
    sendFile(hit, response, Buffer.from(STUDY_META)),
  );
}

function pageOf(hit: Hit, all: readonly unknown[]): unknown {
  const [size, number] = ["size", "page"].map((name) => Number(hit.query.get(name))) as [
    number,
    number,
  ];
  const studies = all.slice(number * size, (number + 1) * size);
  const totalPages = Math.ceil(all.length / size);
  const page = { size, number, totalElements: all.length, totalPages };
  return { ...(studies.length > 0 && { _embedded: { studies } }), page };
}

function md5Line(bytes: Buffer, path: string): string {
  const md5 = createHash("md5").update(bytes).digest("hex");
  return `${md5}  ${path.slice(path.lastIndexOf("/") + 1)}\n`;
}

import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as data from "../../src/data.ts";
import type { ComputeChoice } from "../../src/compute/device.ts";
import { linear } from "../../src/gwas/linear.ts";
import type { SampleTable } from "../../src/io/sample-table.ts";
import { formatPlinkNumber } from "../../src/sumstats/format-plink-number.ts";
import { compareText, type Bounds, type ColumnDifference } from "../peer/compare.ts";
import { COMPUTE } from "../peer/compute-choices.ts";
import { cohort as openCohort, hasData, people, ROOT } from "../peer/shared-data.ts";
import { readTable } from "../peer/text-table.ts";
import { LINEAR } from "./bounds.ts";
import { inputOf, LINEAR_COHORTS, writeSimulated, type LinearCohort } from "./linear-cohorts.ts";
import { PEERS, runPeer, type Plink2 } from "./peers.ts";

const COLUMNS = "cols=chrom,pos,ref,alt,a1freq,test,nobs,orbeta,se,tz,p,err";
/** CONFORMANCE.md lists the differences from these, row by row; another version may print other digits. */
const LISTED_VERSIONS = ["v2.00a3.5", "v2.0.0-a.7.4"];
const LISTED = readFileSync(
  fileURLToPath(new URL("../CONFORMANCE.md", import.meta.url)),
  "utf8",
).split("\n");
/** So that skipped tests are seen where there is no plink2. */
const ABSENT: Plink2 = { program: "plink2", version: "(none on the PATH)" };
const COMPARED = PEERS.length > 0 ? PEERS : [ABSENT];
/** A software GPU takes a minute for a cohort. */
const SLOW_MS = 300_000;
/** More than one block of a scan; there the rows of files are compared with those of tables, elsewhere all of them. */
const EMULATED_ROWS = 5_000;
const folder = mkdtempSync(join(tmpdir(), "genobook-parity-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(LINEAR_COHORTS)("$name, $traits", (study) => {
  describe.skipIf(!hasData(study.folder))(`of ${study.folder} (needs ../shared/data)`, () => {
    const prefix = join(folder, `${study.set}-${study.traits.length}`);
    let sheet: string;
    beforeAll(async () => {
      sheet = `${prefix}.tsv`;
      if (study.phenotypes) sheet = `${ROOT}${study.folder}/${study.phenotypes}`;
      else await writeSimulated(sheet, await openCohort(`${study.folder}/${study.set}.bed`));
    }, SLOW_MS);

    describe.each(COMPUTE)("on $compute", ({ compute, isPresent }) => {
      let ours: Scan;
      beforeAll(async () => {
        ours = await scan(study, sheet, compute, `${prefix}-${compute}`);
      }, SLOW_MS);

      test.skipIf(!isPresent)("rows written during the scan are those of the tables", () => {
        expect(ours.unlike).toEqual([]);
      });

      describe.each(COMPARED)("beside plink2 $version", (peer) => {
        beforeAll(() => {
          if (existsSync(`${out(prefix, peer)}.log`)) return;
          runPeer(peer, ...glm(study, sheet, prefix), "--out", out(prefix, peer));
        }, SLOW_MS);

        test.skipIf(!isPresent || peer === ABSENT).each(study.traits)(
          "%s: all columns, all rows",
          (trait) => {
            const report = readFileSync(`${out(prefix, peer)}.${trait}.glm.linear`, "utf8");
            const theirs = readTable(report);
            const differences = compareText(theirs, ours.reports[trait], bounds(compute));
            const row = `| ${study.name} | ${trait} | ${theirs.rowCount} | ${inWords(differences)} |`;
            console.log(`${peer.version}, ${compute}: ${row}`);
            for (const { column, rows, different, maxUnits } of differences) {
              const { share, units } = bounds(compute)[column] ?? { share: 0, units: 0 };
              expect(different / rows, `share of ${column}`).toBeLessThanOrEqual(share);
              expect(maxUnits, `units of ${column}`).toBeLessThanOrEqual(units * 1.001);
            }
            if (compute === "webgpu" || !LISTED_VERSIONS.includes(peer.version)) return;
            expect(LISTED).toContain(row);
          },
        );
      });
    });
  });
});

function out(prefix: string, { version }: Plink2): string {
  return `${prefix}-${version}`;
}

function glm(study: LinearCohort, sheet: string, prefix: string): readonly string[] {
  const { traits, covariates, covariateFile } = study;
  const covar = covariateFile ? `${ROOT}${study.folder}/${covariateFile}` : sheet;
  return [
    ...inputOf(study, `${prefix}.bim`),
    ...["--pheno", sheet, "--pheno-name", traits.join(",")],
    ...(covariates.length > 0 ? ["--covar", covar, "--covar-name", covariates.join(",")] : []),
    ...["--glm", "hide-covar", "allow-no-covars", COLUMNS],
  ];
}

interface Scan {
  /** The report of each trait, and the frequencies of its table, which the text has no column for. */
  readonly reports: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  /** Traits whose rows, as written during the scan, are not those of their table. */
  readonly unlike: readonly string[];
}

async function scan(
  study: LinearCohort,
  sheet: string,
  compute: ComputeChoice,
  path: string,
): Promise<Scan> {
  const genotypes = await openCohort(`${study.folder}/${study.set}.bed`);
  const { traits, covariates } = study;
  const options = { genotypes, phenotypes: await sheetOf(study, sheet), traits, covariates };
  const written = compute === "webgpu" ? EMULATED_ROWS : genotypes.variants.count;
  const variants = Uint32Array.from({ length: written }, (_, v) => v);
  await linear({
    ...options,
    genotypes: genotypes.select({ variants }),
    compute,
    out: { path: `${path}.{trait}` },
  });
  const results = await linear({ ...options, compute });
  const reports: Record<string, Record<string, readonly string[]>> = {};
  const unlike: string[] = [];
  for (const trait of traits) {
    const result = results.get(trait);
    await data.write(result, `${path}.table`, { format: "plink2", genotypes });
    const text = readFileSync(`${path}.table`, "utf8");
    const first = text.split("\n", 1 + written).join("\n");
    if (readFileSync(`${path}.${trait}`, "utf8") !== `${first}\n`) unlike.push(trait);
    const frequency = result.columns.effectAlleleFrequency;
    reports[trait] = {
      ...readTable(text).columns,
      A1_FREQ: Array.from(frequency, (value) => formatPlinkNumber(value)),
    };
  }
  return { reports, unlike };
}

function sheetOf(study: LinearCohort, sheet: string): Promise<SampleTable> {
  const { folder: at, phenotypes, covariateFile } = study;
  if (!phenotypes || !covariateFile) return data.phenotypes(sheet);
  return people(`${at}/${phenotypes}`, `${at}/${covariateFile}`);
}

/** The GPU's z is within 1e-6 of double precision, which changes a P of 1e-2000 by up to one part in two hundred. */
function bounds(compute: ComputeChoice): Bounds {
  if (compute !== "webgpu") return LINEAR;
  return {
    BETA: { share: 0.2, units: 5, ofAtLeast: "SE" },
    SE: { share: 0.01, units: 1 },
    T_STAT: { share: 0.2, units: 2, ofAtLeast: 1 },
    P: { share: 0.2, units: 500 },
  };
}

function inWords(differences: readonly ColumnDifference[]): string {
  const different = differences.filter((column) => column.different > 0);
  if (different.length === 0) return "–";
  const units = (most: number): string => `${Math.round(most)} unit${most > 1.5 ? "s" : ""}`;
  return different.map((d) => `${d.column} ${d.different} (${units(d.maxUnits)})`).join(", ");
}

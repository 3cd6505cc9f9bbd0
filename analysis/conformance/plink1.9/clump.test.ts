import { execFileSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Genotypes } from "../../src/genotypes/genotypes.ts";
import { clump, type Clumps } from "../../src/ld/clump.ts";
import { Table } from "../../src/table.ts";
import { randomNumbers } from "../peer/bed-writer.ts";
import { cohort, hasData, ROOT } from "../peer/shared-data.ts";
import type { TextTable } from "../peer/text-table.ts";
import { hasPlink19, plink19, PLINK19_VERSION } from "./run-plink1.9.ts";

const folder = mkdtempSync(join(tmpdir(), "genobook-plink1.9-clump-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** p1, p2, r², kilobases. */
const SETTINGS = [
  [5e-8, 5e-8, 0.001, 10_000],
  [1e-4, 1e-2, 0.5, 250],
  [1e-3, 0.05, 0.2, 250],
  [1e-2, 1e-2, 0.01, 1000],
] as const;

const VCF = "geno-1000g-eas-chr7/eas_chr7_126-128Mb.vcf.gz";

/** Common variants of the .vcf.gz as PLINK 1 files, and their path from the shared data. */
function common(): string {
  const prefix = join(folder, "eas");
  const names = ["--set-missing-var-ids", "@:#:$1:$2", "--biallelic-only", "strict"];
  const args = ["--vcf", VCF, ...names, "--maf", "0.01", "--make-bed", "--out", prefix];
  execFileSync("plink1.9", args, { cwd: ROOT, stdio: "pipe" });
  return relative(realpathSync(ROOT), prefix);
}

describe.each([
  ["geno-1000g-eur-bolt", "geno-1000g-eur-bolt/EUR_subset"],
  ["geno-1000g-eas-chr7", ""],
  ["geno-bigsnpr-example", "geno-bigsnpr-example/example"],
  ["geno-regenie-example", "geno-regenie-example/example"],
  ["geno-hapmap3", "geno-hapmap3/HM3"],
])(
  `%s --clump beside a running plink1.9 (needs ${PLINK19_VERSION} and ../shared/data)`,
  (name, stem) => {
    const skip = !hasPlink19 || !hasData(name);

    test.skipIf(skip).each(SETTINGS)(
      "p1 %s, p2 %s, r² %s, %s kb",
      async (p1, p2, r2, kilobases) => {
        const path = stem === "" ? common() : stem;
        const genotypes = await cohort(`${path}.bed`);
        const associations = manyAssociations(genotypes);
        const prefix = join(folder, "clump");
        writeFileSync(`${prefix}.assoc`, associationFile(associations));
        const args = Object.entries({ p1, p2, r2, kb: kilobases }).flatMap(([option, value]) => [
          `--clump-${option}`,
          String(value),
        ]);
        const peer = plink19(prefix, path, "clumped", "--clump", `${prefix}.assoc`, ...args);
        const theirs = clumpsOfPeer(peer);
        const options = { genotypes, p1, p2, r2, kilobases };
        const own = clumpsOf(await clump(associations, { ...options, measure: "haplotypes" }));
        const byGenotypes = clumpsOf(await clump(associations, options));
        const shared = [...theirs.keys()].filter((lead) => byGenotypes.has(lead)).length;
        console.log(
          `${path} ${args.join(" ")}: ${theirs.size} clumps as the peer; by genotypes ${byGenotypes.size}, ${shared} leads the same`,
        );
        expect(theirs.size).toBeGreaterThan(0);
        expect([...own].sort()).toEqual([...theirs].sort());
      },
    );
  },
);

/** Associations of every variant, strong ones in runs as linkage makes them. */
function manyAssociations({ variants }: Genotypes): Table {
  const random = randomNumbers(17);
  let run = 0;
  const negLog10PValue = Float64Array.from({ length: variants.count }, () => {
    if (random() < 0.02) run = 12 * random();
    else if (random() < 0.1) run = 0;
    const p = 10 ** -(run * random() - Math.log10(random()));
    return -Math.log10(Number(p.toPrecision(6)));
  });
  return new Table({ variantId: Array.from(variants.variantId), negLog10PValue });
}

function associationFile({ columns, rowCount }: Table): string {
  const lines = Array.from({ length: rowCount }, (_, i) => {
    const p = 10 ** -(columns["negLog10PValue"] as Float64Array)[i];
    return `${(columns["variantId"] as string[])[i]} ${p.toPrecision(6)}`;
  });
  return `SNP P\n${lines.join("\n")}\n`;
}

/** Members of each lead, sorted, as one text. */
function clumpsOfPeer({ columns }: TextTable): Map<string, string> {
  return new Map(
    columns.SNP.map((lead, i) => {
      const listed = columns.SP2[i] === "NONE" ? [] : columns.SP2[i].split(",");
      return [
        lead,
        listed
          .map((member) => member.replace(/\(\d+\)$/, ""))
          .sort()
          .join(" "),
      ];
    }),
  );
}

function clumpsOf({ columns, members }: Clumps): Map<string, string> {
  const listed = new Map(columns.variantId.map((lead) => [lead, [] as string[]]));
  members.columns.leadVariantId.forEach((lead, i) =>
    listed.get(lead)!.push(members.columns.variantId[i]),
  );
  return new Map([...listed].map(([lead, ids]) => [lead, ids.sort().join(" ")]));
}

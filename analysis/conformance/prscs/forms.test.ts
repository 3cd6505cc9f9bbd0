import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { summaryStatistics } from "../../src/open.ts";
import { prsCs } from "../../src/prs/methods/index.ts";
import type { Table } from "../../src/table.ts";
import { correlation } from "../peer/monte-carlo.ts";
import { hasData, reference, ROOT } from "../peer/shared-data.ts";
import { ownPanel } from "./own-panel.ts";

const FOLDER = "prs-prscs-test";
const folder = mkdtempSync(join(tmpdir(), "genobook-prscs-forms-"));
afterAll(() => rmSync(folder, { recursive: true }));

const numbers = (table: Table, name: string): Float64Array => table.columns[name] as Float64Array;

/** The file with BETA written as OR. */
function withRatios(name: string): string {
  const { columns } = reference(`${FOLDER}/${name}`);
  const last = "SE" in columns ? "SE" : "P";
  const rows = columns.SNP.map((id, i) =>
    [id, columns.A1[i], columns.A2[i], Math.exp(Number(columns.BETA[i])), columns[last][i]].join(
      "\t",
    ),
  );
  const path = join(folder, name);
  writeFileSync(path, `SNP\tA1\tA2\tOR\t${last}\n${rows.join("\n")}\n`);
  return path;
}

describe.skipIf(!hasData(FOLDER))(
  "the forms in which PRS-CS takes association results (needs ../shared/data)",
  () => {
    let read: Record<"se" | "beta" | "pValue" | "ratio" | "ratioSe", Table>;

    beforeAll(async () => {
      read = {
        se: await summaryStatistics(`${ROOT}${FOLDER}/sumstats_se.txt`),
        beta: await summaryStatistics(`${ROOT}${FOLDER}/sumstats.txt`),
        pValue: await summaryStatistics(`${ROOT}${FOLDER}/sumstats_pval.txt`),
        ratio: await summaryStatistics(withRatios("sumstats_pval.txt")),
        ratioSe: await summaryStatistics(withRatios("sumstats_se.txt")),
      };
    });

    test("BETA with SE is read as it is printed", () => {
      const { SNP, A1, A2, BETA, SE } = reference(`${FOLDER}/sumstats_se.txt`).columns;
      expect(read.se.columns["variantId"]).toEqual(SNP);
      expect(read.se.columns["effectAllele"]).toEqual(A1);
      expect(read.se.columns["otherAllele"]).toEqual(A2);
      expect(Array.from(numbers(read.se, "beta"))).toEqual(BETA.map(Number));
      expect(Array.from(numbers(read.se, "standardError"))).toEqual(SE.map(Number));
    });

    test.each([
      ["beta", "sumstats.txt"],
      ["pValue", "sumstats_pval.txt"],
      ["ratio", "sumstats_pval.txt"],
      ["ratioSe", "sumstats_se.txt"],
    ] as const)("the same variants, alleles and z from the form %s", (form, file) => {
      const [own, se] = [read[form], read.se];
      for (const name of ["variantId", "effectAllele", "otherAllele"])
        expect(own.columns[name]).toEqual(se.columns[name]);
      const [beta, error] = [numbers(own, "beta"), numbers(own, "standardError")];
      const [theirs, theirError] = [numbers(se, "beta"), numbers(se, "standardError")];
      reference(`${FOLDER}/${file}`).columns.BETA.forEach((printed, i) => {
        expect(Math.abs(beta[i] - Number(printed))).toBeLessThan(1e-15);
        // An effect printed as 0 has no standard error that P tells; the form with SE has 1e-6 there.
        if (Number(printed) === 0) {
          expect(error[i]).toBeNaN();
          return;
        }
        const [z, expected] = [beta[i] / error[i], theirs[i] / theirError[i]];
        expect(Math.abs(z / expected - 1)).toBeLessThan(5e-7);
      });
    });

    test("weights of a short run from each form, with the same seed", async () => {
      const panel = ownPanel();
      const settings = { panel, n: 200_000, phi: 0.01, iterations: 60, burnIn: 20, seed: 1 };
      const weightsOf = async (summary: Table): Promise<readonly number[]> => {
        const made = await prsCs({ summary, ...settings, palindromic: "assumeForward" });
        return [...made.weights[0]];
      };
      const bySe = await weightsOf(read.se);
      expect(bySe).toHaveLength(1000);
      const ratioSe = await weightsOf(read.ratioSe);
      expect(correlation(ratioSe, bySe)).toBeGreaterThan(1 - 1e-12);
      // Rows whose P tells no standard error are left out: another number of variants draws other numbers.
      const isTold = (row: { readonly beta: number }): boolean => Math.abs(row.beta) > 1.5e-6;
      const without = await weightsOf(read.se.filter((row) => isTold(row as { beta: number })));
      for (const form of ["beta", "pValue", "ratio"] as const) {
        const own = await weightsOf(read[form]);
        expect(own).toHaveLength(998);
        const found = correlation(own, without);
        expect(found, form).toBeGreaterThan(1 - 1e-12);
      }
    });
  },
);

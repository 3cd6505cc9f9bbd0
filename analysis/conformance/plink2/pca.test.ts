import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Genotypes } from "../../src/genotypes/genotypes.ts";
import { principalComponents } from "../../src/genotypes/pca.ts";
import { projectSamples } from "../../src/genotypes/pca-projection.ts";
import { frequency } from "../../src/genotypes/qc-frequency.ts";
import { cohort, hasData, reference, ROOT } from "../peer/shared-data.ts";
import { readTable, type TextTable } from "../peer/text-table.ts";
import { hasPlink2, PLINK2_VERSION } from "./run-plink2.ts";

const folder = mkdtempSync(join(tmpdir(), "genobook-plink2-pca-"));
afterAll(() => rmSync(folder, { recursive: true }));

const EXAMPLE = "geno-bigsnpr-example";

/** As --maf 0.05 leaves them. */
async function common(genotypes: Genotypes): Promise<Genotypes> {
  const { minorAlleleFrequency } = (await frequency(genotypes)).columns;
  const variants = Uint32Array.from(minorAlleleFrequency.keys()).filter(
    (v) => minorAlleleFrequency[v] >= 0.05,
  );
  return genotypes.select({ variants });
}

/** Absolute cosines between our columns and the peer's. */
function cosines(
  columns: Readonly<Record<string, Float64Array>>,
  peer: TextTable,
  names: readonly string[],
): number[] {
  return names.map((name) => {
    const theirs = Float64Array.from(peer.columns[name], Number);
    const length = Math.sqrt(theirs.reduce((sum, value) => sum + value * value, 0));
    return Math.abs(columns[name].reduce((sum, value, i) => sum + (value * theirs[i]) / length, 0));
  });
}

const namesTo = (k: number): string[] => Array.from({ length: k }, (_, j) => `PC${j + 1}`);

describe(`--pca (needs ../shared/data/${EXAMPLE})`, () => {
  test.skipIf(!hasData(EXAMPLE))("eigenvalues to the last digit, vectors to 1e-6", async () => {
    const genotypes = await common(await cohort(`${EXAMPLE}/example.bed`));
    const { columns, eigenvalues } = await principalComponents(genotypes);
    const printed = readFileSync(`${ROOT}${EXAMPLE}/ref/pca.eigenval`, "utf8").trim().split("\n");
    expect(
      Array.from(eigenvalues.columns.eigenvalue, (value) => String(Number(value.toPrecision(6)))),
    ).toEqual(printed);
    const peer = reference(`${EXAMPLE}/ref/pca.eigenvec`);
    expect(Math.min(...cosines(columns, peer, namesTo(10)))).toBeGreaterThan(1 - 1e-6);
  });
});

describe.each([
  [EXAMPLE, "geno-bigsnpr-example/example", 6],
  ["geno-hapmap3", "geno-hapmap3/HM3", 4],
] as const)(
  `--pca meanimpute allele-wts of half of %s and --score of the others (needs ${PLINK2_VERSION} and ../shared/data)`,
  (name, stem, k) => {
    test.skipIf(!hasPlink2 || !hasData(name))("components and plain projections", async () => {
      const all = await cohort(`${stem}.bed`);
      const half = (part: number): Uint32Array =>
        Uint32Array.from({ length: all.samples.count }, (_, i) => i).filter(
          (i) => i % 2 === part && all.samples.isFounder[i] === 1,
        );
      const [inside, outside] = [half(0), half(1)];
      const prefix = join(folder, name);
      const keep = (group: string, samples: Uint32Array): string => {
        const ids = Array.from(
          samples,
          (i) => `${all.samples.familyId[i]} ${all.samples.individualId[i]}`,
        );
        writeFileSync(`${prefix}.${group}`, ids.join("\n") + "\n");
        return `${prefix}.${group}`;
      };
      const run = (...args: readonly string[]): void => {
        execFileSync("plink2", ["--bfile", stem, "--autosome", ...args, "--threads", "1"], {
          cwd: ROOT,
          stdio: "pipe",
        });
      };
      run(
        ...["--keep", keep("inside", inside), "--maf", "0.05", "--freq"],
        ...["--pca", "meanimpute", "allele-wts", String(k), "--out", `${prefix}-in`],
      );
      run(
        ...["--keep", keep("outside", outside), "--read-freq", `${prefix}-in.afreq`],
        ...["--score", `${prefix}-in.eigenvec.allele`, "2", "5", "header-read"],
        ...[
          "no-mean-imputation",
          "variance-standardize",
          "cols=+scoresums",
          "--score-col-nums",
          `6-${5 + k}`,
        ],
        ...["--out", `${prefix}-out`],
      );
      const table = (file: string): TextTable =>
        readTable(readFileSync(`${prefix}-${file}`, "utf8"));
      const kept = new Set(table("in.eigenvec.allele").columns["ID"]);
      const variants = Uint32Array.from(all.variants.variantId.keys()).filter((v) =>
        kept.has(all.variants.variantId[v]),
      );
      const chosen = all.select({ variants });
      const own = await principalComponents(chosen.select({ samples: inside }), { components: k });
      const names = namesTo(k);
      expect(Math.min(...cosines(own.columns, table("in.eigenvec"), names))).toBeGreaterThan(
        1 - 1e-6,
      );
      const placed = await projectSamples(chosen.select({ samples: outside }), {
        reference: own,
        method: "plain",
      });
      const theirs = table("out.sscore");
      for (const component of names) {
        // The peer's scale is another one: the slope through 0 takes it off.
        const x = Float64Array.from(theirs.columns[`${component}_SUM`], Number);
        const y = placed.columns[component];
        const slope =
          y.reduce((sum, value, i) => sum + value * x[i], 0) /
          x.reduce((sum, value) => sum + value * value, 0);
        const size = Math.max(...y.map(Math.abs));
        const away = Math.max(...y.map((value, i) => Math.abs(value - slope * x[i])));
        expect(away / size, `${component} of ${name}`).toBeLessThan(1e-4);
      }
    });
  },
);

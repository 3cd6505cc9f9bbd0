import { readFileSync, writeFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { Genotypes } from "../../src/genotypes/genotypes.ts";
import { unpackVariant } from "../../src/genotypes/unpack.ts";
import { randomNormal, randomNumbers } from "../peer/bed-writer.ts";
import { ROOT } from "../peer/shared-data.ts";

/** One set of traits of one cohort that share a phenotype file, covariates and a run of plink2. */
export interface LinearCohort {
  readonly name: string;
  readonly folder: string;
  /** Files of the set without their endings; .bim may be gzip, which plink2 does not read. */
  readonly set: string;
  /** In the folder, or undefined for simulated traits and covariates. */
  readonly phenotypes?: string;
  readonly covariateFile?: string;
  readonly traits: readonly string[];
  readonly covariates: readonly string[];
}

/**
 * `gaps` and `half` miss different people; `few` leaves 40, so that many variants are rare or constant; `strong` is one
 * variant's dosage and a little noise, whose P is far below the smallest double.
 */
const SIMULATED = {
  traits: ["complete", "gaps", "half", "few", "strong"],
  covariates: ["c1", "c2"],
} as const;

export const LINEAR_COHORTS: readonly LinearCohort[] = [
  {
    ...{ name: "1000 Genomes", folder: "geno-1000g-eur-bolt", set: "EUR_subset" },
    ...{ phenotypes: "pheno_plink.tsv", covariateFile: "covars_plink.tsv", traits: ["PHENO"] },
    covariates: ["QCOV1", "QCOV2", "CAT_COV"],
  },
  {
    ...{ name: "1000 Genomes", folder: "geno-1000g-eur-bolt", set: "EUR_subset" },
    ...SIMULATED,
  },
  { name: "HapMap 3", folder: "geno-hapmap3", set: "HM3", ...SIMULATED },
  {
    ...{ name: "mice", folder: "geno-mouse-hs1940", set: "mouse_hs1940" },
    ...{ phenotypes: "pheno_plink.tsv", traits: ["CD8", "CD8b", "P3", "MCH"], covariates: [] },
  },
  { name: "mice", folder: "geno-mouse-hs1940", set: "mouse_hs1940", ...SIMULATED },
];

/** What plink2 needs to read the set, its .bim unpacked to `bim`. */
export function inputOf({ folder, set }: LinearCohort, bim: string): readonly string[] {
  const prefix = `${ROOT}${folder}/${set}`;
  let text: Uint8Array;
  try {
    text = readFileSync(`${prefix}.bim`);
  } catch {
    text = gunzipSync(readFileSync(`${prefix}.bim.gz`));
  }
  writeFileSync(bim, text);
  return ["--bed", `${prefix}.bed`, "--bim", bim, "--fam", `${prefix}.fam`];
}

/** Writes the simulated traits and covariates of a cohort. */
export async function writeSimulated(path: string, cohort: Genotypes): Promise<void> {
  const random = randomNumbers(31);
  const { count, familyId, individualId } = cohort.samples;
  const dosages = await commonVariant(cohort);
  const line = (_: unknown, i: number): string => {
    const [c1, c2] = [randomNormal(random), 40 + 12 * randomNormal(random)];
    const complete = 1.5 + c1 + 0.02 * c2 + randomNormal(random);
    const missing = (rate: number, value: number): string =>
      random() < rate ? "NA" : String(value);
    const values = [
      String(complete),
      missing(0.1, complete + 2 * randomNormal(random)),
      missing(0.5, 500 + 100 * randomNormal(random)),
      i % Math.floor(count / 40) === 0 ? String(randomNormal(random)) : "NA",
      String(dosages[i] + 0.05 * randomNormal(random)),
    ];
    const covariates = [String(c1), missing(0.03, c2)];
    return [familyId[i], individualId[i], ...values, ...covariates].join("\t");
  };
  const header = `#FID\tIID\t${[...SIMULATED.traits, ...SIMULATED.covariates].join("\t")}`;
  writeFileSync(path, `${[header, ...Array.from({ length: count }, line)].join("\n")}\n`);
}

/** Dosages of the first variant whose allele frequency is between 0.3 and 0.7, 1 where missing. */
async function commonVariant(cohort: Genotypes): Promise<Float64Array> {
  for await (const block of cohort.blocks()) {
    for (let v = 0; v < block.count; v++) {
      const copies = Float64Array.from(unpackVariant(block, v), (c) => (c > 2 ? 1 : c));
      const frequency = copies.reduce((sum, c) => sum + c, 0) / (2 * copies.length);
      if (frequency > 0.3 && frequency < 0.7) return copies;
    }
  }
  throw new Error("No variant is common.");
}

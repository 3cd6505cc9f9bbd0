import type { Genotypes } from "../../src/genotypes/genotypes.ts";
import * as qc from "../../src/genotypes/qc.ts";
import type { AssociationColumns } from "../../src/gwas/gwas-result.ts";
import { formatPlinkNumber, formatPlinkPValue } from "../../src/sumstats/format-plink-number.ts";

export type Report = Record<string, readonly string[]>;

export const DIGITS = 4;
const NORMAL_975 = 1.959963984540054;

const strings = (values: ArrayLike<number>): string[] => Array.from(values, String);
const numbers = (values: ArrayLike<number>): string[] =>
  Array.from(values, (value) => formatPlinkNumber(value, DIGITS));
const pValues = (values: ArrayLike<number>): string[] =>
  Array.from(values, (value) => formatPlinkPValue(value, DIGITS));
/** PLINK 1.9 prints 0/0 as nan in its reports on variants and samples. */
const orNan = (values: readonly string[]): string[] =>
  values.map((value) => (value === "NA" ? "nan" : value));

export async function frequencyReport(cohort: Genotypes): Promise<Report> {
  const { columns } = await qc.frequency(cohort);
  return {
    SNP: columns.variantId,
    A1: columns.effectAllele,
    A2: columns.otherAllele,
    MAF: numbers(columns.effectAlleleFrequency),
    NCHROBS: strings(columns.alleleNumber),
  };
}

export async function variantMissingReport(cohort: Genotypes): Promise<Report> {
  const { columns } = await qc.variantMissingness(cohort);
  return {
    SNP: columns.variantId,
    N_MISS: strings(columns.missingCount),
    N_GENO: strings(columns.n),
    F_MISS: numbers(columns.missingRate),
  };
}

export async function sampleMissingReport(cohort: Genotypes): Promise<Report> {
  const { columns } = await qc.sampleMissingness(cohort);
  return {
    IID: columns.individualId,
    N_MISS: strings(columns.missingCount),
    N_GENO: strings(columns.variantCount),
    F_MISS: numbers(columns.missingRate),
  };
}

export async function hardyReport(cohort: Genotypes, midP: boolean): Promise<Report> {
  const { columns } = await qc.hardyWeinberg(cohort, { midP });
  const { effectHomozygotes, heterozygotes, otherHomozygotes } = columns;
  return {
    SNP: columns.variantId,
    A1: columns.effectAllele,
    A2: columns.otherAllele,
    GENO: columns.variantId.map(
      (_, v) => `${effectHomozygotes[v]}/${heterozygotes[v]}/${otherHomozygotes[v]}`,
    ),
    "O(HET)": orNan(numbers(columns.observedHeterozygosity)),
    "E(HET)": orNan(numbers(columns.expectedHeterozygosity)),
    P: pValues(columns.negLog10PValue),
  };
}

export async function heterozygosityReport(cohort: Genotypes): Promise<Report> {
  const { columns } = await qc.heterozygosity(cohort, { smallSample: false });
  return {
    IID: columns.individualId,
    "O(HOM)": strings(columns.observedHomozygotes),
    "E(HOM)": numbers(columns.expectedHomozygotes),
    "N(NM)": strings(columns.n),
    F: orNan(numbers(columns.inbreeding)),
  };
}

/** Rows of `--linear` and `--logistic` with `--ci 0.95`; both have intervals from the normal distribution. */
export function associationReport({ columns }: { readonly columns: AssociationColumns }): Report {
  const isOdds = columns.oddsRatio !== undefined;
  const effect = (columns.oddsRatio ?? columns.beta) as Float64Array;
  const bound = (sign: number): Float64Array =>
    effect.map((value, v) => {
      const half = sign * NORMAL_975 * columns.standardError[v];
      return isOdds ? value * Math.exp(half) : value + half;
    });
  return {
    SNP: columns.variantId,
    A1: columns.effectAllele,
    NMISS: strings(columns.n),
    [isOdds ? "OR" : "BETA"]: numbers(effect),
    SE: numbers(columns.standardError),
    L95: numbers(bound(-1)),
    U95: numbers(bound(1)),
    STAT: numbers(columns.statistic),
    P: pValues(columns.negLog10PValue),
  };
}

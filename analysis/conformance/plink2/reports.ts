import type { Genotypes } from "../../src/genotypes/genotypes.ts";
import * as qc from "../../src/genotypes/qc.ts";
import type { AssociationColumns } from "../../src/gwas/gwas-result.ts";
import { formatPlinkNumber, formatPlinkPValue } from "../../src/sumstats/format-plink-number.ts";

type Report = Record<string, readonly string[]>;

const strings = (values: ArrayLike<number>): string[] => Array.from(values, String);
const numbers = (values: ArrayLike<number>): string[] =>
  Array.from(values, (value) => formatPlinkNumber(value));
/** PLINK 2 prints 0/0 as nan in its reports on variants and samples. */
const orNan = (values: readonly string[]): string[] =>
  values.map((value) => (value === "NA" ? "nan" : value));

export async function frequencyReport(cohort: Genotypes): Promise<Report> {
  const { columns } = await qc.frequency(cohort);
  return {
    ID: columns.variantId,
    ALT: columns.effectAllele,
    REF: columns.otherAllele,
    ALT_FREQS: orNan(numbers(columns.effectAlleleFrequency)),
    OBS_CT: strings(columns.alleleNumber),
  };
}

export async function variantMissingReport(cohort: Genotypes): Promise<Report> {
  const { columns } = await qc.variantMissingness(cohort);
  return {
    ID: columns.variantId,
    MISSING_CT: strings(columns.missingCount),
    OBS_CT: strings(columns.n),
    F_MISS: numbers(columns.missingRate),
  };
}

export async function sampleMissingReport(cohort: Genotypes): Promise<Report> {
  const { columns } = await qc.sampleMissingness(cohort);
  return {
    IID: columns.individualId,
    MISSING_CT: strings(columns.missingCount),
    OBS_CT: strings(columns.variantCount),
    F_MISS: numbers(columns.missingRate),
  };
}

export async function hardyReport(cohort: Genotypes, midP: boolean): Promise<Report> {
  const { columns } = await qc.hardyWeinberg(cohort, { midP });
  return {
    ID: columns.variantId,
    A1: columns.otherAllele,
    AX: columns.effectAllele,
    HOM_A1_CT: strings(columns.otherHomozygotes),
    HET_A1_CT: strings(columns.heterozygotes),
    TWO_AX_CT: strings(columns.effectHomozygotes),
    "O(HET_A1)": orNan(numbers(columns.observedHeterozygosity)),
    "E(HET_A1)": numbers(
      columns.expectedHeterozygosity.map((value) => (Number.isNaN(value) ? 0 : value)),
    ),
    [midP ? "MIDP" : "P"]: Array.from(columns.negLog10PValue, (value) => formatPlinkPValue(value)),
  };
}

export async function heterozygosityReport(
  cohort: Genotypes,
  smallSample = false,
): Promise<Report> {
  const { columns } = await qc.heterozygosity(cohort, { smallSample });
  return {
    IID: columns.individualId,
    "O(HOM)": strings(columns.observedHomozygotes),
    "E(HOM)": numbers(columns.expectedHomozygotes),
    OBS_CT: strings(columns.n),
    F: orNan(numbers(columns.inbreeding)),
  };
}

/** Rows of `--glm`; ALT is the allele the file counts, whichever of the two A1 is. */
export function associationReport(
  cohort: Genotypes,
  { columns }: { readonly columns: AssociationColumns },
): Report {
  const effect = "oddsRatio" in columns ? "OR" : "BETA";
  const effects = (columns.oddsRatio ?? columns.beta) as Float64Array;
  return {
    ID: columns.variantId,
    REF: cohort.variants.otherAllele,
    ALT: cohort.variants.effectAllele,
    A1: columns.effectAllele,
    OBS_CT: strings(columns.n),
    [effect]: numbers(effects),
    [effect === "OR" ? "LOG(OR)_SE" : "SE"]: numbers(columns.standardError),
    [effect === "OR" ? "Z_STAT" : "T_STAT"]: numbers(columns.statistic),
    P: Array.from(columns.negLog10PValue, (value) => formatPlinkPValue(value)),
    ERRCODE: columns.errorCode,
  };
}

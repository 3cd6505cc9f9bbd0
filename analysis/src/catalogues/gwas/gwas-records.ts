import { summaryChromosomeCode } from "../../io/chromosome.ts";
import type { Entry } from "../entries.ts";
import {
  checkRecord,
  fieldOfEach,
  isRecord,
  numberOf,
  textOf,
  textsOf,
  type Drift,
  type Place,
  type Shape,
} from "../network/shape.ts";

const STUDY_SHAPE: Shape = {
  name: "study",
  required: { accession_id: "text" },
  optional: {
    initial_sample_size: "text",
    replication_sample_size: "text",
    study_id: "number",
    gxe: "boolean",
    gxg: "boolean",
    snp_count: "number",
    qualifier: "text",
    imputed: "boolean",
    pooled: "boolean",
    study_design_comment: "text",
    full_summary_stats_available: "boolean",
    user_requested: "boolean",
    pubmed_id: "text",
    platforms: "text",
    disease_trait: "text",
    genotyping_technologies: "list",
    efo_traits: "list",
    discovery_ancestry: "list",
    replication_ancestry: "list",
    full_summary_stats: "text",
    terms_of_license: "text",
    bg_efo_traits: "list",
    cohort: "list",
    array_manufacturer: "list",
    _links: "any",
  },
};

const ASSOCIATION_SHAPE: Shape = {
  name: "association",
  required: { association_id: "text" },
  optional: {
    risk_frequency: "text",
    pvalue_description: "text",
    pvalue_mantissa: "number",
    pvalue_exponent: "number",
    multi_snp_haplotype: "boolean",
    snp_interaction: "boolean",
    snp_type: "text",
    standard_error: "number",
    range: "text",
    description: "text",
    or_per_copy_num: "number",
    or_value: "text",
    beta_num: "number",
    beta_unit: "text",
    beta_direction: "text",
    beta: "text",
    last_mapping_date: "any",
    last_update_date: "any",
    p_value: "number",
    efo_traits: "list",
    bg_efo_traits: "list",
    reported_trait: "any",
    accession_id: "text",
    locations: "list",
    mapped_genes: "list",
    snp_risk_allele: "list",
    snp_effect_allele: "list",
    snp_allele: "list",
    effect_allele: "any",
    pubmed_id: "text",
    first_author: "text",
    ci_lower: "number",
    ci_upper: "number",
    _links: "any",
  },
};

/** A study of the GWAS Catalog, in our words. */
export interface StudyRecord {
  readonly id: string;
  readonly trait: string;
  readonly ontologyTerms: readonly string[];
  readonly ancestry: string;
  /** People of the discovery stage, as far as the catalogue gives numbers. */
  readonly n: number;
  readonly sample: string;
  readonly replication: string;
  readonly variants: number;
  readonly cohorts: readonly string[];
  readonly pubmedId: string;
  readonly licence: string;
  readonly hasFile: boolean;
  /** Path of its folder on the file server; "" without full results. */
  readonly folder: string;
}

export function studyRecord(value: unknown, place: Place, drift: Drift): StudyRecord {
  const study = checkRecord(value, STUDY_SHAPE, place, drift);
  const stages = textsOf(study.discovery_ancestry).map(
    (text) => /^([\d,]+)\s+(.*)$/.exec(text) ?? ["", "", text],
  );
  const sizes = stages
    .map(([, size]) => Number(size.replaceAll(",", "")))
    .filter((size) => size > 0);
  const folder = textOf(study.full_summary_stats);
  return {
    id: textOf(study.accession_id),
    trait: textOf(study.disease_trait),
    ontologyTerms: fieldOfEach(study.efo_traits, "efo_id"),
    ancestry: [...new Set(stages.map(([, , name]) => name))].join(", "),
    n: sizes.length === 0 ? NaN : sizes.reduce((sum, size) => sum + size, 0),
    sample: textOf(study.initial_sample_size),
    replication: textOf(study.replication_sample_size),
    variants: numberOf(study.snp_count),
    cohorts: textsOf(study.cohort),
    pubmedId: textOf(study.pubmed_id),
    licence: textOf(study.terms_of_license),
    hasFile: study.full_summary_stats_available === true,
    // Given as http:// or ftp:// of the one file server.
    folder:
      /^(?:https?|ftp):\/\/ftp\.ebi\.ac\.uk(\/[\w./-]+)$/.exec(folder)?.[1].replace(/\/$/, "") ??
      "",
  };
}

export function studyEntry(study: StudyRecord): Entry {
  return {
    id: study.id,
    name: study.trait,
    trait: study.trait,
    kind: "GWAS",
    ancestry: study.ancestry,
    build: study.hasFile ? "GRCh38" : "",
    n: study.n,
    variants: study.variants,
    hasFile: Number(study.hasFile),
    publication: study.pubmedId === "" ? "" : `PMID ${study.pubmedId}`,
  };
}

/** A published association, in our words. */
export interface AssociationRecord {
  readonly id: string;
  readonly study: string;
  readonly rsid: string;
  readonly chromosome: number;
  readonly basePairLocation: number;
  readonly effectAllele: string;
  readonly effectAlleleFrequency: number;
  readonly beta: number;
  readonly unit: string;
  readonly oddsRatio: number;
  readonly ciLower: number;
  readonly ciUpper: number;
  readonly negLog10PValue: number;
  readonly genes: string;
  readonly trait: string;
  readonly publication: string;
  /** Variants of a haplotype or an interaction; 1 for a single variant. */
  readonly variants: number;
}

export function associationRecord(value: unknown, place: Place, drift: Drift): AssociationRecord {
  const record = checkRecord(value, ASSOCIATION_SHAPE, place, drift);
  const alleles = allelesOf(record);
  const [contig = "", position = ""] = (textsOf(record.locations)[0] ?? "").split(":");
  const betaText = textOf(record.beta);
  const size = [record.beta_num, betaText === "-" ? "" : parseFloat(betaText)]
    .map(numberOf)
    .find((b) => !Number.isNaN(b));
  const isDecrease = /decrease/.test(`${betaText} ${textOf(record.beta_direction)}`);
  return {
    id: textOf(record.association_id),
    study: textOf(record.accession_id),
    rsid: alleles.map(({ rsid }) => rsid).join("; "),
    chromosome: summaryChromosomeCode(contig),
    basePairLocation: Number(position.split("-")[0]) || 0,
    effectAllele: alleles.map(({ allele }) => allele).join("; "),
    effectAlleleFrequency: numberOf(record.risk_frequency),
    beta: size === undefined ? NaN : isDecrease ? -Math.abs(size) : size,
    unit:
      textOf(record.beta_unit) ||
      (/^[\d.eE+-]+ (.+?)(?: (?:in|de)crease)?$/.exec(betaText)?.[1] ?? ""),
    oddsRatio: numberOf(record.or_per_copy_num),
    ciLower: numberOf(record.ci_lower),
    ciUpper: numberOf(record.ci_upper),
    negLog10PValue: negLog10Of(record),
    genes: textsOf(record.mapped_genes).join(", "),
    trait:
      fieldOfEach(record.efo_traits, "efo_trait").join(", ") ||
      textsOf(record.reported_trait).join(", "),
    publication: [
      textOf(record.first_author),
      textOf(record.pubmed_id) && `PMID ${textOf(record.pubmed_id)}`,
    ]
      .filter((part) => part !== "")
      .join(", "),
    variants: alleles.length,
  };
}

/** From mantissa and exponent, as `p_value` is 0 where a double cannot hold it. */
function negLog10Of(record: Readonly<Record<string, unknown>>): number {
  const [mantissa, exponent] = [numberOf(record.pvalue_mantissa), numberOf(record.pvalue_exponent)];
  if (mantissa > 0 && !Number.isNaN(exponent)) return -Math.log10(mantissa) - exponent;
  const p = numberOf(record.p_value);
  return p > 0 ? -Math.log10(p) : NaN;
}

function allelesOf(
  record: Readonly<Record<string, unknown>>,
): readonly { readonly rsid: string; readonly allele: string }[] {
  const known = (allele: string): string => (allele === "?" ? "" : allele);
  if (Array.isArray(record.snp_allele) && record.snp_allele.length > 0) {
    return record.snp_allele.filter(isRecord).map((item) => ({
      rsid: textOf(item.rs_id),
      allele: known(textOf(item.effect_allele)),
    }));
  }
  return [...textsOf(record.snp_effect_allele), ...textsOf(record.snp_risk_allele)].map((text) => {
    const cut = text.lastIndexOf("-");
    return cut < 0
      ? { rsid: text, allele: "" }
      : { rsid: text.slice(0, cut), allele: known(text.slice(cut + 1)) };
  });
}

import { MATCH_WORDS } from "./match-alleles.ts";

/** What became of a row of a scoring file, the finest way to say it: a type of match, or why there is none. */
export const MATCH_VERDICTS = [
  "refalt",
  "altref",
  "refalt_flip",
  "altref_flip",
  "no_oa_ref",
  "no_oa_alt",
  "no_oa_ref_flip",
  "no_oa_alt_flip",
  "homozygous reference",
  "ambiguous",
  "multiallelic",
  "duplicate",
  "alleles differ",
  "not in target",
  "no place",
] as const;
export type MatchVerdict = (typeof MATCH_VERDICTS)[number];

export const MATCH_STATUSES = ["matched", "homozygous reference", "excluded", "unmatched"] as const;
/** What a row's verdict is part of; the first two are scored. */
export type MatchStatus = (typeof MATCH_STATUSES)[number];

/** What each means, in words. */
export const VERDICT_WORDS: Readonly<Record<MatchVerdict, string>> = {
  ...MATCH_WORDS,
  "homozygous reference":
    "the genotypes lack it: everyone is taken to have two copies of the reference allele",
  ambiguous: "the alleles read the same on both strands",
  multiallelic: "the effect allele is what is left at a site of more than two alleles",
  duplicate: "several rows of the score are one variant of the genotypes",
  "alleles differ": "the genotypes have other alleles there",
  "not in target": "the genotypes have no such variant",
  "no place": "the score does not say where it is",
};

const OTHERS: Readonly<Partial<Record<MatchVerdict, MatchStatus>>> = {
  "homozygous reference": "homozygous reference",
  ambiguous: "excluded",
  multiallelic: "excluded",
  duplicate: "excluded",
  "alleles differ": "unmatched",
  "not in target": "unmatched",
  "no place": "unmatched",
};

export function statusOf(verdict: MatchVerdict): MatchStatus {
  return OTHERS[verdict] ?? "matched";
}

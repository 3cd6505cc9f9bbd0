import type { TranslationBundle } from "@jupyterlab/translation";

/** A key of a file's header in words; one that is not known stays as it is. */
export function headerName(name: string, trans: TranslationBundle): string {
  const words: Readonly<Record<string, string>> = {
    formatVersion: trans.__("Format version"),
    pgsId: trans.__("PGS Catalog ID"),
    pgsName: trans.__("Name of the score"),
    traitReported: trans.__("Reported trait"),
    traitMapped: trans.__("Mapped trait"),
    traitEfo: trans.__("Trait in the EFO"),
    genomeBuild: trans.__("Genome build"),
    harmonisedBuild: trans.__("Harmonised build"),
    weightType: trans.__("Weights are"),
    variantsNumber: trans.__("Variants announced"),
    publicationId: trans.__("Publication ID"),
    citation: trans.__("Citation"),
    license: trans.__("Licence"),
    source: trans.__("Source"),
    people: trans.__("People"),
    blocks: trans.__("Blocks"),
    precision: trans.__("Precision"),
    shrink: trans.__("Shrinkage"),
  };
  return words[name] ?? name;
}

/** What is wrong with a row that is left out. */
export function problemText(problem: string, trans: TranslationBundle): string {
  const words: Readonly<Record<string, string>> = {
    interaction: trans.__("an interaction of variants"),
    haplotype: trans.__("a haplotype"),
    diplotype: trans.__("a diplotype"),
    "unclear coding": trans.__("how its copies count is unclear"),
    "missing weight": trans.__("its weight is no number"),
    "missing effect allele": trans.__("no effect allele"),
  };
  return words[problem] ?? problem;
}

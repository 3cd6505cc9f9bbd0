import type { CatalogueId, DatasetSensitivity } from "@genobook/kernel/messages";
import type { LabIcon } from "@jupyterlab/ui-components";
import { lockIcon, tableRowsIcon, userIcon } from "@jupyterlab/ui-components";
import type { TranslationBundle } from "@jupyterlab/translation";
import {
  associationsIcon,
  genotypesIcon,
  helixIcon,
  openAccessIcon,
  phenotypesIcon,
} from "../icons.ts";
import { PLAIN_FORMATS } from "./dataset-kind.ts";
import type { DatasetItem, Facet, Section } from "./dataset-item.ts";

export function kindIcon(kind: string): LabIcon {
  switch (kind) {
    case "genotypes":
      return genotypesIcon;
    case "phenotypes":
    case "people":
    case "scores":
    case "principal-components":
    case "relationship-matrix":
      return phenotypesIcon;
    case "summary-statistics":
    case "associations":
    case "GWAS":
    case "eQTL":
      return associationsIcon;
    case "table":
      return tableRowsIcon;
    default:
      return helixIcon;
  }
}

export function kindText(kind: string, trans: TranslationBundle): string {
  const words: Readonly<Record<string, string>> = {
    genotypes: trans.__("Genotypes"),
    phenotypes: trans.__("Phenotypes"),
    people: trans.__("People"),
    scores: trans.__("Scores of people"),
    "summary-statistics": trans.__("Summary statistics"),
    associations: trans.__("Associations"),
    "scoring-file": trans.__("Scoring file"),
    "matched-scores": trans.__("Scores matched to genotypes"),
    "principal-components": trans.__("Principal components"),
    "ld-panel": trans.__("LD panel"),
    "relationship-matrix": trans.__("Relationship matrix"),
    table: trans.__("Table"),
    other: trans.__("Other"),
  };
  return words[kind] ?? kind;
}

/** The file's format; the kind where that says as much. */
export function formatText({ kind, format }: DatasetItem, trans: TranslationBundle): string {
  return PLAIN_FORMATS.includes(format) ? kindText(kind, trans) : format;
}

export function sensitivityIcon(sensitivity: DatasetSensitivity): LabIcon {
  if (sensitivity === "public") return openAccessIcon;
  return sensitivity === "controlled" ? lockIcon : userIcon;
}

export function sensitivityText(sensitivity: DatasetSensitivity, trans: TranslationBundle): string {
  switch (sensitivity) {
    case "public":
      return trans.__("Public");
    case "controlled":
      return trans.__("Controlled");
    case "individual-level":
      return trans.__("Individual-level");
  }
}

export function sectionText(section: Section, trans: TranslationBundle): string {
  switch (section) {
    case "open":
      return trans.__("Open now");
    case "project":
      return trans.__("Project files");
    case "registered":
      return trans.__("Registered");
    case "catalogues":
      return trans.__("Catalogues");
  }
}

export function facetText(facet: Facet, trans: TranslationBundle): string {
  switch (facet) {
    case "kind":
      return trans.__("Kind");
    case "build":
      return trans.__("Build");
    case "ancestry":
      return trans.__("Ancestry");
    case "sensitivity":
      return trans.__("Sensitivity");
  }
}

export function facetValueText(facet: Facet, value: string, trans: TranslationBundle): string {
  if (facet === "kind") return kindText(value, trans);
  if (facet === "build" || facet === "ancestry") return value;
  return sensitivityText(value as DatasetSensitivity, trans);
}

export function freshnessText(
  { freshness, section, staleInputs = [], newerInputs = [] }: DatasetItem,
  trans: TranslationBundle,
): string | undefined {
  if (freshness === "missing") return trans.__("A file is missing");
  if (freshness === "changed") return trans.__("Changed since it was registered");
  if (freshness === "touched") return trans.__("Written to since: check hashes");
  if (freshness !== "outdated") return undefined;
  if (section === "open") return trans.__("Its file has changed: %1", staleInputs.join(", "));
  return staleInputs.length > 0
    ? trans.__("Made of what has changed: %1", staleInputs.join(", "))
    : trans.__("Older than %1", newerInputs.join(", "));
}

/** What stands in the choice of catalogues. */
export function choiceText(catalogue: CatalogueId | "all", trans: TranslationBundle): string {
  return catalogue === "all" ? trans.__("All catalogues") : catalogueText(catalogue);
}

export function catalogueText(catalogue: CatalogueId): string {
  const names: Readonly<Record<CatalogueId, string>> = {
    gwas: "GWAS Catalog",
    pgs: "PGS Catalog",
    openGwas: "OpenGWAS",
    eqtl: "eQTL Catalogue",
    openTargets: "Open Targets",
  };
  return names[catalogue];
}

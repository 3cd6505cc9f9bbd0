export { network } from "./network/settings.ts";
export type { NetworkOptions, NetworkState } from "./network/settings.ts";
export type { CatalogueName, ServiceName } from "./network/services.ts";
export { requests } from "./network/request-log.ts";
export type { RequestColumns } from "./network/request-log.ts";
export { budget } from "./network/rate-limit.ts";
export type { BudgetColumns } from "./network/rate-limit.ts";
export { cached, forget } from "./cache/cached.ts";
export type { CachedColumns } from "./cache/cached.ts";
export type { Source } from "./network/ask.ts";
export type { Catalogue, DetailOptions, SearchOptions, Sourced } from "./catalogue.ts";
export { CatalogueTable } from "./catalogue-table.ts";
export { Found } from "./entries.ts";
export type { EntryColumns, FacetColumns, Facets } from "./entries.ts";
export type { Region } from "./public-words.ts";
export type { DownloadedFile } from "./download/download-file.ts";
export * from "./catalogue-errors.ts";

export { pgs } from "./pgs/pgs-catalog.ts";
export type { PgsCatalog, PgsScore, ScoreDownloadOptions } from "./pgs/pgs-catalog.ts";
export type { ScoreRecord } from "./pgs/pgs-records.ts";
export type { PerformanceColumns } from "./pgs/pgs-performance.ts";

export { gwas } from "./gwas/gwas-catalog.ts";
export type {
  GwasCatalog,
  GwasStudy,
  StudyDownloadOptions,
  StudyFileOptions,
} from "./gwas/gwas-catalog.ts";
export type { StudyRecord } from "./gwas/gwas-records.ts";
export type { AssociationColumns, AssociationQuery } from "./gwas/gwas-associations.ts";

export { openGwas } from "./open-gwas/open-gwas.ts";
export type { OpenGwas, OpenGwasQuery, OpenGwasStudy } from "./open-gwas/open-gwas.ts";
export type { OpenGwasColumns } from "./open-gwas/open-gwas-associations.ts";

export { ensembl } from "./ensembl/ensembl.ts";
export type { Ensembl, EnsemblRecord } from "./ensembl/ensembl.ts";
export type { EnsemblOptions } from "./ensembl/ask-ensembl.ts";
export type { GeneColumns } from "./ensembl/ensembl-genes.ts";
export type { LdColumns, LdOptions } from "./ensembl/ensembl-ld.ts";

export { eqtl } from "./eqtl/eqtl-catalogue.ts";
export type { EqtlCatalogue, EqtlColumns, EqtlDataset, EqtlQuery } from "./eqtl/eqtl-catalogue.ts";

export { openTargets } from "./open-targets/open-targets.ts";
export type { OpenTargets, OpenTargetsStudy } from "./open-targets/open-targets.ts";
export type { CredibleSetColumns, CredibleSetQuery } from "./open-targets/credible-sets.ts";

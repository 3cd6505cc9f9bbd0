/** A catalogue, as its verbs are named: `catalogues.gwas`, `catalogues.pgs`, … */
export type CatalogueName = "gwas" | "pgs" | "openGwas" | "ensembl" | "eqtl" | "openTargets";

/** One web address that a catalogue is asked at. */
export type ServiceName = CatalogueName | "ebiFiles" | "ensembl37";

/** How a service wants to be asked. */
export interface Service {
  readonly name: ServiceName;
  /** For messages. */
  readonly title: string;
  readonly base: string;
  /** Requests that may start within the period, below what the service documents. */
  readonly requests: number;
  readonly periodMilliseconds: number;
  /** Requests under way at once. */
  readonly concurrent: number;
  /** Where asking again after a 429 makes things worse: only the user asks again. */
  readonly neverRetryLimit?: boolean;
  readonly licence: string;
  readonly citation: string;
}

const EMBL_TERMS = "EMBL-EBI terms of use; each record may name its own licence";

/** Documented limits: conformance/catalogues/README.md says where. */
export const SERVICES: Readonly<Record<ServiceName, Service>> = {
  gwas: {
    name: "gwas",
    title: "GWAS Catalog",
    base: "https://www.ebi.ac.uk/gwas/rest/api/v2",
    requests: 10,
    periodMilliseconds: 1_000,
    concurrent: 4,
    licence: EMBL_TERMS,
    citation: "Cerezo et al. 2025, doi:10.1093/nar/gkae1070",
  },
  ebiFiles: {
    name: "ebiFiles",
    title: "EMBL-EBI files",
    base: "https://ftp.ebi.ac.uk",
    requests: 5,
    periodMilliseconds: 1_000,
    concurrent: 2,
    licence: EMBL_TERMS,
    citation: "",
  },
  pgs: {
    name: "pgs",
    title: "PGS Catalog",
    base: "https://www.pgscatalog.org/rest",
    requests: 90,
    periodMilliseconds: 60_000,
    concurrent: 2,
    licence: "each score names its licence",
    citation: "Lambert et al. 2024, doi:10.1038/s41588-024-01937-x",
  },
  openGwas: {
    name: "openGwas",
    title: "OpenGWAS",
    base: "https://api.opengwas.io/api",
    requests: 5,
    periodMilliseconds: 1_000,
    concurrent: 1,
    neverRetryLimit: true,
    licence: "each data set names its terms",
    citation: "Elsworth et al. 2020, doi:10.1101/2020.08.10.244293",
  },
  ensembl: {
    name: "ensembl",
    title: "Ensembl",
    base: "https://rest.ensembl.org",
    requests: 12,
    periodMilliseconds: 1_000,
    concurrent: 3,
    licence: "no restrictions (Ensembl)",
    citation: "Yates et al. 2015, doi:10.1093/bioinformatics/btu613",
  },
  ensembl37: {
    name: "ensembl37",
    title: "Ensembl GRCh37",
    base: "https://grch37.rest.ensembl.org",
    requests: 12,
    periodMilliseconds: 1_000,
    concurrent: 3,
    licence: "no restrictions (Ensembl)",
    citation: "Yates et al. 2015, doi:10.1093/bioinformatics/btu613",
  },
  eqtl: {
    name: "eqtl",
    title: "eQTL Catalogue",
    base: "https://www.ebi.ac.uk/eqtl/api/v2",
    requests: 5,
    periodMilliseconds: 1_000,
    concurrent: 2,
    licence: "CC BY 4.0",
    citation: "Kerimov et al. 2023, doi:10.1371/journal.pgen.1010932",
  },
  openTargets: {
    name: "openTargets",
    title: "Open Targets Platform",
    base: "https://api.platform.opentargets.org/api/v4",
    requests: 5,
    periodMilliseconds: 1_000,
    concurrent: 2,
    licence: "CC0 1.0",
    citation: "Buniello et al. 2025, doi:10.1093/nar/gkae1128",
  },
};

const CATALOGUE_OF: Readonly<Record<ServiceName, readonly CatalogueName[]>> = {
  gwas: ["gwas"],
  ebiFiles: ["gwas", "pgs"],
  pgs: ["pgs"],
  openGwas: ["openGwas"],
  ensembl: ["ensembl"],
  ensembl37: ["ensembl"],
  eqtl: ["eqtl"],
  openTargets: ["openTargets"],
};

/** The catalogues that a service serves. */
export function cataloguesOf(service: ServiceName): readonly CatalogueName[] {
  return CATALOGUE_OF[service];
}

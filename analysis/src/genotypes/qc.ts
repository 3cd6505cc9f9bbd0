export { frequency, type FrequencyOptions, type FrequencyTable } from "./qc-frequency.ts";
export {
  sampleMissingness,
  variantMissingness,
  type SampleMissingnessTable,
  type VariantMissingnessTable,
} from "./qc-missingness.ts";
export {
  hardyWeinberg,
  type HardyWeinbergOptions,
  type HardyWeinbergTable,
} from "./qc-hardy-weinberg.ts";
export {
  heterozygosity,
  type HeterozygosityOptions,
  type HeterozygosityTable,
} from "./qc-heterozygosity.ts";
export {
  kinship,
  type KinshipColumns,
  type KinshipOptions,
  type KinshipTable,
} from "./qc-kinship.ts";
export {
  relationship,
  type RelationshipMatrix,
  type RelationshipOptions,
} from "./qc-relationship.ts";
export { principalComponents, type PrincipalComponentsOptions } from "./pca.ts";
export {
  projectSamples,
  type ProjectedSamples,
  type ProjectionMatchColumns,
  type ProjectSamplesOptions,
} from "./pca-projection.ts";
export type { EigenvalueColumns, LoadingColumns, PrincipalComponents } from "./pca-result.ts";
export { filter, type FilterOptions, type FilterResult } from "./filter.ts";
export { hardyWeinbergLnP } from "./hwe.ts";

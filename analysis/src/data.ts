export {
  open,
  genotypes,
  ldPanel,
  phenotypes,
  previewSummaryStatistics,
  scoringFile,
  summaryStatistics,
} from "./open.ts";
export type { Dataset, GenotypePath, PhenotypePath, SummaryPath } from "./open.ts";
export type {
  SummaryColumns,
  SummaryFile,
  SummaryMappingColumns,
  SummaryStatistics,
} from "./sumstats/summary-file.ts";
export type { IssueColumns, Problem } from "./sumstats/issues.ts";
export type { SummaryOptions } from "./sumstats/summary-options.ts";
export type { SummaryRole } from "./io/summary-roles.ts";
export type { RowsSoFar } from "./sumstats/browse/rows-so-far.ts";
export { browseRows, selectRows, type SelectRowsOptions } from "./sumstats/browse/select-rows.ts";
export {
  describeColumn,
  type ColumnDescription,
  type DescribeColumnOptions,
} from "./sumstats/browse/describe-column.ts";

export { genotypesFromDosages, genotypesFromPacked } from "./genotypes/from-memory.ts";
export type { SampleColumns, VariantColumns } from "./genotypes/from-memory.ts";
export { unpackVariant } from "./genotypes/unpack.ts";
export type { GenotypeBlock, Genotypes, Samples, Variants } from "./genotypes/genotypes.ts";

export { sampleTable } from "./io/sample-table.ts";
export type { SampleColumn, SampleTable } from "./io/sample-table.ts";
export { joinPhenotypes } from "./io/join-phenotypes.ts";
export { selectPeople } from "./io/select-people.ts";
export { alignSamples } from "./genotypes/align-samples.ts";
export type {
  AlignedSamples,
  AlignOptions,
  RemovedSampleColumns,
} from "./genotypes/align-samples.ts";
export { simulate } from "./genotypes/simulate.ts";
export type { SimulatedCohort, SimulateOptions, TruthColumns } from "./genotypes/simulate.ts";
export type { SimulatedRegion } from "./genotypes/simulation/positions.ts";
export type { SimulatedPopulation } from "./genotypes/simulation/populations.ts";
export { simulateTrait } from "./genotypes/simulate-trait.ts";
export type {
  SimulatedTrait,
  SimulateTraitOptions,
  TraitTruthColumns,
} from "./genotypes/simulate-trait.ts";

export { write } from "./sumstats/write.ts";
export type { WriteOptions, WriteSummary } from "./sumstats/write.ts";
export type { SsfMetadata } from "./sumstats/ssf-metadata.ts";
export { writePhenotypes, writePlink1 } from "./genotypes/write-plink1.ts";

export * from "./registry/index.ts";

export * from "./registry/index.ts";

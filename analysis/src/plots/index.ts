export type { AssociationTable } from "./associations.ts";
export {
  GENOME_WIDE_P,
  leadVariants,
  LOCUS_WINDOW_BP,
  SUGGESTIVE_P,
  type LeadVariantOptions,
} from "./lead-variants.ts";
export { manhattan, type ManhattanOptions } from "./manhattan.ts";
export { mrForest, type MrForestOptions } from "./mr-forest.ts";
export { mrFunnel, type MrFunnelOptions } from "./mr-funnel.ts";
export {
  mrLeaveOneOut,
  type LeaveOneOutTable,
  type MrLeaveOneOutOptions,
} from "./mr-leave-one-out.ts";
export {
  mrRadial,
  type MrRadialOptions,
  type RadialInput,
  type RadialLineInput,
} from "./mr-radial.ts";
export { mrScatter, type MrScatterOptions } from "./mr-scatter.ts";
export type { EstimatesTable, HarmonisedTable, MrPlotTrait, MrTable } from "./mr-tables.ts";
export type { EffectScaleOptions, MrNameOptions } from "./mr-words.ts";
export type { EvaluationInput, PrsGroupOptions, PrsNameOptions } from "./prs-evaluation.ts";
export { prsCalibration, type PrsCalibrationOptions } from "./prs-calibration.ts";
export { prsChains, type ChainsInput } from "./prs-chains.ts";
export { prsDecisionCurve, type PrsDecisionCurveOptions } from "./prs-decision-curve.ts";
export { prsDistribution, type PrsDistributionOptions } from "./prs-distribution.ts";
export { prsPortability, type PrsPortabilityOptions } from "./prs-portability.ts";
export { prsQuantiles, type PrsQuantilesOptions } from "./prs-quantiles.ts";
export { prsSurvival, type PrsSurvivalOptions } from "./prs-survival.ts";
export { prsDeciles, type PrsDecilesOptions } from "./prs-deciles.ts";
export type { PeopleTable } from "./prs-score-curves.ts";
export { prsRoc, type PrsRocOptions } from "./prs-roc.ts";
export { mvmrForest, type MvmrForestOptions } from "./mvmr-forest.ts";
export { mvmrStrength, type MvmrStrengthOptions } from "./mvmr-strength.ts";
export { openRegion, PlotGoneError, type OpenedRegion, type RegionRequest } from "./open-region.ts";
export { MissingColumnsError, NothingToPlotError } from "./plot-errors.ts";
export type {
  Json,
  JsonObject,
  PlotDescription,
  PlotRegion,
  PlotSpec,
  PlotTitle,
} from "./plot-spec.ts";
export { qq, type QqOptions } from "./qq.ts";
export type { AbfOptions, CredibleSetTable } from "./regional-credible.ts";
export {
  readGenes,
  readRecombination,
  type AnnotationSource,
  type GeneColumns,
  type RecombinationColumns,
} from "./regional-files.ts";
export type { GeneTable } from "./regional-genes.ts";
export type { LdPalette } from "./regional-layers.ts";
export type { LdSource, R2Table } from "./regional-ld.ts";
export type { RecombinationTable } from "./regional-recombination.ts";
export { regional } from "./regional.ts";
export type { RegionalOptions, RegionalTracks } from "./regional-options.ts";
export { topHits, type NearestGeneColumns, type TopHitsOptions } from "./top-hits.ts";
